"""Records: a fit with its role and facts, to be replayed and explained without a pack."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen

from roleprofile.errors import ArgumentTypeError, RecordError, ReplayError, RoleProfileError
from roleprofile.model.convert import plain, structure_strictly
from roleprofile.model.days import is_day
from roleprofile.model.json_text import canonical, parsed, places, too_deep, unshowable
from roleprofile.model.person import Evidence, Fact, Holdings, Inferred, Slot
from roleprofile.model.values import Pointer, Value, pointer_steps, pointer_text
from roleprofile.rules.holdings import nested
from roleprofile.rules.person_builder import LONGEST
from roleprofile.scoring.compiled import ARITHMETIC, CompiledRole, ScaleView
from roleprofile.scoring.record_v1 import require_sound, upgraded
from roleprofile.scoring.record_validation import DEEPEST, check, comparable, leaves_of, located, printable, refused

T = TypeVar("T")

#: The largest record that is written and read, in bytes. A role of 500 requirements with one part each takes about a
#: tenth of it; a role with a thousand keys in each requirement is too large.
LARGEST = 16 * 1024 * 1024

#: The longest path that a message shows.
_LONGEST_PATH = 4096
_NO_PATH = "replay needs the text of a record, not a path"


@frozen(kw_only=True)
class RecordedFact:
    """A value with its evidence; missing parts are ``""``."""

    descriptor: str
    key: str
    value: Value
    kind: str
    ref: str
    on: str
    until: str = field(default="", metadata={"younger": True})
    #: ``stale`` for a fact that proves nothing, ``expired`` or ``later`` for one that does not count on the day of the
    #: fit; else ``""``.
    state: str = field(default="", metadata={"younger": True})


@frozen(kw_only=True)
class RecordedInference:
    """An inferred value."""

    descriptor: str
    key: str
    because: Inferred


@frozen(kw_only=True)
class RecordedPerson:
    """The part of a person that the role reads."""

    id: str
    #: The facts that the role reads; of several on one thing, the fact that counts is the first.
    facts: tuple[RecordedFact, ...]
    inferred: tuple[RecordedInference, ...]
    closed: tuple[str, ...]
    all_closed: bool
    #: The day on which the facts count; ``""`` if dates were compared with none.
    as_of: str = field(default="", metadata={"younger": True})
    #: Whether it is a typical incumbent, of whom no evidence is asked.
    typical: bool = field(default=False, metadata={"younger": True})


@frozen(kw_only=True)
class _Record:
    role: CompiledRole
    person: RecordedPerson


#: Makes a fit of a role, a person's id and what the person holds, with the result that a record states of it. The last
#: argument is the content of a record of version 1, whose result is by that arithmetic.
Make: TypeAlias = Callable[[CompiledRole, str, Holdings, "dict[str, Any] | None"], tuple[T, dict[str, Any]]]


def to_record(role: CompiledRole, person: str, held: Holdings, result: Callable[[], dict[str, Any]]) -> str:
    """A fit as canonical JSON: sorted keys, no spaces, one line.

    Raises :class:`~roleprofile.errors.RecordError` if the record could not be replayed, because it is too large or has
    text that no record may hold.
    """
    if not comparable(role):
        raise RecordError("this fit has no record, because too many criteria of its role read one descriptor")
    someone = plain(_person(role, person, held))
    bad = role.unshowable or unshowable(someone)
    if bad:
        raise RecordError(printable(f"this fit has no record: {bad}"))
    parts = _parts(role, someone)
    # The size is checked before the result is computed, because that takes longest.
    if not _fits(_joined(parts)):
        raise _too_large()
    parts["result"] = canonical(result())
    text = _joined(parts | {"digest": canonical(_digest(parts))})
    if not _fits(text):
        raise _too_large()
    return text


def _digest(parts: Mapping[str, str]) -> str:
    """The digest of the content of a record; it shows damage, and is not a signature."""
    return sha256(_joined(parts).encode()).hexdigest()


def _texts(parts: Mapping[str, Any]) -> dict[str, str]:
    """The canonical JSON of each part."""
    return {name: canonical(part) for name, part in parts.items()}


def _joined(parts: Mapping[str, str]) -> str:
    """The canonical JSON of a map, from that of its values."""
    return "{" + ",".join(f"{canonical(name)}:{parts[name]}" for name in sorted(parts)) + "}"


def _too_large() -> RecordError:
    why = "its role reads too many keys"
    return RecordError(f"this fit has no record: it would be larger than {LARGEST:,} bytes; {why}")


def _fits(record: str | bytes) -> bool:
    """Whether a record is small enough, in bytes."""
    size = len(record)
    if isinstance(record, str) and size <= LARGEST < size * 4:
        size = len(record.encode("utf-8", "surrogatepass"))
    return size <= LARGEST


def _parts(role: CompiledRole, person: dict[str, Any]) -> dict[str, str]:
    """The canonical JSON of each part of a record but its result."""
    head = {"kind": "record", "schema": ARITHMETIC, "arithmetic": ARITHMETIC, "person": person}
    return _texts(head) | {"role": role.recorded}


def _person(role: CompiledRole, person: str, held: Holdings) -> RecordedPerson:
    read = {criterion.descriptor for criterion in leaves_of(role)}
    facts = []
    for slot in sorted({*held.facts, *held.uncounted}):
        descriptor, key = slot
        some = (*held.facts.get(slot, ()), *held.uncounted.get(slot, ()))
        for fact in some if descriptor in read else ():
            proof = fact.evidence or Evidence("")
            facts.append(
                RecordedFact(
                    descriptor=descriptor,
                    key=key,
                    value=fact.value,
                    kind=proof.kind,
                    ref=proof.ref,
                    on=proof.on,
                    until=proof.until,
                    state=_state(proof, held.as_of, stale=fact in held.stale),
                )
            )
    return RecordedPerson(
        id=person,
        facts=tuple(facts),
        inferred=tuple(
            RecordedInference(descriptor=descriptor, key=key, because=why)
            for (descriptor, key), why in sorted(held.because.items(), key=lambda item: item[0])
            if descriptor in read
        ),
        closed=tuple(sorted(held.closed & read)),
        all_closed=held.all_closed,
        as_of=held.as_of,
        typical=held.typical,
    )


def _state(proof: Evidence, day: str, *, stale: bool) -> str:
    """Whether a fact is stale, or why it does not count on a day."""
    if stale or not day:
        return "stale" if stale else ""
    return "expired" if proof.has_expired(day) else "later" if proof.is_later(day) else ""


def _read(record: Any) -> dict[str, Any]:
    if not isinstance(record, str | bytes):
        message = f"{_NO_PATH}: {type(record).__name__}"
        raise ArgumentTypeError(message)
    if not _fits(record):
        raise refused(f"the record is larger than {LARGEST:,} bytes", "RP104")
    try:
        text = record if isinstance(record, str) else record.decode()
        deep = too_deep(text, DEEPEST)
        data = {} if deep else parsed(text)
    except ValueError as error:
        why, offset = f"{error!s:.200}", 0
        if isinstance(error, json.JSONDecodeError):
            why, offset = error.msg, error.pos
        elif isinstance(error, UnicodeDecodeError):
            why, offset = "it is not UTF-8", len(error.object[: error.start].decode())
        hint = _NO_PATH if len(record) <= _LONGEST_PATH and _text(record).endswith(".json") else ""
        raise located(refused(f"not a record: {why}", "RP601", hint=hint), _text(record), offset) from None
    if deep:
        raise refused("not a record: the brackets do not match or are nested too deeply", "RP601")
    bad = unshowable(data)
    if bad:
        raise refused(f"the record is damaged: {bad}")
    if not isinstance(data, dict) or data.get("kind") != "record":
        raise refused('not a record: "kind" is not "record"', "RP603")
    if (data.get("schema"), data.get("arithmetic")) not in ((1, 1), (ARITHMETIC, ARITHMETIC)):
        has = " and ".join(
            f"{name} {data[name]!r:.20}" if name in data else f"no {name}" for name in ("schema", "arithmetic")
        )
        message = f"this record has {has}; this version of the library replays schema and arithmetic 1 or {ARITHMETIC}"
        raise refused(message, "RP606")
    return data


def _check_digest(record: str | bytes, data: dict[str, Any]) -> None:
    """Refuse a record that was edited, as its digest and its form show; records of version 1 have no digest.

    This comes after the content is checked, because that says where the edit is.
    """
    if data["arithmetic"] == 1:
        return
    # One line end is allowed, because commands and editors write it.
    parts = _texts(data)
    if _text(record).removesuffix("\n") != _joined(parts):
        raise refused("the record is not in canonical form; use an unchanged copy of it", "RP607")
    parts.pop("digest", None)
    if data.get("digest") != _digest(parts):
        message = "the record was edited: its digest does not match its content; use an unchanged copy of it"
        raise refused(message, "RP607", pointer=("digest",))


def from_record(record: str | bytes, make: Make[T]) -> T:
    """The fit of the role and the person in a record."""
    with _placed(record):
        data = _read(record)
        made = _made(data, make)[0]
        _check_digest(record, data)
        return made


@contextmanager
def _placed(record: str | bytes) -> Iterator[None]:
    """Give the problem of a record its line and column."""
    try:
        yield
    except ReplayError as error:
        (problem,) = error.problems
        if not problem.pointer:
            raise
        text = _text(record)
        steps = pointer_steps(problem.pointer)
        around = ((offset, place) for place, offset in places(text) if tuple(map(str, place)) == steps[: len(place)])
        offset, _ = max(around, key=lambda one: len(one[1]))
        raise located(error, text, offset) from None


def _text(record: str | bytes) -> str:
    return record if isinstance(record, str) else record.decode(errors="replace")


def _made(data: dict[str, Any], make: Make[T]) -> tuple[T, dict[str, Any]]:
    first = data["arithmetic"] == 1
    stated = upgraded(data) if first else data
    try:
        if first:
            require_sound(data)
        parts = structure_strictly({"role": stated["role"], "person": stated["person"]}, _Record)
        check(parts.role)
        held = _holdings(parts)
        made = make(parts.role, parts.person.id, held, data if first else None)
        found = _parts(parts.role, plain(_person(parts.role, parts.person.id, held)))
    except RecordError:
        raise
    except RoleProfileError as error:
        raise refused(f"the record is damaged: {error}") from None
    except Exception as error:  # noqa: BLE001 - a damaged record can fail in any way, and none may reach the user
        raise refused(f"the record is damaged: {type(error).__name__}: {error}") from None
    stated = {name: value for name, value in stated.items() if name not in ("result", "digest")}
    stated |= {"schema": ARITHMETIC, "arithmetic": ARITHMETIC}
    # Content that is not read, or that has another form, must not be lost silently.
    if _texts(stated) != found:
        place = _place(stated, {name: json.loads(part) for name, part in found.items()})
        message = f"the record is damaged: {pointer_text(place)} does not have the form of a record"
        raise refused(message, pointer=place)
    return made


def _place(stated: Any, found: Any, place: Pointer = ()) -> Pointer:
    """Where two trees first differ."""
    if isinstance(stated, dict) and isinstance(found, dict):
        for name in sorted({*stated, *found}):
            if name not in stated or name not in found or canonical(stated[name]) != canonical(found[name]):
                return _place(stated.get(name), found.get(name), (*place, name))
    if isinstance(stated, list) and isinstance(found, list):
        for index, (one, other) in enumerate(zip(stated, found, strict=False)):
            if canonical(one) != canonical(other):
                return _place(one, other, (*place, index))
    return place


def _holdings(parts: _Record) -> Holdings:
    scales = {criterion.descriptor: parts.role.scales[criterion.scale] for criterion in leaves_of(parts.role)}
    day = parts.person.as_of
    facts: dict[Slot, list[Fact]] = {}
    uncounted: dict[Slot, list[Fact]] = {}
    stale = set()
    for one in parts.person.facts:
        evidence = Evidence(one.kind, one.ref, one.on, one.until) if one.kind else None
        fact = Fact(one.descriptor, one.value, one.key, evidence)
        # A wrong state shows itself, because the record that is made of these holdings has the right one.
        home = uncounted if one.state in ("expired", "later") else facts
        home.setdefault((one.descriptor, one.key), []).append(fact)
        if one.state == "stale":
            stale.add(fact)
    because = {(one.descriptor, one.key): one.because for one in parts.person.inferred}
    keyed = {criterion.descriptor: criterion.keys is not None for criterion in leaves_of(parts.role)}
    sound = is_day(day) if day else not stale
    sound &= all(bool(key) == keyed[descriptor] for descriptor, key in (*facts, *uncounted, *because))
    sound &= not set(facts) & set(because)
    # Facts that do not count are checked as well, because explanations show them.
    ranks, _ = (
        {slot: [scales[slot[0]].rank(fact.value) for fact in some] for slot, some in stated.items()}
        for stated in (facts, uncounted)
    )
    sound &= all(_explicable(why, scales[slot[0]]) for slot, why in because.items())
    if not sound:
        raise refused("the record is damaged: its facts contradict each other")
    return Holdings(
        fingerprint="",
        stated=nested({slot: some[0] for slot, some in ranks.items()}),
        inferred=nested({slot: scales[slot[0]].rank(why.value) for slot, why in because.items()}),
        facts={slot: tuple(some) for slot, some in facts.items()},
        because=because,
        closed=frozenset(parts.person.closed),
        all_closed=parts.person.all_closed,
        as_of=day,
        stale=frozenset(stale),
        uncounted={slot: tuple(some) for slot, some in uncounted.items()},
        typical=parts.person.typical,
    )


def _explicable(why: Inferred, scale: ScaleView) -> bool:
    """Whether an inference names its origin: months in a role or in jobs, or the level that a relation starts from."""
    if why.kind in ("role", "jobs"):
        return type(why.detail) is int and 0 <= why.detail <= LONGEST
    return why.kind == "relation" and why.detail in scale.levels


def replayed(record: str | bytes, make: Make[T]) -> T:
    """The fit of a record, computed again; refused if a number differs from the result that the record states."""
    with _placed(record):
        data = _read(record)
        fit, found = _made(data, make)
        stated = data.get("result")
        if canonical(stated) != canonical(found):
            place = _place(stated, found)
            raise refused(_difference(stated, found, place), "RP605", ("result", *place))
        _check_digest(record, data)
        return fit


def _difference(stated: Any, found: Any, place: Pointer) -> str:
    for step in place:
        stated, found = (_inner(tree, step) for tree in (stated, found))
    shown = f"the record says {canonical(stated):.60}, but the replay gives {canonical(found):.60}"
    return f"the result differs in {', '.join(map(str, place)) or 'everything'}: {shown}"


def _inner(tree: Any, step: str | int) -> Any:
    if isinstance(tree, list):
        return tree[int(step)]
    return tree.get(step) if isinstance(tree, dict) else None
