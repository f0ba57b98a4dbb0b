"""Check one requirement or extra: its descriptors, levels, keys, credit tables and minimums."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from roleprofile.loading.checker import Checker
from roleprofile.loading.context_checks import check_key
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.grammar import fields_of, stated_fields
from roleprofile.model.role import FULL, Alternative, Extra, Requirement
from roleprofile.model.scale import Scale
from roleprofile.model.values import FrozenMap, Pointer
from roleprofile.model.vocabulary import Vocabulary

#: Turns a place in an entry into the place in the document.
Place = Callable[[Pointer], Pointer]

#: The fields of a criterion, which a group has only in its parts; but a group has a weight too.
_OF_PARTS = fields_of(Alternative).keys() - {"weight"}


@frozen
class RequirementChecker:
    """Checks entries of a role, with the facts about the role that this needs."""

    checker: Checker
    dimensions: dict[str, Vocabulary]
    #: The ids of the role's duties.
    duties: tuple[str, ...]
    #: The default necessity of entries: ``minimum`` or ``important``.
    necessity: str
    #: The condition of the contexts in which the entries hold in this form.
    when: Mapping[str, tuple[str, ...]] = FrozenMap()

    def check(self, entry: Extra, place: Place) -> None:
        """Check a requirement or an extra."""
        checker = self.checker
        for index, name in enumerate(entry.needed_for):
            checker.one_of(name, self.duties, place(("needed_for", index)), "RP305", "duty")
        if isinstance(entry, Requirement) and entry.needed and (entry.necessity or self.necessity) == "minimum":
            spot: Pointer = ("necessity",) if entry.necessity else ("needed",)
            hint = "a minimum holds from the first day; remove needed:, or make the requirement important"
            checker.add(place(spot), "RP318", "a requirement learnt on the job cannot be a minimum", hint)
        group = "any_of" if entry.any_of else "all_of" if entry.all_of else ""
        if group:
            self._group(entry, group, place)
        for index, part in enumerate(entry.parts):
            prefix: Pointer = (group, index) if group else ()
            name_at: Pointer = ("descriptor",) if group or entry.descriptor else ("id",)
            _Part(self, part, _below(place, prefix)).check(name_at)

    def _group(self, entry: Extra, group: str, place: Place) -> None:
        checker = self.checker
        if not entry.label:
            hint = "readers see the label in place of a descriptor's name"
            checker.add(place(()), "RP202", 'missing key "label": a group has no name of its own', hint)
        for _, _, key in stated_fields(entry):
            if key in _OF_PARTS:
                hint = f"write it in the entries of {group}"
                checker.add(place((key,)), "RP201", f"a group has no {key}", hint, at_key=True)
        if entry.any_of and all(part.worth < FULL for part in entry.any_of):
            hint = "remove worth: from the best one"
            checker.add(place(("any_of",)), "RP317", "no alternative counts in full", hint)
        for index, part in enumerate(entry.parts):
            if group == "any_of" and part.weight != 1:
                spot, hint = (group, index, "weight"), "use worth: for its share of the credit"
                checker.add(place(spot), "RP201", "an alternative has no weight", hint, at_key=True)
            if group == "all_of" and part.worth != FULL:
                spot, hint = (group, index, "worth"), "use weight: for its share"
                checker.add(place(spot), "RP201", "a part of all_of has no worth", hint, at_key=True)


def _below(place: Place, prefix: Pointer) -> Place:
    return lambda pointer: place((*prefix, *pointer))


@frozen
class _Part:
    """The checks of one criterion of an entry."""

    setting: RequirementChecker
    part: Alternative
    place: Place

    def add(self, spot: Pointer, code: str, message: str, hint: str = "", *, at_key: bool = False) -> None:
        self.setting.checker.add(self.place(spot), code, message, hint, at_key=at_key)

    def check(self, name_at: Pointer) -> None:
        checker, part = self.setting.checker, self.part
        if checker.document.mended(*self.place(name_at)):
            return
        descriptor = checker.descriptor(part.descriptor, self.place(name_at))
        if part.evidence and (kinds := checker.catalog.evidence_kinds(checker.pack.id)):
            for index, kind in enumerate(part.evidence):
                checker.one_of(kind, kinds.term_ids, self.place(("evidence", index)), "RP304", "evidence kind")
        if descriptor is None:
            return
        self._keys(descriptor)
        scale = checker.scale_of(descriptor)
        if scale is None:
            return
        if checker.document.mended(*self.place(("asks",))):
            return
        asked = checker.value(scale, part.asks, self.place(("asks",)))
        if asked == 0:
            hint = "ask for more, or remove the requirement"
            self.add(("asks",), "RP319", f"asks: {part.asks} of {descriptor.id} is met by every person", hint)
        elif asked is not None:
            self._minimum(scale, asked, descriptor)
            self._credit(scale, asked)

    def _minimum(self, scale: Scale, asked: int, descriptor: Descriptor) -> None:
        least = self.part.at_least
        if least is None:
            return
        rank = self.setting.checker.value(scale, least, self.place(("at_least",)))
        if rank is not None and rank > asked:
            message = f"the minimum {least} is above {self.part.asks}, which earns the full credit"
            self.add(("at_least",), "RP320", message, "lower it, or ask for more")
        if rank == 0:
            hint = "ask for more, or remove at_least:"
            self.add(("at_least",), "RP319", f"at_least: {least} of {descriptor.id} is met by every person", hint)

    def _credit(self, scale: Scale, asked: int) -> None:
        part = self.part
        if scale.is_amount:
            if part.credit:
                hint = "credit for an amount grows evenly; use from: for its start"
                self.add(("credit",), "RP315", f"{scale.id} has no levels for a table", hint, at_key=True)
            if part.from_ >= asked:
                hint = "lower it, because credit grows from there to the asked amount"
                self.add(("from",), "RP207", f"from: {part.from_} is not below the asked amount, {asked}", hint)
            return
        if part.from_:
            hint = "use credit: for what a lower level earns"
            self.add(("from",), "RP315", f"{scale.id} has levels, but from: is for amounts", hint, at_key=True)
        for level in part.credit:
            if level in scale.by_rank[asked:]:
                message = f"{level} is not below {part.asks}, which earns the full credit"
                self.add(("credit", level), "RP204", message, "list lower levels only", at_key=True)
            elif level == scale.by_rank[0]:
                message = f"{level} is the lowest level and earns nothing"
                self.add(("credit", level), "RP204", message, "list higher levels only", at_key=True)
            else:
                spot = self.place(("credit", level))
                self.setting.checker.one_of(level, scale.by_rank[1:asked], spot, "RP204", "level", at_key=True)
        self._falling(scale.by_rank[1:asked])

    def _falling(self, lower: tuple[str, ...]) -> None:
        """Check that no level earns less than a lower one; a level missing in the table earns nothing."""
        best, best_level = 0, ""
        for level in lower if self.part.credit else ():
            percent = self.part.credit.get(level, 0)
            if percent < best:
                spot: Pointer = ("credit", level) if level in self.part.credit else ("credit",)
                message = f"{level} earns {percent} percent, less than {best} percent for the lower level {best_level}"
                self.add(spot, "RP316", message, "a higher level may not earn less")
                return
            best, best_level = percent, level

    def _keys(self, descriptor: Descriptor) -> None:
        checker, part = self.setting.checker, self.part
        if not descriptor.keys:
            if part.for_ is not None:
                self.add(("for",), "RP324", f"{descriptor.id} has no keys", "remove for:", at_key=True)
            return
        vocabulary = checker.keys_of(descriptor)
        if part.for_ is None:
            hint = f"add for: with a term of {descriptor.keys}, a list of them, or any"
            self.add((), "RP324", f"{descriptor.id} needs for: with the keys that count", hint)
            return
        shares = part.for_.shares
        is_map = any(share != FULL for _, share in shares)
        if all(share < FULL for _, share in shares):
            self.add(("for",), "RP317", "no key counts in full", "give at least one key 100 percent")
        if vocabulary is None:
            return
        for index, (key, share) in enumerate(shares):
            spot = self.place(("for", key) if is_map else ("for", index))
            path = check_key(checker, key, vocabulary, spot, self.setting.dimensions, at_key=is_map)
            if path and path[1] and share == FULL:
                self._mapped(path, spot)

    def _mapped(self, path: tuple[str, str], pointer: Pointer) -> None:
        """Check that each possible term of the context has the map, because the requirement has no key otherwise."""
        dimension, term_map = path
        vocabulary = self.setting.dimensions[dimension]
        tops = [top for top in self.setting.when.get(dimension, ("any",)) if top == "any" or top in vocabulary]
        terms = [term for top in tops for term in vocabulary.within(top)]
        bare = sorted({term for term in terms if not vocabulary.mapped(term, term_map)})
        if bare:
            shown = ", ".join(bare[:5]) + (" and others" if len(bare) > 5 else "")  # noqa: PLR2004 - a line to read
            message = f"{vocabulary.id} has no {term_map} for {shown}, but this requirement reads it"
            hint = f"add {term_map} under map: there, or move this to a variant for the terms that have it"
            self.setting.checker.add(pointer, "RP328", message, hint)
