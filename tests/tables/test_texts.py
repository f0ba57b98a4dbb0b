"""Texts out to a table for translators, and translations back into the files."""

import difflib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.errors import ArgumentValueError
from roleprofile.formatting.positions import Outline
from roleprofile.loading.reader import parse
from roleprofile.tables.requirement_rows import Rows
from scattered import Writer

PACK = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en, de]
requires: {core: ">=1,<2"}
"""
SKILLS = """\
kind: descriptors
schema: 1
id: skills
descriptors:
  # What every nurse needs.
  - id: care
    type: skill
    label: {en: Care, de: Pflege}  # as in the law
    description:
      en: >
        Looking after
        people
    scale: proficiency
    anchors:
      basic: {en: With help}
"""
NURSE = """\
kind: role
schema: 1
id: nurse
version: "1.0.0"
label: {en: Nurse}
defaults: {basis: judgement}
requirements:
  - {id: care, asks: advanced, weight: 3, label: {en: Care of people}}
"""
FILES = {"pack.yaml": PACK, "descriptors/skills.yaml": SKILLS, "roles/nurse.yaml": NURSE}


def write(folder, files=FILES):
    for name, text in files.items():
        path = folder / "ours" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "ours"


@pytest.fixture
def pack(here):
    return write(here)


def files_of(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def sheet(call, pack, here):  # noqa: ARG001 - the pack is exported
    """Export the texts, and write other words into the file."""

    def sheet(*changes):
        call("texts", "export", "ours", "--lang", "de", "-o", "texts.csv", "--force")
        text = (here / "texts.csv").read_bytes().decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (here / "texts.csv").write_bytes(text.encode())

    return sheet


class TestExport:
    def test_a_row_is_a_text_with_its_place_and_state(self, call, pack, here):  # noqa: ARG002
        status, out, err = call("texts", "export", "ours", "--lang", "de", "-o", "texts.csv")

        assert (status, out, err) == (0, "", "Wrote 6 texts to texts.csv: 5 missing, 1 done.\n")
        assert (here / "texts.csv").read_text("utf-8-sig").splitlines() == [
            "pack,file,place,text (en),text (de),state",
            "ours,pack.yaml,/label,Ours,,missing",
            "ours,descriptors/skills.yaml,/descriptors/care/label,Care,Pflege,done",
            "ours,descriptors/skills.yaml,/descriptors/care/description,Looking after people,,missing",
            "ours,descriptors/skills.yaml,/descriptors/care/anchors/basic,With help,,missing",
            "ours,roles/nurse.yaml,/label,Nurse,,missing",
            "ours,roles/nurse.yaml,/requirements/care/label,Care of people,,missing",
        ]

    def test_marks_what_changed_since_an_earlier_table(self, call, pack, sheet):
        sheet()
        (pack / "descriptors/skills.yaml").write_text(SKILLS.replace("{en: Care,", "{en: Nursing,"), "utf-8")
        err = call("texts", "export", "ours", "--lang", "de", "--since", "texts.csv", "-o", "now.csv")[2]

        assert err.endswith("Wrote 6 texts to now.csv: 5 missing, 1 changed.\n")
        # Translated again, it is done.
        again = SKILLS.replace("{en: Care, de: Pflege}", "{en: Nursing, de: Krankenpflege}")
        (pack / "descriptors/skills.yaml").write_text(again, "utf-8")
        err = call("texts", "export", "ours", "--lang", "de", "--since", "texts.csv", "-o", "new.csv")[2]
        assert err.endswith("Wrote 6 texts to new.csv: 5 missing, 1 done.\n")

    def test_a_workbook_comes_back_too(self, call, pack):
        call("texts", "export", "ours", "--lang", "de", "-o", "texts.xlsx")

        assert call("texts", "import", "texts.xlsx", "ours") == (0, "", "No changes.\n")
        assert files_of(pack) == {pack / name: text.encode() for name, text in FILES.items()}

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (("--lang", "en", "-o", "a.csv"), "and here it is en"),
            (("--lang", "German", "-o", "a.csv"), "'German' is no code of a language"),
            (("--lang", "de", "-o", "a.ods"), "does not end in .xlsx or .csv"),
            (("--lang", "de", "-o", "a.csv", "--since", "other.csv"), "columns are missing"),
            (("--lang", "de", "-o", "other.csv"), "already exists"),
        ],
    )
    def test_what_cannot_be_exported_is_wrong_usage(self, call, pack, here, arguments, said):  # noqa: ARG002
        (here / "other.csv").write_text("a,b\n1,2\n")
        status, _, err = call("texts", "export", "ours", *arguments)

        assert (status, said in " ".join(err.split())) == (2, True)

    def test_packs_of_different_first_languages_are_exported_apart(self, pack, here):
        other = PACK.replace("ours", "theirs").replace("[en, de]", "[fil]").replace("{en: Ours}", "{fil: Kanila}")
        (here / "theirs").mkdir()
        (here / "theirs/pack.yaml").write_text(other, "utf-8")

        with pytest.raises(ArgumentValueError, match="here it is en and fil"):
            rp.tables.text_rows(pack, here / "theirs", language="de")


class TestImport:
    def test_writes_the_translations_and_nothing_else(self, call, pack, sheet):
        sheet(("people,,", "people,Sich kümmern,"), ("Nurse,,", "Nurse,Pflegekraft,"))
        status, out, err = call("texts", "import", "texts.csv", "ours")

        assert (status, err.splitlines()[-1]) == (0, "Wrote 2 files.")
        assert out.splitlines() == [
            'ours/descriptors/skills.yaml: descriptors.care.description.de: nothing -> "Sich kümmern"',
            "ours/roles/nurse.yaml: label.de: nothing -> Pflegekraft",
        ]
        assert (pack / "roles/nurse.yaml").read_text("utf-8") == NURSE.replace(
            "label: {en: Nurse}", "label: {en: Nurse, de: Pflegekraft}"
        )
        skills = (pack / "descriptors/skills.yaml").read_text("utf-8")
        assert skills == SKILLS.replace("        people\n", '        people\n      de: "Sich kümmern\\n"\n')
        assert call("texts", "import", "texts.csv", "ours")[::2] == (
            0,
            "Read texts.csv as CSV with commas as separators.\nNo changes.\n",
        )

    def test_a_dry_run_says_what_the_command_then_does(self, call, pack, sheet):
        sheet(("Nurse,,", "Nurse,Pflegekraft,"))
        before = files_of(pack)
        status, out, err = call("texts", "import", "texts.csv", "ours", "--dry-run")

        assert (status, err.splitlines()[-1], files_of(pack)) == (0, "1 file would change.", before)
        changes = call("texts", "import", "texts.csv", "ours")[1]
        path, name = pack / "roles/nurse.yaml", "ours/roles/nurse.yaml"
        old, new = (text.decode().splitlines() for text in (before[path], path.read_bytes()))
        assert out == changes + "".join(f"{line}\n" for line in difflib.unified_diff(old, new, name, name, lineterm=""))

    def test_a_translation_of_another_text_is_left_out(self, call, pack, sheet):
        sheet(("Nurse,,", "Nurse,Pflegekraft,"), ("people,,miss", "people,Pflege,miss"))
        (pack / "roles/nurse.yaml").write_text(NURSE.replace("en: Nurse", "en: Head nurse"), "utf-8")
        status, out, err = call("texts", "import", "texts.csv", "ours")

        assert (status, out.count("\n")) == (0, 1)
        assert "warning RP517 E6: the text in en has changed since the export; the translation is left out" in err
        assert "de:" not in (pack / "roles/nurse.yaml").read_text("utf-8")

    def test_a_text_that_is_gone_is_left_out(self, call, pack, sheet):
        sheet(("people,,miss", "people,Pflege,miss"))
        (pack / "roles/nurse.yaml").write_text(NURSE.replace(", label: {en: Care of people}", ""), "utf-8")

        assert "warning RP517 C7: the pack has no text at roles/nurse.yaml /requirements/care/label any more" in (
            " ".join(call("texts", "import", "texts.csv", "ours")[2].split())
        )

    @pytest.mark.parametrize(
        "changes, code",
        [
            ([("Nurse,,", "Nurse,Pflegekraft,"), ("Ours,,", "Ours,\N{ZERO WIDTH JOINER},")], "RP206 E2"),
            ([("text (en)", "English")], "RP516 A1"),
            ([("text (de)", "German")], "RP516 A1"),
            ([("place,", "Place,")], "RP516 A1"),
            ([(",state", ",file")], "RP506 F1"),
            ([("/requirements/care/label", "/label")], "RP509 C7"),
        ],
    )
    def test_a_problem_leaves_every_file_as_it_is(self, call, pack, sheet, changes, code):
        sheet(*changes)
        before = files_of(pack)
        status, out, err = call("texts", "import", "texts.csv", "ours")

        assert (status, out, f"error {code}" in err, err.splitlines()[-1]) == (1, "", True, "Nothing was written.")
        assert files_of(pack) == before

    def test_a_language_that_the_pack_does_not_list_is_a_warning(self, call, pack, sheet):
        (pack / "pack.yaml").write_text(PACK.replace("[en, de]", "[en]"), "utf-8")
        sheet(("Nurse,,", "Nurse,Pflegekraft,"))
        status, _, err = call("texts", "import", "texts.csv", "ours")

        assert (status, 'warning RP401 E6: "de" is not a language of this pack' in err) == (0, True)

    def test_a_cell_that_is_no_text_is_an_error(self, here, pack):
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        book.active.append(["pack", "file", "place", "text (en)", "text (de)"])
        book.active.append(["ours", "pack.yaml", "/label", "Ours", True])
        book.save(here / "texts.xlsx")
        table = rp.tables.read_table((here / "texts.xlsx").read_bytes(), "texts.xlsx")

        assert [problem.code for problem in rp.tables.texts_from_table(table, pack).problems] == ["RP511"]


WORDS = st.sampled_from(
    ["Pflege", "Pflege: von Menschen", "zwei Wörter # hier", "ja", "7", "lang " * 40 + "er", "=1+1"]
)
TREES = {name: parse(text.encode(), name) for name, text in FILES.items()}


@settings(max_examples=examples(20))
@given(st.data())
def test_a_translated_pack_says_the_same_and_the_translations(tmp_path_factory, data):
    """Law: whatever the layout, the files have the translations of unchanged texts, the rest of their content, and all
    comments; twice is once, and nothing is written by the import itself."""
    way = data.draw(st.integers(0, 1_000_000))
    folder = tmp_path_factory.mktemp("texts")
    pack = write(folder, {name: Writer(way + n).document(tree) for n, (name, tree) in enumerate(TREES.items())})
    before = files_of(pack)
    rows = rp.tables.text_rows(pack, language="de")
    said = [dict(row) for row in rows.rows]
    expected = {name: Counter(leaves(tree)) for name, tree in TREES.items()}
    for row in said:
        kind = data.draw(st.sampled_from(("as it is", "translated", "of another text")))
        if kind != "as it is":
            was = row.get("text (de)")
            row["text (de)"] = data.draw(WORDS)
            if kind == "of another text":
                row["text (en)"] = f"{row['text (en)']}, before"
            else:
                place = (*row["place"].split("/")[1:], "de")
                expected[row["file"]] += Counter([(place, row["text (de)"])])
                if was:
                    expected[row["file"]] -= Counter([(place, was)])
    table = rp.tables.read_table(Rows(rows.columns, tuple(said)).to_csv(), "texts.csv")

    found = rp.tables.texts_from_table(table, pack)

    assert files_of(pack) == before
    for path, content in found.files.items():
        assert comments_of(content) == comments_of(before[path])
        path.write_bytes(content)
    for name in TREES:
        tree = parse((pack / name).read_bytes(), name)
        assert Counter(leaves(tree)) == expected[name]
    assert not found.failed
    again = rp.tables.texts_from_table(table, pack)
    assert (again.changes, again.files) == ((), {})
    assert {str(one.path).rpartition("ours/")[2] for one in found.changes} == {
        path.relative_to(pack).as_posix() for path in found.files
    }


def leaves(tree, path=()):
    """The values of a tree, each with its place in which ids stand for entries; lines of texts are trimmed."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(tree, list):
        for number, inner in enumerate(tree):
            yield from leaves(inner, (*path, inner["id"] if isinstance(inner, dict) and "id" in inner else str(number)))
    else:
        yield path, tree.strip() if isinstance(tree, str) else tree


def comments_of(data):
    return Counter(comment.text for comment in Outline(data.decode()).comments if comment.text)
