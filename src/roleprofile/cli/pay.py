"""``pay``: what a role pays, for amounts that the user gives."""

from __future__ import annotations

import click

import roleprofile as rp
from roleprofile.cli.app import app, catalog_of, check_language_of, format_option, language_option, pack_option, show
from roleprofile.cli.situations import context_of, context_option, pairs_of


@app.command()
@click.argument("role")
@click.option("--currency", required=True, metavar="CODE", help="ISO 4217, such as PHP.")
@click.option("--period", type=click.Choice(["month", "year"]), default="month", show_default=True)
@click.option("--amount", "amounts", multiple=True, metavar="PART=AMOUNT", help="A part of the pay that is an amount.")
@click.option("--measure", "measures", multiple=True, metavar="MEASURE=VALUE", help="What a share is a share of.")
@click.option("--share", "shares", multiple=True, metavar="PART=PERCENT", help="A part of the pay that is a share.")
@click.option("--condition", "conditions", multiple=True, metavar="NAME", help="A condition that holds.")
@click.option("--benchmark", metavar="AMOUNT", help="What the pay that the role is compared with comes to.")
@context_option
@language_option
@format_option
@pack_option
def pay(
    role: str,
    currency: str,
    period: str,
    amounts: tuple[str, ...],
    measures: tuple[str, ...],
    shares: tuple[str, ...],
    conditions: tuple[str, ...],
    benchmark: str | None,
    context: tuple[str, ...],
    lang: str,
    form: str,
    packs: tuple[str, ...],
) -> None:
    """Add up what a role pays, for the amounts that you give.

    The packs say how a role is paid, and hold no amounts: with --currency alone it says which ones it asks for.
    """
    catalog = catalog_of(packs)
    check_language_of(lang, catalog, role)
    inputs = rp.PayInputs(
        currency=currency,
        period=period,  # type: ignore[arg-type]
        amounts=pairs_of(amounts, "--amount guaranteed=15000"),
        measures=pairs_of(measures, "--measure closed-deal-value=600000"),
        shares=pairs_of(shares, "--share commission=5"),
        conditions=conditions,
        benchmark=benchmark,
    )
    estimate = catalog.estimate_pay(role, context_of(context, catalog, role), inputs)
    show(estimate, form, lang)
