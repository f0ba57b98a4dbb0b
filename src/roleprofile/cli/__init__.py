"""The command line: ``roleprofile VERB``. Needs the ``cli`` extra."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; ends the process with 0 for clean, 1 for findings, 2 for what cannot be used or read."""
    try:
        import click  # noqa: F401
    except ImportError:
        sys.stderr.write('roleprofile: the command line needs click; install it with: pip install "roleprofile[cli]"\n')
        sys.exit(2)
    from roleprofile.cli.run import run

    sys.exit(run())
