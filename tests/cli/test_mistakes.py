"""What the commands about people, moves and pay say of a hurried or mistaken word."""

import io
import json
import re

import pytest

from roleprofile.presentation.renderers.text import width

ROLE = "account-manager"
FIRM = ("--context", "large-metal-products")
PAY = ("--currency", "PHP", "--amount", "guaranteed=1", "--measure", "closed-deal-value=1", "--share", "commission=5")
ANYBODY = ("metal-engineer-in-sales", ROLE, *FIRM)


class TestALanguageThatNobodyHas:
    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize(
        "asked",
        [
            ("score", *ANYBODY),
            ("transitions", ROLE, *FIRM),
            ("paths", "analyst", ROLE, *FIRM),
            ("what-if", *ANYBODY, "persuasion=advanced"),
            ("plan", *ANYBODY),
            ("pay", ROLE, *FIRM, *PAY),
            ("show", ROLE, "--resolved"),
        ],
        ids=lambda asked: asked[0],
    )
    def test_is_refused_whatever_is_printed(self, call, asked, form):
        status, out, err = call(*asked, "--lang", "xx", "--format", form)

        assert (status, out) == (2, "")
        assert "no texts in 'xx'; there are en, fil" in err

    @pytest.mark.parametrize("asked", [("demo",), ("list", "packs"), ("list",), ("show", ROLE)], ids=" ".join)
    def test_is_refused_where_there_is_text_only(self, call, asked):
        status, out, err = call(*asked, "--lang", "xx")

        assert (status, out) == (2, "")
        assert "no texts in 'xx'; there are en, fil" in err

    def test_is_refused_by_what_a_record_has(self, call, tmp_path):
        (tmp_path / "r.json").write_text(call("score", *ANYBODY, "--format", "record")[1])
        status, out, err = call("replay", "r.json", "--lang", "xx")

        assert (status, out) == (2, "")
        assert "there are en, fil" in err

    def test_is_refused_before_anything_else(self, call):
        assert "no texts in 'xx'" in call("plan", "nobody", ROLE, "--lang", "xx")[2]

    def test_is_not_one_that_the_pack_has(self, call):
        call("new", "pack", "workshop", "--language", "de")
        call("new", "role", "technician", "--in", "workshop")

        assert call("show", "technician", "--pack", "workshop", "--lang", "de")[0] == 0
        assert "there are de, en, fil" in call("show", "technician", "--pack", "workshop", "--lang", "xx")[2]


class TestANameThatIsMisspelt:
    @pytest.mark.parametrize("verb", ["plan", "paths", "what-if"])
    @pytest.mark.parametrize(
        "wrong, meant",
        [("metal-enginer-in-sales", "metal-engineer-in-sales"), ("press-secretery", "press-secretary")],
    )
    def test_may_be_a_role_or_a_person(self, call, verb, wrong, meant):
        changes = ("persuasion=advanced",) if verb == "what-if" else ()
        status, out, err = call(verb, wrong, ROLE, *changes, *FIRM)

        assert (status, out) == (2, "")
        assert f"unknown role or person '{wrong}'; did you mean \"{meant}\"?" in err

    @pytest.mark.parametrize("verb", ["score", "rank"])
    def test_is_that_of_a_person_where_no_role_can_stand(self, call, verb):
        assert 'did you mean "metal-engineer-in-sales"?' in call(verb, "metal-enginer-in-sales", ROLE, *FIRM)[2]
        assert "'analyst' is a role; give a person" in call(verb, "analyst", ROLE, *FIRM)[2]


def host_of_two_roles(call, here):
    """The file of one of two drafted roles in a pack."""
    call("new", "pack", "ours")
    for name in ("host", "guide"):
        call("new", "role", name, "--in", "ours")
    return here / "ours" / "roles" / "host.yaml"


class TestARoleThatIsNotInForce:
    @pytest.fixture(autouse=True)
    def ours(self, call, here):
        file = host_of_two_roles(call, here)
        text = file.read_text("utf-8").replace("status: draft", 'status: retired\neffective: {until: "2026-06-30"}')
        file.write_text(text, "utf-8")
        head = here / "ours" / "pack.yaml"
        head.write_text(head.read_text("utf-8").replace("status: draft", "status: approved"), "utf-8")

    def test_is_seen_in_lists_and_pages(self, call):
        out = call("list", "--pack", "ours")[1]

        assert "ours 0.1.0, retired, until 2026-06-30" in out
        assert "ours 0.1.0, draft" in out
        assert "Status: retired, until 2026-06-30" in call("show", "host", "--pack", "ours")[1]
        found = json.loads(call("list", "--pack", "ours", "--format", "json")[1])
        assert {one["id"]: one["status"] for one in found if "ours:" in one["id"]} == {
            "ours:guide": "draft",
            "ours:host": "retired",
        }

    @pytest.mark.parametrize("day, files", [("2026-06-30", ["guide"]), ("2026-07-01", ["guide", "host"])])
    def test_is_named_by_a_check_on_a_day(self, call, day, files):
        status, out, _ = call("check", "ours", "--as-of", day, "--select", "RP356", "--format", "concise")

        assert status == 0
        assert [line.partition(":")[0] for line in out.splitlines()] == [f"ours/roles/{name}.yaml" for name in files]
        assert "RP356" not in call("check", "ours")[1]


class TestARoleWithAMistake:
    @pytest.fixture(autouse=True)
    def ours(self, call, here):
        file = host_of_two_roles(call, here)
        file.write_text(file.read_text("utf-8").replace("weight:", "weigth:", 1), "utf-8")

    @pytest.mark.parametrize("command", [("cases", "basics", "--role", "host"), ("transitions", "host")])
    def test_is_not_called_unknown(self, call, command):
        status, _, err = call("new", *command, "--in", "ours")

        assert status == 2
        assert "unknown" not in err
        assert "files with errors are left out: ours/roles/host.yaml; see: roleprofile check ours" in err

    def test_is_named_with_an_unknown_one(self, call):
        err = call("new", "cases", "basics", "--role", "hots", "--in", "ours")[2]

        assert "unknown role 'hots'" in err
        assert "files with errors are left out: ours/roles/host.yaml" in err

    @pytest.mark.parametrize("command", [("show", "host"), ("score", "three-strengths", "host")])
    def test_is_shown_with_its_mistake(self, call, command):
        status, _, err = call(*command, "--pack", "ours")

        assert status == 2
        assert "ours/roles/host.yaml" in err
        assert "RP201" in err


class TestWhatIf:
    def test_takes_a_role_for_its_typical_holder(self, call):
        status, out, _ = call("what-if", "analyst", ROLE, "dialogue=advanced", *FIRM, "--format", "json")

        assert (status, json.loads(out)["person"]) == (0, "account-management:analyst")

    def test_says_which_word_is_wrong_and_what_it_could_be(self, call):
        wrong = (
            "persuasion=foo",
            "persuasoin=basic",
            "education/lw=bachelor",
            "decision-maker-relations=many",
            "education=bachelor",
        )
        status, out, err = call("what-if", *ANYBODY, *wrong)

        assert (status, out) == (2, "")
        assert 'persuasion=foo: unknown level "foo" on scale proficiency; one of: none, basic, working, advanced' in err
        assert "persuasoin=basic: unknown descriptor 'persuasoin'; did you mean \"persuasion\"?" in err
        assert 'education/lw=bachelor: unknown field-of-study "lw"; did you mean "law"?' in err
        assert (
            'decision-maker-relations=many: "many" is not a valid amount on scale people; write a whole number' in err
        )
        assert (
            "education=bachelor: education needs a key of field-of-study; write, for example, "
            "education/general-programme=bachelor; the keys are: general-programme, " in err
        )
        assert "facts[" not in err
        assert "1:1" not in err

    def test_counts_one_thing_once_however_it_is_called(self, call):
        err = call("what-if", *ANYBODY, "education/law=bachelor", "core:education/law=master")[2]

        assert "core:education/law=master: core:education/law is given twice" in err
        assert call("what-if", *ANYBODY, "education/law=bachelor", "education/economics=bachelor")[0] == 0


class TestARanking:
    def test_has_nobody_twice(self, call, tmp_path):
        status, out, err = call("rank", "three-strengths", "three-strengths", ROLE, *FIRM)

        assert (status, out) == (2, "")
        assert "three-strengths is given twice" in err
        for name in ("a.yaml", "b.yaml"):
            (tmp_path / name).write_text("kind: person\nschema: 1\nid: c-18\nfacts: {}\n")
        assert "a.yaml and b.yaml have the same id c-18" in call("rank", "a.yaml", "b.yaml", ROLE, *FIRM)[2]

    def test_of_a_folder_has_its_people(self, call, tmp_path):
        (tmp_path / "team").mkdir()
        for name, level in {"b": "expert", "a": "basic", ".c": "expert"}.items():
            text = f"kind: person\nschema: 1\nid: c-{name[-1]}\nfacts: {{dialogue: {level}}}\n"
            (tmp_path / "team" / f"{name}.yaml").write_text(text)

        status, out, _ = call("rank", "team", "three-strengths", ROLE, *FIRM, "--format", "json")

        assert status == 0
        assert [one["person"] for one in json.loads(out)["people"]] == ["three-strengths", "c-b", "c-a"]
        assert call("rank", "team", "team/a.yaml", ROLE, *FIRM)[0] == 2
        (tmp_path / "none").mkdir()
        assert "none has no file of a person" in call("rank", "none", ROLE, *FIRM)[2]

    def test_of_one_word_says_what_it_wants(self, call):
        status, out, err = call("rank", ROLE, *FIRM)

        assert (status, out) == (2, "")
        assert "give at least one person and then the role; 'account-manager' is the only argument" in err


class TestASituationThatIsNotGiven:
    @pytest.mark.parametrize(
        "asked",
        [("score", "three-strengths", ROLE), ("transitions", ROLE), ("plan", "analyst", ROLE)],
        ids=lambda a: a[0],
    )
    def test_is_asked_for_in_a_few_short_lines(self, call, asked):
        status, out, err = call(*asked)

        assert (status, out) == (2, "")
        assert err.splitlines()[:4] == [
            "roleprofile: account-manager depends on the employer's situation, but some",
            "dimensions are missing. Give it with --context:",
            "  company-size: small, medium, large",
            "  market: specialised, metal-products, machinery, electrical-equipment and 29",
        ]
        assert "--context company-size=small, or company-size=unspecified" in err
        assert "such as --context any-employer.\n`roleprofile list situations` shows" in err
        assert max(map(width, err.splitlines())) <= 80

    def test_is_asked_for_the_pay_in_the_same_way(self, call):
        given = ("--context", "company-size=large", "--context", "market=software")
        status, _, err = call("pay", ROLE, *PAY, *given)

        assert status == 2
        assert "the pay of account-manager depends on the employer's situation, but\n" in err
        assert "Give it with --context:\n  region: " in err

    def test_works_as_it_is_said(self, call):
        assert call("score", "three-strengths", ROLE, "--context", "any-employer")[0] == 0


class TestASituationWithAName:
    def test_may_be_given_with_what_differs(self, call):
        asked = ("score", "three-strengths", ROLE, "--format", "json", "--context")
        mixed = call(*asked, "company-size=small", "--context", "large-metal-products")[1]
        spelt = call(
            *asked,
            "company-size=small",
            "--context",
            "market=metal-products",
            "--context",
            "region=unspecified",
            "--context",
            "employer-tier=unspecified",
        )[1]

        assert json.loads(mixed)["context"]["company-size"] == "small"
        assert mixed == spelt

    def test_is_one(self, call):
        status, _, err = call("score", "three-strengths", ROLE, *FIRM, "--context", "any-employer")

        assert status == 2
        assert "large-metal-products and any-employer are two situations; give one" in err

    def test_that_nobody_knows_is_refused_with_pairs_too(self, call):
        asked = ("transitions", ROLE, "--context", "nowhere", "--context", "company-size=small")

        assert "unknown situation 'nowhere'; known: " in call(*asked)[2]


class TestPathsWithoutEnd:
    @pytest.mark.parametrize("wrong", [("--most-steps", "7"), ("--most-steps", "0"), ("--limit", "1001")])
    def test_are_not_looked_for(self, call, wrong):
        status, out, err = call("paths", "analyst", ROLE, *FIRM, *wrong)

        assert (status, out) == (2, "")
        assert f"Invalid value for '{wrong[0]}': {wrong[1]} is not in the range 1<=x<=" in err

    def test_may_be_as_long_as_is_allowed(self, call):
        assert call("paths", "analyst", ROLE, *FIRM, "--most-steps", "6", "--limit", "1000")[0] == 0


class TestResumesAndRecords:
    """A problem of a resume or a record names its file, as a problem of a pack does."""

    @pytest.mark.parametrize("verb", [("import", "jsonresume"), ("replay",)], ids=" ".join)
    def test_names_the_file_or_standard_input(self, call, here, monkeypatch, verb):
        text = '{"skills":\n [1 2]}'
        (here / "bad.json").write_text(text)
        status, out, err = call(*verb, "bad.json")

        assert (status, out) == (2, "")
        assert err.startswith("bad.json:2:5 error RP601 ")
        assert "= help: " in err
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert call(*verb, "-")[2].startswith("<stdin>:2:5 error RP601 ")

    def test_a_record_with_another_result_has_its_place(self, call, here):
        record = call("score", *ANYBODY, "--format", "record")[1]
        (here / "r.json").write_text(re.sub(r'"supported":\d+', '"supported":5', record))
        column = record.index('"supported":') + len('"supported":') + 1

        assert call("replay", "r.json")[2].startswith(
            f"r.json:1:{column} error RP605 the result differs in supported: "
        )


class TestBytesThatAreNotUtf8:
    @pytest.mark.parametrize(
        "asked",
        [
            ("new", "pack", "zz", "--label", "\udcff"),
            ("new", "pack", "zz", "--owner", "HR \udcff"),
            ("new", "pack", "zz", "--in", "\udcff"),
            ("score", *ANYBODY, "--context", "\udcff=large"),
            ("show", ROLE, "--lang", "\udcff"),
        ],
        ids=" ".join,
    )
    def test_in_an_option_are_wrong_usage(self, call, here, asked):
        status, out, err = call(*asked)

        assert (status, out) == (2, "")
        assert f"Invalid value for '{asked[-2]}': its bytes are not UTF-8" in err
        assert list(here.iterdir()) == []

    def test_may_be_in_the_name_of_a_file(self, call, here):
        """As an argument; such names exist."""
        (here / "\udcff.yaml").write_text("kind: person\nschema: 1\nid: c-18\nfacts: {}\n")

        assert call("check", "\udcff.yaml")[0] == 0
