"""``approvals``: the digest of each rule, whether it is approved, and new approvals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from roleprofile.cli.app import Rules, day_option, print_blocks, print_document, printable, talk
from roleprofile.cli.dry_run import dry_run_option, is_dry_run
from roleprofile.cli.files import write_all
from roleprofile.cli.group import CLEAN, FINDINGS, app
from roleprofile.formatting.appending import appended
from roleprofile.formatting.drafts import modeline
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.load import checked, read_packs
from roleprofile.model.catalog import CatalogData
from roleprofile.model.days import is_day
from roleprofile.model.transition import Transition
from roleprofile.model.values import number_of
from roleprofile.model.yaml_text import WIDTH
from roleprofile.presentation.blocks import Grid, Row, Tone, quoted
from roleprofile.presentation.result_json import data_of, json_of
from roleprofile.rules.approvals import Register
from roleprofile.rules.canonical import Rule, kind_of, name_of, rules_of
from roleprofile.rules.selection import Choice, chosen

#: The number of characters that distinguish the digests of a catalog.
_SHOWN = 12
_HEAD = ("kind: approvals", "schema: 1", "id: approvals", "approvals:")
_INDENT = "  "


@app.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option(
    "--rule", "names", multiple=True, metavar="NAME", help="Only the rule with this id. Repeat for several rules."
)
@click.option("--add", is_flag=True, help="Add approvals to PACK for the rules that the body has not approved.")
@click.option("--body", metavar="TEXT", help="For --add: the body that decides.")
@click.option("--by", metavar="TEXT", help="For --add: the person who signs for the body.")
@click.option("--on", "day", metavar="DAY", help="For --add: the day of the decision, such as 2026-03-14.")
@click.option("--reference", metavar="TEXT", help="For --add: the record of the decision.")
@dry_run_option
@day_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="The output format.")
def approvals(
    packs: tuple[str, ...],
    names: tuple[str, ...],
    add: bool,  # noqa: FBT001 - a flag of the command line
    body: str | None,
    by: str | None,
    day: str | None,
    reference: str | None,
    as_of: str,
    form: str,
) -> int:
    """Show the digest of each rule and whether it is approved.

    A rule is a role, a transition or a development option. Exit code 1 if a rule is not approved in its current form.
    """
    signed = _signed(body, by, day, reference) if add else {}
    gathered = read_packs([Path(pack) for pack in packs]) if add else None
    catalog = checked(gathered) if gathered else Rules(packs).catalog()
    register = Register(catalog)
    # An approval is of the state of the files, which the register reads; the day decides which rules are asked for.
    rules = _named(chosen(catalog, Choice(day=as_of))[0], names)
    if gathered:
        wanted = [rule for rule in rules if not any(a.body == body for a in register.approved(rule, as_of))]
        _add(gathered, list(_stated(register, wanted, signed)))
        talk(f"Not approved by {body} before: {len(wanted)} of {number_of(len(rules), 'rule')}.")
        return CLEAN
    entries = [_entry(register, rule, as_of) for rule in rules]
    if form == "json":
        print_document(json_of({"kind": "rules", "schema": 1, "rules": entries}))
    else:
        _listed(entries)
    open_ones = [entry for entry in entries if entry["state"] != "approved"]
    talk(f"Approved: {len(entries) - len(open_ones)} of {len(entries)} rules.")
    return FINDINGS if open_ones else CLEAN


def _add(gathered: Gathering, lines: Sequence[str]) -> None:
    """Add the lines of approvals to the file of the pack that was given, or make the file."""
    given = [folder for folder in gathered.folders if folder.origin.how == "given"]
    if len(given) != 1:
        message = f"--add writes to one pack, and these are {len(given)}; give the folder of one pack"
        raise click.UsageError(message)
    if not lines:
        return
    (folder,) = given
    there = next((document for document in folder.documents if document.kind == "approvals"), None)
    name = there.file.relative if there else "approvals.yaml"
    path = Path(str(folder.root), name)
    if there:
        data = appended(there, "approvals", lines)
    else:
        data = "".join(f"{line}\n" for line in (*_HEAD, *(_INDENT + line for line in lines))).encode()
        data = modeline("approvals", path).encode() + data
    folder.replace({name: data}, gathered.limits)
    checked(gathered)
    write_all({path: data}, force=there is not None)
    if not is_dry_run():
        talk(f"Wrote {printable(path.as_posix())}.")


def _named(catalog: CatalogData, names: Sequence[str]) -> list[Rule]:
    """The rules with these ids, or all; a short id may mean a role and the transitions into it."""
    rules = sorted(rules_of(catalog), key=lambda rule: (_ORDER.index(kind_of(rule)), name_of(catalog, rule)))
    found = [rule for rule in rules if not names or _called(name_of(catalog, rule)) & set(names)]
    missing = set(names) - {name for rule in found for name in _called(name_of(catalog, rule))}
    if missing:
        message = f"unknown rule: {', '.join(sorted(missing))}; call the command without --rule to list all rules"
        raise click.UsageError(message)
    return found


_ORDER = ("role", "transition", "option")


def _called(name: str) -> set[str]:
    """The names of a rule: its full id, the id without its pack, and the last part."""
    short = name.partition(":")[2]
    return {name, short, short.rpartition("/")[2]}


def _entry(register: Register, rule: Rule, day: str) -> dict[str, Any]:
    held = register.approved(rule, day)
    given = register.given(rule)
    return {
        "rule": kind_of(rule),
        "id": name_of(register.catalog, rule),
        "digest": register.digest(rule),
        "state": "approved" if held else "changed" if given else "open",
        "approvals": data_of(held),
    }


def _listed(entries: Sequence[dict[str, Any]]) -> None:
    rows = []
    for entry in sorted(entries, key=lambda one: _ORDER.index(one["rule"])):
        given = "; ".join(f"{a['body']}, {a['on']}" for a in entry["approvals"])
        words = {"approved": given, "changed": "changed since its approval", "open": "not approved"}
        tone: Tone = "good" if entry["state"] == "approved" else "part"
        digest = quoted(entry["digest"][:_SHOWN], tone="faint")
        state = quoted(words[entry["state"]], tone=tone)
        rows.append(Row((quoted(entry["rule"], tone="faint"), entry["id"], digest, state)))
    if rows:
        print_blocks(Grid(rows))


def _signed(body: str | None, by: str | None, day: str | None, reference: str | None) -> dict[str, str]:
    given = {"body": body, "by": by, "on": day}
    missing = [f"--{name}" for name, value in given.items() if not value]
    if missing or not is_day(day):
        what = f"{', '.join(missing)}" if missing else f"--on as 2026-03-14, not {day}"
        message = f"an approval needs {what}, because it is a decision of a body on a day"
        raise click.UsageError(message)
    return {name: value for name, value in {**given, "reference": reference}.items() if value}


def _stated(register: Register, rules: Sequence[Rule], signed: Mapping[str, str]) -> Iterator[str]:
    """The lines of a list of approvals."""
    for rule in rules:
        yield f"- {_about(register.catalog, rule)}"
        yield f'  digest: "{register.digest(rule)}"'
        yield from _parts(register.digests.parts(rule))
        # JSON's way to quote a text is one of YAML's.
        yield from (f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in signed.items())


def _parts(parts: Mapping[str, str]) -> Iterator[str]:
    """The parts as ``format`` lays them out: on one line where they fit."""
    entries = [f'{name}: "{part}"' for name, part in parts.items()]
    line = f"  parts: {{{', '.join(entries)}}}"
    if len(line) <= WIDTH - len(_INDENT):
        yield line
    else:
        yield "  parts:"
        yield from (f"    {entry}" for entry in entries)


def _about(catalog: CatalogData, rule: Rule) -> str:
    if isinstance(rule, Transition):
        target = catalog.find(catalog.roles, rule.target, rule.pack, "role")
        return f"transition: {{target: {target}, id: {rule.id}}}"
    return f"{kind_of(rule)}: {name_of(catalog, rule)}"
