"""Vocabularies: closed trees of ids, in which a broader term includes its narrower ones."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import NOTHING, frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import derived, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text

#: The key for every term, and the context value of an unspecified dimension.
ANY = "any"
UNSPECIFIED = "unspecified"
#: Reserved ids that no term may have.
RESERVED_TERMS = (ANY, UNSPECIFIED)


@frozen(kw_only=True)
class Lasting:
    """How long evidence of a kind proves something."""

    months: int = rule()


@frozen(kw_only=True)
class Term:
    """One id of a vocabulary, its names, and the narrower terms that it includes."""

    id: str = rule()
    label: Text = prose()
    #: Other names by language, as resumes write them.
    aliases: FrozenMap[str, tuple[str, ...]] = readers(FrozenMap())
    #: For each map of the vocabulary, the terms of the other vocabulary that belong to this term.
    map: FrozenMap[str, OneOrMore] = keyed_by("maps")
    #: For a kind of evidence: after this time it is stale; narrower kinds last as long unless they state it.
    lasts: Lasting | None = rule(None)
    narrower: tuple[Term, ...] = entries("id", noun="term")


@frozen(kw_only=True)
class TermMap:
    """A named link from a vocabulary's terms to those of another: from a market to its own fields of study."""

    id: str = rule()
    vocabulary: str = names("vocabularies")
    label: Text = prose(NO_TEXT)


def _walk(terms: tuple[Term, ...], broader: str = "") -> Iterator[tuple[Term, str]]:
    for term in terms:
        yield term, broader
        yield from _walk(term.narrower, term.id)


@frozen(kw_only=True, repr=False)
class Vocabulary(Document):
    """A closed tree of terms. An ``ordered`` one lists the lowest, smallest or weakest first."""

    label: Text = prose()
    description: Text = prose(NO_TEXT)
    ordered: bool = rule(False)
    maps: tuple[TermMap, ...] = entries("id", noun="map")
    terms: tuple[Term, ...] = entries("id", default=NOTHING, noun="term")
    pack: str = loaded("")
    _by_id: dict[str, Term] = derived()
    _broader: dict[str, str] = derived()
    _within: dict[str, tuple[str, ...]] = derived()

    def __attrs_post_init__(self) -> None:
        """Index the tree once, because scoring and checking look up terms and subtrees often."""
        tree = tuple(_walk(self.terms))
        within = {term.id: tuple(t.id for t, _ in _walk((term,))) for term, _ in tree}
        object.__setattr__(self, "_by_id", {term.id: term for term, _ in tree})
        object.__setattr__(self, "_broader", {term.id: broader for term, broader in tree})
        object.__setattr__(self, "_within", within)

    def __contains__(self, term: object) -> bool:
        """Whether there is a term of that id."""
        return isinstance(term, str) and term in self._by_id

    def __iter__(self) -> Iterator[Term]:
        """Every term, a broader one before its narrower ones."""
        return iter(self._by_id.values())

    def term(self, term_id: str) -> Term:
        """The term of that id, or ``KeyError``."""
        return self._by_id[term_id]

    @property
    def term_ids(self) -> tuple[str, ...]:
        """Every id, a broader term before its narrower ones."""
        return tuple(self._by_id)

    def within(self, term_id: str) -> tuple[str, ...]:
        """The term and everything narrower, or every term for ``any``."""
        return self.term_ids if term_id == ANY else self._within[term_id]

    def broader(self, term_id: str) -> str:
        """The id of the term that directly includes this one; ``""`` at the top."""
        return self._broader[term_id]

    def lower(self, term_id: str) -> tuple[str, ...]:
        """The lower siblings of a term in an ordered vocabulary, nearest first."""
        broader = self._broader[term_id]
        beside = self._by_id[broader].narrower if broader else self.terms
        ids = [term.id for term in beside]
        return tuple(reversed(ids[: ids.index(term_id)])) if self.ordered else ()

    def months(self, term_id: str) -> int | None:
        """How many months evidence of a kind lasts: its own number, else that of the nearest broader term."""
        while term_id in self._by_id:
            if lasting := self._by_id[term_id].lasts:
                return lasting.months
            term_id = self._broader[term_id]
        return None

    def mapped(self, term_id: str, map_id: str) -> tuple[str, ...]:
        """The terms that a map gives for a term: its own entry, else the entry of the nearest broader term."""
        while term_id:
            found = self._by_id[term_id].map.get(map_id)
            if found is not None:
                return found
            term_id = self._broader[term_id]
        return ()
