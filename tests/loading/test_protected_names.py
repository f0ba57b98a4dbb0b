"""Protected attributes in names: which words are found, in which disguise, and which are left alone."""

import hashlib
import json
import re
import shutil
import unicodedata
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs
from roleprofile.model.protected import is_protected, protected_in
from roleprofile.quality.lint import lint


def data(name):
    return json.loads(resources.files("roleprofile.model").joinpath(f"{name}.json").read_text("utf-8"))


LISTS = data("protected")
LANGUAGES = ["en", "fil", "es", "fr", "de"]
CERTAIN = [name for name in LISTS if name.startswith("error_")]
LETTERS = data("look_alikes")["letters"]

#: What certainly means an attribute, by language.
FOUND = {
    "en": """age|women|men|Women only|female only|unmarried|has-children|age-18-to-35|aged 18 to 35|
        Under 35 years old|senior citizen|islam|christianity|jew|asian|deaf|gay|lesbian|healthy|isFemale|marital status|
        date of birth|nationality|race|religion|pregnant|disability|trade union membership|political opinion""",
    "fil": """babae|lalaki|bakla|dalaga|binata|walang asawa|may anak|may kapansanan|pwd|may sakit|Katoliko|Kristiyano|
        katutubo|taong gulang|petsa ng kapanganakan|estado sibil|edad|kasarian|lahi|relihiyon|buntis|kalusugan""",
    "es": """edad|sexo|género|mujer|embarazada|casado|soltera|estado civil|hijos|raza|etnia|religión|nacionalidad|
        discapacidad|orientación sexual|fecha de nacimiento|menor de 35 años|solo mujeres""",
    "fr": """âge|sexe|femme|enceinte|grossesse|marié|célibataire|état civil|enfants|origine ethnique|nationalité|
        handicapé|orientation sexuelle|date de naissance|moins de 35 ans|femmes uniquement""",
    "de": """Alter|Geschlecht|Frau|Männer|Maenner|schwanger|verheiratet|ledig|Familienstand|Kinder|Rasse|
        ethnische Herkunft|Staatsangehörigkeit|Behinderung|sexuelle Orientierung|Geburtsdatum|unter 35 Jahren|
        nur Frauen""",
}


@pytest.mark.parametrize(
    "language, name",
    [(language, name.strip()) for language, names in FOUND.items() for name in names.split("|")],
)
def test_the_plain_words_of_each_language_are_found(language, name):
    assert is_protected(name), language


@pytest.mark.parametrize(
    "name",
    [
        "\N{CYRILLIC CAPITAL LETTER A}ge",
        "g\N{CYRILLIC SMALL LETTER IE}nder",
        "a\N{HANGUL FILLER}ge",
        "relig\N{LATIN SMALL LETTER DOTLESS I}on",
        "a g e",
        "A.G.E. group",
        "maritalstatus",
        "AGEGroup",
        "femaIe",
        "fema1e",
        "fernale",
        "fEmAlE",
        "M/F",
    ],
)
def test_a_disguise_hides_nothing(name):
    assert is_protected(name)


@pytest.mark.parametrize(
    "name",
    ["Single sign-on", "Blind review", "Black belt", "Young's modulus", "Female driver", "Women's fashion", "Height"],
)
def test_a_word_with_an_innocent_use_is_only_doubtful(name):
    found = protected_in(name)

    assert found is not None
    assert not found.certain


@pytest.mark.parametrize("name", ["health", "over-50", "Under 35", "Islam", "children"])
def test_a_subject_is_certain_unless_it_is_a_term(name):
    assert is_protected(name)
    assert not is_protected(name, as_term=True)


@pytest.mark.parametrize(
    "name",
    [
        *("manage", "manners", "Batas", "German", "Teaching children", "Health and safety", "Mental health nursing"),
        *("Over 10 years", "Religious studies", "Divorce law", "Man-machine interface", "Genetics", "Bachelor"),
        *("Human resources", "Age-hardening steel", "R & D", "Family law", "Weight loss of alloys"),
    ],
)
def test_other_names_are_left_alone(name):
    assert protected_in(name) is None


def test_each_list_has_each_language_and_no_word_is_in_two_lists():
    where = {}
    for name in (*CERTAIN, "warning_anywhere", "warning_alone"):
        assert [*LISTS[name]] == LANGUAGES
        for words in LISTS[name].values():
            assert words == sorted(set(words))
            for word in words:
                where.setdefault(word, set()).add(name)

    assert [word for word, names in where.items() if len(names) > 1] == []


def test_each_look_alike_is_a_character_that_folding_alone_does_not_turn_into_its_letter():
    for letters, codes in LETTERS.items():
        for code in codes.split():
            assert unicodedata.normalize("NFKD", chr(int(code, 16))).casefold() != letters


#: Characters that show nothing, and accents.
UNSEEN = (
    "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\N{HANGUL FILLER}\N{VARIATION SELECTOR-16}"
)
ACCENTS = "\N{COMBINING GRAVE ACCENT}\N{COMBINING TILDE}\N{COMBINING DIAERESIS}\N{COMBINING CEDILLA}"


@st.composite
def disguised(draw):
    """A protected word in which each letter has another case, an accent, unseen characters or a look-alike."""
    words = draw(st.sampled_from([word for name in CERTAIN for some in LISTS[name].values() for word in some]))
    signs = []
    for sign in words.replace("#", "35"):
        codes = LETTERS.get(sign, "").split()
        looks = [sign, sign.upper(), *(chr(int(code, 16)) for code in codes)]
        if sign.isascii() and sign.isalpha():
            looks.append(chr(ord(sign) - ord("a") + ord("\N{FULLWIDTH LATIN SMALL LETTER A}")))
            looks.append(chr(ord(sign) - ord("a") + ord("\N{MATHEMATICAL BOLD SMALL A}")))
        signs.append(draw(st.sampled_from(looks)))
        if sign.isalpha():
            signs.append(draw(st.sampled_from(["", *ACCENTS])))
        signs.append(draw(st.sampled_from(["", *UNSEEN])))
    return words, "".join(signs)


@settings(max_examples=examples(1000))
@given(disguised())
def test_any_protected_word_is_found_in_disguise(words_and_disguise):
    """No case, accent, invisible character or look-alike hides a protected word."""
    words, name = words_and_disguise

    assert is_protected(name), words


class TestAWarning:
    PACK = Path(__file__).parent.parent / "packs" / "names-that-may-be-protected-attributes"

    def lint(self, folder):
        return [problem.message for problem in lint(rp.load(folder), packs=["ours"]) if problem.code == "RP430"]

    def test_can_be_ignored_with_a_reason(self, tmp_path):
        folder = shutil.copytree(self.PACK, tmp_path / "ours")
        before = self.lint(folder)
        with (folder / "pack.yaml").open("a") as head:
            head.write('ignore: [{code: RP430, at: "ours#sign-on", reason: {en: One login for all is meant.}}]\n')

        assert [message for message in before if message not in self.lint(folder)] == [
            'the label "Single sign-on" may mean a protected attribute, because of "single"'
        ]


def test_a_built_pack_that_was_edited_is_refused_like_a_folder(tmp_path):
    folder = shutil.copytree(TestAWarning.PACK, tmp_path / "ours")
    shutil.rmtree(folder / "people")
    first, _, rest = built(read_packs([folder])).partition("\n")
    rest = rest.replace("Female driver", "Women only")
    digest = hashlib.sha256(rest.encode()).hexdigest()
    edited = tmp_path / "built.json"
    edited.write_text(re.sub('"digest":"[0-9a-f]{64}"', f'"digest":"{digest}"', first) + f"\n{rest}", "utf-8")

    with pytest.raises(rp.LoadError, match='RP325 the label "Women only" is a protected attribute'):
        rp.load(edited)
