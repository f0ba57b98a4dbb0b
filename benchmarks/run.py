"""Prints what a score, a load and an import cost here, each beside the plain way to do the same.

    python benchmarks/run.py            all of it, in a minute or two
    python benchmarks/run.py score      one part: score, batch, load, check, growth, plan, pages, import or pack
    python benchmarks/run.py --page     all of it, and docs/benchmarks.md is written from it

Both sides run in turns in one process, on the same input; what is printed is the median of the turns. Nothing here
passes or fails: a machine under load is not a mistake in the code. Where numba is installed, "score" has a line more.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import by_hand
import generated
import numpy as np
import peers
from attrs import evolve

import roleprofile as rp
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs
from roleprofile.model.values import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Callable


def in_turns(turns: int, *sides: Callable[[], object]) -> list[float]:
    """The median seconds of the processor that each side takes, one after the other, turn by turn."""
    found: list[list[float]] = [[] for _ in sides]
    for side in sides:
        side()
    for _ in range(turns):
        for times, side in zip(found, sides, strict=True):
            before = time.process_time()
            side()
            times.append(time.process_time() - before)
    return [statistics.median(times) for times in found]


def scores() -> None:
    """A score of 20 requirements beside a loop over tuples, and with its contributions and its record."""
    with tempfile.TemporaryDirectory() as folder:
        generated.write_pack(Path(folder), 1)
        catalog = rp.load(folder)
    scorer = catalog.scorer("role-0", {})
    people = generated.people(catalog, 50)
    rows = by_hand.rows_of(scorer.role)
    held = [(person.holdings.stated, person.holdings.inferred, person.holdings.closed) for person in people]
    for person, parts in zip(people, held, strict=True):
        fit = scorer.score(person)
        assert (fit.low, fit.supported, fit.high) == by_hand.score(rows, *parts)

    said = [(person.id, person.facts, person.closed) for person in people]
    records = [scorer.score(person).to_record() for person in people]
    sides: dict[str, Callable[[], object]] = {
        "loop over tuples, by hand": lambda: [by_hand.score(rows, *parts) for parts in held],
        "scorer.score(person)": lambda: [scorer.score(person) for person in people],
        "score and verdict": lambda: [scorer.score(person).verdict for person in people],
        "person, score and verdict": lambda: [
            scorer.score(catalog.person(name, facts=facts, closed=closed)).verdict for name, facts, closed in said
        ],
        "score and contributions": lambda: [scorer.score(person).contributions for person in people],
        "score and to_record": lambda: [scorer.score(person).to_record() for person in people],
        "replay of a record": lambda: [rp.replay(record) for record in records],
    }
    source = np.random.default_rng(2)
    skills = [f"sk-{number}" for number in range(len(rows))]
    asked = dict(zip(skills, (25 * source.integers(1, 5, len(skills))).tolist(), strict=True))
    percents = [dict(zip(skills, (25 * source.integers(0, 5, len(skills))).tolist(), strict=True)) for _ in people]
    sides["Odoo's formula"] = lambda: [peers.odoo(asked, one) for one in percents]
    chosen = [source.choice(200, len(rows), replace=False).tolist() for _ in people]
    if compared := peers.nesta(source.random((200, 200))):
        sides["Nesta's comparison (numba)"] = lambda: [compared(chosen[0], one) for one in chosen]
    shipped = rp.load()
    anywhere = shipped.scorer("account-manager", "any-employer")
    markets = sorted({context["market"] for context in anywhere.rules.contexts})
    seller = shipped.person("seller", facts=[rp.Fact("sales-experience", 30, market) for market in markets])
    assert len(anywhere.score(seller).situations) == 66
    sides["66 situations, all verdicts"] = lambda: [anywhere.score(seller).situations for _ in people]
    aims = {"score and verdict": 2, "person, score and verdict": 10, "66 situations, all verdicts": 34}
    medians = in_turns(201, *sides.values())
    print("One person, 20 requirements (14 levels, 3 amounts, 2 with keys, 1 any_of), microseconds")
    for name, median in zip(sides, medians, strict=True):
        aim = f"; the aim is {aims[name]}" if name in aims else ""
        print(f"  {name:29} {median / len(people) * 1e6:8.1f}   {median / medians[0]:.1f} times the loop{aim}")


def loads() -> None:
    """Loading packs of 1, 100 and 1,000 roles, and built, beside yaml.safe_load, jsonschema.validate and cattrs."""
    print("Loading generated packs, files a second (the plain way neither resolves references nor knows lines)")
    for roles, turns in ((1, 9), (100, 3), (1000, 3), (3000, 1)):
        with tempfile.TemporaryDirectory() as folder:
            generated.write_pack(Path(folder), roles)
            files = sorted(Path(folder).rglob("*.yaml"))
            # What the plain way takes for one file does not depend on how many there are.
            some = files[:: max(1, len(files) // 50)]
            file = Path(folder, "pack.json")
            file.write_text(built(read_packs([Path(folder)])), encoding="utf-8", newline="\n")
            assert rp.load(file) == rp.load(folder)
            mine, theirs, best, quick = in_turns(
                turns,
                lambda: rp.load(folder),
                lambda: [plainly(path) for path in some],  # noqa: B023
                lambda: [plainly(path, kept=True) for path in some],  # noqa: B023
                lambda: rp.load(file),  # noqa: B023
            )
        ours, plain, fast = len(files) / mine, len(some) / theirs, len(some) / best
        sample = f" (on {len(some)} of them)" if len(some) < len(files) else ""
        print(
            f"  {roles:5,} roles, {len(files):5,} files: rp.load {ours:7.0f}, plain {plain:5.0f}{sample}: "
            f"{ours / plain:.0f} times as fast; the aim is 5"
        )
        print(
            f"         with the C parser and validators that are kept, plain {fast:5.0f}: {ours / fast:.1f} times as "
            "fast; the aim is 3"
        )
        print(
            f"         the same, built: {quick * 1e3:7.1f} ms in all, {len(files) / quick:7.0f} files a second: "
            f"{len(files) / quick / plain:.0f} and {len(files) / quick / fast:.0f} times as fast; the second aim is 12"
        )


def plainly(path: Path, *, kept: bool = False) -> Any:
    """One file as one would read it with the libraries alone; with ``kept`` by the C parser and kept validators."""
    import jsonschema
    import yaml
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    from roleprofile.model import descriptor, pack, role, scale, vocabulary
    from roleprofile.model.convert import structure
    from roleprofile.model.shipped import shipped
    from roleprofile.model.values import freeze

    models: dict[str, type] = {
        "pack": pack.Pack,
        "scale": scale.Scale,
        "vocabulary": vocabulary.Vocabulary,
        "descriptors": descriptor.DescriptorList,
        "role": role.Role,
    }
    if not SCHEMAS:
        for name in ("common", *models):
            SCHEMAS[name] = json.loads(shipped("schemas").joinpath(f"{name}.schema.json").read_text("utf-8"))
    text = path.read_text("utf-8")
    tree = yaml.load(text, yaml.CSafeLoader) if kept else yaml.safe_load(text)
    common: Registry[Any] = Registry().with_resource("common.schema.json", DRAFT7.create_resource(SCHEMAS["common"]))
    if kept:
        if tree["kind"] not in VALIDATORS:
            VALIDATORS[tree["kind"]] = jsonschema.Draft7Validator(SCHEMAS[tree["kind"]], registry=common)
        VALIDATORS[tree["kind"]].validate(tree)
    else:
        jsonschema.validate(tree, SCHEMAS[tree["kind"]], registry=common)
    return structure(freeze(tree), models[tree["kind"]])


#: Read once: parsing them again is nothing that anybody would do.
SCHEMAS: dict[str, Any] = {}
VALIDATORS: dict[str, Any] = {}


def checks() -> None:
    """Everything that ``check`` does, load and lint, for the shipped packs and for generated ones."""
    from roleprofile.quality.lint import lint

    print("Checking, seconds (loading and lint)")
    shipped = in_turns(5, lambda: lint(rp.load()))[0]
    print(f"  shipped packs, warm           {shipped:8.2f}   the aim is 1")
    for roles in (100, 300, 1000):
        with tempfile.TemporaryDirectory() as folder:
            generated.write_pack(Path(folder), roles)
            took = in_turns(3, lambda: lint(rp.load(folder)))[0]
        print(f"  {roles:5,} roles                   {took:8.2f}   {took / roles * 1e3:.2f} ms a role")


def growth() -> None:
    """What grows with two numbers at once: unknown names among known ones, and variants of one entry."""
    from roleprofile.model.values import closest

    known = generated.long_ids(random.Random(1), 4_000)
    unknown = [name for name in generated.long_ids(random.Random(2), 1_000) if name not in known]

    # Each turn with names of its own, because hints are kept.
    turns = iter([tuple(f"{name}-{turn}" for name in known) for turn in range(6)])

    def hints() -> None:
        among = next(turns)
        for name in unknown:
            closest(name, among)

    print("Growth, seconds")
    print(f"  hints for 1,000 unknown ids among 4,000  {in_turns(5, hints)[0]:7.2f}   the aim is 1")
    for dimensions in (2, 3, 4):
        with tempfile.TemporaryDirectory() as folder:
            generated.write_pack(Path(folder), 1)
            generated.write_variants(Path(folder), 200, dimensions)
            took = in_turns(5, lambda: rp.load(folder))[0]
        print(f"  200 variants of one entry, {dimensions} dimensions  {took:7.2f}   the aim is 0.3")


def plans() -> None:
    """Plans for a role of 30 requirements, beside one bare solution of the same program."""
    from roleprofile.careers.milp_model import formulated
    from roleprofile.careers.options import available_options
    from roleprofile.scoring import Scorer

    for count, jobs, seeds in ((200, 0, 5), (2_000, 20, 3)):
        print(f"The cheapest plan, {count:,} options ({jobs} jobs), 30 requirements, seconds ({seeds} catalogs each)")
        for reach in ("viable", "strong"):
            bare, ours = [], []
            for seed in range(seeds):
                source = random.Random(seed)
                with tempfile.TemporaryDirectory() as folder:
                    generated.write_pack(Path(folder), 1)
                    generated.write_big_role(Path(folder), source)
                    generated.write_jobs(Path(folder), source, jobs)
                    catalog = evolve(rp.load(folder), options=FrozenMap(generated.options(source, count, jobs)))
                facts = [rp.Fact(name, "basic") for name in generated.SKILLS[::3]]
                # Of nobody anything is unknown, so that the plan has to train and not only to ask.
                person = catalog.person("p-1", facts=facts, closed=["all"])
                role = Scorer.of(catalog, "big", {}).role
                on_offer = available_options(catalog, {})

                def once(role: Any = role, person: Any = person, on_offer: Any = on_offer) -> object:
                    program, columns = formulated(role, person.holdings, on_offer, reach)  # noqa: B023
                    efforts = (float(offer.option.effort) for offer in on_offer)
                    return program.minimise(dict(zip(columns, efforts, strict=True)))

                def whole(catalog: Any = catalog, person: Any = person) -> object:
                    return catalog.plan(person, "big", {}, reach=reach)  # noqa: B023

                mine, alone = in_turns(3, whole, once)
                ours.append(mine)
                bare.append(alone)
            one, all_ = statistics.median(bare), statistics.median(ours)
            print(f"  {reach:8} one solution by HiGHS {one:6.2f}   plan {all_:6.2f}, slowest {max(ours):.2f}")


def imports() -> None:
    """A new interpreter, and with ``import roleprofile``, and the command."""
    command = "from roleprofile.cli.run import run; run({})"
    sides = {
        "python -c pass": "pass",
        "import roleprofile": "import roleprofile",
        "roleprofile --version": command.format("['--version']"),
        "roleprofile --help": command.format("['--help']"),
        "roleprofile explain RP204": command.format("['explain', 'RP204']"),
        "roleprofile list": command.format("['list']"),
    }

    def took(code: str) -> float:
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return time.perf_counter() - before

    turns = [[took(code) for code in sides.values()] for _ in range(11)]
    medians = [statistics.median(times) for times in zip(*turns, strict=True)]
    print("Starting Python, milliseconds")
    for name, median in zip(sides, medians, strict=True):
        print(f"  {name:29} {median * 1e3:8.1f}   {median / medians[0]:.1f} times python -c pass")


def pages() -> None:
    """A site of the shipped pack beside the load of it, and the size of a report beside its text."""
    from roleprofile.cli.run import run
    from roleprofile.model.shipped import shipped

    pack = str(shipped("profiles") / "account-management")
    with tempfile.TemporaryDirectory() as folder:
        turns = iter(range(100))
        made, load = in_turns(
            3,
            lambda: run(["site", pack, "-o", f"{folder}/{next(turns)}"]),
            lambda: rp.load(pack),
        )
        home = Path(folder, "0")
        number, size = len(list(home.rglob("*.html"))), sum(p.stat().st_size for p in home.rglob("*") if p.is_file())
    catalog = rp.load()
    person = catalog.people["account-management:metal-engineer-in-sales"]
    fit = catalog.scorer("account-manager", "large-metal-products").score(person)
    print("Pages")
    print(f"  roleprofile site, {number} pages, {size / 1e6:.1f} MB: {made:5.1f} s, {made / load:.0f} times the load")
    html, text = len(fit.to_html().encode()), len(fit.explain().encode())
    print(f"  the report of a fit: {html / 1e3:.1f} kB, {html / text:.1f} times its text")


def packs() -> None:
    """How many cases of the shipped packs hold, and how many rules they notice when these are taken away."""
    from roleprofile.quality import each_result, mutate

    catalog = rp.load()
    outcomes = [one.outcome for one in each_result(catalog)]
    tried = mutate(catalog).mutations
    print("Validity of the shipped packs: each rule that rests on a source, and each part of it, is taken away")
    print(f"  cases                         {len(outcomes):8}   {outcomes.count('passed')} of them hold")
    print(
        f"  rules and parts taken away    {len(tried):8}   {sum(one.noticed for one in tried)} of them make a case fail"
    )


def batches() -> None:
    """Tables of people, beside single scores, polars, duckdb and a bare read."""
    import batches as tables

    tables.one_role(in_turns)
    tables.from_a_file(in_turns)
    tables.unspecified(in_turns)
    tables.many_roles()
    tables.memory()


PARTS = {
    "score": scores,
    "batch": batches,
    "load": loads,
    "check": checks,
    "growth": growth,
    "plan": plans,
    "pages": pages,
    "import": imports,
    "pack": packs,
}

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks and validity

`python benchmarks/run.py --page` measured these figures and wrote this page, on {processors} shared processors with
Python {python}. Both sides of a comparison run in turns in one process on the same input, and the figures are medians.
The ratios say more than the times, which are those of that machine. [Claims](generated/claims.md) and
[who comes closest](generated/closest.md) show what the shipped pack states and how clearly.

```text
{printed}```
"""


def main(names: list[str]) -> int:
    """Run the parts that are named, or all."""
    if names == ["--page"]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            for part in PARTS.values():
                part()
        python, processors = sys.version.split()[0], os.cpu_count()
        PAGE.write_text(HEAD.format(processors=processors, python=python, printed=printed.getvalue()), encoding="utf-8")
        return 0
    if unknown := set(names) - set(PARTS):
        print(f"there is no {', '.join(sorted(unknown))}; one of: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"Python {sys.version.split()[0]}; medians")
    for name in names or PARTS:
        PARTS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
