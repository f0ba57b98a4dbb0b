"""``new``: the first draft of a file."""

from __future__ import annotations

from roleprofile.cli.app import app


@app.group()
def new() -> None:
    """Draft a file to start from."""
