"use strict";
// The arithmetic of a fit from the tables of a role: whole numbers, as docs/fit.md describes. A test holds it against
// Python. `held` has `stated` and `inferred` (descriptor to key to rank), `closed` (pairs of descriptor and key that
// nobody has) and `proofs` (descriptor, key, rank and kind of evidence).

const STATES = ["not_met", "unknown", "presumed", "met"];
const VERDICTS = ["strong", "viable", "stretch", "remote"];
const FULL = 1000000;

function silent(held, name, keys) {
  const stated = held.stated[name] || {};
  const closed = new Set(held.closed.filter((one) => one[0] === name).map((one) => one[1]));
  return keys.filter((key) => !(key in stated) && !closed.has(key));
}

// A larger amount than the last of a table earns what that earns.
function best(tables, ranks) {
  const credits = Object.entries(ranks)
    .filter(([key]) => tables.has(key))
    .map(([key, rank]) => tables.get(key)[Math.min(rank, tables.get(key).length - 1)]);
  return Math.max(0, ...credits);
}

function ofCriterion(one, held) {
  const tables = new Map(one.tables);
  const low = best(tables, held.stated[one.descriptor] || {});
  const open = silent(held, one.descriptor, [...tables.keys()]);
  const inferred = Object.entries(held.inferred[one.descriptor] || {}).filter(([key]) => open.includes(key));
  const high = Math.max(low, ...open.map((key) => tables.get(key).at(-1)));
  return [low, Math.max(low, best(tables, Object.fromEntries(inferred))), high];
}

function ofEntry(entry, held) {
  const rows = entry.criteria.map((one) => ofCriterion(one, held));
  const columns = [0, 1, 2].map((place) => rows.map((row) => row[place]));
  if (entry.group !== "all_of") return columns.map((column) => Math.max(...column));
  const weights = entry.criteria.map((one) => one.weight);
  const whole = weights.reduce((sum, one) => sum + one, 0);
  return columns.map((column) => Math.floor(column.reduce((sum, one, place) => sum + one * weights[place], 0) / whole));
}

// A minimum requirement is a test of ranks.
function stateOf(one, held) {
  const keys = one.tables.map(([key]) => key);
  const stated = Object.entries(held.stated[one.descriptor] || {}).filter(([key]) => keys.includes(key));
  const open = silent(held, one.descriptor, keys);
  const inferred = Object.entries(held.inferred[one.descriptor] || {}).filter(([key]) => open.includes(key));
  const enough = stated.filter(([, rank]) => rank >= one.at_least).map(([key]) => key);
  const isProven = (key) =>
    !one.evidence.length ||
    held.proofs.some(
      ([name, slot, rank, kind]) =>
        name === one.descriptor && slot === key && rank >= one.at_least && one.evidence.includes(kind)
    );
  if (enough.some(isProven)) return STATES.indexOf("met");
  if (!one.evidence.length && inferred.some(([, rank]) => rank >= one.at_least)) return STATES.indexOf("presumed");
  return STATES.indexOf(enough.length || open.length ? "unknown" : "not_met");
}

function computed(tables, held) {
  const entries = tables.requirements;
  const whole = entries.reduce((sum, one) => sum + one.weight, 0);
  const credits = entries.map((one) => ofEntry(one, held));
  const share = (column) =>
    whole ? Math.floor(column.reduce((sum, one, place) => sum + one * entries[place].weight, 0) / whole) : 0;
  const [low, supported, high] = [0, 1, 2].map((place) => share(credits.map((one) => one[place])));
  const known = whole ? share(credits.map((one) => (one[0] === one[2] ? FULL : 0))) : 0;
  const states = entries
    .filter((one) => one.minimum)
    .map((one) => {
      const found = one.criteria.map((part) => stateOf(part, held));
      return one.group === "any_of" ? Math.max(...found) : Math.min(...found);
    });
  const worst = STATES[Math.min(3, ...states)];
  const verdict = (score, cap) => VERDICTS[Math.max(cap, tables.thresholds.filter((least) => score < least).length)];
  const most = whole ? high : FULL;
  return {
    low,
    supported,
    high: most,
    known,
    meets_minimum: worst,
    verdict_low: verdict(low, worst === "met" ? 0 : tables.caps.not_met),
    verdict_supported: verdict(supported, tables.caps[worst] || 0),
    verdict_high: verdict(most, worst === "not_met" ? tables.caps.not_met : 0),
    credits,
  };
}

// --- the page

// What the controls say. A value also says that there is no other one of its kind; -1 stands for unknown.
function heldBy(controls, values, proven) {
  const held = { stated: {}, inferred: {}, closed: [], proofs: [] };
  controls.forEach((control, number) => {
    if (values[number] < 0) return;
    const stated = (held.stated[control.descriptor] = held.stated[control.descriptor] || {});
    control.keys.forEach((key, place) => {
      const rank = place ? 0 : values[number];
      stated[key] = Math.max(rank, stated[key] || 0);
    });
    if (proven[number]) {
      for (const kind of control.evidence) held.proofs.push([control.descriptor, control.keys[0], values[number], kind]);
    }
  });
  return held;
}

function show(data) {
  const inputs = [...document.querySelectorAll("input[type=range]")];
  const proofs = inputs.map((input) => input.closest("p").querySelector("input[type=checkbox]"));
  const values = inputs.map((input) => Number(input.value));
  const found = computed(data.tables, heldBy(data.controls, values, proofs.map((one) => !one || one.checked)));
  const percent = (part) => `${(100 * part) / FULL}%`;
  const whole = (part) => String(Math.floor(part / 10000));
  inputs.forEach((input, number) => {
    const text = values[number] < 0 ? data.unknown : data.controls[number].values[values[number]] || String(values[number]);
    input.nextElementSibling.textContent = text;
    input.setAttribute("aria-valuetext", text);
  });
  const verdicts = [found.verdict_low, found.verdict_high].map((one) => data.verdicts[one]);
  document.getElementById("verdict").textContent = [...new Set(verdicts)].join(" – ");
  document.getElementById("points").textContent = [...new Set([whole(found.low), whole(found.high)])].join(" – ");
  document.getElementById("minimum").textContent = data.states[found.meets_minimum];
  const bars = document.querySelectorAll("#bar i");
  [found.low, found.supported - found.low, found.high - found.supported].forEach((part, place) => {
    bars[place].style.width = percent(part);
  });
  document.querySelectorAll("[data-entry]").forEach((output, place) => {
    const share = (part) => ((part * data.tables.requirements[place].weight) / data.whole / 10000).toFixed(1);
    const [low, , high] = found.credits[place];
    output.textContent = low === high ? share(low) : `${share(low)} – ${share(high)}`;
  });
}

if (typeof document !== "undefined" && document.getElementById("data")) {
  const data = JSON.parse(document.getElementById("data").textContent);
  document.querySelector("form").addEventListener("input", () => show(data));
  document.querySelector("form").addEventListener("reset", () => setTimeout(() => show(data)));
  show(data);
}
