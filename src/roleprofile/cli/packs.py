"""``show`` and ``list``: the content of packs."""

from __future__ import annotations

from collections.abc import Iterator

import click

from roleprofile.api import Catalog
from roleprofile.careers.grades import side_by_side
from roleprofile.cli.app import (
    Rules,
    check_language,
    check_language_of,
    language_option,
    print_blocks,
    print_document,
    rules_options,
)
from roleprofile.cli.group import app
from roleprofile.cli.situations import context_of, context_option
from roleprofile.loading import load_with_files
from roleprofile.model.catalog import short
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary
from roleprofile.presentation.blocks import Grid, Row, Verbatim, quoted
from roleprofile.presentation.effective_role import Resolved
from roleprofile.presentation.grades import comparison_blocks
from roleprofile.presentation.language import Words
from roleprofile.presentation.renderers.text import Line
from roleprofile.presentation.roles import role_blocks, standing
from roleprofile.rules.selection import Choice


@app.command()
@click.argument("role")
@click.argument("other", required=False)
@context_option
@language_option
@click.option(
    "--resolved", is_flag=True, help="Show the whole role as YAML, and the file and line that each line comes from."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The output format of --resolved.",
)
@rules_options
def show(
    role: str, other: str | None, context: tuple[str, ...], lang: str, rules: Rules, form: str, *, resolved: bool
) -> None:
    """Show a role, or two side by side, optionally in a context.

    The page lists duties, requirements, extras, variants, pay and notes, each with its source. OTHER is a role or a
    grade, such as nurse/band-6; then the page lists what each of the two asks for.
    """
    if resolved and other:
        raise click.UsageError("--resolved is for one role")
    if resolved:
        data, files = load_with_files(rules.packs, choice=Choice(day=rules.as_of))
        check_language_of(lang, data, role)
        found = Resolved.of(data, files, role, context_of(context, data, role) if context else None)
        if form == "json":
            print_document(f"{found.to_json()}\n")
        else:
            print_blocks(found.blocks())
        return
    if form != "text":
        message = "--format json is only for --resolved"
        raise click.UsageError(message)
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    if other:
        check_language_of(lang, catalog, other)
        given = context_of(context, catalog, role) if context else None
        print_blocks(comparison_blocks(side_by_side(catalog, (role, other), given), lang))
        return
    print_blocks(
        role_blocks(catalog, catalog.role(role), context_of(context, catalog, role) if context else None, lang)
    )


SECTIONS = ("packs", "roles", "descriptors", "scales", "vocabularies", "people", "situations")


@app.command(name="list")
@click.argument("section", type=click.Choice(SECTIONS), default="roles")
@language_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@rules_options
def list_(section: str, lang: str, form: str, rules: Rules) -> None:
    """List the content of packs."""
    catalog = rules.catalog()
    known = tuple(dict.fromkeys(language for pack in catalog.packs.values() for language in pack.languages))
    words = check_language(lang, known)
    if form == "json" and section in ("packs", "roles"):
        _print_json(catalog.summary().to_dict(lang)[section])
        return
    if section == "packs":
        print_blocks(Verbatim(_packs(catalog)))
        return
    entries = list(_entries(catalog, section, words))
    if form == "json":
        _print_json([{"id": name, "label": label, "note": note} for name, label, note in entries])
        return
    rows = [Row((name, label, quoted(note, tone="faint"))) for name, label, note in entries]
    if rows:
        print_blocks(Grid(rows))


def _print_json(data: object) -> None:
    # JSON knows every type of result, and importing them all takes a third of the time of a list.
    from roleprofile.presentation.result_json import json_of

    print_document(json_of(data))


def _packs(catalog: Catalog) -> Iterator[Line]:
    """Each pack with its version, its origin and its unbroken path."""
    for name, pack in catalog.packs.items():
        origin = catalog.origins[name]
        yield (("  ", ""), (f"{name} {pack.version}", "title"), (f"  {origin}", ""))
        yield (("      ", ""), (origin.path, "faint"))


def _entries(catalog: Catalog, section: str, words: Words) -> Iterator[tuple[str, str, str]]:
    """Id, label and a note for each entry of a section."""
    if section == "people":
        for full, person in catalog.people.items():
            facts = words.count("{number} fact", "{number} facts", len(person.facts))
            roles = words.count("{number} role held", "{number} roles held", len(person.roles_held))
            yield short(full), facts, roles
    elif section == "situations":
        for pack in catalog.packs.values():
            for one in pack.situations:
                given = (f"{name}={value}" for name, value in one.context.items() if value != UNSPECIFIED)
                yield one.id, words.text(one.label), words.listed(given)
    else:
        for full, entry in getattr(catalog, section).items():
            state = entry.state if isinstance(entry, Descriptor) else entry.in_state
            old = words.say("deprecated") if isinstance(entry, Descriptor) and entry.deprecated else ""
            note = words.listed(filter(None, (_note(entry, words), standing(state, words), old)))
            yield short(full), words.text(entry.label), note


def _note(entry: Role | Descriptor | Scale | Vocabulary, words: Words) -> str:
    """The note on an entry that helps an author to name it."""
    if isinstance(entry, Role):
        return f"{entry.pack} {entry.version}"
    if isinstance(entry, Vocabulary):
        return words.listed(entry.term_ids)
    if isinstance(entry, Scale):
        return f"up to {words.unit(entry.unit, entry.maximum)}" if entry.is_amount else words.listed(entry.level_ids)
    return f"{entry.pack}: {short(entry.scale)}" + (f" by {short(entry.keys)}" if entry.keys else "")
