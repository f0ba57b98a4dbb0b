"""``explain``: the meaning of a problem code, with an example."""

from __future__ import annotations

import click

from roleprofile.cli.app import print_blocks
from roleprofile.cli.group import app
from roleprofile.errors import CODES
from roleprofile.presentation.code_pages import page_blocks
from roleprofile.quality.code_pages import page_of


@app.command()
@click.argument("code", metavar="CODE")
def explain(code: str) -> None:
    """Explain a problem code, such as RP204.

    The page shows the meaning of the code, the reason, the remedy, a wrong example and a right one.
    """
    name = code.upper()
    page = page_of(name)
    if page is None:
        raise click.UsageError(_unknown(code))
    print_blocks(page_blocks(page))


def _unknown(code: str) -> str:
    """Reject an unknown code, and suggest codes with the word in their title or with a similar name."""
    from difflib import get_close_matches

    # Shortened, because difflib is quadratic.
    word = code[:_LONGEST].upper()
    near = [known for known, title in CODES.items() if word.casefold() in title.split()]
    near = near or get_close_matches(word.translate(_DIGITS), CODES, n=3)
    shown = "; ".join(f"{known} is {CODES[known]}" for known in near)
    return f"unknown code {code!r:.80}; {shown or 'a code is RP and three digits, such as RP204'}"


_LONGEST = 40
#: Letters that look like digits.
_DIGITS = str.maketrans("OIL", "011")
