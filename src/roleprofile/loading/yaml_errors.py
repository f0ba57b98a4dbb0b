"""Translate errors of the YAML parser for rule authors."""

from __future__ import annotations

import re
from typing import NamedTuple

from roleprofile.loading.decoding import SourceText
from roleprofile.model.finding import STRAIGHT, TYPOGRAPHIC

#: The hint for a key that follows a digit and a comma.
DECIMAL_COMMA = "decimal commas are not allowed; use whole numbers"
#: Message and hint for an escape without a character.
NO_CHARACTER = ("the escape stands for no character", "write the character itself")


class Advice(NamedTuple):
    """A message of PyYAML, and its translation."""

    said: str
    message: str
    hint: str = ""
    code: str = "RP107"
    #: Whether the mistake is at the start of the text, list or key, not where PyYAML stopped.
    at_opening: bool = False
    #: Whether wrong indentation is a likely cause; without text before the mistake it is the likeliest.
    aligned: bool = False


_ALIGN = "check how far this line is indented"
_WHOLE = "put the whole text in double quotes if it contains , : [ ] { } # or quotes"
_QUOTE = 'put quotes around text that begins with "{}"'
# The first match counts. libyaml and SafeLoader use different words for one mistake.
ADVICE = (
    Advice("invalid Unicode character escape", *NO_CHARACTER, code="RP106"),
    Advice("decimal number", "the escape is cut off", "write the character itself"),
    Advice("tag", "a tag is not allowed", _QUOTE.format("!"), "RP110"),
    Advice("alias", "an alias is not allowed", _QUOTE.format("*"), "RP109", at_opening=True),
    Advice("anchor", "an anchor is not allowed", _QUOTE.format("&"), "RP109", at_opening=True),
    Advice("start any token", 'text without quotes cannot begin with "{character}"', "put quotes around it"),
    Advice("mapping values are", '": " is not allowed here', "put quotes around text that contains it", aligned=True),
    Advice("sequence entries are", '"- " is not allowed here', "begin the list on a line of its own"),
    Advice("mapping keys are", '"? " is not allowed here', "put quotes around text that begins with it"),
    Advice("expected ':'", 'no ": " follows this key', f'write "key: value"; {_ALIGN}', at_opening=True),
    Advice("found unexpected end", "this quoted text has no closing quote", "add the closing quote", at_opening=True),
    Advice("document indicator", "this quoted text has no closing quote", "add the closing quote", at_opening=True),
    Advice("document separator", "this quoted text has no closing quote", "add the closing quote", at_opening=True),
    Advice("escape character", "unknown escape in a quoted text", "use single quotes, or two backslashes"),
    Advice("flow sequence", 'the list that begins on line {line} needs a "," or "]" here', _WHOLE),
    Advice("flow mapping", 'the map that begins on line {line} needs a "," or "}}" here', _WHOLE),
    Advice("flow node", "a value or a closing bracket is missing"),
    Advice("block scalar", 'the line must end after "|" or ">"', "put the text on the next lines, or in quotes"),
    Advice(
        "block mapping",
        "this does not continue the map that begins on line {line}",
        _WHOLE,
        aligned=True,
    ),
    Advice(
        "block collection",
        "this does not continue the list that begins on line {line}",
        'begin an entry with "- ", and put quotes around a text as a whole',
        aligned=True,
    ),
    Advice("block node", 'a value cannot begin with "{character}"', "put quotes around text"),
    Advice("document start", "the document has already ended", _ALIGN),
    Advice("", "not well-formed YAML: {said}", _ALIGN),
)


_CONFLICT = re.compile("^<{7} ", re.MULTILINE)
_WHOLE_CONFLICT = re.compile("^(<{7}) .*?^={7}$.*?^>{7} ", re.MULTILINE | re.DOTALL)
_CONFLICTS = "the file has a merge conflict, which begins here"
_MERGED = "keep one of the two versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
# The dashes and spaces of a list, then a character that looks like a space.
_NO_BREAK = re.compile("[ -]*\N{NO-BREAK SPACE}")
_CURLY = re.compile(f"[-:,\\[{{] *[{''.join(sorted(TYPOGRAPHIC))}]")


def explained(said: str, source: SourceText, here: int, opened: int) -> tuple[str, int, str, str]:
    """Code, place, message and hint for an error of PyYAML at ``here``, in a value that begins at ``opened``."""
    text = source.text
    conflict = _CONFLICT.search(text)
    if conflict is not None and conflict.start() <= here:
        return "RP107", conflict.start(), _CONFLICTS, _MERGED
    if text[here : here + 1] == "\t":
        return "RP108", here, "a tab where only spaces are allowed", "replace it with spaces"
    begins = text.rfind("\n", 0, here) + 1
    if found := _NO_BREAK.match(text, begins):
        return "RP107", found.end() - 1, "a no-break space (U+00A0) indents this line", "indent with ordinary spaces"
    advice = next(advice for advice in ADVICE if advice.said in said)
    line, _ = source.place(opened)
    message = advice.message.format(line=line, character=text[here : here + 1], said=said)
    hint = advice.hint
    before = text[begins:here]
    if _CURLY.search(before):
        hint = STRAIGHT
    elif advice.aligned:
        hint = f"{hint}; {_ALIGN}" if _has_text(before) else f"{_ALIGN}; {hint}"
    elif advice.said.startswith("flow") and (source.place(here)[0] != line or not text[here:].strip()):
        hint = f"{hint}, or close the bracket that line {line} opens".removeprefix(", or ")
    return advice.code, opened if advice.at_opening else here, message, hint


def merge_conflict(text: str) -> tuple[str, tuple[int, int], str, str] | None:
    """Code, place, message and hint of a merge conflict that can be read as YAML, as in a text in quotes."""
    conflict = _WHOLE_CONFLICT.search(text) if "\n<<<<<<< " in text else None
    return ("RP107", conflict.span(1), _CONFLICTS, _MERGED) if conflict else None


def _has_text(before: str) -> bool:
    """Whether a value begins before the mistake on the same line."""
    return ": " in before or before.lstrip(" -")[:1] in ("'", '"')


def after_decimal_comma(text: str, span: tuple[int, int]) -> bool:
    """Whether a key without a value follows a digit and a comma, as the 5 in ``1,5`` does."""
    start, end = span
    return bool(re.fullmatch("[0-9],", text[max(0, start - 2) : start])) and text[end : end + 1] != ":"
