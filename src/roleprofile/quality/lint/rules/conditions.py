"""Lint rules on conditions that never or always hold, and on variants without effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from roleprofile.model.development import Option, OptionList
from roleprofile.model.grades import resolved
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import Role, Variant
from roleprofile.model.transition import LOWER, Transition, TransitionList
from roleprofile.model.values import OneOrMore, Pointer
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.role_states import RoleState
from roleprofile.quality.lint.rule import Issue, Rule
from roleprofile.rules.overlays import apply

When = Mapping[str, OneOrMore]


class NeverHolds(Rule):
    """A transition or an option that starts below the lowest term."""

    code = "RP411"
    looks_at = (TransitionList, OptionList)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each dimension in which no term is lower than the terms that the condition allows."""
        vocabulary_of = packs.catalog.vocabulary_of(file.pack)
        for when, before, place in _starts(file):
            for dimension, words in before.items():
                if LOWER in words:
                    vocabulary = vocabulary_of[dimension]
                    here = _terms(vocabulary, when[dimension]) if dimension in when else vocabulary.term_ids
                    if not any(vocabulary.lower(term) for term in here):
                        message = f"this condition never holds, because no value is lower than {' or '.join(here)}"
                        hint = f"name a higher {dimension} in when:, or remove {dimension} here"
                        yield Issue(pointer=(*place, dimension), message=message, hint=hint)


def _starts(file: PackFile) -> Iterator[tuple[When, When, Pointer]]:
    """The condition of each transition and option, the context from which it starts, and the place of that context."""
    document = file.document
    if isinstance(document, TransitionList):
        for index, one in enumerate(document.transitions):
            yield one.when, one.origin_context, ("transitions", index, "origin_context")
    elif isinstance(document, OptionList):
        for index, option in enumerate(document.options):
            if option.job is not None:
                yield option.when, option.job.context, ("options", index, "job", "context")


class AlwaysHolds(Rule):
    """A condition that lists every term."""

    code = "RP412"
    looks_at = (Role, TransitionList, OptionList)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each dimension of a condition that lists all terms, directly or by broader terms."""
        catalog = packs.catalog
        of_a_role = isinstance(file.document, Role)
        vocabulary_of = catalog.vocabulary_for(packs.role(file)) if of_a_role else catalog.vocabulary_of(file.pack)
        for when, place in _conditions(file):
            for dimension, tops in when.items():
                vocabulary = vocabulary_of[dimension]
                if len(_terms(vocabulary, tops)) == len(vocabulary.term_ids):
                    message = f"every {dimension} is listed, so the condition has no effect"
                    hint = f"remove {dimension}"
                    if len(when) == 1:
                        hint = "write a rule that holds everywhere without a condition"
                    yield Issue(pointer=(*place, dimension), message=message, hint=hint, at_key=True)


def _conditions(file: PackFile) -> Iterator[tuple[When, Pointer]]:
    document = file.document
    found: tuple[Variant | Transition | Option, ...] = ()
    section = ""
    if isinstance(document, Role):
        section, found = "variants", document.variants
    elif isinstance(document, TransitionList):
        section, found = "transitions", document.transitions
    elif isinstance(document, OptionList):
        section, found = "options", document.options
    for index, one in enumerate(found):
        yield one.when, (section, index, "when")


def _terms(vocabulary: Vocabulary, tops: OneOrMore) -> tuple[str, ...]:
    found = {term for top in tops for term in vocabulary.within(top)}
    return tuple(term for term in vocabulary.term_ids if term in found)


class VariantWithoutEffect(Rule):
    """A variant that never changes the role."""

    code = "RP413"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such variant, unless the role has more situations than are examined."""
        role = packs.role(file)
        states = packs.states(role)
        if not states.complete:
            return
        for index, variant in enumerate(role.variants):
            found = [state for state in states.found if variant.id in {one.id for one in state.variants}]
            if not any(_matters(variant.id, state, packs) for state in found):
                others = sorted({one.id for state in found for one in state.variants} - {variant.id})
                message = f'"{variant.id}" changes nothing'
                hint = "it repeats the role; remove it or change what it sets"
                if others:
                    hint = f"it repeats the role or one of {', '.join(others)}; remove it"
                yield Issue(pointer=("variants", index, "id"), message=message, hint=hint)


def _matters(variant: str, state: RoleState, packs: LintedPacks) -> bool:
    """Whether one of the applied variants changes the role."""
    others = tuple(one for one in state.variants if one.id != variant)
    scale_of = partial(packs.catalog.scale_behind, pack=state.base.pack)
    with_it, without = (resolved(apply(state.base.document, some, scale_of)) for some in (state.variants, others))
    return bool(with_it != without)
