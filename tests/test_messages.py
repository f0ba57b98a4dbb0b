"""The library's sentences: every one is translated, and what is compiled is what was written."""

import gettext
import string
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import roleprofile
from examples import once
from roleprofile.model.values import Text
from roleprofile.presentation.language import Words, languages

pytestmark = once

PACKAGE = Path(roleprofile.__file__).parent
KEYWORDS = {"say": None, "count": (1, 2), "ngettext": (1, 2)}


def written(language):
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "roleprofile.po").open("rb") as file:
        return read_po(file)


def said():
    found = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def names(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
class TestATranslation:
    def test_has_every_sentence_and_no_other(self, language):
        there = {message.id for message in written(language) if message.id and message.string}

        assert there == said()

    def test_keeps_the_names_that_are_filled_in(self, language):
        wrong = []
        for message in written(language):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            wrong += [message.id for text in texts if message.id and names(text) != names(ids[0])]

        assert not wrong

    def test_is_compiled_as_it_is_written(self, language):
        data = (PACKAGE / "locale" / language / "LC_MESSAGES" / "roleprofile.mo").read_bytes()
        compiled = gettext.GNUTranslations(BytesIO(data))

        for message in written(language):
            if isinstance(message.id, tuple):
                forms = {compiled.ngettext(*message.id, number) for number in range(20)}
                assert forms == set(message.string)
            elif message.id:
                assert compiled.gettext(message.id) == message.string


class TestPlurals:
    @pytest.mark.parametrize(
        "number, expected",
        [(1, "1 buwan"), (3, "3 buwan"), (4, "4 na buwan"), (5, "5 buwan"), (16, "16 na buwan"), (20, "20 buwan")],
    )
    def test_filipino_follows_cldr(self, number, expected):
        assert Words("fil").count("{number} month", "{number} months", number) == expected

    def test_units_of_a_pack_take_the_form_of_their_own_language(self):
        units = {"en": {"one": "month", "other": "months"}, "fil": {"one": "buwan", "other": "na buwan"}}

        assert [Words("en").unit(units, n) for n in (1, 2)] == ["1 month", "2 months"]
        assert [Words("fil").unit(units, n) for n in (1, 4)] == ["1 buwan", "4 na buwan"]


class TestFallingBack:
    def test_a_missing_text_is_the_packs_first_language(self):
        assert Words("fil", ("de", "fil")).text(Text({"en": "Skill", "de": "Fertigkeit"})) == "Fertigkeit"

    def test_a_language_that_only_the_pack_has_is_spoken_as_far_as_it_goes(self):
        words = Words("de", ("en", "de"))

        assert words.text(Text({"en": "Skill", "de": "Fertigkeit"})) == "Fertigkeit"
        assert words.say("Ask next") == "Ask next"

    def test_an_unknown_language_is_an_error_that_names_the_known_ones(self):
        with pytest.raises(ValueError, match="there are en, fil"):
            Words("xx", ("en", "fil"))
