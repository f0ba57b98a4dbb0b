"""Describe schema errors of values: the expected value, with an example."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from roleprofile.model.finding import STRAIGHT, typographic
from roleprofile.model.values import closest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


#: The key under which a schema has the examples of a property that is defined elsewhere.
EXAMPLES_HERE = "examples here"

#: The number of characters of a value that a message shows.
_LONGEST = 60
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "object": "a map",
    "array": "a list",
    "boolean": "true or false",
}
_DAY = "^[0-9]{4}"
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")


def described(error: ValidationError) -> tuple[str, str, str, tuple[str, ...]]:
    """Code, message, hint and allowed values of an error that concerns one value."""
    code, message, hint, allowed = _described(error)
    if typographic(error.instance) and error.validator in ("type", "const", "enum", "pattern"):
        hint = STRAIGHT
    return code, message, hint, allowed


def _described(error: ValidationError) -> tuple[str, str, str, tuple[str, ...]]:  # noqa: PLR0911 - a keyword each
    found: Any = error.instance
    limit: Any = error.validator_value
    about = error.schema if isinstance(error.schema, dict) else {}
    match error.validator:
        case "type":
            types = [limit] if isinstance(limit, str) else limit
            there = "nothing" if found is None else _kind_of(found)
            return "RP203", f"expected {_wanted(types, about)}, got {there}", _type_hint(found, types, about), ()
        case "const" if isinstance(limit, int) and found == str(limit):
            return "RP205", f"expected a number, got the text {quoted(found)}", _unquoted(found), ()
        case "enum" | "const":
            allowed = tuple(str(value) for value in (limit if error.validator == "enum" else [limit]))
            hint = closest(found, allowed) if isinstance(found, str) else ""
            return "RP205", f"{quoted(found)} is not allowed here", hint, allowed
        case "pattern":
            return "RP206", f"{quoted(found)} has the wrong form", _form(found, limit, about), ()
        case "minLength":
            return "RP206", "the text is empty", "write a text, or remove the key", ()
        case "minimum" | "maximum":
            side = "below" if error.validator == "minimum" else "above"
            return "RP207", f"{found} is {side} {limit}", _number(about), ()
        case "minItems" | "minProperties":
            entries = "entry is" if limit == 1 else "entries are"
            return "RP208", f"at least {limit} {entries} needed here", _add(about), ()
        case "maxItems":
            return ("RP208", f"{len(found)} entries; the maximum is {limit}", "split the list, or shorten it", ())
    return "RP206", f"{quoted(found)} is too long", "shorten it", ()


def _add(about: Mapping[str, Any]) -> str:
    """The hint for too few entries."""
    example = example_of(about)
    return f"add entries, such as {flow(example)}" if example else "add entries, or leave the key out"


def sentence(about: str, example: str = "") -> str:
    """The description of a schema as a hint.

    >>> sentence("The language it is written in.", "fil")
    'write the language it is written in, such as fil'
    """
    if not about:
        return f"write, for example, {example}" if example else ""
    text = about.removesuffix(".")
    if text[1:2].islower() or text[1:2] == " ":
        text = text[0].lower() + text[1:]
    return f"write {text}" if not example or "such as" in text else f"write {text}, such as {example}"


def example_of(about: Mapping[str, Any], kind: type | tuple[type, ...] = object) -> Any:
    """The schema's first example of a type, or one built from its required keys; ``None`` without either."""
    for example in (*about.get(EXAMPLES_HERE, ()), *about.get("examples", ())):
        if isinstance(example, kind):
            return example
    known = about.get("properties", {})
    made = {key: example_of(known.get(key, {})) for key in about.get("required", ())}
    return made if made and isinstance(made, kind) and None not in made.values() else None


def _wanted(types: list[str], about: Mapping[str, Any]) -> str:
    *others, last = (_WORDS[name] for name in types)
    wanted = f"{', '.join(others)} or {last}" if others else last
    such = _such_as(example_of(about, list if types == ["array"] else dict)) if types in (["object"], ["array"]) else ""
    return f"{wanted}{such}"


def _such_as(example: Any) -> str:
    """A short example: the whole, or its first entry, or nothing if that is too long as well."""
    if not example:
        return ""
    shorter = example[:1] if isinstance(example, list) else dict([next(iter(example.items()))])
    shown = next((text for text in (flow(example), flow(shorter)) if "..." not in text), "")
    return f", such as {shown}" if shown else ""


def _type_hint(found: Any, types: list[str], about: Mapping[str, Any]) -> str:  # noqa: PLR0911 - a mistake each
    if found is None:
        return "write a value, or remove the key"
    text = about.get("description", "")
    if "string" in types and isinstance(found, bool | int):
        pattern = about.get("pattern", "$" if text[:1].islower() else "")
        if re.match(pattern, flow(found)):
            return f'to make it text, put it in quotes: "{flow(found)}"'
        return _form(flow(found), pattern, about)
    if "integer" in types:
        whole = isinstance(found, str) and re.fullmatch("0|-?[1-9][0-9]{0,17}", found)
        return _unquoted(found) if whole else _number(about)
    if "array" in types:
        if isinstance(found, str | int):
            return f"put it in brackets: [{flow(found)}]"
        return 'begin each entry with "- ", on a line of its own'
    if text and text[0].islower():
        return f"write {text}"
    if types == ["object"]:
        return "write key: value pairs, in braces or one on each line"
    if types == ["boolean"]:
        return "write true or false, without quotes"
    return sentence(text, example_of(about, str)) or "write one text, without brackets and braces"


def _unquoted(found: str) -> str:
    return f"write the number without quotes: {found}"


def _number(about: Mapping[str, Any]) -> str:
    low, high, example = about.get("minimum"), about.get("maximum"), example_of(about, int)
    within = "" if low is None or high is None else f" from {low} to {high}"
    return f"write a whole number{within}" + (f", such as {example}" if example is not None else "")


def _form(found: str, pattern: str, about: Mapping[str, Any]) -> str:
    """The hint for a text of the wrong form."""
    if pattern.startswith(_DAY):
        dotted = _DOTTED.fullmatch(found.strip())
        day = "2026-03-14"
        if dotted and int(dotted[2]) in range(1, 13) and int(dotted[1]) in range(1, 32):
            day = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
        return f'write "{day}", "{day[:7]}" or "{day[:4]}"' if ")?" in pattern else f'write "{day}"'
    example = example_of(about, str)
    return sentence(about.get("description", ""), flow(example) if example else "")


def _kind_of(found: Any) -> str:
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, str):
        return f"the text {quoted(found)}"
    if isinstance(found, dict):
        return "a map"
    return "a list" if isinstance(found, list) else f"the number {found}"


def cut(text: str) -> str:
    """A text, shortened for a message."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def quoted(value: Any) -> str:
    """A value in a message, a text in quotes."""
    return f'"{cut(value)}"' if isinstance(value, str) else flow(value)


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return cut("{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}")
    if isinstance(value, list):
        return cut("[" + ", ".join(map(flow, value)) + "]")
    if isinstance(value, str) and value[:1].isalpha():
        return cut(value)
    return cut(json.dumps(value, ensure_ascii=False))
