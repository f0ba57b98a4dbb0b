"""The pages of the problem codes: each has the right form, and its examples do what it says of them."""

import subprocess

import pytest

import roleprofile as rp
from examples import once
from roleprofile.errors import CODES, is_warning
from roleprofile.presentation.code_pages import page_blocks
from roleprofile.presentation.renderers.text import render
from roleprofile.quality.code_pages import page_of, pages, read_page
from roleprofile.quality.lint import lint

#: What a page need not say again.
HEAD = """\
kind: pack
schema: 1
id: our-pack
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
"""


def loaded(folder, packs, monkeypatch):
    """The packs; where the example made a project's configuration or an environment, what these name."""
    if (folder / "site").exists():
        monkeypatch.syspath_prepend(str(folder / "site"))
        return rp.load(discover=True)
    if (folder / "roleprofile.toml").exists():
        return rp.load(discover="configured")
    return rp.load(*packs)


def found_in(example, folder):
    """Every problem of an example, as `roleprofile check` finds them."""
    for name, text in {"our-pack/pack.yaml": HEAD, **example.files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for commands in example.commands:
        subprocess.run(["sh", "-euc", commands], cwd=folder, check=True, timeout=60)
    packs = sorted({"our-pack", *(name.partition("/")[0] for name in example.files)})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        try:
            catalog = loaded(folder, packs, patch)
        except rp.LoadError as error:
            return error.problems
        return lint(catalog, as_of=example.as_of)


@pytest.fixture(scope="class")
def wrong(page, tmp_path_factory):
    """The problems of the page's wrong example, found once for all tests of the page."""
    return found_in(page.wrong, tmp_path_factory.mktemp("wrong"))


@pytest.fixture(scope="class")
def right(page, tmp_path_factory):
    """The problems of its right example."""
    return found_in(page.right, tmp_path_factory.mktemp("right"))


@pytest.mark.parametrize("page", [page for page in pages() if page.wrong], ids=lambda page: page.code, scope="class")
class TestTheExamples:
    def test_show_what_is_wrong(self, page, wrong):
        assert page.code in {problem.code for problem in wrong}

    def test_show_what_is_right(self, page, right):
        """Without the problem, and without an error of any other kind."""
        assert not [str(problem) for problem in right if problem.code == page.code or problem.severity == "error"]

    def test_of_a_warning_show_nothing_else_that_is_wrong_where_it_is_right(self, page, right):
        if not is_warning(page.code):
            return

        assert [str(problem) for problem in right] == []

    def test_of_a_warning_mark_the_text_that_is_meant(self, page, wrong):
        if not is_warning(page.code):
            return
        found = [one for one in wrong if one.code == page.code]

        assert all(one.excerpt[one.column - 1 :][: one.width].strip() for one in found)
        assert all(one.hint for one in found)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.code)
@once
class TestAPage:
    def test_says_something_before_its_examples(self, page):
        first = [part.kind for part in page.parts][:2]

        assert first == ["title", "text"]

    def test_fits_a_terminal(self, page):
        wide = [line for line in render(page_blocks(page)).splitlines() if len(line) > 80 and "    " not in line[:4]]

        assert wide == []


class TestTheForm:
    PAGE = (
        "# RP401 a missing translation\n\nA text.\n\n## Wrong\n\n<!-- file: our-pack/a.yaml -->\n```yaml\na: 1\n```\n\n"
        "## Right\n\n<!-- as of: 2026-06-30 -->\n<!-- file: our-pack/a.yaml -->\n```yaml\na: 2\n```\n\n"
        "```sh\ntouch our-pack/b\n```\n"
    )

    def test_an_example_has_its_files_its_commands_and_its_day(self):
        page = read_page("RP401", self.PAGE)

        assert (dict(page.wrong.files), page.wrong.commands, page.wrong.as_of) == (
            {"our-pack/a.yaml": "a: 1\n"},
            (),
            "",
        )
        assert page.right.commands == ("touch our-pack/b\n",)
        assert page.right.as_of == "2026-06-30"

    @pytest.mark.parametrize(
        "before, after, message",
        [
            ("# RP401", "# RP402", "does not begin with '# RP401' and a title"),
            ("# RP401 a missing translation", "# RP401", "does not begin with '# RP401' and a title"),
            ("## Right", "## Rihgt", "no block below '## Right'"),
            ("<!-- file: our-pack/a.yaml -->\n```yaml\na: 1", "```yaml\na: 1", "no <!-- file: ... --> above it"),
            ("```sh", "```python", "not in 'python'"),
            ("touch our-pack/b\n```\n", "touch our-pack/b\n", "never closed"),
        ],
    )
    def test_what_is_not_of_it_is_refused(self, before, after, message):
        with pytest.raises(ValueError, match=r"RP401|block") as caught:
            read_page("RP401", self.PAGE.replace(before, after))

        assert message in str(caught.value)

    def test_a_code_that_is_none_has_no_page(self):
        assert page_of("RP999") is None
        assert page_of("../pages/RP401") is None


def test_every_code_has_a_page():
    assert [page.code for page in pages()] == sorted(CODES)


def test_every_page_has_examples_except_for_other_files_than_those_of_packs():
    without = {page.code for page in pages() if not page.wrong}
    written, built, left_out = {"RP122", "RP358"}, {"RP350", "RP351", "RP352", "RP353"}, {"RP355", "RP356", "RP357"}

    assert without == written | built | left_out | {code for code in CODES if code >= "RP501"}
