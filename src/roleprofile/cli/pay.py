"""``pay``: what a role pays, for amounts that the user gives."""

from __future__ import annotations

import click

import roleprofile as rp
from roleprofile.cli.app import Rules, check_language_of, format_option, language_option, rules_options, show
from roleprofile.cli.group import app
from roleprofile.cli.situations import context_of, context_option, pairs_of


@app.command()
@click.argument("role")
@click.option("--currency", required=True, metavar="CODE", help="The currency by ISO 4217, such as PHP.")
@click.option("--period", type=click.Choice(["month", "year"]), default="month", show_default=True)
@click.option("--amount", "amounts", multiple=True, metavar="PART=AMOUNT", help="The amount of a part of the pay.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="MEASURE=VALUE",
    help="The value of the measure that a share is paid on.",
)
@click.option(
    "--share", "shares", multiple=True, metavar="PART=PERCENT", help="The share of a part of the pay, in percent."
)
@click.option("--condition", "conditions", multiple=True, metavar="NAME", help="A condition that holds.")
@click.option("--benchmark", metavar="AMOUNT", help="The pay of the job that the role is compared with.")
@context_option
@language_option
@format_option
@rules_options
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
    rules: Rules,
) -> None:
    """Add up the pay of a role from given amounts.

    Packs describe the parts of the pay and hold no amounts. Call the command with only --currency to see the amounts
    that it needs.
    """
    catalog = rules.catalog()
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
