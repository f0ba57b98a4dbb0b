"""``--dry-run``: what a command would write."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from roleprofile.cli.app import chosen_flag, flag_option, print_blocks, printable, talk
from roleprofile.loading.packs import ENDINGS
from roleprofile.model.values import number_of
from roleprofile.presentation.blocks import Tone, Verbatim

_TONES: dict[str, Tone] = {"+": "good", "-": "bad", "@": "faint"}

dry_run_option = flag_option("dry-run", "Write nothing, and show what would be written.")


def is_dry_run() -> bool:
    """Whether the command is called with ``--dry-run``."""
    return chosen_flag("dry-run")


def difference(before: str, after: str, path: str) -> Verbatim:
    """The changes of a file as a diff."""
    lines = [*difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")]
    if not lines and before != after:
        return Verbatim([((f"{path}: only line ends would change", "part"),)])
    return Verbatim(((line, _TONES.get(line[:1], "")),) for line in lines)


def show_files(files: Mapping[Path, object], removed: Iterable[Path]) -> None:
    """Show the files that would be written, YAML with its changes."""
    for path, content in sorted(files.items(), key=lambda file: file[0]):
        name = printable(path.as_posix())
        talk(f"Would write {name}.")
        if path.suffix in ENDINGS and isinstance(content, str | bytes):
            before = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
            after = content if isinstance(content, str) else content.decode("utf-8-sig")
            print_blocks(difference(before, after, name))
    for path in removed:
        talk(f"Would remove {printable(path.as_posix())}.")


def tell_of(files: Collection[Path], where: str = "") -> None:
    """Say how many files were written, or would be."""
    count = number_of(len(files), "file")
    done = f"{count} would change." if is_dry_run() else f"Wrote {count}{where}."
    talk(done if files else "No changes.")
