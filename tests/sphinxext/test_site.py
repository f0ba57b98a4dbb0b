"""The command ``site``: every page in every language, and links that lead somewhere."""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

pytest.importorskip("sphinx", reason="a site needs the extra site; the editable environment has it")

from roleprofile.model.shipped import shipped

LINK = re.compile(r'(?:href|src)="([^"#?]*)[^"]*"')
EVIL = "*Sales* `lead` |x| <script>alert(1)</script> \\\\ :ref:`y` __"
ROOT = Path(__file__).parents[2]


def links(home):
    """Every link of every page, with the file that it leads to."""
    for page in home.rglob("*.html"):
        for link in LINK.findall(page.read_text("utf-8")):
            yield page, link, (page.parent / unquote(link)).resolve()


class TestShippedPacks:
    @pytest.fixture(scope="class")
    @classmethod
    def home(cls, tmp_path_factory):
        from roleprofile.cli.run import run

        home = tmp_path_factory.mktemp("site") / "made"
        assert run(["site", str(shipped("profiles") / "account-management"), "-o", str(home)]) == 0
        return home

    def test_has_each_page_in_each_language(self, home):
        english, filipino = (
            {path.relative_to(home / one) for path in (home / one).rglob("*.html")} for one in ("en", "fil")
        )

        assert english == filipino
        assert len([path for path in english if path.parts[0] == "roles"]) == 13
        page = (home / "fil" / "roles" / "account-management" / "account-manager.html").read_text("utf-8")

        assert re.search('<th scope="row"><p>Pakikipag-usap \\*</p>\\s*</th>\\s*<td><p>Mataas \\(minimum: ', page)
        assert re.search('<th class="head"><p>kahingian</p></th>', page)
        assert '<html class="no-js" lang="fil"' in page
        assert "Mga daan papunta sa trabahong ito" in page

    def test_asks_nobody_and_has_no_dead_link(self, home):
        found = list(links(home))

        assert found
        assert not [link for _, link, _ in found if link.startswith("//")]
        outside = {link for _, link, _ in found if re.match(r"\w+:", link)}
        assert {link for link in outside if not link.startswith(("mailto:", "data:"))} <= {
            "https://github.com/pradyunsg/furo"
        }
        dead = [(page.name, link) for page, link, path in found if ":" not in link and link and not path.exists()]
        assert dead == []

    def test_switches_to_the_same_page(self, home):
        page = (home / "en" / "roles" / "account-management" / "analyst.html").read_text("utf-8")

        assert 'href="../../../fil/roles/account-management/analyst.html"' in page

    def test_begins_at_a_page_without_scripts(self, home):
        page = (home / "index.html").read_text("utf-8")

        assert "url=en/index.html" in page
        assert "<script" not in page


class TestOwnPacks:
    def test_has_texts_as_they_are(self, call, here):
        assert call("new", "pack", "ours", "--in", ".")[0] == 0
        assert call("new", "role", "lead", "--in", "ours")[0] == 0
        role = here / "ours" / "roles" / "lead.yaml"
        text = re.sub(r"(?m)^label: .*$", f"label: {{en: '{EVIL}'}}", role.read_text("utf-8"), count=1)
        role.write_text(text, "utf-8")
        head = here / "ours" / "pack.yaml"
        named = re.sub(r"(?m)^label: .*$", f"label: {{en: '{EVIL} C_'}}", head.read_text("utf-8"), count=1)
        head.write_text(named, "utf-8")
        status, out, err = call("site", "ours", "-o", "made")
        pages = [path.read_text("utf-8") for path in (here / "made").rglob("*.html")]
        page = (here / "made" / "en" / "roles" / "ours" / "lead.html").read_text("utf-8")

        assert (status, out) == (0, "")
        assert "Wrote made/index.html" in err
        assert not [one for one in pages if "<script>alert" in one]
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_of_grades(self, call, here):
        assert call("site", str(ROOT / "examples" / "data-analysts"), "-o", "made", "--lang", "en")[0] == 0

        assert "Requirements by grade" in (
            here / "made" / "en" / "roles" / "data-analysts" / "data-analyst.html"
        ).read_text("utf-8")


class TestMistakes:
    def test_a_folder_with_files_stays(self, call, here):
        (here / "made").mkdir()
        (here / "made" / "mine.txt").write_text("mine")
        status, _, err = call("site", str(shipped("profiles") / "core"), "-o", "made")

        assert status == 2
        assert "made is not empty" in err
        assert [path.name for path in (here / "made").iterdir()] == ["mine.txt"]

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (("nowhere",), "the folder does not exist"),
            (("core", "--lang", "xx"), "there are en, fil"),
            (("core", "--lang", "en-/../../x"), "there are en, fil"),
            (("core", "--lang", 'en-"><script>'), "there are en, fil"),
        ],
    )
    def test_are_named_and_write_nothing(self, call, here, arguments, said):
        pack = str(shipped("profiles") / "core") if arguments[0] == "core" else arguments[0]
        status, _, err = call("site", pack, *arguments[1:], "-o", "made")

        assert status == 2
        assert said in err
        assert list(here.iterdir()) == []

    def test_a_file_is_no_folder(self, call, here):
        (here / "made").write_text("mine")
        status, _, err = call("site", str(shipped("profiles") / "core"), "-o", "made")

        assert status == 2
        assert "'made' is no folder" in err
        assert (here / "made").read_text() == "mine"

    def test_say_what_to_install(self, call, monkeypatch):
        monkeypatch.setitem(sys.modules, "furo", None)

        assert "pip install 'roleprofile[site]'" in call("site", str(shipped("profiles")), "-o", "made")[2]
