"""Check one document of any kind against the catalog; packs and people are checked here."""

from __future__ import annotations

from itertools import pairwise

from roleprofile.errors import CODES, is_warning
from roleprofile.loading.approval_checks import check_approvals
from roleprofile.loading.case_checks import check_cases
from roleprofile.loading.checker import Checker
from roleprofile.loading.context_checks import check_context
from roleprofile.loading.people import statement
from roleprofile.loading.role_checks import check_role
from roleprofile.loading.transition_checks import check_development, check_transitions
from roleprofile.loading.versions import version_fits
from roleprofile.loading.vocabulary_checks import check_descriptors, check_scale, check_vocabulary
from roleprofile.model.approval import ApprovalList
from roleprofile.model.case import CaseList
from roleprofile.model.descriptor import DescriptorList
from roleprofile.model.development import OptionList
from roleprofile.model.finding import STRAIGHT, typographic
from roleprofile.model.grades import GRADE
from roleprofile.model.pack import VERDICTS, Pack
from roleprofile.model.person import Person
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.transition import TransitionList
from roleprofile.model.values import Pointer, closest
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.person_builder import build_person


def check(checker: Checker) -> None:  # noqa: C901 - a kind of document each
    """Check one document against the catalog, except the facts of a person (see :func:`check_person`)."""
    model = checker.document.model
    file = checker.document.file
    checker.texts()
    checker.protected()
    if not isinstance(model, Pack) and model.id != file.stem:
        message = f'the id "{model.id}" differs from the file name "{file.stem}"'
        checker.add(("id",), "RP210", message, f"write id: {file.stem}, or rename the file")
    if isinstance(model, Pack):
        _pack(checker, model)
    elif isinstance(model, Scale):
        check_scale(checker, model)
    elif isinstance(model, Vocabulary):
        check_vocabulary(checker, model)
    elif isinstance(model, DescriptorList):
        check_descriptors(checker, model)
    elif isinstance(model, Role) and not model.extends:
        check_role(checker, model)
    elif isinstance(model, TransitionList):
        check_transitions(checker, model)
    elif isinstance(model, OptionList):
        check_development(checker, model)
    elif isinstance(model, CaseList):
        check_cases(checker, model)
    elif isinstance(model, ApprovalList):
        check_approvals(checker, model)


def check_person(checker: Checker, *, count: bool) -> Person | None:
    """Check the document of a person; returns ``None`` if it has a mistake or ``count`` is false."""
    document = checker.document
    model = document.model
    assert isinstance(model, PersonDocument)  # noqa: S101 - the caller sorts the documents by kind
    pack = checker.pack.id
    said = statement(model, checker.catalog, pack)
    person, findings = build_person(checker.catalog, said, pack, count=count and not document.failed)
    for finding in findings:
        if not checker.excused(finding):
            document.add(finding)
    return person


def _pack(checker: Checker, pack: Pack) -> None:
    checker.unique(((s.id, ("sources", i)) for i, s in enumerate(pack.sources)), "source")
    checker.unique(((d.id, ("dimensions", i)) for i, d in enumerate(pack.dimensions)), "dimension")
    checker.unique(((s.id, ("situations", i)) for i, s in enumerate(pack.situations)), "situation")
    defaults = [i for i, source in enumerate(pack.sources) if source.default]
    for index in defaults[1:]:
        message = "there is already a default source"
        checker.add(("sources", index, "default"), "RP309", message, "only one source can be the default")
    for name, wanted in pack.requires.items():
        _required(checker, name, wanted)
    for index, dimension in enumerate(pack.dimensions):
        place: Pointer = ("dimensions", index)
        if dimension.id == GRADE:
            message, hint = '"grade" is the dimension of the grades of a role', "rename it, or give the roles grades:"
            checker.add((*place, "id"), "RP309", message, hint)
        for other in checker.catalog.scope(pack.id)[1:]:
            if any(dimension.id == theirs.id for theirs in checker.catalog.packs[other].dimensions):
                message = f'the dimension "{dimension.id}" is declared by pack {other}'
                checker.add((*place, "id"), "RP309", message, "use that dimension, or rename this one")
        vocabularies = checker.catalog.vocabularies
        checker.find(vocabularies, dimension.vocabulary, (*place, "vocabulary"), "RP303", "vocabulary")
    _fit(checker, pack)
    _development(checker, pack)
    if pack.effort:
        scale = checker.find(checker.catalog.scales, pack.effort, ("effort",), "RP302", "scale")
        if scale is not None and not scale.is_amount:
            checker.add(("effort",), "RP315", f"{scale.id} has levels, but efforts are amounts", "name an amount")
    _situations(checker, pack)
    for index, entry in enumerate(pack.ignore):
        _ignored(checker, entry.code, ("ignore", index, "code"))


def _ignored(checker: Checker, code: str, place: Pointer) -> None:
    """Check that an entry of ``ignore:`` names a warning, because errors cannot be ignored."""
    if is_warning(code):
        return
    if code in CODES:
        message = f"{code} is an error, and only warnings (codes from RP401 to RP499) can be ignored"
        checker.add(place, "RP205", message, f"to fix it, see: roleprofile explain {code}")
    else:
        hint = closest(code, [known for known in CODES if is_warning(known)])
        checker.add(place, "RP205", f'there is no problem code "{code}"', hint or "roleprofile check prints the codes")


def _required(checker: Checker, name: str, wanted: str) -> None:
    place: Pointer = ("requires", name)
    own = checker.pack.id
    if own in checker.catalog.scope(name):
        message = f'pack "{own}" requires itself'
        if name != own:
            message = f'pack "{own}" requires "{name}", which requires "{own}"'
        hint = "leave it out" if name == own else "leave one of the two out, or put what both need into a third pack"
        checker.add(place, "RP347", message, hint, at_key=True)
        return
    try:
        version_fits("0.0.0", wanted)
    except ValueError:
        hint = STRAIGHT if typographic(wanted) else 'write, for example, ">=1,<2"'
        checker.add(place, "RP313", f'"{wanted}" is not a range of versions', hint)
        return
    if name not in checker.catalog.packs:
        if name not in checker.missing:
            hint = "give its folder as well, or put it next to this pack"
            checker.add(place, "RP313", f'there is no pack "{name}"', hint, at_key=True)
        return
    have = checker.catalog.packs[name].version
    if not version_fits(have, wanted):
        message = f'pack "{checker.pack.id}" requires "{name}" {wanted}, but version {have} was found'
        checker.add(place, "RP313", message, "change the range, or load another version of that pack")


def _fit(checker: Checker, pack: Pack) -> None:
    if pack.fit is None:
        return
    checker.rests(pack.fit, ("fit",), noun="set of thresholds")
    vocabularies = checker.catalog.vocabularies
    checker.find(vocabularies, pack.fit.evidence, ("fit", "evidence"), "RP303", "vocabulary")
    kinds = checker.catalog.evidence_kinds(pack.id)
    if kinds is not None:
        checker.one_of(pack.fit.own_word, kinds.term_ids, ("fit", "own_word"), "RP304", "evidence kind")
    limits = [(name, pack.fit.thresholds[name]) for name in VERDICTS[:-1]]
    for (better, high), (name, low) in pairwise(limits):
        if low >= high:
            message = f"{name} begins at {low}, which is not below {better} at {high}"
            checker.add(("fit", "thresholds", name), "RP207", message, "a better verdict needs a higher threshold")
    caps = pack.fit.caps
    if VERDICTS.index(caps["not_met"]) < VERDICTS.index(caps["unknown"]):
        message = f"an unmet minimum is capped at {caps['not_met']}, but an unknown one at only {caps['unknown']}"
        hint = "cap not_met at the same verdict as unknown, or at a worse one"
        checker.add(("fit", "caps", "not_met"), "RP339", message, hint)


def _development(checker: Checker, pack: Pack) -> None:
    catalog = checker.catalog
    jobs = [one for one in catalog.options.values() if one.pack == pack.id and one.job and not one.admits]
    if jobs and not checker.incomplete and not any(catalog.packs[name].development for name in catalog.scope(pack.id)):
        message = f'missing key "development": nothing says whom the job "{jobs[0].id}" admits'
        checker.add((), "RP202", message, "add the line: development: {admits: viable}")


def _situations(checker: Checker, pack: Pack) -> None:
    known = checker.catalog.vocabulary_of(pack.id)
    for index, situation in enumerate(pack.situations):
        check_context(checker, situation.context, ("situations", index, "context"), known)
