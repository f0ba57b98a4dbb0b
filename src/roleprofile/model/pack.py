"""Packs: a folder of documents with an owner, a version, its sources and its dimensions of context."""

from __future__ import annotations

from attrs import NOTHING, frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, entries, head, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text

#: The verdicts, best first. A fit below every threshold of its pack is ``remote``.
VERDICTS = ("strong", "viable", "stretch", "remote")


@frozen(kw_only=True)
class Source:
    """Where rules come from: a bibliography entry, with its claims by id where the pack rests on single claims."""

    id: str = rule()
    title: str = prose()
    publisher: str = readers("")
    default: bool = readers(False)
    author: str = readers("")
    date: str = readers("")
    language: str = readers("")
    licence: str = readers("")
    url: str = readers("")
    note: Text = prose(NO_TEXT)
    claims: FrozenMap[str, Text] = readers(FrozenMap())


@frozen(kw_only=True)
class Dimension:
    """One thing that a context says of the employer, by the terms of a vocabulary."""

    id: str = rule()
    label: Text = prose()
    vocabulary: str = names("vocabularies")


@frozen(kw_only=True)
class FitRules:
    """How a score becomes a verdict: thresholds in percent, and the best verdict that an unmet minimum leaves."""

    #: The vocabulary of evidence kinds, weakest first.
    evidence: str = names("vocabularies")
    #: For ``strong``, ``viable`` and ``stretch``, the percent of the full score from which each holds.
    thresholds: FrozenMap[str, int] = rule()
    #: For ``not_met`` and ``unknown`` minimum requirements, the best verdict that is left.
    caps: FrozenMap[str, str] = rule()
    source: OneOrMore = cites()
    basis: str = readers("")
    reason: Text = prose(NO_TEXT)


@frozen(kw_only=True)
class Situation:
    """A context with a name."""

    id: str = rule()
    label: Text = prose()
    context: FrozenMap[str, str] = keyed_by("dimensions", NOTHING)


@frozen(kw_only=True)
class Ignored:
    """A warning that the pack lives with, and why."""

    code: str = rule(scored=False)
    #: The id of a document, or that and the id of an entry in it, ``document#entry``; ``""`` for the whole pack.
    at: str = rule("", scored=False)
    reason: Text = prose()


@frozen(kw_only=True)
class Pack(Document):
    """What ``pack.yaml`` says of its folder."""

    version: str = head()
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    licence: str = head("")
    languages: tuple[str, ...] = head(ordered=True)
    #: The packs that this one builds on, with the versions that fit: ``{"core": ">=1,<2"}``.
    requires: FrozenMap[str, str] = keyed_by("packs")
    sources: tuple[Source, ...] = entries("id", noun="source", use="readers")
    dimensions: tuple[Dimension, ...] = entries("id", noun="dimension")
    #: The scale of amounts in which development options and transitions state what they take.
    effort: str = names("scales", "", scored=False)
    fit: FitRules | None = rule(None, noun="rules for verdicts")
    situations: tuple[Situation, ...] = entries("id", noun="situation")
    ignore: tuple[Ignored, ...] = entries("code", "at", scored=False)
    #: SHA-256 over the names and bytes of the pack's files.
    digest: str = loaded("")

    @property
    def default_source(self) -> Source | None:
        """The source whose claims rules may name by their id alone."""
        return next((source for source in self.sources if source.default), None)
