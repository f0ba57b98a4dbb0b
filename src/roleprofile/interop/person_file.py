"""A person as a file of our own: ``kind: person``, which :func:`roleprofile.load_person` reads back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from roleprofile.errors import InteropError
from roleprofile.model.holdings import ALL
from roleprofile.model.person import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from roleprofile.model.person import Person, RoleHeld
    from roleprofile.model.values import Value

# Ids that every reader of YAML takes for text. What begins with a digit may be a number, the words may be more.
_PLAIN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(:[a-z][a-z0-9]*(-[a-z0-9]+)*)?")
_WORDS = frozenset({"n", "no", "null", "off", "on", "true", "false", "y", "yes"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 100


def check_id(person_id: object) -> None:
    """Refuse an id that no file can have.

    Raises :class:`~roleprofile.errors.InteropError`.
    """
    if not isinstance(person_id, str) or len(person_id) > _LONGEST_ID or not _ID.fullmatch(person_id):
        raise InteropError(
            "a person's id is at most 100 lower-case letters and digits, words joined by single hyphens, "
            "such as c-17; it is the name of the file and never the name of the person"
        )


def person_yaml(person: Person) -> str:
    """A person as the text of a YAML file, the same for equal people.

    The file has to be named after the person's id, with ``.yaml``. What the catalog did not know is written too, so
    that a later version of a pack can know it.

    Raises:
        InteropError: The id is not one that a file can have.

    >>> import roleprofile as rp
    >>> person = rp.load().person("c-17", facts=[rp.Fact("dialogue", "advanced", evidence="assessment")])
    >>> print(rp.interop.person_yaml(person), end="")
    kind: person
    schema: 1
    id: c-17
    facts:
      account-management:dialogue: {value: advanced, evidence: {kind: assessment}}
    """
    check_id(person.id)
    facts = [*person.facts, *(one for one in person.unrecognised if isinstance(one, Fact))]
    held = [*person.roles_held, *(one for one in person.unrecognised if not isinstance(one, Fact))]
    lines = ["kind: person", "schema: 1", f"id: {_scalar(person.id)}", *_facts(facts)]
    if person.closed == (ALL,):
        lines.append(f"closed: {ALL}")
    elif person.closed:
        lines.append(f"closed: [{', '.join(map(_scalar, person.closed))}]")
    return "\n".join([*lines, *_roles(held)]) + "\n"


def _scalar(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and value not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _flow(items: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {text}" for key, text in items.items()) + "}"


def _stated(fact: Fact) -> str:
    evidence = fact.evidence
    if evidence is None:
        return _scalar(fact.value)
    given = {"kind": evidence.kind, "ref": evidence.ref, "on": evidence.on}
    proof = {key: _scalar(text) for key, text in given.items() if text}
    return _flow({"value": _scalar(fact.value), "evidence": _flow(proof)})


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    tree: dict[str, dict[str, list[str]]] = {}
    for fact in facts:
        tree.setdefault(fact.descriptor, {}).setdefault(fact.key, []).append(_stated(fact))
    if tree:
        yield "facts:"
    for descriptor, by_key in sorted(tree.items()):
        if "" in by_key:
            yield from _one_or_more("  ", descriptor, by_key[""])
            continue
        yield f"  {_scalar(descriptor)}:"
        for key, stated in sorted(by_key.items()):
            yield from _one_or_more("    ", key, stated)


def _one_or_more(indent: str, key: str, stated: list[str]) -> Iterator[str]:
    if len(stated) == 1:
        yield f"{indent}{_scalar(key)}: {stated[0]}"
        return
    yield f"{indent}{_scalar(key)}:"
    for one in stated:
        yield f"{indent}  - {one}"


def _roles(roles_held: Iterable[RoleHeld]) -> Iterator[str]:
    held = list(roles_held)
    if held:
        yield "roles_held:"
    for one in held:
        yield f"  - role: {_scalar(one.role)}"
        if one.context:
            yield f"    context: {_flow({_scalar(k): _scalar(v) for k, v in sorted(one.context.items())})}"
        yield f"    months: {one.months}"
