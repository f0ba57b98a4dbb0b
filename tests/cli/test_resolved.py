"""``show --resolved``: a role after everything that was applied to it, and where each line comes from."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import roleprofile as rp
from roleprofile.cli.run import app
from roleprofile.loading import load_with_files
from roleprofile.loading.reader import parse
from roleprofile.model.convert import plain
from roleprofile.presentation.effective_role import Resolved
from roleprofile.presentation.renderers.text import render

BASE = """\
kind: role
schema: 1
id: analyst
version: "1.0.0"
label: {en: Analyst}
defaults: {basis: judgement}
duties:
  - {id: report, label: {en: Write reports}}
requirements:
  - id: teamwork
    asks: working
    weight: 3
  - {id: planning, asks: basic, weight: 1, needed_for: report}
variants:
  - id: large-firm
    label: {en: Large firms}
    when: {company-size: large}
    set:
      teamwork: {weight: 5}
    add:
      extras:
        - {id: advising, asks: basic}
provides: {planning: working}
"""
CHILD = """\
kind: role
schema: 1
id: data-analyst
version: "2.0.0"
label: {en: Data analyst}
extends: analyst
defaults:
  source: book#2
set:
  teamwork:
    asks: advanced
add:
  requirements:
    - {id: data-analysis, asks: advanced, weight: 9}
drop: [planning]
"""
PATCH = """\
kind: role-patch
schema: 1
id: no-hurry
roles: data-analyst
basis: judgement
set:
  data-analysis: {asks: working}
  provides:
    planning: advanced
"""
HEAD = (
    'kind: pack\nschema: 1\nid: {0}\nversion: "1.0.0"\nlabel: {{en: {0}}}\nlanguages: [en]\nrequires: {{{1}: ">=1"}}\n'
)
WANTED = """\
# firm:data-analyst
kind: role                                                # firm/roles/data-analyst.yaml:1
schema: 1                                                 # firm/roles/data-analyst.yaml:2
id: data-analyst                                          # firm/roles/data-analyst.yaml:3
version: "2.0.0"                                          # firm/roles/data-analyst.yaml:4
label:                                                    # firm/roles/data-analyst.yaml:5
  en: Data analyst                                        # firm/roles/data-analyst.yaml:5
duties:                                                   # firm/roles/analyst.yaml:7
  - id: report                                            # firm/roles/analyst.yaml:8
    label:                                                # firm/roles/analyst.yaml:8
      en: Write reports                                   # firm/roles/analyst.yaml:8
    basis: judgement                                      # firm/roles/analyst.yaml:6
defaults:                                                 # firm/roles/data-analyst.yaml:7
  source: "book#2"                                        # firm/roles/data-analyst.yaml:8
requirements:                                             # firm/roles/analyst.yaml:9
  - id: teamwork                                          # firm/roles/analyst.yaml:10
    asks: advanced                                        # firm/roles/data-analyst.yaml:11
    weight: 3                                             # firm/roles/analyst.yaml:12
    basis: judgement                                      # firm/roles/analyst.yaml:6
    source: ["book#2"]                                    # firm/roles/data-analyst.yaml:8
  - id: data-analysis                                     # firm/roles/data-analyst.yaml:14
    asks: working                                         # plant/patches/no-hurry.yaml:7
    weight: 9                                             # firm/roles/data-analyst.yaml:14
    source: "book#2"                                      # firm/roles/data-analyst.yaml:8
    basis: judgement                                      # plant/patches/no-hurry.yaml:5
variants:                                                 # firm/roles/analyst.yaml:14
  - id: large-firm                                        # firm/roles/analyst.yaml:15
    label:                                                # firm/roles/analyst.yaml:16
      en: Large firms                                     # firm/roles/analyst.yaml:16
    when:                                                 # firm/roles/analyst.yaml:17
      company-size: large                                 # firm/roles/analyst.yaml:17
    set:                                                  # firm/roles/analyst.yaml:18
      teamwork:                                           # firm/roles/analyst.yaml:19
        weight: 5                                         # firm/roles/analyst.yaml:19
    add:                                                  # firm/roles/analyst.yaml:20
      extras:                                             # firm/roles/analyst.yaml:21
        - id: advising                                    # firm/roles/analyst.yaml:22
          asks: basic                                     # firm/roles/analyst.yaml:22
          basis: judgement                                # firm/roles/analyst.yaml:6
    basis: judgement                                      # firm/roles/analyst.yaml:6
provides:                                                 # firm/roles/analyst.yaml:23
  planning: advanced                                      # plant/patches/no-hurry.yaml:9
"""


@pytest.fixture
def packs(tmp_path, monkeypatch):
    """A firm's pack with a role that extends another, and one of a plant that patches it."""
    files = {
        "firm/pack.yaml": HEAD.format("firm", "core") + "sources: [{id: book, title: A book}]\n",
        "firm/roles/analyst.yaml": BASE.replace("needed_for: report", "needed_for: [report]"),
        "firm/roles/data-analyst.yaml": CHILD,
        "plant/pack.yaml": HEAD.format("plant", "firm"),
        "plant/patches/no-hurry.yaml": PATCH,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def show(*arguments):
    result = CliRunner().invoke(app, ["show", *arguments], catch_exceptions=False)
    return result.output


def place_of(text, line):
    """The place behind the first line of the output that begins so."""
    return next(one.rpartition("# ")[2] for one in text.splitlines() if one.strip().startswith(line))


@pytest.mark.usefixtures("packs")
class TestText:
    def test_each_line_has_the_file_and_the_line_that_it_comes_from(self):
        assert show("data-analyst", "--resolved", "--pack", "plant").splitlines() == WANTED.splitlines()

    def test_a_role_that_nobody_changed_is_its_file(self):
        found = show("firm:analyst", "--resolved", "--pack", "firm")

        assert parse(found.encode(), "", rp.Limits()) == parse(
            Path("firm/roles/analyst.yaml").read_bytes(), "", rp.Limits()
        )

    def test_a_context_shows_what_its_variants_made_of_it(self):
        found = show("data-analyst", "--resolved", "--pack", "plant", "--context", "company-size=large")

        assert found.splitlines()[1:3] == ["# context: company-size=large", "# variants: large-firm"]
        assert place_of(found, "weight: 5") == "firm/roles/analyst.yaml:19"
        assert place_of(found, "- id: advising") == "firm/roles/analyst.yaml:22"
        assert "variants:" not in [line.partition(" ")[0] for line in found.splitlines()]

    def test_a_variant_that_cannot_be_decided_stays(self):
        found = show("data-analyst", "--resolved", "--pack", "plant", "--context", "company-size=unspecified")

        assert "# variants: none" in found
        assert place_of(found, "- id: large-firm") == "firm/roles/analyst.yaml:15"

    def test_json_has_the_document_and_its_places(self):
        found = json.loads(show("data-analyst", "--resolved", "--pack", "plant", "--format", "json"))

        assert found["role"] == "firm:data-analyst"
        assert [one["id"] for one in found["overlays"]] == ["analyst", "no-hurry"]
        assert found["document"]["requirements"][1]["asks"] == "working"
        assert found["places"]["/requirements/1/asks"] == {"path": "plant/patches/no-hurry.yaml", "line": 7}

    def test_the_format_goes_with_resolved(self):
        result = CliRunner().invoke(app, ["show", "analyst", "--pack", "firm", "--format", "json"])

        assert result.exit_code == 2
        assert "--resolved" in result.output


CATALOG, OVERLAYS = load_with_files(())
CONTEXTS = (
    None,
    {"company-size": "small", "market": "metal-products", "region": "unspecified", "employer-tier": "unspecified"},
)


@pytest.mark.parametrize("context", CONTEXTS, ids=["as it is", "in a context"])
@pytest.mark.parametrize("role", CATALOG.roles)
class TestShippedRoles:
    def test_the_text_reads_back_as_the_role(self, role, context):
        found = Resolved.of(CATALOG, OVERLAYS, role, context)
        text = render(found.blocks())
        kept = {key: value for key, value in found.document.items() if value not in ((), {})}
        read = parse(text.encode(), "", rp.Limits(file_bytes=2**20))

        assert {key: value for key, value in read.items() if value not in ([], {})} == plain(kept)

    def test_an_id_or_a_number_stands_on_the_line_that_it_is_said_to_come_from(self, role, context):
        found = json.loads(Resolved.of(CATALOG, OVERLAYS, role, context).to_json())
        files = {
            place["path"]: Path(place["path"]).read_text("utf-8").splitlines() for place in found["places"].values()
        }
        seen = 0
        for pointer, place in found["places"].items():
            value = found["document"]
            for step in pointer.split("/")[1:]:
                value = value[int(step) if isinstance(value, list) else step.replace("~1", "/").replace("~0", "~")]
            if type(value) is int or pointer.endswith("/id"):
                seen += 1
                assert str(value) in files[place["path"]][place["line"] - 1], pointer

        assert seen
