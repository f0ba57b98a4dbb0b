"""A person as the text of a file, which :func:`roleprofile.load_person` reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roleprofile.errors import ConversionError
from roleprofile.model.arguments import instance
from roleprofile.model.convert import kept
from roleprofile.model.person import Fact, Person, RoleHeld
from roleprofile.model.yaml_text import flow, scalar
from roleprofile.rules.holdings import ALL

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 100


def check_id(person_id: object) -> None:
    """Refuse an id that no file can have.

    Raises :class:`~roleprofile.errors.ConversionError`.
    """
    if not isinstance(person_id, str) or len(person_id) > _LONGEST_ID or not _ID.fullmatch(person_id):
        raise ConversionError(
            "a person's id has at most 100 lower-case letters and digits, with single hyphens between words, "
            "such as c-17; it names the file and must not be the person's name"
        )


def person_yaml(person: Person) -> str:
    """A person as the text of a YAML file, the same for equal people.

    The name of the file has to be the person's id, with ``.yaml``. Facts that the catalog did not know are written too,
    because a later version of a pack may know them.

    Raises:
        ConversionError: The id is not one that a file can have.

    >>> import roleprofile as rp
    >>> fact = rp.Fact("dialogue", "advanced", evidence=rp.Evidence("assessment", on="2026-03"))
    >>> person = rp.load().person("c-17", facts=[fact])
    >>> print(rp.formatting.person_yaml(person), end="")
    kind: person
    schema: 1
    id: c-17
    facts:
      account-management:dialogue: {value: advanced, evidence: {kind: assessment, on: "2026-03"}}
    """
    instance(person, Person, "the person", "rp.Person")
    check_id(person.id)
    facts = [*person.facts, *(one for one in person.unrecognised if isinstance(one, Fact))]
    held = [*person.roles_held, *(one for one in person.unrecognised if not isinstance(one, Fact))]
    lines = ["kind: person", "schema: 1", f"id: {scalar(person.id)}", *_facts(facts)]
    if person.closed:
        lines.append(f"closed: {ALL if person.closed == (ALL,) else flow(person.closed)}")
    return "\n".join([*lines, *_roles(held)]) + "\n"


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
        yield f"  {scalar(descriptor)}:"
        for key, stated in sorted(by_key.items()):
            yield from _one_or_more("    ", key, stated)


def _stated(fact: Fact) -> str:
    if fact.evidence is None:
        return scalar(fact.value)
    # The key `on` is written as people write it; only readers of YAML 1.1 take it for a truth value.
    proof = ", ".join(f"{key}: {scalar(text)}" for key, text in kept(fact.evidence).items())
    return f"{{value: {scalar(fact.value)}, evidence: {{{proof}}}}}"


def _one_or_more(indent: str, key: str, stated: list[str]) -> Iterator[str]:
    if len(stated) == 1:
        yield f"{indent}{scalar(key)}: {stated[0]}"
        return
    yield f"{indent}{scalar(key)}:"
    for one in stated:
        yield f"{indent}  - {one}"


def _roles(roles_held: Iterable[RoleHeld]) -> Iterator[str]:
    held = list(roles_held)
    if held:
        yield "roles_held:"
    for one in held:
        yield f"  - role: {scalar(one.role)}"
        if one.context:
            yield f"    context: {flow(dict(sorted(one.context.items())))}"
        yield f"    months: {one.months}"
        if one.in_all is not None:
            yield f"    in_all: {one.in_all}"
