"""From paths to a catalog: read, find what is required, check every reference, report everything at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from attrs import evolve

from roleprofile.errors import LoadError, PersonError
from roleprofile.loading.approval_checks import check_standing
from roleprofile.loading.assembly import assembled, duplicates, entries_of, ids_of_mistakes
from roleprofile.loading.checker import Checker
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.document import File, ParsedDocument, read, read_text
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.overlay_checks import check_overlays
from roleprofile.loading.overlays import Overlays
from roleprofile.loading.packs import Folder, printable, read_folder
from roleprofile.loading.people import statement
from roleprofile.loading.reference_checks import check, check_person
from roleprofile.model.pack_file import PackFile
from roleprofile.model.values import Finding, FrozenMap
from roleprofile.rules.approvals import Register
from roleprofile.rules.person_builder import build_person
from roleprofile.rules.selection import EVERYTHING, Choice, chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from roleprofile.loading.assembly import Member
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Person
    from roleprofile.model.values import Pointer
    from roleprofile.rules.selection import Entry, Left

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
    """The catalog of the packs at ``paths`` and of what they require; of the shipped packs for no path.

    Args:
        paths: Folders of packs, or folders that hold them.
        on_error: With ``"skip"`` files with mistakes, and whatever rests on them, are left out. A pack whose
            ``pack.yaml`` has a mistake is left out as a whole. ``catalog.problems`` says which and why.
        limits: How much a file and a pack may hold.
        choice: The day on which rules have to be in force, and whether they have to be approved.
        discover: Also the packs that the project of the working directory names (``"configured"``), and with
            ``True`` all that are installed and shipped.

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
    """As :func:`load_catalog`, and the files from which its roles came about."""
    return _finished(read_packs(paths, limits, discover=discover), on_error, choice)


def read_packs(
    paths: Sequence[str | Path], limits: Limits = DEFAULT_LIMITS, *, discover: Discover = False
) -> Gathering:
    """The folders of the packs at ``paths`` and of what they require, read and not yet checked."""
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
    """The catalog as it would be with some files of the pack at ``root`` added or replaced; nothing is written.

    Args:
        root: The pack's folder, which need not be there yet.
        drafts: The bytes of each file, by its place in the folder.
        paths: Packs that are loaded as well.
        limits: As for :func:`load_catalog`.

    Raises:
        LoadError: With every problem of every file, whether drafted or there.
    """
    gathered = Gathering(limits)
    folder = read_folder(root, limits) if root.is_dir() else Folder.at(root)
    folder.replace(drafts, limits)
    gathered.folders.append(folder)
    for path in paths:
        gathered.read(Path(path))
    gathered.read_required()
    return checked(gathered)


def checked(gathered: Gathering) -> CatalogData:
    """The catalog of folders that were read; they can be checked again after drafts have taken the place of files.

    Raises:
        LoadError: With every problem of every file.
    """
    return _finished(gathered, "raise", EVERYTHING)[0]


def _finished(gathered: Gathering, on_error: OnError, choice: Choice) -> tuple[CatalogData, Overlays]:
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
        # What rests on a file that is left out has a mistake now, and is found in the next round: each but the
        # second has fewer files than the one before, so there is a last.
        kept, excused, unread = sound, frozenset(), False
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
        # The head of a file speaks for all that is in it.
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
    """Build the catalog of the documents, then check each of them against it."""
    overlays = Overlays.of(assembled(members), members)
    catalog = overlays.finished
    excused |= _unresolved(catalog) | overlays.unfinished
    checkers = _checkers(members, overlays, excused, unread=unread)
    for checker in checkers:
        check(checker)
    check_overlays(overlays, checkers)
    # What people hold is counted on a catalog without mistakes only; their facts are checked on any.
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
    """A checker for each document, which sees the catalog as the pack of the document does."""
    catalog = overlays.finished
    # What a head requires, and where a mistake stands instead of it, nobody knows.
    unknown = {f.pack.id for f, _ in members if f.pack is not None and f.head is not None and f.head.mended("requires")}
    incomplete = {
        name: unread or not unknown.isdisjoint(catalog.scope(name)) or _lacks_packs(catalog, name)
        for name in catalog.packs
    }
    people_ids = [f"{f.pack.id}:{document.model.id}" for f, document in members if f.pack and document.kind == "person"]
    return [
        Checker(
            overlays.seen_from(folder.pack.id),
            document,
            folder.pack,
            folder.head,
            excused,
            incomplete=incomplete[folder.pack.id],
            people=frozenset(name for name in people_ids if name.partition(":")[0] in catalog.scope(folder.pack.id)),
        )
        for folder, document in members
        if folder.pack is not None and folder.head is not None
    ]


def _unresolved(catalog: CatalogData) -> set[str]:
    """The dimensions whose vocabulary is not there, which is said once, where they are declared."""
    return {d.id for name, pack in catalog.packs.items() for d in pack.dimensions} - {
        found for name in catalog.packs for found in catalog.vocabulary_of(name)
    }


def _lacks_packs(catalog: CatalogData, name: str) -> bool:
    return any(other not in catalog.packs for seen in catalog.scope(name) for other in catalog.packs[seen].requires)


def load_person(
    path: str | Path, catalog: CatalogData, *, report_unknown: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Person:
    """A person from a file, checked against the catalog.

    Raises :class:`~roleprofile.errors.PersonError` with every problem of the file. With ``report_unknown`` what the
    catalog does not know is kept in ``person.unrecognised`` instead.
    """
    path = Path(path)
    document = read(File(path, printable(path.as_posix()), path.name), limits, ("person",))
    return _person(document, catalog, report_unknown=report_unknown)


def person_from_bytes(
    data: bytes, name: str, catalog: CatalogData, *, report_unknown: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Person:
    """As :func:`load_person`, from what was read from elsewhere, such as standard input."""
    document = read_text(ParsedDocument(File(Path(name), name, name), limits, data), ("person",))
    return _person(document, catalog, report_unknown=report_unknown)


def _person(document: ParsedDocument, catalog: CatalogData, *, report_unknown: bool) -> Person:
    person = None
    if document.model is not None:
        said = statement(document.model, catalog, "")
        person, findings = build_person(catalog, said, report_unknown=report_unknown)
        for finding in findings:
            document.add(finding)
    if person is None or document.failed:
        raise PersonError(document.located())
    return person
