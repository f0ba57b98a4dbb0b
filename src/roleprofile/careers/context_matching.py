"""Compare contexts, and find the contexts from which a transition starts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from roleprofile.model.catalog import CatalogData
from roleprofile.model.role import Role
from roleprofile.model.transition import LOWER, SAME, Transition
from roleprofile.model.values import FrozenMap, OneOrMore, Text
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary

#: Modes that keep the employer, so dimensions that ``origin_context`` does not name stay the same.
SAME_EMPLOYER = frozenset({"internal", "additional-duty", "stand-in"})

#: Modes that do not confer the job, so no path continues from them.
TERMINAL_MODES = frozenset({"additional-duty", "stand-in"})

#: The name of each specified dimension and of its value.
ContextLabels = FrozenMap[str, tuple[Text, Text]]


def specified(context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> FrozenMap[str, str]:
    """The dimensions of a context that have a term of these vocabularies, sorted.

    Terms that only another pack's vocabulary has are dropped.
    """
    return FrozenMap(
        {
            name: value
            for name, value in sorted(context.items())
            if value != UNSPECIFIED and name in vocabulary_of and value in vocabulary_of[name]
        }
    )


def completed_context(catalog: CatalogData, role: Role, context: Mapping[str, str]) -> FrozenMap[str, str]:
    """A complete context for a role: missing dimensions are ``unspecified``."""
    known = catalog.vocabulary_for(role)
    return FrozenMap({**dict.fromkeys(sorted(known), UNSPECIFIED), **specified(context, known)})


def context_labels(catalog: CatalogData, context: Mapping[str, str], pack: str = "") -> ContextLabels:
    """The names of a context's dimensions and terms, as ``pack`` sees them."""
    known = catalog.dimensions(pack)
    found = specified(context, {name: vocabulary for name, (_, vocabulary) in known.items()})
    return FrozenMap({name: (known[name][0].label, known[name][1].term(value).label) for name, value in found.items()})


def agrees(stated: Mapping[str, str], wanted: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> bool:
    """Whether ``stated`` lies within ``wanted`` in every dimension that both specify."""
    for name, term in wanted.items():
        here = stated.get(name, UNSPECIFIED)
        if UNSPECIFIED not in (here, term) and here != term and not _within(here, term, vocabulary_of.get(name)):
            return False
    return True


def excludes(one: Mapping[str, str], other: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> bool:
    """Whether no firm can have both contexts: in some dimension neither term includes the other."""
    for name in one.keys() & other.keys():
        here, there, vocabulary = one[name], other[name], vocabulary_of.get(name)
        # A term outside the vocabulary decides nothing.
        if vocabulary is None or here not in vocabulary or there not in vocabulary:
            continue
        if not (_within(here, there, vocabulary) or _within(there, here, vocabulary)):
            return True
    return False


def _within(term: str, broader: str, vocabulary: Vocabulary | None) -> bool:
    return vocabulary is not None and broader in vocabulary and term in vocabulary.within(broader)


def start_contexts(
    one: Transition, context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[FrozenMap[str, str], ...]:
    """The contexts from which a transition starts if the target role is in ``context``, nearest first.

    They have the specified dimensions only. If the employer stays the same, dimensions that the transition does not
    name keep their terms. The result is empty if the transition needs a lower term and there is none.
    """
    here = specified(context, vocabulary_of)
    kept = here if one.mode in SAME_EMPLOYER else {}
    return tuple(
        specified({**kept, **before}, vocabulary_of)
        for before in contexts_before(one.origin_context, here, vocabulary_of)
    )


def keeps_dimension(one: Transition, dimension: str) -> bool:
    """Whether a transition keeps the term of a dimension."""
    if dimension in one.origin_context:
        return one.origin_context[dimension] == (SAME,)
    return one.mode in SAME_EMPLOYER


def contexts_before(
    before: Mapping[str, OneOrMore], context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[FrozenMap[str, str], ...]:
    """The contexts that ``before`` stands for, where ``same`` and ``lower`` refer to the terms of ``context``.

    The nearest come first. The result is empty if a lower term is needed and there is none. ``same`` and ``lower``
    stay unspecified for an unspecified dimension.
    """
    choices: list[list[tuple[str, str]]] = []
    for name, words in sorted(before.items()):
        here = context.get(name, UNSPECIFIED)
        if words == (SAME,):
            terms: tuple[str, ...] = (here,)
        elif words == (LOWER,):
            terms = (here,) if here == UNSPECIFIED else vocabulary_of[name].lower(here)
        else:
            terms = tuple(words)
        choices.append([(name, term) for term in terms])
    return tuple(FrozenMap(dict(choice)) for choice in product(*choices))
