"""The command ``site``: a browsable site of packs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

import roleprofile as rp
from roleprofile.cli.app import check_language, talk
from roleprofile.cli.files import is_free, temporary_folder, write_all
from roleprofile.cli.group import app
from roleprofile.errors import MissingExtraError, RoleProfileError


@app.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write; it is new or empty.")
@click.option("--lang", "langs", multiple=True, metavar="CODE", help="A language of the site. Default: all.")
def site(packs: tuple[str, ...], output: str, langs: tuple[str, ...]) -> None:
    """Write a browsable site of packs, with a page for each role and each skill.

    Every page is there in each language. The site needs no server and no network: open DIR/index.html. The command
    needs the extra `site`: pip install 'roleprofile[site]'.
    """
    home = Path(output)
    if not output or (home.exists() and not home.is_dir()):
        message = f"{output!r} is no folder; give a new one"
        raise click.UsageError(message)
    if not is_free(home):
        message = f"{output} is not empty; give a new folder"
        raise click.UsageError(message)
    try:
        import_module("furo")
        import_module("sphinx")
    except ImportError:
        raise MissingExtraError("site", "Sphinx and furo") from None
    catalog = rp.load(*packs)
    chosen = dict.fromkeys(check_language(one, catalog.languages).language for one in langs)
    languages = tuple(chosen) or catalog.languages
    files: dict[Path, str | bytes] = {}
    with temporary_folder() as work:
        for language in languages:
            files |= {home / language / name: data for name, data in _built(catalog, packs, language, languages, work)}
    from roleprofile.sphinxext.site import front_page

    files[home / "index.html"] = front_page(languages)
    write_all(files, force=False)
    talk(f"Wrote {home / 'index.html'} and {len(files) - 1} more files.")


def _built(
    catalog: rp.Catalog, packs: tuple[str, ...], language: str, languages: tuple[str, ...], work: Path
) -> Iterator[tuple[str, bytes]]:
    """The files of the site in one language, by their paths."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from roleprofile.sphinxext.site import Site

    source, out, trees = (work / language / name for name in ("source", "out", "trees"))
    paths = tuple(Path(path).resolve() for path in packs)
    for name, text in Site(catalog, paths, language, tuple(languages)).files().items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    said = io.StringIO()
    nocolor()
    try:
        with patch_docutils(source), docutils_namespace():
            building = Sphinx(
                source, source, out, trees, "html", status=None, warning=said, warningiserror=True, keep_going=True
            )
            building.build()
    except (SphinxError, OSError, ValueError) as error:
        raise RoleProfileError(f"the site cannot be built: {error}") from error
    if said.getvalue():
        # The folder of the source is gone when somebody reads this.
        raise RoleProfileError(f"the site cannot be built: {said.getvalue().strip().replace(f'{source}/', '')}")
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name != ".buildinfo":
            yield path.relative_to(out).as_posix(), path.read_bytes()
