"""Packs: a folder of documents with an owner, a version, its sources and its dimensions of context."""

from __future__ import annotations

from typing import Literal, get_args

from attrs import NOTHING, frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, entries, head, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text

Verdict = Literal["strong", "viable", "stretch", "remote"]
#: The verdicts that a plan can reach.
Reach = Literal["strong", "viable", "stretch"]
#: The verdicts, best first. A fit below every threshold of its pack is ``remote``.
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: The same without the last.
REACHES: tuple[Reach, ...] = get_args(Reach)


@frozen(kw_only=True)
class Source:
    """A source of rules: a bibliography entry, with its claims by id if rules cite single claims."""

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
    """A dimension of the context, with its terms from a vocabulary."""

    id: str = rule()
    label: Text = prose()
    vocabulary: str = names("vocabularies")


@frozen(kw_only=True)
class FitRules:
    """The rules for verdicts: thresholds in percent, and caps for minimum requirements."""

    #: The vocabulary of evidence kinds, weakest first.
    evidence: str = names("vocabularies")
    #: The lowest percentage of the full score for ``strong``, ``viable`` and ``stretch``.
    thresholds: FrozenMap[str, int] = rule()
    #: The best verdict with a ``not_met`` minimum requirement, and the best likely verdict with an ``unknown`` one,
    #: which the certain verdict counts as not met.
    caps: FrozenMap[str, str] = rule()
    #: The kind of evidence that is the person's own word; only stronger kinds count as ``proven``.
    own_word: str = names("evidence")
    #: The percentage of the weight that must be known; below it texts say that a fit is not assessed enough.
    assessed_from: int = rule(scored=False)
    source: OneOrMore = cites()
    basis: str = readers("")
    reason: Text = prose(NO_TEXT)


@frozen(kw_only=True)
class DevelopmentRules:
    """The rules for development options."""

    #: The least likely verdict for a stepping-stone job with which a person may begin it.
    admits: str = rule(scored=False)


@frozen(kw_only=True)
class Situation:
    """A context with a name."""

    id: str = rule()
    label: Text = prose()
    context: FrozenMap[str, str] = keyed_by("dimensions", NOTHING)


@frozen(kw_only=True)
class Ignored:
    """An ignored warning, and the reason."""

    code: str = rule(scored=False)
    #: The id of a document, or ``document#entry`` for one entry in it; ``""`` for the whole pack.
    at: str = rule("", scored=False)
    reason: Text = prose()


@frozen(kw_only=True, repr=False)
class Pack(Document):
    """The content of ``pack.yaml``."""

    version: str = head()
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    licence: str = head("")
    languages: tuple[str, ...] = head(ordered=True)
    #: The required packs with their ranges of versions: ``{"core": ">=1,<2"}``.
    requires: FrozenMap[str, str] = keyed_by("packs")
    sources: tuple[Source, ...] = entries("id", noun="source", use="readers")
    dimensions: tuple[Dimension, ...] = entries("id", noun="dimension")
    #: The scale of the efforts of development options and transitions.
    effort: str = names("scales", "", scored=False)
    fit: FitRules | None = rule(None, noun="rules for verdicts")
    development: DevelopmentRules | None = rule(None, scored=False, noun="rules for development options")
    situations: tuple[Situation, ...] = entries("id", noun="situation")
    ignore: tuple[Ignored, ...] = entries("code", "at", scored=False)
    #: SHA-256 over the names and bytes of the pack's files.
    digest: str = loaded("")

    @property
    def default_source(self) -> Source | None:
        """The source whose claims rules may cite by their id alone."""
        return next((source for source in self.sources if source.default), None)
