"""What the YAML parser says of a mistake, in the words of somebody who writes roles."""

from __future__ import annotations

from typing import NamedTuple

#: Message and hint for an escape that no character answers to.
NO_CHARACTER = ("an escape that stands for no character", "write the character itself")


class Advice(NamedTuple):
    """What PyYAML says, and what that means to somebody who writes a role."""

    said: str
    message: str
    hint: str = ""
    code: str = "RP107"
    #: The mistake is where the text, list or key begins, not where PyYAML gave up.
    at_opening: bool = False


_ALIGN = "check how far this line is indented"
_QUOTE = 'put quotes around text that begins with "{}"'
# The first that fits. libyaml and SafeLoader say the same in different words.
ADVICE = (
    Advice("invalid Unicode character escape", *NO_CHARACTER, code="RP106"),
    Advice("decimal number", "an escape that is cut off", "write the character itself"),
    Advice("tag", "a tag is not used here", _QUOTE.format("!"), "RP110"),
    Advice("alias", "an alias is not used here", _QUOTE.format("*"), "RP109", at_opening=True),
    Advice("anchor", "an anchor is not used here", _QUOTE.format("&"), "RP109", at_opening=True),
    Advice("start any token", 'text without quotes cannot begin with "{character}"', "put quotes around it"),
    Advice("mapping values are", '": " is not allowed here', f"put quotes around text that holds it; {_ALIGN}"),
    Advice("sequence entries are", '"- " is not allowed here', "begin the list on a line of its own"),
    Advice("mapping keys are", '"? " is not allowed here', "put quotes around text that begins with it"),
    Advice("expected ':'", 'no ": " follows this key', f'write "key: value"; {_ALIGN}', at_opening=True),
    Advice("found unexpected end", "this quoted text never ends", "add the closing quote", at_opening=True),
    Advice("document indicator", "this quoted text never ends", "add the closing quote", at_opening=True),
    Advice("document separator", "this quoted text never ends", "add the closing quote", at_opening=True),
    Advice("escape character", "an unknown escape in a text in quotes", "use single quotes, or two backslashes"),
    Advice("flow sequence", 'the list that begins on line {line} needs a "," or "]" here'),
    Advice("flow mapping", 'the map that begins on line {line} needs a "," or "}}" here'),
    Advice("flow node", "a value or a closing bracket is missing here"),
    Advice("block scalar", 'the line must end after "|" or ">"', "put the text on the next lines, or in quotes"),
    Advice(
        "block mapping",
        "this does not continue the map that begins on line {line}",
        f"put quotes around a text as a whole; {_ALIGN}",
    ),
    Advice(
        "block collection",
        "this does not continue the list that begins on line {line}",
        f'begin an entry with "- "; {_ALIGN}',
    ),
    Advice("block node", 'a value cannot begin with "{character}"', "put quotes around text"),
    Advice("document start", "the document has ended before this", _ALIGN),
    Advice("", "not well-formed YAML: {said}", _ALIGN),
)
