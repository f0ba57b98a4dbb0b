"""What a table says, merged into documents that people may have edited since.

What the table says changes; what it does not say stays. An entry that only the document has stays too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from roleprofile.importing import shown
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.people import statement
from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import kept, plain
from roleprofile.model.person import Fact
from roleprofile.model.values import Pointer
from roleprofile.rules.holdings import current


@frozen(kw_only=True)
class EntryChange:
    """A value of a document that an import changes."""

    #: The file, as problems name it.
    path: str
    #: The keys that lead to the value; entries of lists are named by their ids.
    place: Pointer
    #: As JSON, texts without quotes; ``""`` for nothing.
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """The change on one line."""
        return f"{self.path}: {'.'.join(map(str, self.place))}: {arrow(self.before, self.after)}"


def arrow(before: str, after: str) -> str:
    """Two texts as a change.

    >>> arrow("b1", ""), arrow("Shop", "Store manager")
    ('b1 -> nothing', 'Shop -> "Store manager"')
    """
    return f"{_quoted(before)} -> {_quoted(after)}"


def _quoted(text: str) -> str:
    if not text:
        return "nothing"
    return text if re.fullmatch(r"[\w.-]+|[{\[].*", text) else f'"{shown(text)}"'


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A document with what another one says: maps by their keys, lists of entries by their ids.

    >>> old = {"entries": [{"id": "a", "asks": "basic", "weight": 2}, {"id": "b", "asks": "basic"}]}
    >>> merged(old, {"entries": [{"id": "a", "asks": "expert"}, {"id": "c", "asks": "basic"}]})["entries"]
    [{'id': 'a', 'asks': 'expert', 'weight': 2}, {'id': 'b', 'asks': 'basic'}, {'id': 'c', 'asks': 'basic'}]
    """
    return {**plain(old), **{key: _merged(old.get(key), value) for key, value in new.items()}}


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return merged(old, new)
    before, after = _by_id(old), _by_id(new)
    if before is None or after is None:
        return plain(new)
    return list(merged(before, after).values())


def _by_id(value: Any) -> dict[str, Any] | None:
    """The entries of a list by their ids; ``None`` where it has others."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) and "id" in one for one in value):
        return None
    return {str(one["id"]): one for one in value}


def changes_in(path: str, before: Any, after: Any, place: Pointer = ()) -> Iterator[EntryChange]:
    """The values that differ between two trees of a document."""
    if before == after:
        return
    parts = before, after
    if not all(isinstance(one, Mapping) for one in parts):
        parts = _by_id(before), _by_id(after)
    if all(one is not None for one in parts):
        for key in dict.fromkeys([*parts[0], *parts[1]]):
            yield from changes_in(path, parts[0].get(key), parts[1].get(key), (*place, key))
    else:
        yield EntryChange(path=path, place=place, before=_text(before), after=_text(after))


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False)


def merged_person(document: ParsedDocument, facts: Iterable[Fact], catalog: CatalogData) -> dict[str, Any]:
    """The file of a person with the facts of a table.

    A fact with the same value stays as it is written, unless its evidence is of the table's kind or missing.
    """
    tree: dict[str, Any] = plain(document.tree)
    written = {name: _full(catalog, name) for name in tree.get("facts", ())}
    there = statement(document.model, catalog, "").facts
    for fact in facts:
        found = [
            (place, one) for place, one in there if (written[str(place[1])], one.key) == (fact.descriptor, fact.key)
        ]
        same = next(((place, one) for place, one in found if one.value == fact.value), None)
        if same is None:
            name = next((name for name, full in written.items() if full == fact.descriptor), fact.descriptor)
            _put(tree, ("facts", name, *filter(None, [fact.key])), _stated(fact))
        elif fact.evidence is not None and _gives_way(same[1], fact):
            _put(tree, same[0], _stated(fact))
    return tree


def _full(catalog: CatalogData, name: str) -> str:
    found = catalog.candidates(catalog.descriptors, name)
    model = current(catalog, catalog.descriptors[found[0]]) if len(found) == 1 else None
    return f"{model.pack}:{model.id}" if model else name


def _gives_way(old: Fact, new: Fact) -> bool:
    """Whether the evidence of a fact gives way to that of a table."""
    return old.evidence is None or (new.evidence is not None and old.evidence.kind == new.evidence.kind)


def _stated(fact: Fact) -> Any:
    return fact.value if fact.evidence is None else {"value": fact.value, "evidence": kept(fact.evidence)}


def _put(tree: dict[str, Any], place: Pointer, value: Any) -> None:
    *path, last = place
    node: Any = tree
    for step in path:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    node[last] = value
