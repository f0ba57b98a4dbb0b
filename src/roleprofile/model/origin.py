"""The origin of a pack."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

#: ``given`` to the loader, lying ``beside`` a pack that requires it, ``configured`` for a project, ``installed`` with
#: a distribution, or ``shipped`` with this library.
How = Literal["given", "beside", "configured", "installed", "shipped"]

_WORDS = {
    "given": "given",
    "beside": "required by {by} and found next to it",
    "configured": "named in {by}",
    "installed": "installed with {by}",
    "shipped": "shipped with roleprofile",
}


@frozen(kw_only=True)
class Origin:
    """The folder of a pack, and how it was found.

    >>> print(Origin(path="/site/hospital_pack", how="installed", by="hospital-pack 1.2.0"))
    installed with hospital-pack 1.2.0
    """

    #: The folder, as in problems.
    path: str
    how: How = "given"
    #: The pack, the line of a file, or the distribution with its version that named it.
    by: str = ""

    def __str__(self) -> str:
        """How it was found, in words."""
        return _WORDS[self.how].format(by=self.by)
