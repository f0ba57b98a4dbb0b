"""Load a catalog: read packs and the packs that they require, check all references, report all problems at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from attrs import evolve

from roleprofile.errors import ArgumentValueError, LoadError, PersonError, Problem
from roleprofile.loading.approval_checks import check_standing
from roleprofile.loading.assembly import (
    Member,
    assembled,
    duplicates,
    entries_of,
    ids_of_mistakes,
    roles_with_stand_ins,
)
from roleprofile.loading.checker import Checker
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.document import File, ParsedDocument, judge, read, read_text
from roleprofile.loading.effective_roles import Overlays
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.overlay_checks import check_overlays
from roleprofile.loading.packs import Folder, printable, read_folder
from roleprofile.loading.people import as_tree, statement, with_plain_texts
from roleprofile.loading.protected_checks import protected_findings
from roleprofile.loading.reference_checks import check, check_person
from roleprofile.model.catalog import CatalogData
from roleprofile.model.pack_file import PackFile
from roleprofile.model.person import Person
from roleprofile.model.values import Finding, FrozenMap, Pointer
from roleprofile.rules.approvals import Register
from roleprofile.rules.person_builder import build_person
from roleprofile.rules.selection import EVERYTHING, Choice, Entry, Left, chosen

OnError = Literal["raise", "skip"]
Discover = Literal["configured"] | bool


def load_catalog(
    paths: Sequence[str | Path],
    *,
    on_error: OnError = "raise",
    limits: Limits = DEFAULT_LIMITS,
    choice: Choice = EVERYTHING,
    discover: Discover = False,
) -> CatalogData:
    """The catalog of the packs at ``paths`` and the packs that they require; without paths, of the shipped packs.

    Args:
        paths: Folders of packs, or folders that contain them.
        on_error: With ``"skip"``, files with mistakes are left out, with all files that rest on them. A mistake in
            ``pack.yaml`` leaves out the whole pack. ``catalog.problems`` lists the reasons.
        limits: The limits of the size of a file and a pack.
        choice: The day on which rules must be in force, and whether they must be approved.
        discover: ``"configured"`` adds the packs that the project of the working directory names; ``True`` adds the
            installed and shipped packs as well.

    Raises:
        LoadError: With every problem of every file.
    """
    return load_with_files(paths, on_error=on_error, limits=limits, choice=choice, discover=discover)[0]


def load_with_files(
    paths: Sequence[str | Path],
    *,
    on_error: OnError = "raise",
    limits: Limits = DEFAULT_LIMITS,
    choice: Choice = EVERYTHING,
    discover: Discover = False,
) -> tuple[CatalogData, Overlays]:
    """As :func:`load_catalog`, with the overlays that built the roles."""
    return finished(read_packs(paths, limits, discover=discover), on_error, choice)


def read_packs(
    paths: Sequence[str | Path], limits: Limits = DEFAULT_LIMITS, *, discover: Discover = False
) -> Gathering:
    """Read the folders of the packs at ``paths`` and of the packs that they require, without checks."""
    gathered = Gathering(limits)
    for path in paths:
        gathered.read(Path(path))
    if discover:
        gathered.read_configured(needed=discover == "configured")
    if discover is True:
        gathered.read_installed()
    elif not paths and not discover:
        gathered.read_shipped()
    gathered.read_required()
    return gathered


def load_drafts(
    root: Path,
    drafts: Mapping[str, bytes],
    paths: Sequence[str | Path] = (),
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> CatalogData:
    """The catalog with some files of the pack at ``root`` added or replaced; nothing is written.

    Args:
        root: The pack's folder, which need not exist yet.
        drafts: The bytes of each file, by its path in the folder.
        paths: More packs to load.
        limits: As for :func:`load_catalog`.

    Raises:
        LoadError: With every problem of every file, drafts included.
    """
    gathered = Gathering(limits)
    folder = read_folder(root, limits) if root.is_dir() else Folder.at(root)
    folder.replace(drafts, limits)
    gathered.folders.append(folder)
    for path in paths:
        gathered.read(Path(path))
    gathered.read_required()
    return checked(gathered)


def load_changed(paths: Sequence[str | Path], files: Mapping[Path, bytes]) -> CatalogData:
    """The catalog of packs with other content in some of their files, or with new files; nothing is written.

    Args:
        paths: The packs, as for :func:`load_catalog`.
        files: The content of files, by path. A file in none of the folders of the packs is not read.

    Raises:
        LoadError: With every problem of every file.
    """
    gathered = read_packs(paths)
    for path, data in files.items():
        for folder in gathered.folders:
            if (name := folder.relative(path)) is not None:
                folder.replace({name: data}, gathered.limits)
    return checked(gathered)


def checked(gathered: Gathering) -> CatalogData:
    """The catalog of folders that were read. They can be checked again after drafts replace files.

    Raises:
        LoadError: With every problem of every file.
    """
    return finished(gathered, "raise", EVERYTHING)[0]


def finished(gathered: Gathering, on_error: OnError, choice: Choice) -> tuple[CatalogData, Overlays]:
    """The catalog of folders that were read, with the overlays that built its roles; see :func:`load_catalog`."""
    members = [(folder, document) for folder in gathered.folders for document in folder.documents]
    duplicates(gathered.folders)
    excused = ids_of_mistakes(gathered.folders)
    unread = any(folder.problems for folder in gathered.folders)
    unread = unread or any(document.problems and not document.data for _, document in members)
    kept = [(f, document) for f, document in members if document.model is not None and f.pack and not f.repeated]
    while True:
        catalog, overlays = _checked(kept, excused, unread=unread)
        sound = [member for member in kept if _is_sound(member)]
        if on_error == "raise" or (len(sound) == len(kept) and not excused and not unread):
            break
        # Files that rest on a file left out get a mistake in the next round. The loop ends, because each round after
        # the second has fewer files than the one before.
        kept, excused, unread = sound, frozenset(), False
    if gathered.warned:
        for _, document in members:
            document.drop_warnings()
    if choice != EVERYTHING and len(sound) == len(kept) and not excused and not unread:
        whole = evolve(catalog, roles=overlays.in_force(choice.day).roles) if choice.day else catalog
        catalog, left_out = chosen(whole, choice)
        _report(left_out, kept, whole)
    problems = [*gathered.problems, *(p for folder in gathered.folders for p in folder.problems)]
    problems += [problem for _, document in members for problem in document.located()]
    if on_error == "raise" and any(problem.severity == "error" for problem in problems):
        raise LoadError(problems)
    return evolve(catalog, problems=tuple(sorted(problems)), files=tuple(_files(kept))), overlays


def _report(left_out: Iterable[Left], members: Iterable[Member], catalog: CatalogData) -> None:
    """Add a finding for each entry to its document; a file that is not in force is one finding."""
    places = {entry: (document, pointer) for entry, document, pointer in _places(members, catalog)}
    for left in left_out:
        document, pointer = places[left.entry]
        # The head of a file decides for all its entries.
        subject = "this file" if left.pointer else left.subject
        document.add(
            Finding(
                pointer=left.pointer or pointer,
                code=left.code,
                message=f"{subject} {left.said}",
                severity=left.severity,
                hint=left.hint,
            )
        )


def _places(members: Iterable[Member], catalog: CatalogData) -> Iterator[tuple[Entry, ParsedDocument, Pointer]]:
    for folder, document in members:
        if folder.pack is None:
            continue
        pack = folder.pack.id
        for section, place, entry in entries_of(pack, document):
            found = getattr(catalog, section)
            full = pack if section == "packs" else f"{pack}:{entry.id}" if hasattr(entry, "id") else ""
            key = found.index(entry) if isinstance(found, tuple) else full
            yield (section, key), document, (*place, "id") if full else place


def _files(members: list[Member]) -> Iterator[PackFile]:
    for folder, document in members:
        pack = folder.pack.id if folder.pack else ""
        yield PackFile(pack=pack, path=document.file.path, document=document.model, source_map=document.source_map)


def _is_sound(member: Member) -> bool:
    """Whether a document and its pack's head have no mistakes."""
    folder, document = member
    return not document.failed and folder.head is not None and not folder.head.failed


def _checked(members: list[Member], excused: frozenset[str], *, unread: bool) -> tuple[CatalogData, Overlays]:
    """Build the catalog of the documents, and check each document against it."""
    overlays = Overlays.of(assembled(members), members)
    catalog = overlays.finished
    excused |= _unresolved(catalog) | overlays.unfinished
    checkers = _checkers(members, overlays, excused, unread=unread)
    for checker in checkers:
        check(checker)
    check_overlays(overlays, checkers)
    # The facts of people are always checked; their holdings need a catalog without mistakes.
    sound = not excused and not unread and not any(document.failed for _, document in members)
    people = {}
    for checker in checkers:
        if checker.document.kind == "person":
            person = check_person(checker, count=sound)
            if person is not None:
                people[f"{checker.pack.id}:{person.id}"] = person
    if sound and catalog.approvals:
        register = Register(catalog)
        for checker in checkers:
            if checker.document.kind == "approvals":
                check_standing(checker, checker.document.model, register)
    return evolve(catalog, people=FrozenMap(dict(sorted(people.items())))), overlays


def _checkers(members: list[Member], overlays: Overlays, excused: frozenset[str], *, unread: bool) -> list[Checker]:
    """A checker for each document, with the catalog as the pack of the document sees it."""
    catalog = overlays.finished
    # The packs whose ``requires`` has a mistake, so that their required packs are unknown.
    unknown = {f.pack.id for f, _ in members if f.pack is not None and f.head is not None and f.head.mended("requires")}
    incomplete = {
        name: unread or not unknown.isdisjoint(catalog.scope(name)) or _lacks_packs(catalog, name)
        for name in catalog.packs
    }
    unsure = roles_with_stand_ins(members)
    people_ids = [f"{f.pack.id}:{document.model.id}" for f, document in members if f.pack and document.kind == "person"]
    return [
        Checker(
            overlays.seen_from(folder.pack.id),
            document,
            folder.pack,
            folder.head,
            excused,
            incomplete=incomplete[folder.pack.id],
            unsure=unsure,
            people=frozenset(name for name in people_ids if name.partition(":")[0] in catalog.scope(folder.pack.id)),
        )
        for folder, document in members
        if folder.pack is not None and folder.head is not None
    ]


def _unresolved(catalog: CatalogData) -> set[str]:
    """The dimensions without a known vocabulary, which is reported only once, at their declaration."""
    return {d.id for name, pack in catalog.packs.items() for d in pack.dimensions} - {
        found for name in catalog.packs for found in catalog.vocabulary_of(name)
    }


def _lacks_packs(catalog: CatalogData, name: str) -> bool:
    return any(other not in catalog.packs for seen in catalog.scope(name) for other in catalog.packs[seen].requires)


def load_person(
    path: str | Path,
    catalog: CatalogData,
    *,
    report_unknown: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    as_of: str | None = None,
) -> Person:
    """A person from a file, checked against the catalog, on its day or on another one.

    Raises :class:`~roleprofile.errors.PersonError` with every problem of the file. With ``report_unknown``, facts and
    roles that the catalog does not know are kept in ``person.unrecognised`` instead.
    """
    return _person(_person_document(Path(path), limits), catalog, report_unknown=report_unknown, as_of=as_of)


def person_from_bytes(
    data: bytes, name: str, catalog: CatalogData, *, report_unknown: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Person:
    """As :func:`load_person`, from bytes of another source, such as standard input."""
    document = _person_document(Path(name), limits, data)
    return _person(document, catalog, report_unknown=report_unknown)


def person_from_tree(
    given: Any, catalog: CatalogData, *, report_unknown: bool = False, as_of: str | None = None
) -> Person:
    """A person from maps and lists, or from JSON text, by the grammar of a person's file.

    Raises :class:`~roleprofile.errors.PersonError` with every problem and its pointer; no problem repeats the data.
    """
    file = File(Path("person.json"), "<person>", "person.json")
    refused: list[Problem] = []
    try:
        tree = (
            _tree_of_text(given, file)
            if isinstance(given, str | bytes)
            else with_plain_texts(as_tree(given), lambda finding: refused.append(finding.problem(file.path)))
        )
        if isinstance(tree, dict):
            tree = {"kind": "person", "schema": 1, **tree}
        data = json.dumps(tree).encode()
        if len(data) > DEFAULT_LIMITS.file_bytes:
            message = f"a person of more than {DEFAULT_LIMITS.file_bytes} bytes is refused"
            raise ArgumentValueError(message)
        document = ParsedDocument(file, DEFAULT_LIMITS, data)
        judge(document, tree, ("person",))
        person = _person(document, catalog, report_unknown=report_unknown, as_of=as_of)
    except (ReadFailure, PersonError) as error:
        found = [evolve(one, line=1, column=1, excerpt="", width=1) for one in error.problems]
        raise PersonError([*refused, *found]) from None
    if refused:
        raise PersonError(refused)
    return person


def _tree_of_text(text: str | bytes, file: File) -> Any:
    from roleprofile.loading.reader import parse

    return parse(text.encode("utf-8", "replace") if isinstance(text, str) else text, file.path, DEFAULT_LIMITS)


def person_file(path: Path, catalog: CatalogData, data: bytes | None = None) -> PackFile:
    """A person's file that is in no pack, with the positions of its values; ``data`` if it was read already.

    Raises :class:`~roleprofile.errors.PersonError` with every problem of the file.
    """
    document = _person_document(path, DEFAULT_LIMITS, data)
    _person(document, catalog, report_unknown=False)
    return PackFile(pack="", path=document.file.path, document=document.model, source_map=document.source_map)


def _person_document(path: Path, limits: Limits, data: bytes | None = None) -> ParsedDocument:
    file = File(path, printable(path.as_posix()), path.name)
    if data is None:
        return read(file, limits, ("person",))
    return read_text(ParsedDocument(file, limits, data), ("person",))


def _person(
    document: ParsedDocument, catalog: CatalogData, *, report_unknown: bool, as_of: str | None = None
) -> Person:
    person = None
    if document.model is not None:
        said = evolve(statement(document.model, catalog, ""), as_of=as_of)
        person, findings = build_person(catalog, said, report_unknown=report_unknown)
        others = (finding for finding in findings if finding.code != "RP325")
        for finding in (*protected_findings(document), *others):
            document.add(finding)
    if person is None or document.failed:
        raise PersonError(document.located())
    return person
