"""What an application asks: the context of a role, and the facts of a person, each with its choices."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from attrs import evolve, frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import dimensions_read
from roleprofile.model.grades import grade_ids
from roleprofile.model.rendering import JsonValue
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.rules.person_builder import Statement, built_or_raise
from roleprofile.scoring.compiled import STATES, CompiledRequirement, CompiledRole, Criterion, State
from roleprofile.scoring.scorer import Scorer


@frozen(kw_only=True)
class FieldChoice:
    """A term or a level to choose."""

    id: str
    label: Text
    #: The id of the broader term; empty at the top and for a level.
    broader: str = ""


@frozen(kw_only=True)
class ContextField(JsonValue):
    """A dimension of the employer's situation that a role reads; ``unspecified`` can be chosen as well."""

    #: The id of the dimension, as a context names it.
    id: str
    label: Text
    #: The terms, a broader one before its narrower ones.
    choices: tuple[FieldChoice, ...]
    #: Whether the lowest, smallest or weakest term comes first.
    ordered: bool
    languages: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """The id and the number of terms in one line."""
        return f"<ContextField {self.id}: {len(self.choices)} terms>"


@frozen(kw_only=True)
class FactField(JsonValue):
    """A fact that a role reads, with the values that can be stated."""

    #: The full id of the descriptor.
    descriptor: str
    label: Text
    #: The ids of the requirements that read it.
    requirements: tuple[str, ...]
    #: The keys to choose from; empty for a descriptor without keys.
    keys: tuple[FieldChoice, ...]
    #: The levels, lowest first; empty for an amount.
    levels: tuple[FieldChoice, ...]
    #: The forms of the unit of an amount, by language.
    unit: FrozenMap[str, FrozenMap[str, str]]
    #: The parts per million of the score that the best answer adds for somebody of whom nothing is known.
    could_add: int
    #: The worst state of the minimum requirements that read it; null if none does.
    minimum: State | None
    #: The kinds of evidence that prove the minimum requirements that read it, sorted; empty if none is asked for.
    evidence: tuple[FieldChoice, ...] = ()
    languages: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """The descriptor in one line."""
        return f"<FactField {self.descriptor}>"


@frozen(kw_only=True)
class PackSummary:
    """A pack in brief."""

    id: str
    version: str
    label: Text
    #: The languages of its texts; the first is always there.
    languages: tuple[str, ...]


@frozen(kw_only=True)
class RoleSummary:
    """A role in brief."""

    #: The full id.
    id: str
    version: str
    #: ``draft``, ``approved`` or ``retired``, as its file says; ``""`` if it says nothing.
    status: str = ""
    label: Text
    #: The ids of its grades, lowest first.
    grades: tuple[str, ...]
    #: The ids of the dimensions of the context that it reads.
    dimensions: tuple[str, ...]


@frozen(kw_only=True)
class Summary(JsonValue):
    """A catalog in brief: its packs and roles, sorted by id."""

    #: The packs.
    packs: tuple[PackSummary, ...]
    #: The roles that have a file; grades are no roles of their own here.
    roles: tuple[RoleSummary, ...]
    #: SHA-256 over the files of all packs; equal catalogs have the same.
    fingerprint: str
    languages: tuple[str, ...]

    def __repr__(self) -> str:
        """The numbers of packs and roles in one line."""
        return f"<Summary of {len(self.packs)} packs and {len(self.roles)} roles>"

    @classmethod
    def of(cls, catalog: CatalogData) -> Summary:
        """The summary of a catalog."""
        packs = sorted(catalog.packs.values(), key=lambda one: one.id)
        return cls(
            packs=tuple(
                PackSummary(id=one.id, version=one.version, label=one.label, languages=one.languages) for one in packs
            ),
            roles=tuple(
                RoleSummary(
                    id=full,
                    version=role.version,
                    status=role.status,
                    label=role.label,
                    grades=grade_ids(role.document),
                    dimensions=dimensions_read(role),
                )
                for full, role in sorted(catalog.stated_roles.items())
            ),
            fingerprint=catalog.fingerprint,
            languages=tuple(dict.fromkeys(language for one in packs for language in one.languages)),
        )


def dimensions_of(catalog: CatalogData, role: str) -> tuple[ContextField, ...]:
    """The dimensions that a role reads, sorted by id, with their terms.

    Raises :class:`~roleprofile.errors.UnknownIdError` if there is no such role.

    >>> import roleprofile as rp
    >>> [(field.id, len(field.choices)) for field in dimensions_of(rp.load(), "account-manager")]
    [('company-size', 3), ('market', 33)]
    """
    one = catalog.role(role)
    known = catalog.dimensions_for(one)
    found = []
    for name in filter(known.__contains__, dimensions_read(one)):
        dimension, vocabulary = known[name]
        terms = (FieldChoice(id=term.id, label=term.label, broader=vocabulary.broader(term.id)) for term in vocabulary)
        found.append(
            ContextField(
                id=name,
                label=dimension.label,
                choices=tuple(terms),
                ordered=vocabulary.ordered,
                languages=catalog.packs[one.pack].languages,
            )
        )
    return tuple(found)


def questions_for(catalog: CatalogData, role: str, context: Mapping[str, str] | str) -> tuple[FactField, ...]:
    """The facts to ask of somebody of whom nothing is known, by how much an answer could raise ``low``.

    Args:
        catalog: The catalog with the role.
        role: The id of the role.
        context: The employer's situation, as for a score.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or a term is not in its vocabulary.

    >>> import roleprofile as rp
    >>> first = questions_for(rp.load(), "account-manager", "large-metal-products")[0]
    >>> first.descriptor, first.could_add, [level.id for level in first.levels][:3]
    ('account-management:dialogue', 122807, ['none', 'basic', 'working'])
    """
    fit = Scorer.of(catalog, role, context).score(built_or_raise(catalog, Statement.of("nobody")))
    found: dict[str, FactField] = {}
    for question in fit.questions:
        entry = next(one for one in fit.role.requirements if one.id == question.id)
        for criterion in entry.leaves:
            name = criterion.descriptor
            before = found.get(name) or FactField(
                descriptor=name,
                label=criterion.label,
                requirements=(),
                keys=(),
                levels=_levels(fit.role, criterion),
                unit=fit.role.scales[criterion.scale].unit,
                could_add=0,
                minimum=None,
                languages=fit.role.languages,
            )
            states = [state for state in (before.minimum, question.minimum) if state is not None]
            found[name] = evolve(
                before,
                requirements=tuple(dict.fromkeys((*before.requirements, entry.id))),
                keys=tuple(dict.fromkeys((*before.keys, *_keys(fit.role, criterion)))),
                could_add=max(before.could_add, question.could_add),
                minimum=min(states, key=STATES.index, default=None),
                evidence=tuple(sorted({*before.evidence, *_proofs(fit.role, entry, criterion)}, key=attrgetter("id"))),
            )
    return tuple(sorted(found.values(), key=lambda field: -field.could_add))


def _proofs(role: CompiledRole, entry: CompiledRequirement, criterion: Criterion) -> tuple[FieldChoice, ...]:
    kinds = criterion.evidence if entry.minimum else ()
    return tuple(FieldChoice(id=kind, label=role.evidence[kind]) for kind in kinds)


def _keys(role: CompiledRole, criterion: Criterion) -> tuple[FieldChoice, ...]:
    keys = criterion.keys or ()
    return tuple(FieldChoice(id=key, label=role.terms.get(f"{criterion.descriptor}/{key}", NO_TEXT)) for key in keys)


def _levels(role: CompiledRole, criterion: Criterion) -> tuple[FieldChoice, ...]:
    scale = role.scales[criterion.scale]
    return tuple(FieldChoice(id=one, label=label) for one, label in zip(scale.levels, scale.labels, strict=True) if one)
