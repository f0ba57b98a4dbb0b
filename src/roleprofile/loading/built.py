"""Write and read built packs: a catalog as one JSON file with a digest, read without YAML and schemas.

The first line has the digest of all lines after it. Each section of the catalog then has one line for each entry, so
that errors have a line and any tool can compare two builds.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import define, evolve, field, frozen

from roleprofile.errors import LoadError, Problem
from roleprofile.loading.decoding import ReadFailure, SourceText, decode
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import DEFAULT_LIMITS, MOST_DEPTH, Limits
from roleprofile.model.catalog import IN_ORDER, CatalogData
from roleprofile.model.convert import kept, restore
from roleprofile.model.json_text import canonical, parsed, too_deep, unshowable
from roleprofile.model.kinds import sections
from roleprofile.model.person import Fact, Person, RoleHeld
from roleprofile.model.values import FrozenMap
from roleprofile.rules.holdings import counted
from roleprofile.rules.selection import EVERYTHING, Choice, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OnError = Literal["raise", "skip"]

#: The version of the file's format; it changes whenever the same bytes would get another meaning.
FORMAT = 1


@frozen(kw_only=True)
class Stated:
    """A person without the holdings, which the reader computes again."""

    pack: str
    id: str
    facts: tuple[Fact, ...] = ()
    closed: tuple[str, ...] = ()
    roles_held: tuple[RoleHeld, ...] = ()


#: Every section of a catalog, in the order of the file, with the class of its entries.
SECTIONS: dict[str, type[Any]] = {name: one.model for name, one in sections().items() if name != "people"} | {
    "people": Stated
}

_HEAD = re.compile(r'\{"kind":"built","schema":([0-9]{1,9}),"digest":"([0-9a-f]{64})","catalog":\{\Z')
_BEGINNING = b'{"kind":"built"'
_KIND = re.compile(r'\A\s*\{\s*"kind"\s*:\s*"built"')
_AGAIN = "build it again: roleprofile build PACK -o FILE --force"
#: An upper bound of the bytes of the first line.
_HEAD_BYTES = 200
#: The depth of lists and maps in the file around the values of a document.
_AROUND = 4


# --- writing -----------------------------------------------------------------------------------------------


def built(catalog: CatalogData, limits: Limits = DEFAULT_LIMITS) -> str:
    """The text of the file, which depends on the packs alone and not on the machine or the time.

    Raises :class:`~roleprofile.errors.LoadError` if it would exceed ``limits.pack_bytes``.
    """
    lines = chain([f'"fingerprint":{canonical(catalog.fingerprint)},'], _sections(catalog), ["}}", ""])
    rest = "\n".join(lines)
    data = rest.encode()
    if len(data) > limits.pack_bytes - _HEAD_BYTES:
        message = f"the built pack would be larger than {limits.pack_bytes:,} bytes, the most that can be loaded"
        raise LoadError(
            [Problem(path=next(iter(catalog.packs)), code="RP104", message=message, hint="build fewer packs")]
        )
    digest = hashlib.sha256(data).hexdigest()
    return f'{{"kind":"built","schema":{FORMAT},"digest":"{digest}","catalog":{{\n{rest}'


def digest_of(text: str) -> str:
    """The digest in the first line; ``""`` if the text is no built pack."""
    head = _HEAD.match(text.partition("\n")[0])
    return head[2] if head else ""


def _sections(catalog: CatalogData) -> Iterator[str]:
    for section in SECTIONS:
        entries = _entries(catalog, section)
        yield f'"{section}":['
        if entries:
            # The order of maps is kept, because the first language of a text is the required one.
            yield ",\n".join(canonical(kept(entry), ordered=True) for entry in entries)
        yield "]" if section == _LAST else "],"


_LAST = tuple(SECTIONS)[-1]


def _entries(catalog: CatalogData, section: str) -> list[Any]:
    found = getattr(catalog, section)
    if section == "people":
        return [_stated(full.partition(":")[0], person) for full, person in found.items()]
    # Without folders, which differ between machines.
    if section == "cases":
        return [evolve(case, file=case.file.rpartition("/")[2]) for case in found.values()]
    if section == "roles":
        return [evolve(role, overlays=tuple(evolve(one, path="") for one in role.overlays)) for role in found.values()]
    return list(found if section in IN_ORDER else found.values())


def _stated(pack: str, person: Person) -> Stated:
    return Stated(pack=pack, id=person.id, facts=person.facts, closed=person.closed, roles_held=person.roles_held)


# --- reading -----------------------------------------------------------------------------------------------


def is_built(path: str | Path) -> bool:
    """Whether a path ends in ``.json`` and is no folder."""
    return Path(path).suffix == ".json" and not os.path.isdir(path)  # noqa: PTH112 - a name may be too long for pathlib


def begins_as_built(path: str | Path) -> bool:
    """Whether a file begins like a built pack, because the file of a person may be JSON as well."""
    if not os.path.isfile(path):  # noqa: PTH113 - as above, and a pipe is not waited for
        return False
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except OSError:
        return False


def load_built(
    paths: Sequence[str | Path],
    *,
    on_error: OnError = "raise",
    limits: Limits = DEFAULT_LIMITS,
    choice: Choice = EVERYTHING,
) -> CatalogData:
    """The catalog of a built pack; ``problems`` lists the entries that ``choice`` leaves out.

    Raises :class:`~roleprofile.errors.LoadError`, with the line if there is one, for a file that was changed, has
    another format or is larger than ``limits.pack_bytes``.
    """
    path = next(path for path in map(Path, paths) if is_built(path))
    if len(paths) > 1:
        message = "a built pack is a complete catalog and must be loaded alone"
        hint = "build all packs into one file: roleprofile build PACK PACK -o FILE"
        raise LoadError([Problem(path=str(path), code="RP353", message=message, hint=hint)])
    limits = evolve(limits, file_bytes=limits.pack_bytes)
    try:
        # Links are followed, because deployments use them to switch between files.
        data = read_bytes(path.resolve() if os.path.islink(path) else path, limits)  # noqa: PTH114
        catalog = _BuiltPackReader(decode(data, path.as_posix(), limits), limits).catalog(data)
    except ReadFailure as failure:
        raise LoadError(evolve(problem, path=path.as_posix()) for problem in failure.problems) from None
    return catalog if choice == EVERYTHING else _chosen(catalog, choice, path.as_posix(), on_error)


def _chosen(catalog: CatalogData, choice: Choice, path: str, on_error: OnError) -> CatalogData:
    try:
        catalog, left_out = chosen(catalog, choice)
    except Exception as error:  # noqa: BLE001 - a file that was sealed by somebody else may name what is not there
        message = f"its rules cannot be read: {error or type(error).__name__}"[:200]
        raise LoadError([Problem(path=path, code="RP352", message=message, hint=_AGAIN)]) from None
    problems = [
        Problem(
            path=path, code=left.code, message=f"{left.subject} {left.said}", severity=left.severity, hint=left.hint
        )
        for left in left_out
    ]
    if on_error == "raise" and any(problem.severity == "error" for problem in problems):
        raise LoadError(problems)
    return evolve(catalog, problems=tuple(sorted(problems)))


@define
class _BuiltPackReader:
    """Reads the lines of a file and stops at the first error, because later lines cannot be trusted then."""

    source: SourceText
    limits: Limits
    lines: list[str] = field(init=False)
    #: The most digits of a number; 0 skips the check if no number of the file has more.
    digits: int = field(init=False)
    #: The number of the current line, from 0.
    at: int = 1

    def __attrs_post_init__(self) -> None:
        self.lines = self.source.text.split("\n")
        most = self.limits.digits
        self.digits = most if re.search(f"[0-9]{{{most + 1}}}", "\n".join(self.lines[2:])) else 0

    def catalog(self, data: bytes) -> CatalogData:
        """The catalog of the file, after a check of the digest of ``data``."""
        self._head(data)
        if too_deep(self.source.text, MOST_DEPTH + _AROUND):
            raise self._wrong("the brackets do not match or are nested too deeply")
        found = re.fullmatch(r'"fingerprint":"([0-9a-f]{64})",', self._line())
        if not found:
            raise self._wrong("expected a fingerprint here")
        self.at += 1
        sections = {name: self._section(name, cls) for name, cls in SECTIONS.items()}
        if self.lines[self.at :] != ["}}", ""]:
            raise self._wrong("expected the end of the file here")
        people = sections.pop("people")
        catalog = CatalogData(fingerprint=found[1], **{name: self._whole(name, sections) for name in sections})
        return evolve(catalog, people=FrozenMap(dict(self._counted(catalog, line, one) for line, one in people)))

    def _head(self, data: bytes) -> None:
        head = _HEAD.match(self.lines[0])
        if not head or int(head[1]) != FORMAT:
            raise self._not_built(head)
        found = hashlib.sha256(data[data.index(b"\n") + 1 :]).hexdigest() if len(self.lines) > 1 else ""
        if found != head[2]:
            whole = self.source.text.endswith("\n}}\n")
            why = "the content does not match the digest" if whole else "the end of the file is missing"
            message = f"{why}, so it was damaged or edited"
            raise ReadFailure([self.source.problem("RP351", head.span(2), message, _AGAIN)])

    def _not_built(self, head: re.Match[str] | None) -> ReadFailure:
        if head:
            message = f"this built pack has format {head[1]}, but this version of roleprofile reads format {FORMAT}"
            return ReadFailure([self.source.problem("RP350", head.span(1), message, _AGAIN)])
        if _KIND.match(self.source.text):
            message = "the first line of this built pack was damaged or edited"
            return self.source.failure("RP351", 0, message, _AGAIN)
        hint = "give the folder of a pack, or build one: roleprofile build PACK -o FILE"
        return self.source.failure("RP350", 0, "not a built pack", hint)

    def _line(self) -> str:
        return self.lines[self.at] if self.at < len(self.lines) else ""

    def _wrong(self, message: str, line: int = -1, column: int = 1) -> ReadFailure:
        line = (self.at if line < 0 else line) + 1
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message[:200])
        return ReadFailure(
            [
                Problem(
                    path=self.source.path,
                    line=line,
                    column=column,
                    code="RP352",
                    message=shown,
                    hint=_AGAIN,
                    excerpt=self.source.excerpt(line),
                )
            ]
        )

    def _section(self, name: str, cls: type[Any]) -> list[tuple[int, Any]]:
        """The entries of a section, each with its line."""
        end = "]" if name == _LAST else "],"
        if self._line() != f'"{name}":[':
            raise self._wrong(f"expected the {name} here")
        found: list[tuple[int, Any]] = []
        self.at += 1
        while (line := self._line()) != end:
            more = self.at + 1 < len(self.lines) and self.lines[self.at + 1] != end
            if more and not line.endswith(","):
                raise self._wrong("expected a comma at the end")
            found.append((self.at, self._entry(line[:-1] if more else line, name, cls)))
            self.at += 1
        self.at += 1
        return found

    def _entry(self, text: str, section: str, cls: type[Any]) -> Any:
        try:
            tree = parsed(text, self.digits)
            # Only escapes can add control characters here, because the whole text was checked for others.
            bad = unshowable(tree) if "\\u" in text else ""
            entry = None if bad else restore(tree, cls)
        except json.JSONDecodeError as error:
            raise self._wrong(f"not JSON: {error.msg}", column=error.colno) from None
        except Exception as error:  # noqa: BLE001 - what nobody has checked can fail in any way
            raise self._wrong(f"not an entry of {section}: {error or type(error).__name__}") from None
        if bad:
            raise self._wrong(bad)
        return entry

    def _whole(self, section: str, sections: dict[str, list[tuple[int, Any]]]) -> Any:
        """A section in the form of the catalog."""
        if section in IN_ORDER:
            return tuple(entry for _, entry in sections[section])
        found: dict[str, Any] = {}
        packs = {pack.id for _, pack in sections["packs"]}
        for line, entry in sections[section]:
            full = entry.id if section == "packs" else f"{entry.pack}:{entry.id}"
            if full in found or (section != "packs" and entry.pack not in packs):
                why = "it occurs twice" if full in found else "its pack is missing"
                raise self._wrong(f"not an entry of {section}: {full}: {why}", line)
            found[full] = entry
        return FrozenMap(found)

    def _counted(self, catalog: CatalogData, line: int, one: Stated) -> tuple[str, Person]:
        try:
            holdings = counted(catalog, one.facts, one.closed, one.roles_held, one.pack)
        except Exception as error:  # noqa: BLE001 - as for an entry
            raise self._wrong(f"not an entry of people: {error or type(error).__name__}", line) from None
        person = Person(id=one.id, facts=one.facts, closed=one.closed, roles_held=one.roles_held, holdings=holdings)
        return f"{one.pack}:{one.id}", person
