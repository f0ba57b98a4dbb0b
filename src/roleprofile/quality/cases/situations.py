"""The contexts that a case speaks of: one, or every combination of what it lists."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from roleprofile.errors import ContextError
from roleprofile.model.case import EACH
from roleprofile.model.values import FrozenMap, one_or_more

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.model.case import Case
    from roleprofile.model.catalog import CatalogData

#: More combinations than this are a mistake of the case, not a claim.
MOST = 10_000


def situations(catalog: CatalogData, case: Case) -> tuple[FrozenMap[str, str], ...]:
    """Every context in which a case has to hold, in the order in which it lists them.

    ``each`` is every term at the top of the dimension's vocabulary. Raises
    :class:`~roleprofile.errors.ContextError` for a dimension or situation that is not there, and for too many.
    """
    given = case.context
    if isinstance(given, str):
        return (catalog.situation(given, case.pack).context,)
    choices = {name: _terms(catalog, case.pack, name, terms) for name, terms in given.items()}
    if (count := prod(len(terms) for terms in choices.values())) > MOST:
        raise ContextError(f"the case speaks of {count:,} contexts, and {MOST:,} is the most")
    return tuple(FrozenMap(dict(zip(choices, terms, strict=True))) for terms in product(*choices.values()))


def _terms(catalog: CatalogData, pack: str, name: str, terms: str | Iterable[str]) -> tuple[str, ...]:
    listed = one_or_more(terms)
    if EACH not in listed:
        return listed
    known = catalog.dimensions(pack)
    if name not in known:
        raise ContextError(f"unknown dimension {name!r}; known: {', '.join(sorted(known))}")
    top = [term.id for term in known[name][1].terms]
    return tuple(dict.fromkeys(one for term in listed for one in (top if term == EACH else [term])))
