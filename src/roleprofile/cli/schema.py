"""``schema``: the grammar of documents, for editors and other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

import roleprofile as rp
from roleprofile.cli.app import print_blocks, print_document, talk
from roleprofile.cli.files import write_all
from roleprofile.cli.group import app
from roleprofile.editors import KINDS, RESULTS, as_json, catalog_schema, file_name, self_contained
from roleprofile.loading.files import read_bytes
from roleprofile.loading.packs import HEAD, folders_in
from roleprofile.loading.reader import parse
from roleprofile.model.values import number_of
from roleprofile.presentation.blocks import Grid, Row

#: The kinds of documents that name entries of a pack.
_WITH_NAMES = tuple(kind for kind in KINDS if kind not in RESULTS)


@app.command()
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--all", "everything", is_flag=True, help="Write the schemas of all kinds. Needs -o FOLDER.")
@click.option(
    "--catalog",
    "pack",
    metavar="PACK",
    help="Include the ids of this pack and its required packs, so that an editor completes them.",
)
@click.option("-o", "--output", metavar="PATH", help="A folder, or a file for one kind (default: standard output).")
def schema(kind: str | None, pack: str | None, output: str | None, *, everything: bool) -> None:
    """Print the JSON Schema of a kind of document, or list kinds.

    Each schema is complete in one file, so it works without a network. The command replaces existing files, because
    schemas are generated.
    """
    if kind and everything:
        raise click.UsageError("give a KIND or --all, not both")
    if not (kind or everything or pack):
        _list()
        return
    documents = tuple(one for one in KINDS if not one.startswith("result/"))
    kinds = (kind,) if kind else KINDS if everything else documents
    if len(kinds) > 1 and output is None:
        raise click.UsageError("the schemas of several kinds need a folder; write, for example, -o schemas")
    make = _maker(pack)
    made = {one: as_json(make(one)) for one in kinds}
    if output is None:
        print_document(made[kinds[0]])
        return
    _write(made, Path(output))


def _list() -> None:
    rows = [Row((kind, self_contained(kind)["description"])) for kind in KINDS]
    print_blocks(Grid(rows))


def _maker(pack: str | None) -> Callable[[str], dict[str, Any]]:
    if pack is None:
        return self_contained
    catalog = rp.load(pack)
    home = _id_of(pack)
    return lambda kind: catalog_schema(kind, catalog, home) if kind in _WITH_NAMES else self_contained(kind)


def _id_of(path: str) -> str:
    """The id of the loaded pack at a path."""
    heads = [root for root in folders_in(Path(path)) if isinstance(root, Path)]
    if len(heads) != 1:
        names = ", ".join(head.name for head in heads)
        message = f"{path} holds {len(heads)} packs, but --catalog needs one pack; give one of: {names}"
        raise click.UsageError(message)
    data = read_bytes(heads[0] / HEAD)
    return str(cast("dict[str, Any]", parse(data, path))["id"])


def _write(made: dict[str, str], output: Path) -> None:
    """Write each schema whole, and make the folder if needed; files with the same content stay untouched."""
    if len(made) == 1 and output.suffix == ".json" and not output.is_dir():
        files = dict.fromkeys([output], next(iter(made.values())))
    else:
        files = {output / file_name(kind): text for kind, text in made.items()}
    changed = {file: text for file, text in files.items() if not file.is_file() or file.read_bytes() != text.encode()}
    write_all(changed, force=True)
    talk(f"Wrote {number_of(len(files), 'schema')} to {output}.")
