"""Whole packs, contexts and people, generated: what the laws must hold for, whatever a pack says.

A pack is generated as the documents that its files would hold, and put together in memory, without files, schemas
and checks: so a law sees more packs in its time. ``test_strategies.py`` writes some to disk and loads them: nothing is
generated here that the loader would refuse, and what is put together here is what the loader would have made.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from parts import (
    DAYS,
    KINDS,
    LAST_DAYS,
    MARKETS,
    SIZES,
    TODAY,
    Tree,
    amounts,
    booleans,
    descriptors,
    document,
    integers,
    label,
    leaves,
    levels,
    pick,
    pick_some,
    provided,
    targets,
    term_ids,
    vocabularies,
)

from roleprofile.api import Catalog
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.packs import Folder
from roleprofile.model.catalog import IN_ORDER
from roleprofile.model.convert import structure
from roleprofile.model.days import last_day
from roleprofile.model.descriptor import DescriptorList
from roleprofile.model.pack import Pack
from roleprofile.model.person import Evidence, Fact, RoleHeld
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.values import FrozenMap, freeze
from roleprofile.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.model.descriptor import Relation
    from roleprofile.model.person import Person
    from roleprofile.scoring import Scorer

MODELS: dict[str, type[Any]] = {
    "pack": Pack,
    "scale": Scale,
    "vocabulary": Vocabulary,
    "descriptors": DescriptorList,
    "role": Role,
}
PACK = "generated"


# --- packs, contexts, people -------------------------------------------------------------------------------


@frozen(eq=False)
class World:
    """A pack, put together, and a context for its role ``target``."""

    documents: tuple[Tree, ...]
    catalog: Catalog = field(repr=False)
    context: dict[str, str]

    @functools.cached_property
    def scorer(self) -> Scorer:
        return self.catalog.scorer("target", self.context)

    def changed(self, **sections: Any) -> World:
        """The same with sections of the target's document changed."""
        documents = tuple(d | sections if d["id"] == "target" else d for d in self.documents)
        return World(documents, assembled(documents), self.context)

    def person(self, person: Person, **changes: Any) -> Person:
        """The same person with other facts, closed lists or roles held."""
        said = {"facts": person.facts, "closed": person.closed, "roles_held": person.roles_held}
        return self.catalog.person(person.id, **({**said, "as_of": person.as_of or None} | changes))


def file_name(tree: Tree) -> str:
    folder = {"scale": "scales/", "vocabulary": "vocabularies/", "role": "roles/", "person": "people/"}.get(
        tree["kind"], ""
    )
    return f"{folder}{tree['id'] if tree['kind'] != 'pack' else 'pack'}.yaml"


def assembled(documents: Iterable[Tree], digest: str = "0" * 64) -> Catalog:
    """The catalog of documents, in the order given."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in (*MODELS, "descriptor")}
    relations: list[Relation] = []
    for tree in map(freeze, documents):
        kind = tree["kind"]
        model = structure(tree, MODELS[kind])
        if kind == "descriptors":
            for one in model.descriptors:
                found["descriptor"][f"{PACK}:{one.id}"] = evolve(one, pack=PACK)
            relations += [evolve(one, pack=PACK) for one in model.relations]
            continue
        placed = {"pack": {"digest": digest}, "role": {"pack": PACK, "document": tree}}.get(kind, {"pack": PACK})
        found[kind][model.id if kind == "pack" else f"{PACK}:{model.id}"] = evolve(model, **placed)
    return Catalog(
        packs=FrozenMap(found["pack"]),
        scales=FrozenMap(dict(sorted(found["scale"].items()))),
        vocabularies=FrozenMap(dict(sorted(found["vocabulary"].items()))),
        descriptors=FrozenMap(dict(sorted(found["descriptor"].items()))),
        relations=tuple(sorted(relations, key=IN_ORDER["relations"])),
        roles=FrozenMap(dict(sorted(found["role"].items()))),
        fingerprint=digest,
    )


def gathered(documents: Iterable[Tree]) -> Gathering:
    """The documents as the folder of a pack that was read."""
    folder = Folder.at(Path(PACK))
    folder.replace({file_name(tree): json.dumps(tree).encode() for tree in documents}, DEFAULT_LIMITS)
    folder.digest = "0" * 64
    return Gathering(DEFAULT_LIMITS, [folder])


@st.composite
def worlds(draw: st.DrawFn, *, size: int = 5, partial: bool = True) -> World:
    """A pack with a role ``target`` of up to ``size`` requirements, a role ``past``, and a context."""
    scales = (levels(draw, "step"), levels(draw, "grade"), amounts(draw, "months"))
    fields, *others = vocabularies(draw)
    terms = {"field": term_ids(fields["terms"]), "market": MARKETS}
    listed, things = descriptors(draw, scales, terms)
    strong, viable, stretch = sorted(pick_some(draw, range(1, 101), 3, 3), reverse=True)
    verdicts = ("strong", "viable", "stretch", "remote")
    unknown, not_met = sorted((pick(draw, verdicts), pick(draw, verdicts)), key=verdicts.index)
    head = document(
        "pack",
        PACK,
        version="1.0.0",
        label=label("Generated"),
        languages=["en"],
        dimensions=[{"id": name, "label": label(name), "vocabulary": name} for name in ("market", "size")],
        fit={
            "evidence": "kinds",
            "thresholds": {"strong": strong, "viable": viable, "stretch": stretch},
            "caps": {"not_met": not_met, "unknown": unknown},
            "own_word": pick(draw, ("word", "report", "test")),
            "assessed_from": draw(integers(1, 100)),
            "basis": "judgement",
        },
    )
    past = document("role", "past", version="1.0.0", label=label("past"), defaults={"basis": "judgement"})
    past["requirements"] = [{"id": things[0].id, "weight": 1} | leaves(draw, things[:1], minimum=False, fixed=True)]
    past["provides"] = provided(draw, things)
    target = targets(draw, things, size)
    documents = (head, *scales, fields, *others, listed, past, target)
    return World(documents, assembled(documents), draw(contexts(partial=partial)))


@st.composite
def contexts(draw: st.DrawFn, *, partial: bool = True) -> dict[str, str]:
    unspecified = ("unspecified",) if partial else ()
    return {
        "market": pick(draw, MARKETS + unspecified),
        "size": pick(draw, SIZES + unspecified),
    }


@st.composite
def facts(draw: st.DrawFn, world: World) -> Fact:
    """A fact; most often on something that the target reads, and near what it asks."""
    catalog, read = world.catalog, leaves_of(world.scorer)
    aim = pick(draw, [*read, *read, None])
    descriptor = aim.descriptor if aim else pick(draw, list(catalog.descriptors))
    model = catalog.descriptors[descriptor]
    scale, terms = catalog.scale_of(model), catalog.keys_of(model)
    key = pick(draw, [*aim.keys][:3] if aim and aim.keys else terms.term_ids) if terms else ""
    top, low = scale.top, int(scale.absent is False)
    if aim and draw(booleans):
        rank = pick(draw, (aim.asked, max(aim.asked - 1, low), min(aim.asked + 1, top)))
    else:
        rank = draw(integers(low, min(top, 70)))
    value = scale.value(rank)
    if draw(booleans):
        return Fact(descriptor, value, key)
    on, until = pick(draw, DAYS), pick(draw, LAST_DAYS)
    holds = until and last_day(until) >= on
    return Fact(descriptor, value, key, Evidence(pick(draw, KINDS), "", on, until if holds else ""))


def leaves_of(scorer: Scorer) -> list[Any]:
    role = scorer.role
    found = [leaf for entry in (*role.requirements, *role.extras) for leaf in entry.leaves]
    return found + [leaf for one in role.onboarding for leaf in one.entry.leaves]


@st.composite
def roles_held(draw: st.DrawFn) -> RoleHeld:
    """A role held, perhaps with the months in all jobs that bring the same."""
    months = draw(integers(0, 30))
    in_all = months + draw(integers(0, 30)) if draw(booleans) else None
    return RoleHeld(pick(draw, ("past", "target")), months, draw(contexts()), in_all)


@st.composite
def people(draw: st.DrawFn, world: World, name: str = "p-1") -> Person:
    """A person of up to eight facts, some lists closed, some roles held, and perhaps a day."""
    said = [draw(facts(world)) for _ in range(draw(integers(0, 8)))]
    names = tuple(world.catalog.descriptors)
    closed = pick(draw, ("none", "none", "some", "all"))
    lists = {"none": (), "all": "all", "some": ()}[closed]
    if closed == "some":
        lists = pick_some(draw, names, 1, 3)
    held = [draw(roles_held()) for _ in range(pick(draw, (0, 1, 1, 2)))]
    day = TODAY if draw(booleans) else None
    return world.catalog.person(name, facts=said, closed=lists, roles_held=held, as_of=day)


@st.composite
def cases(draw: st.DrawFn, **options: Any) -> tuple[World, Person]:
    """A world and a person of it."""
    world = draw(worlds(**options))
    return world, draw(people(world))
