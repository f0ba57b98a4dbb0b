"""A JSON Resume (version 1) as a person.

These sections count, always as the person's own statement, and only where a whole name matches one of the catalog:

- ``skills``: name and keywords. Both are held at the level of the entry, which counts as ``levels`` maps it, or else
  where the scale has a level of this name.
- ``languages``: skills that are keyed by language, at the fluency of the entry.
- ``education``: ``studyType`` is the name of a level (see :mod:`roleprofile.jsonresume.degrees`), ``area`` that of a
  field; both are needed, unless the name of a degree such as MBA says the field, and an ``endDate`` not after
  ``as_of``, because only completed studies count. Of several in one field the highest counts.
- ``education.courses`` and ``certificates``: topics of courses. A course is :data:`FINISHED` with its
  education, a certificate unless its date lies after ``as_of`` or says that it goes on; else it is
  :data:`UNFINISHED`.
- ``work``: see :mod:`roleprofile.jsonresume.jobs`.

Dates are read in each form that has one meaning: ``2019-3`` and ``March 2019``, not ``03/04/2019``. In the place of an
end, ``Present`` and its like in English, Filipino and German mean that something goes on.

Names, addresses, pictures, dates of birth and summaries are not read. An entry that gives nothing is reported, and so
are the sections that are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from roleprofile.errors import ConversionError
from roleprofile.formatting.person_file import check_id
from roleprofile.importing import IndexedName, NameIndex, levels_of, not_one, shown
from roleprofile.jsonresume.dates import NO_DATE, NO_DATE_HINT, is_date, is_over
from roleprofile.jsonresume.degrees import read_degree
from roleprofile.jsonresume.jobs import Jobs
from roleprofile.jsonresume.matcher import (
    COURSE,
    QUALIFICATION,
    Given,
    Match,
    Matcher,
    Unmatched,
    experience_of,
    ids_of,
    level_ids_of,
    slots_of,
    texts_of,
)
from roleprofile.jsonresume.parser import NAMING, ResumeEntry, read_resume
from roleprofile.jsonresume.variants import goes_on, is_unfinished
from roleprofile.model.catalog import CatalogData, a_catalog
from roleprofile.model.person import Fact, Person, Slot
from roleprofile.model.scale import Scale
from roleprofile.model.values import FrozenMap, Value
from roleprofile.rules.person_builder import Statement, built_or_raise

#: Matched with the names of the levels of a course's scale, like any other level.
FINISHED, UNFINISHED = "completed", "in progress"
#: The option for skills without a level.
UNRATED = "--unrated LEVEL"


@frozen(kw_only=True)
class Imported:
    """An imported person, with a report of all matches."""

    person: Person
    matched: tuple[Match, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    #: Folded texts of the caller's mappings that had no effect: mistyped, or not in this document.
    unused: tuple[str, ...] = ()
    #: The sections that were not read, such as ``volunteer``, with the number of their entries.
    unread: FrozenMap[str, int] = FrozenMap()


def from_jsonresume(
    resume: Mapping[str, Any] | str | bytes | Path,
    catalog: CatalogData,
    *,
    id: str = "imported",  # noqa: A002 - the word the documents use
    levels: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    as_of: str | None = None,
    unrated: str | None = None,
    reject: Iterable[str] = (),
) -> Imported:
    """A person from a JSON Resume, with a report of the texts that counted and of those that did not.

    Args:
        resume: The resume as a parsed object, as JSON (text or bytes), or the path of a file.
        catalog: The catalog; texts are compared with its labels and aliases in all languages.
        id: The person's id: opaque, and the name of the file that :func:`person_yaml` is written to.
        levels: Levels for the resume's own words: ``{"Fluent": "c1"}``. For words that several scales need,
            ``{"Advanced": "advanced,c1"}``: one of each scale.
        names: Ids of descriptors, roles or terms for other texts of the resume: ``{"Deal maker":
            "account-manager"}``. The name of an employer counts only here.
        as_of: The month or day, ``2026-03`` or ``2026-03-14``, up to which current jobs are counted, and after
            which nothing is completed. Without it, current jobs have no months and dates count as written.
        unrated: The level of skills and languages for which the resume gives none, or one of each scale:
            ``"basic,b1"``. Without it, they do not count.
        reject: Texts of the resume that are not matched, although the catalog has their name.

    Raises:
        ResumeError: The resume cannot be read.
        ConversionError: An argument is wrong; a ``ResumeError`` is one too.
        ArgumentTypeError: The catalog is no catalog.

    >>> import roleprofile as rp
    >>> resume = {"skills": [{"name": "Negotiation", "level": "Master"}, {"name": "Juggling", "level": "Master"}]}
    >>> imported = rp.jsonresume.from_jsonresume(resume, rp.load(), levels={"Master": "expert"})
    >>> [(fact.descriptor, fact.value) for fact in imported.person.facts]
    [('core:negotiation', 'expert')]
    >>> imported.unmatched[0].where, imported.unmatched[0].why
    ('/skills/1/name', 'the catalog has no skill with this name')
    """
    a_catalog(catalog)
    check_id(id)
    if as_of is not None and not (isinstance(as_of, str) and is_date(as_of) and len(as_of) > len("2026")):
        raise ConversionError("as_of must be a month or a day, such as 2026-03 or 2026-03-14")
    matcher = Matcher(
        catalog,
        Given.of("names", names, ids_of(catalog)),
        Given.of("levels", levels, level_ids_of(catalog)),
        _unrated(unrated, catalog),
        texts_of("reject", reject),
    )
    read = read_resume(resume)
    sections = {section: _named(matcher, section, entries) for section, entries in read.sections.items()}
    reading = _SectionReader(matcher, as_of, experience_of(catalog))
    reading.skills(sections["skills"])
    reading.languages(sections["languages"])
    reading.education(sections["education"])
    reading.certificates(sections["certificates"])
    jobs = Jobs(matcher, as_of)
    for entry in sections["work"]:
        jobs.read(entry)
    facts = (*reading.facts.values(), *jobs.facts())
    return Imported(
        person=built_or_raise(catalog, Statement.of(id, facts, roles_held=jobs.roles_held())),
        matched=tuple(matcher.matched),
        unmatched=tuple(matcher.unmatched),
        unused=matcher.unused(),
        unread=read.unread,
    )


def _unrated(given: object, catalog: CatalogData) -> tuple[str, ...]:
    if given is None:
        return ()
    (levels,) = Given.of("unrated", {"skills without a level": given}, level_ids_of(catalog)).targets.values()
    return levels


def _named(matcher: Matcher, section: str, entries: tuple[ResumeEntry, ...]) -> tuple[ResumeEntry, ...]:
    """The entries that say what they are about; the others are reported, unless they are empty."""
    for entry in entries:
        if entry.keys and not entry.is_named(section):
            what = " or ".join(NAMING[section])
            keys = shown(", ".join(entry.keys))
            matcher.refuse(entry.where, "", f"it has no {what}, so nothing of it counts (it has: {keys})")
    return tuple(entry for entry in entries if entry.is_named(section))


@define
class _SectionReader:
    """Reads skills and education as facts: one for each slot, or for each slot and level."""

    matcher: Matcher
    as_of: str | None
    experience: NameIndex[str]
    facts: dict[tuple[Slot, Value], Fact] = field(factory=dict)

    def skills(self, entries: tuple[ResumeEntry, ...]) -> None:
        """Skills and their keywords."""
        names = slots_of(self.matcher.catalog, "skill")
        for entry in entries:
            level = entry.texts["level"]
            self._rated(names, entry.place("name"), entry.texts["name"], level)
            for i, keyword in enumerate(entry.lists["keywords"]):
                self._rated(names, f"{entry.where}/keywords/{i}", keyword, level)

    def languages(self, entries: tuple[ResumeEntry, ...]) -> None:
        """Languages: the keys of keyed skills."""
        names = slots_of(self.matcher.catalog, "language", keyed=True)
        for entry in entries:
            self._rated(names, entry.place("language"), entry.texts["language"], entry.texts["fluency"])

    def _rated(self, names: NameIndex[Slot], where: str, text: str, level: str) -> None:
        if not text:
            return
        matcher = self.matcher
        if (kinds := matcher.find(self.experience, text)) and not matcher.find(names, text):
            why = f"it is {' or '.join(kinds)}, which is counted in months, and a level gives none"
            matcher.refuse(where, text, why, "state it as a job with its dates and its industry")
            return
        found = matcher.the_one(names, where, text, also="" if level or matcher.unrated else UNRATED)
        if found is None:
            return
        slot, name = found
        scale = self._scale(slot)
        what = f"it is {' '.join(filter(None, slot))}"
        if scale.is_amount:
            matcher.refuse(where, text, f"{what}, which needs a number of {scale.id}, but a resume gives only a level")
            return
        held = matcher.level(scale, level)
        if len(held) == 1:
            value = next(iter(held))
            matcher.accept(where, text, name, descriptor=slot[0], key=slot[1], value=value, unrated=not level)
            self.facts.setdefault((slot, value), Fact(slot[0], value, slot[1], matcher.proof(where)))
        elif not level:
            matcher.refuse(where, text, f"{what}, but the entry has no level", f"give all such entries one: {UNRATED}")
        else:
            why = f'{what}, but "{shown(level)}" names no level of {scale.id}'
            if held:
                why = f'{what}, but "{shown(level)}" names several levels of {scale.id}'
            matcher.refuse(
                where,
                text,
                why,
                matcher.hint("levels", level, *(held or matcher.near_levels(scale, level) or ("LEVEL",))),
            )

    def education(self, entries: tuple[ResumeEntry, ...]) -> None:
        """Qualifications, and the courses that belonged to them."""
        catalog = self.matcher.catalog
        fields = slots_of(catalog, "field of education", types=(QUALIFICATION,))
        topics = slots_of(catalog, "course topic", types=(COURSE,))
        for entry in entries:
            end = entry.texts["endDate"]
            over = is_date(end) and is_over(end, self.as_of) and not entry.says_unfinished
            self._qualification(fields, entry, end, over=over)
            for i, course in enumerate(entry.lists["courses"]):
                if course:
                    self._course(topics, f"{entry.where}/courses/{i}", course, end if over else "", over=over)

    def _qualification(self, fields: NameIndex[Slot], entry: ResumeEntry, end: str, *, over: bool) -> None:
        matcher = self.matcher
        area, study = entry.texts["area"], entry.texts["studyType"]
        if not study:
            if area:
                self._no_level(fields, entry, area)
            return
        if is_unfinished(area):
            matcher.refuse(entry.place("area"), area, "it says that it is not completed")
            return
        found = matcher.the_one(fields, entry.place("area"), area) if area else self._field_said(fields, entry, study)
        if found is None:
            return
        slot, name = found
        degree = read_degree(matcher, self._scale(slot), fields, study)
        if degree.why:
            # A level for studies that nobody completed would credit them.
            levels = degree.levels or matcher.near_levels(self._scale(slot), study) or ("LEVEL",)
            hint = "" if is_unfinished(study) else matcher.hint("levels", study, *levels)
            matcher.refuse(entry.place("studyType"), study, degree.why, hint)
            return
        level, level_name = next(iter(degree.levels.items()))
        if not over:
            why = f"it may not be completed, because {self._not_over(end)}"
            hint = "" if is_date(end) or goes_on(end) else NO_DATE_HINT
            if entry.says_unfinished and not goes_on(end):
                why, hint = "another field of it says that it is not completed", ""
            matcher.refuse(entry.where, ", ".join(filter(None, (study, area))), why, hint)
            return
        what = {"descriptor": slot[0], "key": slot[1], "value": level}
        if area:
            matcher.accept(entry.place("area"), area, name, **what)
        matcher.accept(entry.place("studyType"), study, level_name, **what)
        self._best(slot, level, entry.where, end)

    def _field_said(self, fields: NameIndex[Slot], entry: ResumeEntry, study: str) -> tuple[Slot, IndexedName] | None:
        """The field that the name of a degree says, such as MBA, where the entry has no area."""
        degrees = [read_degree(self.matcher, scale, fields, study) for scale in self._scales(fields)]
        said = {slot: name for degree in degrees for slot, name in degree.fields.items()}
        if len(said) == 1:
            return next(iter(said.items()))
        self.matcher.refuse(entry.where, study, "the entry has no area (the field of study)")
        return None

    def _no_level(self, fields: NameIndex[Slot], entry: ResumeEntry, area: str) -> None:
        """Report an area without a level; an area such as "BS Accountancy" may say both."""
        hint = ""
        for scale in self._scales(fields):
            degree = read_degree(self.matcher, scale, fields, area)
            if len(degree.levels) == len(degree.fields) == 1:
                (level,), ((_, key),) = degree.levels, degree.fields
                hint = f"it may be {level} and {key}: write the studyType and the area apart in the resume"
        self.matcher.refuse(entry.where, area, "the entry has no studyType (the level)", hint)

    def _scales(self, fields: NameIndex[Slot]) -> tuple[Scale, ...]:
        """The scales of the qualifications that have these fields."""
        scales = {f"{scale.pack}:{scale.id}": scale for slot in fields.targets() for scale in (self._scale(slot),)}
        return tuple(scales.values())

    def _not_over(self, end: str) -> str:
        if not end:
            return "it has no endDate"
        if goes_on(end):
            return "it goes on"
        if not is_date(end):
            return f"the endDate {NO_DATE}"
        return f"the endDate {end} is, or may be, after {self.as_of}"

    def certificates(self, entries: tuple[ResumeEntry, ...]) -> None:
        """Certificates, which are completed courses unless they go on or are dated after ``as_of``."""
        names = slots_of(self.matcher.catalog, "course topic", types=(COURSE,))
        for entry in entries:
            text, date = entry.texts["name"], entry.texts["date"]
            if date and not is_date(date) and not goes_on(date):
                why = f"it may not be completed, because the date {NO_DATE}"
                self.matcher.refuse(entry.place("name"), text, why, NO_DATE_HINT)
                continue
            over = not (date and not (is_date(date) and is_over(date, self.as_of)))
            over = over and not (entry.says_unfinished or is_unfinished(text))
            self._course(names, entry.place("name"), text, date if over else "", over=over)

    def _course(self, names: NameIndex[Slot], where: str, text: str, on: str, *, over: bool) -> None:
        found = self.matcher.the_one(names, where, text)
        if found is None:
            return
        slot, name = found
        scale = self._scale(slot)
        word = FINISHED if over else UNFINISHED
        held = self.matcher.level(scale, word)
        if len(held) != 1:
            why = f"{not_one(levels_of(scale), held)}: {word}"
            self.matcher.refuse(where, text, why, self.matcher.hint("levels", word, "LEVEL"))
            return
        level = next(iter(held))
        self.matcher.accept(where, text, name, descriptor=slot[0], key=slot[1], value=level)
        self._best(slot, level, where, on)

    def _best(self, slot: Slot, level: str, where: str, on: str) -> None:
        """Keep the highest level in a slot; a later, lower one does not replace it."""
        scale = self._scale(slot)
        fact = Fact(slot[0], level, slot[1], self.matcher.proof(where, on))
        known = self.facts.get((slot, ""))
        if known is None or scale.rank(known.value) < scale.rank(level):
            self.facts[slot, ""] = fact

    def _scale(self, slot: Slot) -> Scale:
        return self.matcher.catalog.scale_of(self.matcher.catalog.descriptor(slot[0]))
