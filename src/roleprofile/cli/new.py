"""``new``: drafts of documents that pass ``check`` at once."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.cli.app import talk
from roleprofile.cli.dry_run import dry_run_option, is_dry_run
from roleprofile.cli.files import is_free, write_all
from roleprofile.cli.group import app
from roleprofile.formatting.drafts import (
    as_label,
    cases_draft,
    descriptor_draft,
    development_draft,
    modeline,
    pack_draft,
    patch_draft,
    person_draft,
    role_draft,
    scale_draft,
    transitions_draft,
    vocabulary_draft,
)
from roleprofile.loading.files import read_bytes
from roleprofile.loading.packs import HEAD
from roleprofile.loading.reader import parse
from roleprofile.loading.schemas import schema
from roleprofile.model.protected import is_protected
from roleprofile.model.values import some_of

_ID = re.compile(schema("common")["definitions"]["id"]["pattern"])
_LANGUAGE = re.compile(schema("common")["definitions"]["text"]["propertyNames"]["pattern"])
#: The fewest levels of a scale and grades of a role.
_FEWEST = 2
_LONGEST = int(schema("common")["definitions"]["id"]["maxLength"])
_TYPES = tuple(schema("descriptors")["definitions"]["descriptor"]["properties"]["type"]["enum"])


def checked_id(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Check the given id of a new document or entry."""
    if value is None:
        return None
    if not _ID.search(value) or len(value) > _LONGEST:
        meant = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")[:_LONGEST].strip("-")
        hint = f"; did you mean {meant!r}?" if meant else ""
        message = f"{value!r} is not an id of lower-case letters, digits and single hyphens{hint}"
        raise click.BadParameter(message)
    return _allowed(value)


def _ids(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """The ids of a list, at least two and all different."""
    if value is None:
        return ()
    found = tuple(str(checked_id(context, parameter, one.strip())) for one in value.split(","))
    if len(set(found)) < max(_FEWEST, len(found)):
        message = f"{value!r} needs at least two ids, all different, such as junior,senior"
        raise click.BadParameter(message)
    return found


def _allowed(name: str) -> str:
    if is_protected(name):
        message = (
            f"{name!r} is a protected attribute and not allowed in a profile; ask for a requirement of the work instead"
        )
        raise click.UsageError(message)
    return name


def in_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--in``: the pack of the new document, and ``--dry-run``."""
    added = click.option(
        "--in",
        "pack",
        metavar="PACK",
        default=".",
        show_default=True,
        help="The folder of the pack for the new document.",
    )
    return added(dry_run_option(command))


def label_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--label``: the name for readers."""
    return click.option("--label", metavar="TEXT", help="The name for readers (default: the id in words).")(command)


@app.group()
def new() -> None:
    """Draft a document with notes that passes `roleprofile check`.

    The command never replaces an existing file.
    """


@new.command(name="pack")
@click.argument("pack_id", callback=checked_id, metavar="ID")
@click.option(
    "--in", "folder", metavar="FOLDER", default=".", show_default=True, help="The folder that gets the new pack."
)
@label_option
@click.option("--owner", metavar="TEXT", default="HR team", show_default=True, help="The owner of the pack.")
@click.option(
    "--language",
    "languages",
    metavar="CODE",
    multiple=True,
    help="A language of its texts. The first one is required (default: en).",
)
@dry_run_option
def pack_(pack_id: str, folder: str, label: str | None, owner: str, languages: tuple[str, ...]) -> None:
    """Draft a pack: a folder with a pack.yaml that builds on core."""
    languages = tuple(dict.fromkeys(languages or ("en",)))
    for code in languages:
        if not _LANGUAGE.search(code):
            raise click.UsageError(f"{code!r} is not a language code; write, for example, --language en")
    home = Path(folder, pack_id)
    file = home / HEAD
    text = modeline("pack", file) + pack_draft(pack_id, _label(label, pack_id), languages, owner)
    if not is_free(home):
        raise click.UsageError(f"{home} already exists; give another id, or another folder with --in")
    if not home.parent.is_dir():
        raise click.UsageError(f"{home.parent} is not a folder; create the folder first")
    write_all({file: text}, force=False)
    _wrote(file, f"roleprofile new role ID --in {home.as_posix()}")


@new.command()
@click.argument("role_id", callback=checked_id, metavar="ID")
@in_option
@label_option
@click.option("--family", callback=checked_id, metavar="ID", help="The job family of the role.")
@click.option("--grades", callback=_ids, metavar="ID,ID...", help="The grades of the role, the lowest first.")
def role(role_id: str, pack: str, label: str | None, family: str | None, grades: tuple[str, ...]) -> None:
    """Draft a role in roles/ID.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        text = role_draft(catalog, home, role_id, _label(label, role_id), family or "", grades)
        _write("role", Path(pack, "roles", f"{role_id}.yaml"), text, pack)


@new.command()
@click.argument("descriptor_id", callback=checked_id, metavar="ID")
@in_option
@label_option
@click.option(
    "--type", "type_", type=click.Choice(_TYPES), default="skill", show_default=True, help="The type of the descriptor."
)
@click.option(
    "--scale", metavar="ID", default="", help="The scale of its values (default: proficiency, if that scale exists)."
)
@click.option("--keys", metavar="ID", default="", help="The vocabulary of its keys, for a keyed descriptor.")
def descriptor(descriptor_id: str, pack: str, label: str | None, type_: str, scale: str, keys: str) -> None:
    """Draft a descriptor in a new list, descriptors/ID.yaml of a pack.

    Existing lists do not change. Move the entry to one of them if it belongs there.
    """
    with _pack(pack) as (catalog, home):
        if f"{home}:{descriptor_id}" in catalog.descriptors:
            raise click.UsageError(f"pack {home} already has a descriptor {descriptor_id!r}; give another id")
        name = _label(label, descriptor_id)
        text = descriptor_draft(catalog, home, descriptor_id, name, type_=type_, scale=scale, keys=keys)
        _write("descriptors", Path(pack, "descriptors", f"{descriptor_id}.yaml"), text, pack)


@new.command()
@click.argument("scale_id", callback=checked_id, metavar="ID")
@in_option
@label_option
@click.option(
    "--levels", callback=_ids, metavar="ID,ID...", help="The levels; the lowest is that of a person without it."
)
def scale(scale_id: str, pack: str, label: str | None, levels: tuple[str, ...]) -> None:
    """Draft a scale of levels in scales/ID.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        text = scale_draft(catalog, home, scale_id, _label(label, scale_id), levels)
        _write("scale", Path(pack, "scales", f"{scale_id}.yaml"), text, pack)


@new.command()
@click.argument("vocabulary_id", callback=checked_id, metavar="ID")
@in_option
@label_option
def vocabulary(vocabulary_id: str, pack: str, label: str | None) -> None:
    """Draft a list of terms in vocabularies/ID.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        text = vocabulary_draft(catalog, home, vocabulary_id, _label(label, vocabulary_id))
        _write("vocabulary", Path(pack, "vocabularies", f"{vocabulary_id}.yaml"), text, pack)


@new.command()
@click.argument("person_id", callback=checked_id, metavar="ID")
@in_option
def person(person_id: str, pack: str) -> None:
    """Draft an example person in people/ID.yaml of a pack. The id is a code, never a name."""
    with _pack(pack) as (catalog, home):
        _write("person", Path(pack, "people", f"{person_id}.yaml"), person_draft(catalog, home, person_id), pack)


@new.command()
@click.argument("list_id", callback=checked_id, metavar="ID")
@in_option
def development(list_id: str, pack: str) -> None:
    """Draft a list of courses and other options in development/ID.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        text = development_draft(catalog, home, list_id)
        _write("development", Path(pack, "development", f"{list_id}.yaml"), text, pack)


@new.command()
@click.argument("patch_id", callback=checked_id, metavar="ID")
@click.argument("role_", metavar="ROLE")
@in_option
def patch(patch_id: str, role_: str, pack: str) -> None:
    """Draft a patch of a role of another pack in patches/ID.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        _write(
            "role-patch", Path(pack, "patches", f"{patch_id}.yaml"), patch_draft(catalog, home, patch_id, role_), pack
        )


@new.command()
@click.argument("target", metavar="TARGET")
@in_option
@click.option(
    "--from",
    "origins",
    metavar="ROLE",
    multiple=True,
    help="A role that people move from (default: any role within the firm).",
)
def transitions(target: str, pack: str, origins: tuple[str, ...]) -> None:
    """Draft transitions into a role in transitions/TARGET.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        text = transitions_draft(catalog, home, target, origins)
        name = target.rpartition(":")[2].replace("/", "-")
        _write("transitions", Path(pack, "transitions", f"{name}.yaml"), text, pack)


@new.command()
@click.argument("cases_id", callback=checked_id, metavar="ID")
@in_option
@click.option(
    "--role", "about", metavar="ROLE", default="", help="The role of the cases (default: the first role of the pack)."
)
def cases(cases_id: str, pack: str, about: str) -> None:
    """Draft a list of cases in cases/ID.yaml of a pack."""
    with _pack(pack) as (catalog, home):
        _write("cases", Path(pack, "cases", f"{cases_id}.yaml"), cases_draft(catalog, home, cases_id, about), pack)


@contextlib.contextmanager
def _pack(folder: str) -> Iterator[tuple[Catalog, str]]:
    """The catalog of a pack without its wrong files, which an unknown id may be of, and the id of the pack."""
    head = Path(folder, HEAD)
    if not head.is_file():
        raise click.UsageError(f"{folder} is not the folder of a pack; create a pack with: roleprofile new pack ID")
    catalog = rp.load(folder, on_error="skip")
    home = parse(read_bytes(head), str(head))
    name = str(home.get("id")) if isinstance(home, dict) else ""
    if name not in catalog.packs:
        raise click.UsageError(f"{head} has a mistake; see: roleprofile check {folder}")
    try:
        yield catalog, name
    except rp.UnknownIdError as error:
        wrong = sorted({problem.path for problem in catalog.problems if problem.severity == "error"})
        if not wrong:
            raise
        named = [path for path in wrong if repr(Path(path).stem) in str(error)]
        lead = "" if named else f"{error}; "
        message = f"{lead}files with errors are left out: {some_of(named or wrong)}; see: roleprofile check {folder}"
        raise rp.UnknownIdError(message) from None


def _label(given: str | None, entry_id: str) -> str:
    return _allowed(given) if given else as_label(entry_id)


def _write(kind: str, file: Path, text: str, pack: str) -> None:
    """Write a draft, and make its folder if needed."""
    if os.path.lexists(file):
        raise click.UsageError(f"{file} already exists; give another id")
    write_all({file: modeline(kind, file) + text}, force=False)
    _wrote(file, f"roleprofile check {pack}")


def _wrote(file: Path, further: str) -> None:
    if is_dry_run():
        return
    click.echo(file.as_posix())
    talk(f"Next: {further}")
