"""Find the positions of values: the line of a place in a document, and the file of a place in an effective role.

Lines are computed from the parsed bytes on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import field, frozen

from roleprofile.errors import Problem
from roleprofile.loading.decoding import ReadFailure, SourceText, Span, decode
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.model.catalog import short
from roleprofile.model.grades import by_grade, is_by_grade
from roleprofile.model.grammar import fields_of
from roleprofile.model.json_text import parsed, places
from roleprofile.model.role import PROVIDES, SECTIONS, Defaults
from roleprofile.model.values import Finding, Pointer, at, pointer_text
from roleprofile.rules.inheritance import RESTING
from roleprofile.rules.overlays import PARTS, VARIANTS

if TYPE_CHECKING:
    from roleprofile.loading.reader import Tree


@frozen(eq=False)
class SourceMap:
    """The positions of the values of one document."""

    #: The path of the file as problems show it.
    path: str
    data: bytes = field(repr=False)
    #: The limits with which the file was read.
    limits: Limits = DEFAULT_LIMITS

    @cached_property
    def _source(self) -> SourceText:
        try:
            return decode(self.data, self.path, self.limits)
        except ReadFailure:
            return SourceText(self.path, "")

    @cached_property
    def _located(self) -> tuple[Tree, Mapping[Pointer, Span]]:
        # A built pack is loaded without YAML.
        from roleprofile.loading.reader import Locator

        locator = Locator(self._source, self.limits)
        tree = locator.run()
        return tree, {(): Span(1, 1, 1), **locator.spans}

    @property
    def tree(self) -> Any:
        """The document as written, without repairs of mistakes."""
        return self._located[0]

    @property
    def spans(self) -> Mapping[Pointer, Span]:
        """The span of every value before the first place that cannot be read, and always that of the document, ``()``.

        Of two equal keys, the first counts.

        >>> SourceMap("a.yaml", b"asks: advanced").spans["asks",]
        Span(line=1, column=7, width=8, key_line=1, key_column=1, key_width=4)
        """
        return self._located[1]

    def nearest(self, pointer: Pointer) -> Pointer:
        """The place, or that of the innermost value around it if the document lacks it."""
        while pointer not in self.spans:
            pointer = pointer[:-1]
        return pointer

    def line(self, pointer: Pointer) -> int:
        """The line of a value's key, or of the value if it has none."""
        span = self.spans[self.nearest(pointer)]
        return span.key_line or span.line

    def problem(self, finding: Finding) -> Problem:
        """A finding with its line and column."""
        pointer = self.nearest(finding.pointer)
        span = self.spans[pointer]
        line, column, width = span.line, span.column, span.width
        if finding.at_key and pointer == finding.pointer and span.key_line:
            line, column, width = span.key_line, span.key_column, span.key_width
        return Problem(
            path=self.path,
            line=line,
            column=column,
            pointer=pointer_text(pointer),
            code=finding.code,
            message=finding.message,
            severity=finding.severity,
            hint=finding.hint,
            allowed=finding.allowed,
            excerpt=self._source.excerpt(line),
            width=width,
        )


@frozen(eq=False, kw_only=True)
class LineMap(SourceMap):
    """The positions of the document that one line of a built pack holds at ``document``."""

    source: SourceText
    #: The line without its comma, and its number, from 1.
    text: str
    number: int

    @cached_property
    def _source(self) -> SourceText:
        return self.source

    @cached_property
    def _located(self) -> tuple[Tree, Mapping[Pointer, Span]]:
        inside = {place[1:]: offset for place, offset in places(self.text) if place[:1] == ("document",)}
        spans = {place: Span(self.number, offset + 1, 1) for place, offset in inside.items()}
        return parsed(self.text)["document"], spans


def locate(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Mapping[Pointer, Span]:
    """The spans of a document that has no file."""
    return SourceMap("", data, limits).spans


def nearest(pointer: str, known: Container[str]) -> str:
    """A JSON pointer, or that of the innermost known value around it; the whole document (``""``) counts as known."""
    while pointer and pointer not in known:
        pointer = pointer.rpartition("/")[0]
    return pointer


def led(tree: Any, names: Pointer) -> Pointer:
    """The place to which names lead, followed by the names that the document lacks."""
    found = follow(tree, names)
    return (*found, *names[len(found) :])


def written_at(written: Any, whole: Any, pointer: Pointer) -> Pointer:
    """The place in a role's own file for a place in the effective role; ``()`` for an entry that the file lacks."""
    names = names_of(whole, pointer)
    found = follow(written, names)
    # A missing field belongs to the entry in this file; a missing entry is in another file.
    return (*found, *pointer[len(found) :]) if names[len(found) :] == pointer[len(found) :] else ()


def in_all_grades(whole: Any, document: Any, pointer: Pointer, grade: str, order: Sequence[str]) -> Pointer:
    """The place in the document of a role for a place in that of one of its grades.

    Where the document has a map by grade, the place is the value that holds in this grade.
    """
    names = names_of(document, pointer)
    found: list[str | int] = []
    for number, name in enumerate(names):
        if isinstance(name, int) and hasattr(whole, "index"):
            # Criteria that begin at a higher grade are not there.
            there = [i for i, one in enumerate(whole) if not _begins_later(one, grade, order)]
            name = there[name] if name < len(there) else name  # noqa: PLW2901 - the same criterion
        step = _step(whole, name, has_id)
        if step is None:
            return (*found, *pointer[number:])
        found.append(step)
        whole = whole[step]
        if is_by_grade(str(name), whole):
            named = [one for one in order[: order.index(grade) + 1] if one in whole]
            found += named[-1:]
            whole = whole[named[-1]] if named else {}
    return tuple(found)


def _begins_later(entry: Any, grade: str, order: Sequence[str]) -> bool:
    return hasattr(entry, "keys") and "asks" in entry and by_grade("asks", entry["asks"], grade, order) is None


def has_id(entry: Any, name: str) -> bool:
    """Whether an entry has this id."""
    return bool(entry.get("id") == name)


def names_of(tree: Any, pointer: Pointer) -> Pointer:
    """A place in a document, with ids instead of indexes for entries of lists.

    >>> names_of({"extras": [{"id": "course"}]}, ("extras", 0, "asks"))
    ('extras', 'course', 'asks')
    """
    names: list[str | int] = []
    for step in pointer:
        try:
            tree = tree[step]
        except (LookupError, TypeError):
            tree = None
        named = isinstance(step, int) and hasattr(tree, "keys") and "id" in tree
        names.append(tree["id"] if named else step)
    return tuple(names)


def follow(tree: Any, names: Pointer, is_called: Callable[[Any, str], bool] = has_id) -> Pointer:
    """The place to which names lead, as far as the document has it; entries of lists are named by their ids.

    >>> follow({"extras": [{"id": "course"}]}, ("extras", "course", "asks"))
    ('extras', 0)
    """
    pointer: list[str | int] = []
    for name in names:
        step = _step(tree, name, is_called)
        if step is None:
            break
        pointer.append(step)
        tree = tree[step]
    return tuple(pointer)


def _step(node: Any, name: str | int, is_called: Callable[[Any, str], bool]) -> str | int | None:
    if hasattr(node, "keys"):
        return name if name in node else next((key for key in node if short(key) == short(str(name))), None)
    if not isinstance(node, list | tuple):
        return None
    if isinstance(name, int):
        return name if name < len(node) else None
    return next((i for i, entry in enumerate(node) if hasattr(entry, "keys") and is_called(entry, name)), None)


# --- effective roles -------------------------------------------------------------------------------------------------

_PAY = "compensation"
#: The fields that ``defaults`` can give to an entry; a change gets only those of ``RESTING``.
_BY_DEFAULT = tuple(fields_of(Defaults))


class Mention(NamedTuple):
    """The place in a file that states or changes a place of an effective role."""

    pointer: Pointer
    #: Whether the file states the place itself; otherwise it changes the entry around it.
    exact: bool


def path_in_role(whole: Any, pointer: Pointer) -> Pointer:
    """A place of an effective role in the form for all its files: with the entry's id, and ``components`` at the top.

    >>> path_in_role({"compensation": {"components": [{"id": "bonus"}]}}, ("compensation", "components", 0, "of"))
    ('components', 'bonus', 'of')
    """
    skipped = 1 if pointer[:2] == (_PAY, "components") else 0
    return (*names_of(whole, pointer[: skipped + 2])[skipped:], *pointer[skipped + 2 :])


def in_words(whole: Any, pointer: Pointer) -> str:
    """A place of an effective role for a message, with the id of its entry."""
    path = path_in_role(whole, pointer)
    if not _is_in_entry(path):
        return ".".join(map(str, pointer))
    return ("variant " if path[0] == VARIANTS else "") + ".".join(map(str, path[1:]))


def origin(layers: Sequence[Any], path: Pointer, variants: Sequence[Any] = ()) -> tuple[int, Pointer]:
    """The number of the layer that states a place of an effective role, and the place in this layer.

    Args:
        layers: The documents of the role's files, in the order in which they are applied.
        path: A place from :func:`path_in_role`.
        variants: The variants that were applied to the role, in their order.
    """
    for variant in reversed(variants):
        found = stated(variant, path)
        if found is not None and found.exact:
            return origin(layers, (VARIANTS, variant["id"], *found.pointer))
    # A list may have entries of several files, so its first file counts; for a field, its last file.
    is_list = len(path) == 1 and path[0] in (*PARTS, PROVIDES)
    numbers = range(len(layers))
    for number in numbers if is_list else reversed(numbers):
        found = stated(layers[number], path)
        if found is not None and found.exact:
            return number, found.pointer
    return 0, ()


def touched_by(tree: Any, path: Pointer) -> Mention | None:
    """The mention of a place of an effective role in a file; for a variant's change, also of the entry it changes."""
    found = stated(tree, path)
    if found is None and path[0::2][:2] == (VARIANTS, "set") and len(path) > 3:  # noqa: PLR2004 - a name after it
        tries = (stated(tree, (section, path[3])) for section in SECTIONS)
        found = next((Mention(one.pointer, exact=False) for one in tries if one is not None), None)
    return found


def stated(tree: Any, path: Pointer) -> Mention | None:
    """The mention of a path of an effective role in a role, a patch or a variant; ``None`` if there is none."""
    # The keys at the top of a patch are those of the patch, not of the role.
    homes: list[Pointer] = [(_PAY,) if path[:1] == ("components",) else ()] if tree.get("kind") == "role" else []
    length = 2 if _is_in_entry(path) or path[:1] == (_PAY,) else 1
    for home in (*homes, ("add",)):
        place = follow(tree, (*home, *path[:length]))
        if path and len(place) == len(home) + len(path[:length]):
            inside = follow(at(tree, place), path[length:])
            missing = path[length + len(inside) :]
            default = _by_default(tree, missing, _BY_DEFAULT) if _is_in_entry(path) else None
            return Mention(default or (*place, *inside, *missing), exact=True)
    return _set(tree, path) if _is_in_entry(path) else None


def _is_in_entry(path: Pointer) -> bool:
    return len(path) > 1 and path[0] in (*PARTS, PROVIDES)


def _set(tree: Any, path: Pointer) -> Mention | None:
    names = path[:2] if path[0] == PROVIDES else path[1:2]
    place, rest = follow(tree, ("set", *names)), path[2:]
    if len(place) <= len(names):
        return None
    change = at(tree, place)
    inside = follow(change, rest)
    is_map, missing = hasattr(at(change, inside), "keys"), rest[len(inside) :]
    if not (is_map and missing):
        # Lists and single values replace the earlier value; maps are merged into it.
        return Mention((*place, *inside, *missing), exact=bool(rest) or not is_map)
    default = None if inside else _by_default(tree, missing, RESTING)
    return Mention(default or (*place, *inside), exact=default is not None)


def _by_default(tree: Any, missing: Pointer, keys: tuple[str, ...]) -> Pointer | None:
    """The place in a file of the default for a missing field; ``None`` if there is none."""
    # Without variants, because their sources are cited beside those of the entry and are no defaults.
    home: Pointer = ("defaults",) if tree.get("kind") == "role" else ()
    place = (*home, *missing[:1])
    says = missing[:1] and missing[0] in keys and "kind" in tree and follow(tree, place) == place
    return place if says else None
