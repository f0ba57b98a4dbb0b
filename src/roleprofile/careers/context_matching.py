"""Where a job is: contexts compared with each other, and those that a way into a role starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.careers.routes import contexts_before
from roleprofile.model.transition import SAME
from roleprofile.model.values import FrozenMap, Text
from roleprofile.model.vocabulary import UNSPECIFIED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.role import Role
    from roleprofile.model.transition import Transition
    from roleprofile.model.vocabulary import Vocabulary

#: The modes in which the employer stays the same, so that what ``origin_context`` does not name is the same too.
SAME_EMPLOYER = frozenset({"internal", "additional-duty", "stand-in"})

#: The modes by which nobody comes to hold the job itself, so that nothing leads on from it.
BESIDE = frozenset({"additional-duty", "stand-in"})

#: For each dimension that is specified, its name and that of its value.
Names = FrozenMap[str, tuple[Text, Text]]


def specified(context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> FrozenMap[str, str]:
    """The part of a context that is specified by these vocabularies, sorted.

    Another pack may have other terms for a dimension of the same name; read from here those say nothing.
    """
    return FrozenMap(
        {
            name: value
            for name, value in sorted(context.items())
            if value != UNSPECIFIED and name in vocabulary_of and value in vocabulary_of[name]
        }
    )


def filled(catalog: CatalogData, role: Role, context: Mapping[str, str]) -> FrozenMap[str, str]:
    """A context as a role can be scored in: what is not said of the employer is given as unspecified."""
    known = catalog.vocabulary_of(role.pack)
    return FrozenMap({**dict.fromkeys(sorted(known), UNSPECIFIED), **specified(context, known)})


def names(catalog: CatalogData, context: Mapping[str, str], pack: str = "") -> Names:
    """A context in words, as ``pack`` sees it."""
    known = catalog.dimensions(pack)
    found = specified(context, {name: vocabulary for name, (_, vocabulary) in known.items()})
    return FrozenMap({name: (known[name][0].label, known[name][1].term(value).label) for name, value in found.items()})


def agrees(stated: Mapping[str, str], wanted: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> bool:
    """Whether a firm of context ``stated`` is one of those of ``wanted``, as far as both are specified."""
    for name, term in wanted.items():
        here = stated.get(name, UNSPECIFIED)
        if UNSPECIFIED not in (here, term) and here != term and not _within(here, term, vocabulary_of.get(name)):
            return False
    return True


def excludes(one: Mapping[str, str], other: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> bool:
    """Whether no firm can be of both contexts: in some dimension neither term is, or includes, the other."""
    for name in one.keys() & other.keys():
        here, there, vocabulary = one[name], other[name], vocabulary_of.get(name)
        # Of terms that one vocabulary does not have nothing is certain.
        if vocabulary is None or here not in vocabulary or there not in vocabulary:
            continue
        if not (_within(here, there, vocabulary) or _within(there, here, vocabulary)):
            return True
    return False


def _within(term: str, broader: str, vocabulary: Vocabulary | None) -> bool:
    return vocabulary is not None and broader in vocabulary and term in vocabulary.within(broader)


def starts(
    one: Transition, context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[FrozenMap[str, str], ...]:
    """The contexts that a way starts from where the role that is entered is in ``context``, nearest first.

    They hold what is specified and nothing else. Where the employer stays the same, so does all that the way does not
    name. Empty where something lower is wanted and there is nothing lower.
    """
    here = specified(context, vocabulary_of)
    kept = here if one.mode in SAME_EMPLOYER else {}
    return tuple(
        specified({**kept, **before}, vocabulary_of)
        for before in contexts_before(one.origin_context, here, vocabulary_of)
    )


def stays(one: Transition, dimension: str) -> bool:
    """Whether what a way leaves and what it enters are the same in a dimension."""
    if dimension in one.origin_context:
        return one.origin_context[dimension] == (SAME,)
    return one.mode in SAME_EMPLOYER
