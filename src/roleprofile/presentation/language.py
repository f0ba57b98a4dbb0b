"""The library's own sentences, in the languages of its gettext catalogs, and the pack's texts beside them."""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from attrs import field, frozen

from roleprofile.presentation.blocks import Said, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.values import Text
    from roleprofile.scoring.compiled import CitedSource

#: The language that the sentences are written in.
SOURCE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that the library itself speaks, sorted."""
    found = [entry.name for entry in resources.files("roleprofile").joinpath("locale").iterdir() if entry.is_dir()]
    return tuple(sorted({SOURCE, *(name for name in found if not name.startswith((".", "_")))}))


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    if language == SOURCE or language not in languages():
        return gettext.NullTranslations()
    # Read as bytes, not by gettext.find: the package may lie in a zip.
    home = resources.files("roleprofile").joinpath("locale", language, "LC_MESSAGES", "roleprofile.mo")
    return gettext.GNUTranslations(io.BytesIO(home.read_bytes()))


@frozen
class Words:
    """Says things in one language; where that has no words, in the pack's first language, then in English."""

    language: str
    #: The pack's languages, the first one first.
    fallbacks: tuple[str, ...] = ()
    _texts: gettext.NullTranslations = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Find the catalog once; an unknown language is an error, not silence."""
        known = {*languages(), *self.fallbacks}
        if not isinstance(self.language, str) or self.language not in known:
            message = f"no texts in {self.language!r:.80}; there are {', '.join(sorted(known))}"
            raise ValueError(message)
        object.__setattr__(self, "_texts", _catalog(self.language))

    def say(self, message: str, **values: object) -> str:
        """One of the library's sentences."""
        return self._texts.gettext(message).format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence with a number in it, in the plural form that the language wants for it."""
        return self._texts.ngettext(one, many, number).format(number=number, **values)

    def text(self, text: Text) -> str:
        """A pack's text."""
        for language in (self.language, *self.fallbacks):
            if language in text:
                return text[language]
        return next(iter(text.values()), "")

    def unit(self, units: Mapping[str, Mapping[str, str]], amount: int) -> str:
        """An amount with its unit."""
        for language in (self.language, *self.fallbacks, *units):
            if language in units:
                forms = units[language]
                # The catalog translates these two words to the CLDR category of its own language's plural form.
                category = _catalog(language).ngettext("one", "other", amount)
                return f"{amount} {forms.get(category, forms['other'])}"
        return str(amount)

    def listed(self, items: Iterable[str]) -> str:
        """Several things on one line."""
        return ", ".join(items)

    def months(self, number: int) -> str:
        """So many months."""
        return self.count("{number} month", "{number} months", number)

    def rules(self, sources: Mapping[str, CitedSource]) -> Said:
        """What a result rests on: each source by what it claims, or by its title."""
        entries = (f"{name}  {self.text(one.claim) or one.title}" for name, one in sorted(sources.items()))
        return section(self.say("Rules"), entries)
