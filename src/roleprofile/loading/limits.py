"""The limits of files and packs: each is a documented constant and an argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import field, frozen

from roleprofile.model.arguments import whole_number

#: Bytes of one file: a role of 500 requirements takes about a third of it.
FILE_BYTES = 256 * 1024
#: Keys, values, lists and maps of one file, each counted as one.
NODES = 20_000
#: Lists and maps inside one another; the outermost is the first.
DEPTH = 24
#: Digits of one whole number, its sign not counted: the result fits into 64 bits.
DIGITS = 18
#: Characters of one key or one text.
STRING = 10_000
#: Files of one pack.
FILES = 10_000
#: Bytes of all files of one pack together.
PACK_BYTES = 64 * 1024 * 1024
#: The maximum of ``Limits.depth``: the reader does not recurse, but the schemas and the models do.
MOST_DEPTH = 100
#: The maximum of ``Limits.digits``, below Python's own limit on conversions.
MOST_DIGITS = 640


def _up_to(most: int | None = None) -> Callable[[Any, Any, object], None]:
    """The validator of a limit of at least 1."""

    def check(_: Any, attribute: Any, value: object) -> None:
        whole_number(value, f"the limit {attribute.name}", 1, most)

    return check


@frozen(kw_only=True)
class Limits:
    """The limits of files and packs. Every field is at least 1; a smaller value raises ``ArgumentValueError``.

    >>> Limits(nodes=100).nodes
    100
    """

    #: Bytes of one file (:data:`FILE_BYTES`).
    file_bytes: int = field(default=FILE_BYTES, validator=_up_to())
    #: Keys, values, lists and maps of one file (:data:`NODES`).
    nodes: int = field(default=NODES, validator=_up_to())
    #: Lists and maps inside one another (:data:`DEPTH`), at most :data:`MOST_DEPTH`.
    depth: int = field(default=DEPTH, validator=_up_to(MOST_DEPTH))
    #: Digits of one whole number (:data:`DIGITS`), at most :data:`MOST_DIGITS`.
    digits: int = field(default=DIGITS, validator=_up_to(MOST_DIGITS))
    #: Characters of one key or one text (:data:`STRING`).
    string: int = field(default=STRING, validator=_up_to())
    #: Files of one pack (:data:`FILES`).
    files: int = field(default=FILES, validator=_up_to())
    #: Bytes of all files of one pack together (:data:`PACK_BYTES`).
    pack_bytes: int = field(default=PACK_BYTES, validator=_up_to())


#: The default limits.
DEFAULT_LIMITS = Limits()
