"""Lint rule on transitions whose incumbents are remote from the target role in every context."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from math import prod

from roleprofile.careers.context_matching import specified
from roleprofile.model.context import dimensions_by_key
from roleprofile.model.pack import VERDICTS
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import Role, path_of
from roleprofile.model.transition import LOWER, Transition, TransitionList
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import ANY
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.role_states import telling_terms
from roleprofile.quality.lint.rule import Issue, Rule

#: The most contexts that are examined; the message says if there are more.
MOST = 300

Context = FrozenMap[str, str]


class RemoteWay(Rule):
    """A transition whose origin's incumbent is remote from the target role in every context."""

    code = "RP416"
    looks_at = (TransitionList,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such transition from a named role."""
        document = file.document
        assert isinstance(document, TransitionList)  # noqa: S101 - what it looks at
        catalog = packs.catalog
        target = catalog.roles[catalog.find(catalog.roles, document.target, file.pack, "role")]
        for index, one in enumerate(document.transitions):
            if one.origin == ANY:
                continue
            origin = catalog.roles[catalog.find(catalog.roles, one.origin, file.pack, "role")]
            choices = _choices(packs, one, origin, target)
            count = prod(map(len, choices.values()))
            best = 0
            for context in islice(_contexts(choices), MOST):
                verdict, score = _outcome(packs, one, file.pack, origin, target, context)
                if verdict != VERDICTS[-1]:
                    break
                best = max(best, score)
            else:
                # RP411 reports a transition that holds nowhere.
                if count:
                    yield _issue(index, one, best, count)


def _issue(index: int, one: Transition, best: int, count: int) -> Issue:
    where = "every context" if count <= MOST else f"each of the first {MOST} contexts of {count}"
    message = f'the typical holder of "{one.origin}" is remote in {where}: {best // 10_000} of 100 points at best'
    hint = f"state under provides: what {one.origin} brings, or remove the transition"
    return Issue(pointer=("transitions", index, "origin"), message=message, hint=hint)


def _choices(packs: LintedPacks, one: Transition, origin: Role, target: Role) -> dict[str, tuple[str, ...]]:
    """The terms to examine for each dimension that the transition or one of its roles reads."""
    catalog = packs.catalog
    vocabulary_of = catalog.vocabulary_of(target.pack)
    conditions = [variant.when for role in (origin, target) for variant in role.variants]
    told = telling_terms([when for when in conditions if when.keys() <= vocabulary_of.keys()], vocabulary_of)
    read = {name for role in (origin, target) for name in packs.cache.mentions(f"{role.pack}:{role.id}")}
    by_key = {*dimensions_by_key(origin.document), *dimensions_by_key(target.document), *one.origin_context}
    shares = [part.for_.shares for need in one.needs for part in need.requirement.parts if part.for_]
    by_key.update(path[0] for some in shares for key, _ in some if (path := path_of(key)))
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted({*read, *by_key, *one.when} & vocabulary_of.keys()):
        # If only conditions read the dimension, one term stands for all that they do not distinguish.
        terms = told[name] if name in told and name not in by_key else vocabulary_of[name].term_ids
        if name in one.when:
            allowed = {term for wanted in one.when[name] for term in vocabulary_of[name].within(wanted)}
            terms = tuple(term for term in vocabulary_of[name].term_ids if term in allowed)
        if LOWER in one.origin_context.get(name, ()):
            terms = tuple(term for term in terms if vocabulary_of[name].lower(term))
        found[name] = terms
    # The longest list varies fastest, so all of its terms are examined within the limit.
    return dict(sorted(found.items(), key=lambda item: (len(item[1]), item[0])))


def _contexts(choices: dict[str, tuple[str, ...]]) -> Iterator[Context]:
    for terms in product(*choices.values()):
        yield FrozenMap(dict(zip(choices, terms, strict=True)))


def _outcome(
    packs: LintedPacks, one: Transition, pack: str, origin: Role, target: Role, context: Context
) -> tuple[str, int]:
    """The best verdict at ``low``, and its score, of the incumbents who move into the role in a context."""
    assessor = packs.assessor(f"{target.pack}:{target.id}", context)
    vocabulary_of = packs.catalog.vocabulary_of()
    found = [(VERDICTS[-1], 0)]
    for way in assessor.open_ways:
        if (way.way.transition.pack, way.way.transition.id) != (pack, one.id):
            continue
        for before in way.origin_contexts:
            start = specified({**assessor.here, **before}, vocabulary_of)
            assessment = assessor.assess_role(f"{origin.pack}:{origin.id}", start)
            mine = [seen for seen in assessment.ways if (seen.pack, seen.id) == (pack, one.id)]
            found += [(seen.verdict_low, assessment.fit.low) for seen in mine]
    return min(found, key=lambda pair: (VERDICTS.index(pair[0]), -pair[1]))
