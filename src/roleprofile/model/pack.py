"""Packs: a folder of documents with an owner, a version, its sources and its dimensions of context."""

from __future__ import annotations

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore
from roleprofile.model.values import NO_TEXT, FrozenMap, Text

#: The verdicts, best first. A fit below every threshold of its pack is ``remote``.
VERDICTS = ("strong", "viable", "stretch", "remote")


@frozen(kw_only=True)
class Source:
    """Where rules come from: a bibliography entry, with its claims by id where the pack rests on single claims."""

    id: str
    title: str
    default: bool = False
    author: str = ""
    date: str = ""
    language: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""
    note: Text = NO_TEXT
    claims: FrozenMap[str, Text] = FrozenMap()


@frozen(kw_only=True)
class Dimension:
    """One thing that a context says of the employer, by the terms of a vocabulary."""

    id: str
    label: Text
    vocabulary: str


@frozen(kw_only=True)
class FitRules:
    """How a score becomes a verdict: thresholds in percent, and the best verdict that an unmet minimum leaves."""

    #: The vocabulary of evidence kinds, weakest first.
    evidence: str
    #: For ``strong``, ``viable`` and ``stretch``, the percent of the full score from which each holds.
    thresholds: FrozenMap[str, int]
    #: For ``not_met`` and ``unknown`` minimum requirements, the best verdict that is left.
    caps: FrozenMap[str, str]
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    reason: Text = NO_TEXT


@frozen(kw_only=True)
class Situation:
    """A context with a name."""

    id: str
    label: Text
    context: FrozenMap[str, str]


@frozen(kw_only=True)
class Ignored:
    """A warning that the pack lives with, and why."""

    code: str
    #: The id of a document, or that and the id of an entry in it, ``document#entry``; ``""`` for the whole pack.
    at: str = ""
    reason: Text


@frozen(kw_only=True)
class Pack(Document):
    """What ``pack.yaml`` says of its folder."""

    version: str
    label: Text
    description: Text = NO_TEXT
    licence: str = ""
    languages: tuple[str, ...]
    #: The packs that this one builds on, with the versions that fit: ``{"core": ">=1,<2"}``.
    requires: FrozenMap[str, str] = FrozenMap()
    sources: tuple[Source, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    fit: FitRules | None = None
    #: The scale of amounts in which development options and transitions state what they take.
    effort: str = ""
    situations: tuple[Situation, ...] = ()
    ignore: tuple[Ignored, ...] = ()
    #: SHA-256 over the names and bytes of the pack's files.
    digest: str = field(default="", metadata={"origin": "loader"})

    @property
    def default_source(self) -> Source | None:
        """The source whose claims rules may name by their id alone."""
        return next((source for source in self.sources if source.default), None)
