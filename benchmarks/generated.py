"""Generated input for the benchmarks: a pack of any number of roles, and people for the first of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import roleprofile as rp
from roleprofile.model.development import Job, Option
from roleprofile.model.values import FrozenMap, Text

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("none", "basic", "working", "advanced", "expert")
FIELDS = ("arts", "economics", "engineering", "law", "physics", "psychology")
SKILLS = tuple(f"skill-{i}" for i in range(30))
AMOUNTS = tuple(f"months-of-{name}" for name in ("sales", "service", "teaching", "travel"))
KEYED = ("degree", "course")
WORDS = ("analysis", "audit", "customer", "data", "design", "finance", "knowledge", "market", "metal", "planning")
WORDS += ("negotiation", "office", "process", "product", "quality", "sales", "service", "support", "team", "writing")

HEAD = """\
kind: pack
schema: 1
id: generated
version: "1.0.0"
label: {en: Generated}
languages: [en]
fit:
  evidence: evidence
  thresholds: {strong: 80, viable: 60, stretch: 35}
  caps: {not_met: stretch, unknown: viable}
  own_word: statement
  assessed_from: 40
  basis: judgement
development: {admits: viable}
"""


def write_pack(folder: Path, roles: int) -> list[Path]:
    """Write a pack of that many roles; the paths of its role files."""
    for name in ("scales", "vocabularies", "descriptors", "roles"):
        (folder / name).mkdir(parents=True)
    _write(folder / "pack.yaml", HEAD)
    levels = "".join(f"  - {{id: {name}, label: {{en: {name.title()}}}}}\n" for name in LEVELS)
    rest = f"label: {{en: Skill}}\nbasis: judgement\nlevels:\n{levels}absent: none\nbelow: [60, 20]"
    _document(folder / "scales", "scale", "skill", rest)
    months = "label: {en: Months}\nbasis: judgement\nunit: {en: {one: month, other: months}}\nmaximum: 1200"
    _document(folder / "scales", "scale", "months", months)
    for name, terms in (("field", FIELDS), ("evidence", ("statement", "certificate"))):
        listed = "".join(f"  - {{id: {term}, label: {{en: {term.title()}}}}}\n" for term in terms)
        _document(folder / "vocabularies", "vocabulary", name, f"label: {{en: {name.title()}}}\nterms:\n{listed}")
    listed = "".join(f"  - {{id: {name}, type: skill, label: {{en: {name}}}, scale: skill}}\n" for name in SKILLS)
    listed += "".join(
        f"  - {{id: {name}, type: experience, label: {{en: {name}}}, scale: months}}\n" for name in AMOUNTS
    )
    listed += "".join(
        f"  - {{id: {name}, type: qualification, label: {{en: {name}}}, scale: skill, keys: field}}\n" for name in KEYED
    )
    relations = "".join(
        f"  - {{from: {one}, to: {other}, lower_by: 1, up_to: working, basis: judgement}}\n"
        for one, other in zip(SKILLS, SKILLS[7:], strict=False)
    )
    _document(folder / "descriptors", "descriptors", "things", f"descriptors:\n{listed}relations:\n{relations}")
    source = random.Random(7)
    for number in range(roles):
        _document(folder / "roles", "role", f"role-{number}", _role(source))
    return sorted((folder / "roles").iterdir())


def write_big_role(folder: Path, source: random.Random) -> None:
    """Add a role that asks for every skill, thirty of them, some as minimum requirements."""
    lines = ['version: "1.0.0"', "label: {en: A big role}", "defaults: {basis: judgement}", "requirements:"]
    for name in SKILLS:
        lines += [
            f"  - id: {name}",
            f"    asks: {source.choice(LEVELS[2:])}",
            f"    weight: {source.randint(1, 9)}",
            f"    necessity: {source.choice(('minimum', 'important', 'important'))}",
        ]
    _document(folder / "roles", "role", "big", "\n".join(lines))


def write_jobs(folder: Path, source: random.Random, count: int) -> None:
    """Add roles that ask for five skills, two of them as minimum requirements, and provide three."""
    for number in range(count):
        lines = ['version: "1.0.0"', "label: {en: A job}", "defaults: {basis: judgement}", "requirements:"]
        for place, name in enumerate(source.sample(SKILLS, 5)):
            necessity = "minimum" if place < 2 else "important"
            lines.append(f"  - {{id: {name}, asks: working, weight: {source.randint(1, 9)}, necessity: {necessity}}}")
        provided = ", ".join(f"{name}: {source.choice(LEVELS[2:])}" for name in source.sample(SKILLS, 3))
        lines.append(f"provides: {{{provided}}}")
        _document(folder / "roles", "role", f"job-{number}", "\n".join(lines))


def write_variants(folder: Path, count: int, dimensions: int) -> None:
    """Add a role with that many variants of one requirement, which set one field in each dimension of the context."""
    each = -(-count // dimensions)
    heads, lines = ["dimensions:"], ['version: "1.0.0"', "label: {en: Many variants}", "defaults: {basis: judgement}"]
    lines += ["requirements:", f"  - {{id: {AMOUNTS[0]}, asks: 300, weight: 3, necessity: minimum}}"]
    lines += [f"  - {{id: {name}, asks: working, weight: 3}}" for name in SKILLS[:19]]
    lines.append("variants:")
    for number, (key, first) in enumerate((("from", 1), ("asks", 200), ("weight", 1), ("at_least", 5))[:dimensions]):
        heads.append(f"  - {{id: dimension-{number}, label: {{en: Dimension}}, vocabulary: terms}}")
        for place in range(min(each, count - number * each)):
            when = f"dimension-{number}: term-{place}"
            change = f"{AMOUNTS[0]}: {{{key}: {first + place}}}"
            name = f"variant-{number}-{place}"
            lines.append(f"  - {{id: {name}, label: {{en: Variant}}, when: {{{when}}}, set: {{{change}}}}}")
    listed = "".join(f"  - {{id: term-{place}, label: {{en: Term}}}}\n" for place in range(each))
    _write(folder / "pack.yaml", HEAD + "\n".join(heads) + "\n")
    _document(folder / "vocabularies", "vocabulary", "terms", f"label: {{en: Terms}}\nterms:\n{listed}")
    _document(folder / "roles", "role", "many-variants", "\n".join(lines))


def long_ids(source: random.Random, count: int) -> tuple[str, ...]:
    """That many different ids of about forty letters, made of a few words, sorted."""
    found: set[str] = set()
    while len(found) < count:
        found.add("-".join((*source.choices(WORDS, k=5), str(source.randint(0, 9999)))))
    return tuple(sorted(found))


def options(source: random.Random, count: int, jobs: int = 0) -> dict[str, Option]:
    """Courses that each raise one to three skills, of which three in ten admit only who holds something, and jobs."""
    found = {}
    for number in range(jobs):
        name = f"job-option-{number:03}"
        found[f"generated:{name}"] = Option(
            id=name,
            label=Text({"en": name}),
            kind="stepping-stone",
            effort=source.randint(10, 60),
            job=Job(role=f"job-{number}", months=12),
            basis="judgement",
            pack="generated",
        )
    count -= jobs
    for number in range(count):
        name = f"option-{number:03}"
        admits = {source.choice(SKILLS): "basic"} if source.random() < 0.3 else {}
        found[f"generated:{name}"] = Option(
            id=name,
            label=Text({"en": name}),
            kind="course",
            effort=source.randint(2, 40),
            raises=FrozenMap(
                {s: source.choice(LEVELS[1:]) for s in source.sample(SKILLS, source.choice((1, 2, 2, 3)))}
            ),
            open_to=FrozenMap(admits),
            basis="judgement",
            pack="generated",
        )
    return found


def _role(source: random.Random) -> str:
    """Twenty requirements: fourteen levels, three amounts, two with keys, one group."""
    lines = ['version: "1.0.0"', "label: {en: A role}", "defaults: {basis: judgement}", "requirements:"]
    skills = source.sample(SKILLS, 15)
    for name in skills[:14]:
        lines += [
            f"  - id: {name}",
            f"    asks: {source.choice(LEVELS[1:])}",
            f"    weight: {source.randint(1, 9)}",
            f"    necessity: {source.choice(('important', 'important', 'minimum'))}",
        ]
    for name in AMOUNTS[:3]:
        lines += [
            f"  - id: {name}",
            f"    asks: {source.randint(12, 60)}",
            f"    from: {source.randint(0, 6)}",
            "    weight: 3",
        ]
    for name in KEYED:
        first, *others = source.sample(FIELDS, 3)
        shares = ", ".join([f"{first}: 100", *(f"{other}: {source.randint(20, 90)}" for other in others)])
        lines += [
            f"  - id: {name}",
            f"    for: {{{shares}}}",
            f"    asks: {source.choice(LEVELS[1:])}",
            "    weight: 4",
        ]
    lines += [
        "  - id: either",
        "    label: {en: Either}",
        "    any_of:",
        f"      - {{descriptor: {skills[14]}, asks: advanced}}",
        f"      - {{descriptor: {AMOUNTS[3]}, asks: 24, worth: 50}}",
        "    weight: 5",
    ]
    return "\n".join(lines)


def _document(folder: Path, kind: str, name: str, rest: str) -> None:
    _write(folder / f"{name}.yaml", f"kind: {kind}\nschema: 1\nid: {name}\n{rest}\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def people(catalog: rp.Catalog, count: int) -> list[rp.Person]:
    """People who have said most of what roles ask; some of them all, in closed lists."""
    source = random.Random(11)
    found = []
    for number in range(count):
        facts = [rp.Fact(name, source.choice(LEVELS)) for name in SKILLS if source.random() < 0.6]
        facts += [rp.Fact(name, source.randint(0, 80)) for name in AMOUNTS if source.random() < 0.6]
        facts += [
            rp.Fact(name, source.choice(LEVELS), key) for name in KEYED for key in FIELDS if source.random() < 0.3
        ]
        closed = source.sample((*SKILLS, *AMOUNTS, *KEYED), 4)
        found.append(catalog.person(f"p-{number}", facts=facts, closed=closed))
    return found
