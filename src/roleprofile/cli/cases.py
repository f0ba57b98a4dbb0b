"""``test``: run the cases of packs, and prove by removal that they notice every rule."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click
from attrs import evolve

from roleprofile.api import Catalog
from roleprofile.cli.app import FORMS, day_option, loaded, print_blocks, print_document, show, talk
from roleprofile.cli.group import CLEAN, FINDINGS, app
from roleprofile.model.values import FrozenMap
from roleprofile.presentation.blocks import Heading
from roleprofile.presentation.cases import (
    case_blocks,
    case_summary,
    judgement_blocks,
    mutation_blocks,
    mutation_summary,
)
from roleprofile.presentation.junit import cases_junit
from roleprofile.presentation.result_json import cases_json, mutations_json
from roleprofile.quality import each_judgement, each_result, passed
from roleprofile.quality.mutation.mutants import mutants
from roleprofile.quality.mutation.report import MutationReport, Proof, each_mutation, own_packs

T = TypeVar("T")

#: A progress bar appears after so many seconds.
_PATIENCE = 1.0


@app.command(name="test")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice([*FORMS, "junit"]), default="text", help="The output format.")
@click.option(
    "--mutate",
    is_flag=True,
    help="Remove each rule with a source, then its parts, and check that a case fails.",
)
@click.option("-v", "--verbose", is_flag=True, help="List passed cases as well.")
@day_option
def test(paths: tuple[str, ...], form: str, as_of: str, *, mutate: bool, verbose: bool) -> int:
    """Run the cases of packs.

    PATH is the folder of a pack, or a folder of packs. Without PATH the command uses the packs that roleprofile.toml
    or pyproject.toml names. The cases of required packs are not run. Exit code 1 if a case fails or cannot run, if
    there are no cases, or, with --mutate, if no case notices the removal of a rule that cites a source or of its part.
    """
    catalog = _with_own_cases(loaded(*paths, discover=False if paths else "configured", as_of=as_of))
    if mutate:
        if form not in ("text", "json"):
            raise click.UsageError("--mutate supports only the formats text and json")
        return _mutated(catalog, form, verbose=verbose)
    results = tuple(_bar(each_result(catalog), len(catalog.cases), "cases"))
    if form == "json":
        print_document(cases_json(results))
    elif form == "junit":
        print_document(cases_junit(results))
    elif form != "text":
        show(tuple(results), form)
    else:
        print_blocks(case_blocks(results, verbose=verbose))
        (talk if not results else click.echo)(case_summary(results))
    if form != "text" and not results:
        talk(case_summary(results))
    return CLEAN if passed(results) else FINDINGS


def _with_own_cases(catalog: Catalog) -> Catalog:
    """The catalog with the cases of the given packs only, because a patch may make a case of its base pack fail.

    A built pack keeps all cases.
    """
    own = {pack for pack, origin in catalog.origins.items() if origin.how in ("given", "configured")}
    if not own:
        return catalog
    return evolve(catalog, cases=FrozenMap({name: one for name, one in catalog.cases.items() if one.pack in own}))


def _mutated(catalog: Catalog, form: str, *, verbose: bool) -> int:
    if not catalog.cases:
        talk(case_summary(()))
        return FINDINGS
    proof = Proof(catalog)
    packs = own_packs(catalog)
    count = len(tuple(mutants(catalog, packs)))
    found = tuple(_bar(each_mutation(catalog, packs, proof), count, "rules"))
    report = MutationReport(mutations=found, unusable=proof.unusable)
    judged = tuple(_bar(each_judgement(catalog, packs, proof), None, "numbers"))
    if form == "json":
        print_document(mutations_json(report, judged))
    else:
        print_blocks(mutation_blocks(report, verbose=verbose))
        click.echo(mutation_summary(report))
        click.echo()
        print_blocks(Heading("Numbers by judgement, and how far each could move"))
        print_blocks(judgement_blocks(judged, verbose=verbose))
    return CLEAN if report.proven else FINDINGS


def _bar(items: Iterable[T], count: int | None, what: str) -> Iterator[T]:
    """The items, with a progress bar on a terminal if they take longer than a second."""
    started = time.monotonic()
    source = iter(items)
    for done, item in enumerate(source, start=1):
        yield item
        if sys.stderr.isatty() and time.monotonic() - started > _PATIENCE:
            left = None if count is None else max(count - done, 0)
            with click.progressbar(source, length=left, label=what, file=sys.stderr) as bar:
                yield from bar
            return
