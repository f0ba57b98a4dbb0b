"""Built packs: the same catalog, the same bytes each time, and LoadError for what no pack may hold."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve, fields
from sealing import places, sealed

import roleprofile as rp
from examples import examples
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs
from roleprofile.model.case import Case
from roleprofile.model.catalog import CatalogData
from roleprofile.model.values import FrozenMap

GOLDEN = Path(__file__).parent.parent / "laws" / "golden"
BYTES = (GOLDEN / "built.json").read_bytes()

LOADS = """
import sys
import roleprofile as rp
assert rp.load(sys.argv[1], as_of="2026-03-14").roles
catalog = rp.load(sys.argv[1])
person = catalog.people["golden:driver-1"]
fit = catalog.scorer("driver", {"fleet": "bus", "region": "unspecified"}).score(person)
print(fit.to_record())
assert fit.explain()
print(*sorted({"yaml", "_yaml", "jsonschema", "referencing", "click"} & set(sys.modules)))
"""


@pytest.fixture
def write(tmp_path):
    def write(data):
        path = tmp_path / "pack.json"
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        return path

    return write


@pytest.fixture
def refusal(write):
    """The one problem of a file."""

    def refusal(data, **options):
        with pytest.raises(rp.LoadError) as caught:
            rp.load(write(data), **options)
        (only,) = caught.value.problems
        assert only.message.isprintable()
        return only

    return refusal


class TestWhatIsLoaded:
    @pytest.fixture(scope="class")
    @staticmethod
    def both(tmp_path_factory):
        path = tmp_path_factory.mktemp("built") / "pack.json"
        path.write_text(built(read_packs([])), encoding="utf-8")
        return rp.load(), rp.load(path)

    @pytest.mark.parametrize(
        "section", [f.name for f in fields(CatalogData) if f.init and f.eq and f.name not in ("problems", "as_of")]
    )
    def test_every_section_of_the_shipped_packs_is_equal(self, both, section):
        source, loaded = both

        assert getattr(loaded, section) == getattr(source, section)
        assert getattr(loaded, section) or section in ("approvals", "patches")

    def test_documents_and_what_is_held_are_equal_too(self, both):
        """Neither is looked at by ``==``."""
        source, loaded = both

        assert all(loaded.roles[name].document == role.document for name, role in source.roles.items())
        assert all(loaded.people[name].holdings == person.holdings for name, person in source.people.items())

    def test_everybody_has_the_same_records_byte_for_byte(self, both):
        source, loaded = both
        situations = [one.id for pack in source.packs.values() for one in pack.situations]
        for name, person in source.people.items():
            for situation in situations:
                first, second = (one.scorer("account-manager", situation) for one in both)

                assert second.score(loaded.people[name]).to_record() == first.score(person).to_record()

    def test_the_order_of_every_map_is_kept(self, both):
        """The first language of a text is the one that is shown where another is missing."""
        source, loaded = both

        for section in (f.name for f in fields(CatalogData) if f.init and f.eq):
            assert repr(getattr(loaded, section)) == repr(_in_packs(getattr(source, section)))

    def test_the_warnings_of_the_files_are_not_kept(self, pack, write):
        head = (pack.root / "pack.yaml").read_text("utf-8")
        pack.write("pack.yaml", head.replace("[en]", "[en, fil]"))

        assert pack.load().problems
        assert rp.load(write(built(read_packs([pack.root])))).problems == ()

    def test_a_language_that_sorts_later_may_be_the_first(self, make_pack, write):
        pack = make_pack("ours", requires="", languages="fil, en")
        pack.write("pack.yaml", (pack.root / "pack.yaml").read_text().replace("{en: A pack}", "{fil: Isa, en: One}"))
        loaded = rp.load(write(built(read_packs([pack.root]))))

        assert loaded.packs["ours"].label.in_language("de") == "Isa"


def _in_packs(section):
    """A section with the names of files as a built pack has them: within their packs."""
    if not isinstance(section, FrozenMap) or not any(isinstance(entry, Case) for entry in section.values()):
        return section
    return FrozenMap({name: evolve(case, file=f"cases/{Path(case.file).name}") for name, case in section.items()})


class TestBytes:
    def test_the_golden_pack_gives_the_golden_file(self):
        assert built(read_packs([GOLDEN / "pack"])).encode() == BYTES

    def test_the_golden_file_is_json(self):
        tree = json.loads(BYTES)

        assert (tree["kind"], tree["schema"]) == ("built", 2)
        assert tree["digest"] == hashlib.sha256(BYTES.partition(b"\n")[2]).hexdigest()

    @pytest.mark.parametrize("where", ["/", str(GOLDEN)])
    def test_neither_the_place_nor_the_clock_nor_the_locale_matters(self, where):
        code = (
            "import sys\nfrom pathlib import Path\nfrom roleprofile.loading.built import built\n"
            "from roleprofile.loading.load import read_packs\n"
            "sys.stdout.buffer.write(built(read_packs([Path(sys.argv[1])])).encode())"
        )
        environment = os.environ | {"LC_ALL": "C", "TZ": "Pacific/Apia", "PYTHONHASHSEED": "7"}
        path = os.path.relpath(GOLDEN / "pack", where)
        done = subprocess.run(
            [sys.executable, "-c", code, path], cwd=where, env=environment, capture_output=True, check=True
        )

        assert done.stdout == BYTES

    def test_the_order_in_which_packs_are_given_does_not_matter(self, pack, make_pack):
        other = make_pack("theirs")

        assert built(read_packs([pack.root, other.root])) == built(read_packs([other.root, pack.root]))


class TestInProduction:
    def test_loads_scores_and_explains_without_yaml_and_jsonschema(self):
        done = subprocess.run(
            [sys.executable, "-I", "-c", LOADS, str(GOLDEN / "built.json")],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        record, foreign = done.stdout.split("\n")[:2]

        assert record + "\n" == (GOLDEN / "record-2.json").read_text("utf-8")
        assert foreign == ""

    def test_a_link_to_a_file_is_followed_because_somebody_gave_it(self, tmp_path):
        (tmp_path / "current.json").symlink_to(GOLDEN / "built.json")

        assert rp.load(tmp_path / "current.json").fingerprint

    def test_a_built_pack_is_loaded_alone(self, pack):
        with pytest.raises(rp.LoadError, match="RP353 a built pack is a complete catalog") as caught:
            rp.load(pack.root, GOLDEN / "built.json")

        assert caught.value.problems[0].path.endswith("built.json")

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(rp.LoadError, match="RP101 the file does not exist"):
            rp.load(tmp_path / "pack.json")

    @pytest.mark.parametrize("name", ["a\0b.json", f"{'a' * 5000}.json"])
    def test_a_name_that_no_file_can_have(self, name):
        with pytest.raises(rp.LoadError, match="RP101"):
            rp.load(name)

    def test_a_folder_may_end_like_a_file(self, make_pack):
        root = make_pack("ours", requires="").root

        assert set(rp.load(root.rename(root.with_name("ours.json"))).packs) == {"ours"}


class TestDamage:
    @pytest.mark.parametrize("seed", range(examples(10)))
    def test_a_byte_that_was_flipped_is_noticed(self, refusal, seed):
        rng = random.Random(seed)  # noqa: S311 - the same damage each time
        for _ in range(60):
            data = bytearray(BYTES)
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)

            assert refusal(bytes(data)).code in {"RP105", "RP106", "RP108", "RP350", "RP351"}

    def test_a_byte_of_the_first_line_that_was_flipped_is_noticed(self, refusal):
        for place in range(BYTES.index(b"\n") + 1):
            for bit in range(8):
                data = bytearray(BYTES)
                data[place] ^= 1 << bit

                assert refusal(bytes(data)).line == 1

    def test_a_file_that_was_cut_is_noticed(self, refusal):
        for length in {0, 1, 50, *range(1, len(BYTES), 997), len(BYTES) - 2, len(BYTES) - 1}:
            assert refusal(BYTES[:length]).code in {"RP105", "RP350", "RP351"}

        assert "the end of the file is missing" in refusal(BYTES[:-5]).message

    def test_an_edit_is_answered_with_what_to_do(self, refusal):
        found = refusal(BYTES.replace(b'"weight":4', b'"weight":5', 1))

        assert (found.code, found.line) == ("RP351", 1)
        assert found.message == "the content does not match the digest, so it was damaged or edited"
        assert found.hint == "build it again: roleprofile build PACK -o FILE --force"

    def test_what_an_editor_puts_into_other_lines_is_noticed(self, refusal):
        assert refusal(json.dumps(json.loads(BYTES), indent=2)).code == "RP351"

    @pytest.mark.parametrize("number", [1, 3])
    def test_another_format_is_refused_with_the_command_that_builds_it_again(self, refusal, number):
        found = refusal(BYTES.replace(b'"schema":2', b'"schema":%d' % number, 1))

        assert (found.code, found.line, found.column) == ("RP350", 1, 26)
        assert found.message == f"this built pack has format {number}, but this version of roleprofile reads format 2"
        assert found.hint == "build it again: roleprofile build PACK -o FILE --force"

    def test_a_file_of_format_1_is_refused_as_that(self, refusal):
        """Its first line ended in another way."""
        head = b'{"kind":"built","schema":1,"digest":"%s","catalog":{\n"fingerprint":"' % (b"0" * 64)

        assert "has format 1" in refusal(head).message

    @pytest.mark.parametrize("text", ["", "{}", "[]", "kind: role\n", '{"kind":"record"}', "null", '"built"'])
    def test_what_is_no_built_pack_is_said_to_be_none(self, refusal, text):
        found = refusal(text)

        assert (found.code, found.message) == ("RP350", "not a built pack")


class TestHarm:
    """Files of somebody who made the digest fit."""

    def text(self, before, after):
        text = BYTES.decode()
        assert before in text
        return sealed(text.replace(before, after, 1))

    def test_a_sealed_file_is_loaded(self, write):
        assert rp.load(write(self.text('"weight":4', '"weight":5')))

    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "4.5", "1e3", "1e999", "9" * 19, "9" * 5000])
    def test_a_number_that_no_document_has(self, refusal, value):
        found = refusal(self.text('"weight":4', f'"weight":{value}'))

        assert found.code == "RP352"
        assert '"weight"' in BYTES.decode().split("\n")[found.line - 1]
        assert len(found.message) <= 200

    @pytest.mark.parametrize(
        "before, after, code, pointer, message",
        [
            ('"weight":4', '"weight":-4', "RP207", "/requirements/0/weight", "-4 is below 1"),
            ('"weight":4', '"weight":true', "RP203", "/requirements/0/weight", "a whole number or a map, got true"),
            ('"weight":4', '"weight":"4"', "RP203", "/requirements/0/weight", "got the text"),
            ('"necessity":"minimum"', '"necessity":"none"', "RP205", "/requirements/0/necessity", '"none" is not'),
            ('"descriptor":"patience"', '"descriptor":"nope"', "RP301", "/requirements/2/any_of/1/descriptor", "nope"),
            ('"asks":"excellent"', '"asks":"superb"', "RP204", "/requirements/1/asks", "superb"),
            ('"id":"drive"', '"id":"age"', "RP305", "/requirements/0/needed_for/0", "drive"),
            ('"id":"driving","type"', '"id":"age","type"', "RP325", "/descriptors/3/id", '"age" is a protected'),
            ('"licence"', '"licensed"', "RP304", "/facts/driving/bus/evidence/kind", "licensed"),
            ('"months":20', '"months":-20', "RP207", "/roles_held/0/months", "-20 is below 0"),
            ('"strong":80', '"strong":50', "RP207", "/fit/thresholds/viable", "is not below strong"),
            ('"file":"scales/skill.yaml"', '"file":"scales/a.yaml"', "RP210", "/id", 'differs from the file name "a"'),
        ],
    )
    def test_what_no_pack_may_hold_is_a_problem_at_its_place(self, write, before, after, code, pointer, message):
        text = self.text(before, after)
        with pytest.raises(rp.LoadError) as caught:
            rp.load(write(text))
        found = next(one for one in caught.value.problems if (one.code, one.pointer) == (code, pointer))
        line = text.split("\n")[found.line - 1]
        value = json.loads(line.rstrip(","))["document"]
        for step in pointer[1:].split("/"):
            value = value[int(step) if isinstance(value, list) else step]

        assert message in found.message
        assert found.hint or found.allowed
        assert line[found.column - 1 :].startswith(json.dumps(value, separators=(",", ":")))

    def test_every_mistake_is_said(self, write):
        text = self.text('"weight":4', '"weight":-4').replace('"below":[60', '"below":[600')
        with pytest.raises(rp.LoadError) as caught:
            rp.load(write(sealed(text)))

        assert [problem.code for problem in caught.value.problems] == ["RP207", "RP207", "RP316"]

    def test_files_with_mistakes_can_be_left_out(self, write):
        catalog = rp.load(write(self.text('"weight":4', '"weight":-4')), on_error="skip")

        assert not catalog.roles
        assert catalog.descriptors
        assert "RP207" in {problem.code for problem in catalog.problems}

    def test_a_key_that_is_there_twice(self, refusal):
        assert "twice" in refusal(self.text('"weight":4', '"weight":4,"weight":5')).message

    @pytest.mark.parametrize("opened", ["[", '{"a":'])
    def test_nesting_without_end(self, refusal, opened):
        assert "nested too deeply" in refusal(self.text('"weight":4', f'"weight":{opened * 100_000}')).message

    def test_what_is_not_json_has_a_column(self, refusal):
        found = refusal(self.text('"weight":4', '"weight"=4'))

        assert found.code == "RP352"
        assert found.message.startswith("not JSON: ")
        assert found.column == BYTES.decode().split("\n")[found.line - 1].index('"weight":4') + len('"weight"') + 1

    @pytest.mark.parametrize("escape", ["\\u001b[2J", "\\u202e", "\\ud800", "\\u0000"])
    def test_text_that_commands_a_terminal(self, refusal, escape):
        assert "is not allowed in text" in refusal(self.text('"label":{"en":"', f'"label":{{"en":"{escape}')).message

    @pytest.mark.parametrize("character", ["\x1b", "\u202e", "\ud800", "\x00"])
    def test_the_same_without_escapes(self, refusal, character):
        assert refusal(self.text('"label":{"en":"', f'"label":{{"en":"{character}')).code in {"RP105", "RP106"}

    def test_a_document_that_is_there_twice(self, refusal):
        line = next(line for line in BYTES.decode().split("\n") if '"file":"scales/skill.yaml"' in line)
        found = refusal(sealed(BYTES.decode().replace(line, f"{line}\n{line}")))

        assert (found.code, found.message) == ("RP309", 'scale "skill" is defined twice in this file')

    @pytest.mark.parametrize(
        "before, after, message",
        [
            ('{"pack":"golden","file":"roles', '{"pack":"other","file":"roles', "a pack.yaml comes first"),
            ('"file":"roles/driver.yaml"', '"file":"pack.yaml"', 'pack "golden" has its pack.yaml twice'),
            ('"digest":"60459d', '"digest":"60459D', "a pack.yaml needs the digest of its pack"),
            ('"file":"roles/driver.yaml"', '"file":7', "the pack and the file of a document are texts"),
            ('"file":"roles/driver.yaml",', "", "expected a map of pack, file, document"),
            ('"file":"roles/driver.yaml",', '"file":"a.yaml","more":1,', "expected a map of pack, file, document"),
            ('{"pack":"golden","file":"roles', '[{"pack":"golden","file":"roles', "the brackets do not match"),
            ("\n]}\n", "\n]}\n\n", "expected a comma at the end"),
            ("\n]}\n", "\n}\n", "the brackets do not match"),
        ],
    )
    def test_a_line_that_holds_no_document(self, refusal, before, after, message):
        found = refusal(self.text(before, after))

        assert found.code == "RP352"
        assert message in found.message
        assert found.hint == "build it again: roleprofile build PACK -o FILE --force"

    @pytest.mark.parametrize("kind", ["role", "nothing", "record"])
    def test_a_pack_whose_head_is_something_else(self, write, kind):
        with pytest.raises(rp.LoadError):
            rp.load(write(self.text('{"kind":"pack"', f'{{"kind":"{kind}"')))

    def test_no_document_at_all(self, refusal):
        head = BYTES.decode().split("\n")[0]

        assert refusal(sealed(f"{head}\n]}}\n")).code == "RP352"

    def test_any_value_that_was_taken_away_or_replaced(self, write):
        """Whatever loads, loads; whatever does not is a problem, and nothing else."""
        rng = random.Random(1)  # noqa: S311 - the same damage each time
        lines = BYTES.decode().split("\n")
        entries = [index for index, line in enumerate(lines) if line.startswith("{") and index]
        odd = [None, True, 0, -5, 10**18, "", "x", [], {}, ["x"], [[]], {"en": ""}]
        refused = []
        for _ in range(examples(300)):
            at = rng.choice(entries)
            tree = json.loads(lines[at].rstrip(","))
            holder, key = rng.choice(list(places(tree)))
            if rng.randrange(3):
                holder[key] = rng.choice(odd)
            else:
                del holder[key]
            end = "," if lines[at].endswith(",") else ""
            other = json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + end
            try:
                rp.load(write(sealed("\n".join([*lines[:at], other, *lines[at + 1 :]]))))
            except rp.LoadError as error:
                refused += [problem.code for problem in error.problems]
        assert len(refused) > examples(100)

    def test_a_file_that_is_too_large(self, refusal, write):
        assert rp.load(write(BYTES), limits=rp.Limits(pack_bytes=len(BYTES)))
        assert refusal(BYTES, limits=rp.Limits(pack_bytes=len(BYTES) - 1)).code == "RP104"

    def test_what_would_be_too_large_is_not_built(self):
        gathered = read_packs([GOLDEN / "pack"])
        gathered.limits = rp.Limits(pack_bytes=1000)
        with pytest.raises(rp.LoadError, match="RP104 the built pack would be larger than 1,000 bytes"):
            built(gathered)
