"""A small pack for results worked out by hand: levels, degrees held by field, months, and one relation between skills.

It is written as files and loaded as a user would load it, so that no example is a pack that the loader would refuse.
"""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

from parts import Tree, document, label

import roleprofile as rp

PACK = "worked"


def levels(name: str, ids: tuple[str, ...], **rest: Any) -> Tree:
    made = [{"id": level, "label": label(level.title())} for level in ids]
    rest = {"absent": ids[0]} | rest
    return document("scale", name, label=label(name), basis="judgement", levels=made, **rest)


def descriptor(name: str, scale: str, keys: str = "") -> Tree:
    entry = {"id": name, "type": "skill", "label": label(name.title()), "scale": scale}
    return entry | ({"keys": keys} if keys else {})


def term(name: str, *narrower: str) -> Tree:
    return {"id": name, "label": label(name.title())} | ({"narrower": [*map(term, narrower)]} if narrower else {})


HEAD = document(
    "pack",
    PACK,
    version="1.0.0",
    label=label("Worked"),
    languages=["en"],
    sources=[
        {"id": "book", "title": "The book", "claims": {"first": label("Talk matters.")}},
        {"id": "survey", "title": "The survey"},
    ],
    dimensions=[
        {"id": "size", "label": label("Size"), "vocabulary": "size"},
        {"id": "branch", "label": label("Branch"), "vocabulary": "field"},
        {"id": "customers", "label": label("Customers"), "vocabulary": "field"},
    ],
    effort="duration",
    fit={
        "evidence": "kinds",
        "thresholds": {"strong": 80, "viable": 60, "stretch": 35},
        "caps": {"not_met": "stretch", "unknown": "viable"},
        "own_word": "interview",
        "assessed_from": 40,
        "basis": "judgement",
    },
    development={"admits": "viable"},
)
MAP = {"id": "field", "vocabulary": "field", "label": label("Field")}
SMALL = term("small") | {"map": {"field": ["law"]}}
LARGE = term("large") | {"map": {"field": ["engineering"]}}
UNIT = {"en": {"one": "month", "other": "months"}}
BASE = (
    levels("skill", ("none", "basic", "working", "advanced", "expert"), below=[60, 20, 10]),
    levels("degree", ("none", "vocational", "bachelor", "master")),
    document("scale", "duration", label=label("Duration"), basis="judgement", unit=UNIT, maximum=1200),
    document("vocabulary", "field", label=label("Fields"), terms=[term("engineering", "mechanical"), term("law")]),
    document("vocabulary", "size", label=label("Sizes"), ordered=True, maps=[MAP], terms=[SMALL, LARGE]),
    # Weakest first.
    document(
        "vocabulary",
        "kinds",
        label=label("Kinds"),
        ordered=True,
        terms=[term("interview"), term("assessment"), term("certificate", "diploma")],
    ),
    document(
        "descriptors",
        "things",
        descriptors=[
            descriptor("dialogue", "skill"),
            descriptor("persuasion", "skill"),
            descriptor("rhetoric", "skill"),
            descriptor("education", "degree", "field"),
            descriptor("sales", "duration"),
            descriptor("contacts", "duration"),
            descriptor("service", "duration", "field"),
            descriptor("talk", "skill") | {"deprecated": True, "replaced_by": "dialogue"},
        ],
        relations=[{"from": "rhetoric", "to": "persuasion", "lower_by": 1, "up_to": "working", "basis": "judgement"}],
    ),
)


def role(name: str, requirements: list[Tree], **sections: Any) -> Tree:
    """A role; a requirement weighs 1 and is called ``r-0``, ``r-1`` and so on where it does not say more."""
    entries = [{"id": f"r-{i}", "weight": 1} | entry for i, entry in enumerate(requirements)]
    sections = {"defaults": {"basis": "judgement"}, "requirements": entries} | sections
    return document("role", name, version="1.0.0", label=label(name.title()), **sections)


#: A role that brings months of sales, as many as it was held.
SELLER = role("seller", [{"id": "sales", "asks": 1}], provides={"sales": "months-held"})


def catalog_of(*documents: Tree, head: Tree = HEAD, beside: tuple[Tree, ...] = ()) -> rp.Catalog:
    """The catalog of the small pack and these documents, and of the pack ``beside`` it; asked for again, the same."""
    return _loaded(json.dumps([[head, *BASE, *documents], beside]))


@functools.cache
def _loaded(text: str) -> rp.Catalog:
    with tempfile.TemporaryDirectory() as folder:
        for pack, trees in enumerate(json.loads(text)):
            for tree in trees:
                name = "pack" if tree["kind"] == "pack" else f"{tree['kind']}/{tree['id']}"
                path = Path(folder, str(pack), f"{name}.yaml")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(tree), encoding="utf-8")
        return rp.load(folder)


def fit_of(  # noqa: PLR0913 - all that a fit hangs on
    requirements: list[Tree],
    facts: Any = (),
    closed: Any = (),
    size: str = "small",
    *,
    roles_held: Any = (),
    context: Any = (),
    others: tuple[Tree, ...] = (),
    head: Tree = HEAD,
    beside: tuple[Tree, ...] = (),
    as_of: str | None = None,
    **sections: Any,
) -> rp.Fit:
    """The fit of somebody with these facts and roles, for a role with these requirements and sections."""
    catalog = catalog_of(SELLER, role("worked", requirements, **sections), *others, head=head, beside=beside)
    held = [rp.RoleHeld(*one) for one in roles_held]
    said = [rp.Fact(*fact) for fact in facts]
    person = catalog.person("p-1", facts=said, closed=closed, roles_held=held, as_of=as_of)
    return catalog.scorer("worked", {"size": size, **dict(context)}).score(person)
