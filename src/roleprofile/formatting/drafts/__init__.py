"""Valid drafts of documents, with notes for their authors. The templates lie beside this file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from string import Template

from roleprofile.errors import UnknownIdError
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.context import dimensions_read
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.scale import Scale
from roleprofile.model.vocabulary import ANY, UNSPECIFIED
from roleprofile.model.yaml_text import flow, scalar

#: The number of requirements in a new role: with three, none decides alone.
_BEGINNING = 3
#: The number of folders above a pack in which schemas are searched.
_NEAR = 4


def pack_draft(pack_id: str, label: str, languages: Sequence[str], owner: str) -> str:
    """The head of a new pack, which builds on core.

    Args:
        pack_id: Its id.
        label: Its name in the first language.
        languages: Codes, at least one.
        owner: The person who answers for it.
    """
    listed = ", ".join(map(scalar, languages))
    language = scalar(languages[0])
    return _filled("pack", id=pack_id, label=scalar(label), language=language, languages=listed, owner=scalar(owner))


def role_draft(
    catalog: CatalogData, pack: str, role_id: str, label: str, family: str = "", grades: Sequence[str] = ()
) -> str:
    """A role that asks for a few descriptors which the pack has or builds on; with grades, each asks for more.

    Raises :class:`~roleprofile.errors.UnknownIdError` where there is no such descriptor.
    """
    begun = _begun(catalog, pack)
    language = _language(catalog, pack)
    asked = [
        f"  - id: {name}\n    asks: {_by_grade(catalog, pack, name, grades) or level}\n"
        f"    weight: {2 if place < _BEGINNING - 1 else 1}\n    needed_for: [first-duty]"
        for place, (name, level) in enumerate(begun)
    ]
    return _filled(
        "role",
        id=role_id,
        label=scalar(label),
        language=language,
        grades=f"grades:  # the lowest first\n{_listed(grades, language)}" if grades else "",
        family=f"job_family: {family}\n" if family else "# job_family: sales\n",
        requirements="\n".join(asked),
        provides="\n".join(f"  {name}: {level}" for name, level in begun),
        example=begun[-1][0],
        level=begun[-1][1],
    )


def _begun(catalog: CatalogData, pack: str) -> list[tuple[str, str]]:
    """The first descriptors to ask for, with a level of each."""
    found = _beginnings(catalog, pack)[:_BEGINNING]
    if not found:
        raise UnknownIdError(f"pack {pack!r} has no descriptor yet; start with: roleprofile new descriptor ID")
    return found


def _by_grade(catalog: CatalogData, pack: str, name: str, grades: Sequence[str]) -> str:
    """A level for each grade that asks for more than the one below it; ``""`` without grades."""
    levels = catalog.scale_of(catalog.descriptor(name, pack)).by_rank[1:]
    return flow(dict(zip(grades, levels, strict=False))) if grades else ""


def _listed(ids: Sequence[str], language: str) -> str:
    """Entries of a list with their labels, a line each."""
    return "\n".join(f"  - {flow({'id': one, 'label': {language: as_label(one)}})}" for one in ids)


def as_label(entry_id: str) -> str:
    """An id in words.

    >>> as_label("band-5")
    'Band 5'
    """
    return entry_id.replace("-", " ").capitalize()


def scale_draft(catalog: CatalogData, pack: str, scale_id: str, label: str, levels: Sequence[str] = ()) -> str:
    """A scale of levels, the lowest first, which is that of a person who does not have it."""
    language = _language(catalog, pack)
    names = levels or ("none", "basic", "working", "advanced")
    return _filled(
        "scale",
        id=scale_id,
        label=scalar(label),
        language=language,
        levels=_listed(names, language),
        lowest=scalar(names[0]),
    )


def vocabulary_draft(catalog: CatalogData, pack: str, vocabulary_id: str, label: str) -> str:
    """A list of two terms."""
    return _filled("vocabulary", id=vocabulary_id, label=scalar(label), language=_language(catalog, pack))


def person_draft(catalog: CatalogData, pack: str, person_id: str) -> str:
    """A person with a value of each of a few descriptors.

    Raises :class:`~roleprofile.errors.UnknownIdError` where there is no descriptor.
    """
    begun = _begun(catalog, pack)
    evidence = catalog.evidence_kinds(pack)
    proof = f", evidence: {{kind: {evidence.term_ids[-1]}}}" if evidence is not None else ""
    facts = [f"  {name}: {{value: {scalar(level)}{proof}}}" for name, level in begun]
    role = next((short(full) for full in sorted(catalog.roles) if full.partition(":")[0] == pack), "a-role")
    return _filled("person", id=person_id, facts="\n".join(facts), example=begun[0][0], role=role)


def development_draft(catalog: CatalogData, pack: str, list_id: str) -> str:
    """A list with one course.

    Raises :class:`~roleprofile.errors.UnknownIdError` where there is no descriptor, or no unit of effort.
    """
    name, level = _begun(catalog, pack)[0]
    unit = _effort(catalog, pack)
    return _filled(
        "development", id=list_id, language=_language(catalog, pack), example=name, level=scalar(level), unit=unit.id
    )


def patch_draft(catalog: CatalogData, pack: str, patch_id: str, ref: str) -> str:
    """A patch of a role of another pack, which raises the weight of its first requirement.

    Raises :class:`~roleprofile.errors.UnknownIdError` for a role that is unknown, or of the same pack.
    """
    role = catalog.roles[catalog.find(catalog.roles, ref, pack, "role")]
    if role.pack == pack:
        message = f"{ref} is a role of this pack, so change its own file; a patch is for a role of another pack"
        raise UnknownIdError(message)
    first = role.requirements[0]
    weight = first.weight if isinstance(first.weight, int) else 1
    return _filled(
        "role-patch",
        id=patch_id,
        role=ref,
        entry=first.id,
        weight=str(weight + 1),
        before=str(weight),
        duty=role.duties[0].id if role.duties else "duty",
        example=first.descriptor or first.id,
        level="working",
    )


def _effort(catalog: CatalogData, pack: str) -> Scale:
    unit = catalog.effort_scale(pack)
    if unit is None:
        raise UnknownIdError(f"pack {pack!r} defines no unit of effort; add effort: weeks to pack.yaml")
    return unit


def descriptor_draft(
    catalog: CatalogData, pack: str, descriptor_id: str, label: str, *, type_: str, scale: str = "", keys: str = ""
) -> str:
    """A list with one descriptor; the default scale is ``proficiency``, or else the first scale of levels.

    Raises :class:`~roleprofile.errors.UnknownIdError` for a scale or a vocabulary that is not there.
    """
    names = catalog.names(catalog.scales, pack)
    graded = [name for name in names if catalog.scales[catalog.find(catalog.scales, name, pack)].levels]
    if not scale:
        if not names:
            raise UnknownIdError(f"pack {pack!r} has no scale; add requires: {{core: '>=1,<2'}} to it")
        scale = "proficiency" if "proficiency" in graded else (graded or list(names))[0]
    found = catalog.scales[catalog.find(catalog.scales, scale, pack, "scale")]
    if keys:
        catalog.find(catalog.vocabularies, keys, pack, "vocabulary")
    language = _language(catalog, pack)
    notes = [
        "    # What one observes at each level; write one for each that a role asks for.",
        "    # anchors:",
        *(line for level in found.by_rank[1:] for line in (f"    #   {level}:", f"    #     {language}: ...")),
    ]
    return _filled(
        "descriptor",
        id=descriptor_id,
        label=scalar(label),
        language=language,
        type=type_,
        scale=scale,
        keys=f"\n    keys: {keys}" if keys else "",
        anchors="\n".join(notes) if found.levels else "",
    )


def transitions_draft(catalog: CatalogData, pack: str, target: str, origins: Iterable[str] = ()) -> str:
    """The transitions into a role from others; from any role within the firm where none is named.

    Raises :class:`~roleprofile.errors.UnknownIdError` for an unknown role, and where no pack names the scale of
    efforts.
    """
    for role in (target, *origins):
        catalog.find(catalog.roles, role, pack, "role")
    unit, language = _effort(catalog, pack), _language(catalog, pack)
    ways = [
        _filled("way", id=f"from-{_as_id(origin)}", origin=origin, mode=mode, unit=unit.id, language=language).rstrip()
        for origin, mode in ([(origin, "repurpose") for origin in origins] or [(ANY, "internal")])
    ]
    return _filled("transitions", id=_as_id(target), target=target, ways="\n".join(ways))


def _as_id(role: str) -> str:
    """The id of a role as part of another id: that of a grade, ``nurse/band-5``, with a hyphen."""
    return short(role).replace("/", "-")


def cases_draft(catalog: CatalogData, pack: str, cases_id: str, role: str = "") -> str:
    """A claim about a role that holds, for the first role of the pack unless one is named; of grades, the lowest.

    Raises :class:`~roleprofile.errors.UnknownIdError` where there is no role.
    """
    own = sorted(short(full) for full in catalog.roles if full.partition(":")[0] == pack)
    if not (role or own):
        raise UnknownIdError(f"pack {pack!r} has no role yet; start with: roleprofile new role ID --in {pack}")
    role = role or own[0]
    found = catalog.roles[catalog.find(catalog.roles, role, pack, "role")]
    if found.grades:
        role = f"{role}/{found.grades[0].id}"
    given = ", ".join(f"{name}: {UNSPECIFIED}" for name in dimensions_read(found))
    return _filled(
        "cases", id=cases_id, role=role, pack=pack, context=f"{{{given}}}", language=_language(catalog, pack)
    )


def modeline(kind: str, file: Path) -> str:
    """A comment that names the schema for editors, if it lies in a folder ``schemas`` near the file; or ``""``.

    ``roleprofile schema --all -o schemas`` writes such a folder.
    """
    for folder in list(file.absolute().parents)[: _NEAR + 1]:
        schema = folder / "schemas" / f"{kind}.schema.json"
        if schema.is_file():
            path = os.path.relpath(schema, file.absolute().parent).replace(os.sep, "/")
            return f"# yaml-language-server: $schema={path}\n"
    return ""


def _filled(name: str, **parts: str) -> str:
    text = resources.files("roleprofile.formatting.drafts").joinpath(f"{name}.yaml").read_text("utf-8")
    filled = Template(text).substitute(parts)
    return re.sub(r"\n{3,}", "\n\n", filled).rstrip("\n") + "\n"


def _language(catalog: CatalogData, pack: str) -> str:
    return scalar(catalog.packs[pack].languages[0])


def _beginnings(catalog: CatalogData, pack: str) -> list[tuple[str, str]]:
    """Descriptors without keys, with a level in the middle of their scale: those of the pack first."""
    found = []
    for name in catalog.names(catalog.descriptors, pack):
        full = catalog.candidates(catalog.descriptors, name, pack)
        if len(full) == 1 and _begins(descriptor := catalog.descriptors[full[0]]):
            levels = catalog.scale_of(descriptor).by_rank[1:]
            if levels:
                # Anchors describe the level to the author.
                anchored = [level for level in levels if level in descriptor.anchors] or levels
                rank = (not descriptor.anchors, descriptor.pack != pack, name)
                found.append((rank, (name, anchored[(len(anchored) - 1) // 2])))
    return [begun for _, begun in sorted(found)]


def _begins(descriptor: Descriptor) -> bool:
    return not descriptor.keys and not descriptor.deprecated
