"""The library's own sentences in the languages of its gettext catalogs, and the texts of a pack."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.values import Text, Value
from roleprofile.presentation.blocks import Said, section

if TYPE_CHECKING:
    from roleprofile.model.role import Alternative
    from roleprofile.model.scale import Scale
    from roleprofile.scoring.compiled import CitedSource

#: The language of the sentences in the code.
SOURCE = "en"


#: What may be a tag. A tag becomes part of pages and of paths.
_TAG = re.compile("[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*")


@cache
def languages() -> tuple[str, ...]:
    """The languages of the library's own sentences, sorted."""
    found = [entry.name for entry in resources.files("roleprofile").joinpath("locale").iterdir() if entry.is_dir()]
    return tuple(sorted({SOURCE, *(name for name in found if not name.startswith((".", "_")))}))


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    if language == SOURCE or language not in languages():
        return gettext.NullTranslations()
    # Read as bytes instead of with gettext.find, because the package may be in a zip file.
    home = resources.files("roleprofile").joinpath("locale", language, "LC_MESSAGES", "roleprofile.mo")
    return gettext.GNUTranslations(io.BytesIO(home.read_bytes()))


def matched(tag: Any, known: Iterable[str]) -> str:
    """The known language of a tag: the tag itself, or the tag without its last parts; ``""`` for none.

    Source: RFC 4647, section 3.4 (lookup). Upper and lower case are the same, as are hyphens and underscores.

    >>> matched("fil-PH", ["en", "fil"]), matched("EN_us", ["en", "fil"]), matched("de", ["en", "fil"])
    ('fil', 'en', '')
    """
    if not isinstance(tag, str) or not _TAG.fullmatch(tag):
        return ""
    by_tag = {one.lower().replace("_", "-"): one for one in sorted(known)}
    parts = tag.lower().replace("_", "-").split("-")
    return next((by_tag[one] for size in range(len(parts), 0, -1) if (one := "-".join(parts[:size])) in by_tag), "")


def lowered(text: str) -> str:
    """A name within a sentence, which begins in lower case."""
    return text[:1].lower() + text[1:]


@frozen
class Words:
    """Sentences and texts in one language. Sentences fall back to English, texts to the pack's languages."""

    language: str
    #: The pack's languages, in its order.
    fallbacks: tuple[str, ...] = ()
    _texts: gettext.NullTranslations = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Find the language and its catalog once; raises ``ValueError`` for an unknown language."""
        known = {*languages(), *self.fallbacks}
        found = matched(self.language, known)
        if not found:
            message = f"no texts in {self.language!r:.80}; there are {', '.join(sorted(known))}"
            raise ArgumentValueError(message)
        object.__setattr__(self, "language", found)
        object.__setattr__(self, "_texts", _catalog(found))

    def say(self, message: str, **values: object) -> str:
        """Translate one of the library's sentences, and fill in the values."""
        return self._texts.gettext(message).format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Translate a sentence with a number, in the plural form of the language."""
        return self._texts.ngettext(one, many, number).format(number=number, **values)

    def text(self, text: Text) -> str:
        """A pack's text in the language, or else in the first fallback that it has."""
        for language in (self.language, *self.fallbacks):
            if language in text:
                return text[language]
        return next(iter(text.values()), "")

    def unit(self, units: Mapping[str, Mapping[str, str]], amount: int) -> str:
        """An amount with its unit; the bare number if there is no unit."""
        for language in (self.language, *self.fallbacks, *units):
            if language in units:
                forms = units[language]
                # The catalog of a language translates these two words to the CLDR category of the plural form.
                category = _catalog(language).ngettext("one", "other", amount)
                return f"{amount} {forms.get(category, forms['other'])}"
        return str(amount)

    def value_on(self, scale: Scale, value: Value) -> str:
        """The label of a level, or an amount with its unit."""
        if isinstance(value, int):
            return self.unit(scale.unit, value)
        return self.text(scale.levels[scale.level_ids.index(value)].label)

    def with_minimum(self, asked: str, least: str) -> str:
        """The asked value, with the one that meets a minimum requirement if that is another."""
        return asked if asked == least else self.say("{asked} (minimum: {least})", asked=asked, least=least)

    def asked_of(self, scale: Scale, part: Alternative, *, minimum: bool = False) -> str:
        """The value that a criterion asks for, with that of a ``minimum`` requirement if it is lower."""
        asked = self.value_on(scale, part.asks)
        if not minimum or part.at_least is None:
            return asked
        return self.with_minimum(asked, self.value_on(scale, part.at_least))

    def verdict(self, one: str) -> str:
        """The name of a verdict."""
        say = self.say
        names = {
            "strong": say("Strong"),
            "viable": say("Viable"),
            "stretch": say("A stretch"),
            "remote": say("Far off"),
        }
        return names[one]

    def within(self, one: str) -> str:
        """The name of a verdict within a sentence, which begins in lower case."""
        return lowered(self.verdict(one))

    @property
    def states(self) -> dict[str, str]:
        """The states of a minimum requirement in words."""
        say = self.say
        return {
            "met": say("met"),
            "presumed": say("presumed, not confirmed"),
            "unknown": say("unknown"),
            "not_met": say("not met"),
        }

    @property
    def modes(self) -> dict[str, str]:
        """The modes of a move in words."""
        say = self.say
        return {
            "repurpose": say("By a move from that job, using the skills learnt there"),
            "internal": say("By a move within the firm"),
            "additional-duty": say("As an extra duty alongside the current job"),
            "stand-in": say("As a temporary replacement when needed"),
            "stepping-stone": say("By working elsewhere first"),
        }

    @property
    def option_kinds(self) -> dict[str, str]:
        """The kinds of development options in words."""
        say = self.say
        return {
            "course": say("course"),
            "assignment": say("assignment"),
            "stepping-stone": say("a job elsewhere first"),
        }

    def caution(self) -> str:
        """A note on what a score is not."""
        return self.say(
            "A score compares what is stated about a person with what a job asks for. It is no prediction of how well "
            "the person will do, and no decision."
        )

    def listed(self, items: Iterable[str]) -> str:
        """Join items with commas."""
        return ", ".join(items)

    def kinds(self, labels: Iterable[Text]) -> str:
        """Kinds of evidence, of which one is enough; a comma before the last, because a name may contain *or*."""
        *others, last = [lowered(self.text(label)) for label in labels] or [""]
        return self.listed([*others, f"{self.say('or')} {last}" if others else last])

    def proof_needed(self, kinds: str) -> str:
        """A note on the kinds of evidence that a minimum requirement needs; empty for none."""
        return self.say("Proof needed: {kinds}.", kinds=kinds) if kinds else ""

    def months(self, number: int) -> str:
        """A number of months, with the word in its plural form."""
        return self.count("{number} month", "{number} months", number)

    def meanings(self, scales: Iterable[Iterable[tuple[Text, Text]]]) -> Said:
        """The meanings of levels: for each scale the label and the description of each level, the lowest first."""
        found = []
        for levels in scales:
            # The lowest level means that there is none.
            told = list(levels)[1:]
            found.append(" ".join(f"{self.text(label)}: {self.text(text)}" for label, text in told if text))
        return section(self.say("What the levels mean"), filter(None, found))

    def rules(self, sources: Mapping[str, CitedSource]) -> Said:
        """The sources of a result, each with its claim, or else with its title."""
        entries = (f"{name}  {self.text(one.claim) or one.title}" for name, one in sorted(sources.items()))
        return section(self.say("Rules"), entries)
