"""The Sphinx extension, in sites that Sphinx builds."""

import io
import os
import re
import shutil
import time

import pytest

pytest.importorskip("sphinx", reason="the extension needs the extra sphinx; the editable environment has it")

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.inventory import InventoryFile

from roleprofile.model.shipped import shipped

PAGE = """\
Account manager
===============

.. rp:role:: account-manager
   :context: large-metal-products

Ways
----

.. rp:ways:: account-manager
   :context: large-metal-products

A fit
-----

.. rp:fit:: metal-engineer-in-sales account-manager
   :context: company-size=large, market=metal-products
"""
OTHERS = """\
Others
======

See :rp:role:`account-manager`, :rp:descriptor:`dialogue`, :rp:role:`the analyst <account-management:analyst>`.

.. rp:descriptor:: dialogue

Proficiency
-----------

.. rp:scale:: proficiency

Code
----

.. rp:code:: RP204

Schema
------

.. rp:schema:: result/fit

Cases
-----

.. rp:cases:: account-management
"""
ANALYST = "Analyst\n=======\n\n.. rp:role:: analyst\n"
INDEX = "Roles\n=====\n\n.. toctree::\n\n   am\n   analyst\n   others\n"


class Project:
    def __init__(self, home, packs):
        self.home = home
        pages = {"index": INDEX, "am": PAGE, "analyst": ANALYST, "others": OTHERS}
        for name, text in pages.items():
            (home / f"{name}.rst").write_text(text, "utf-8")
        (home / "conf.py").write_text(f'extensions = ["roleprofile.sphinxext"]\nroleprofile_packs = {packs!r}\n')

    def build(self, builder="html", parallel=1):
        """Build the site; the folder, what was read, and the warnings."""
        warned, read = io.StringIO(), []
        out = self.home / "out" / builder
        with patch_docutils(str(self.home)), docutils_namespace():
            app = Sphinx(
                self.home,
                self.home,
                out,
                self.home / "trees" / builder,
                builder,
                status=None,
                warning=warned,
                parallel=parallel,
            )
            app.connect("source-read", lambda _app, name, _text: read.append(name))
            app.config.nitpicky = True
            app.build()
        return out, sorted(read), re.sub(r"\x1b\[[0-9;]*m", "", warned.getvalue())


@pytest.fixture
def project(tmp_path):
    home = tmp_path / "site"
    home.mkdir()
    shutil.copytree(str(shipped("profiles")), tmp_path / "packs")
    return Project(home, ["../packs"])


def later(path):
    """Give a file a later time than the build before."""
    stamp = time.time() + 10
    os.utime(path, (stamp, stamp))


class TestPages:
    def test_show_each_kind(self, project):
        out, read, warned = project.build()
        page, others = ((out / f"{name}.html").read_text("utf-8") for name in ("am", "others"))

        assert warned == ""
        assert read == ["am", "analyst", "index", "others"]
        assert "Leads unprepared conversations too" in page
        assert '<span class="bar"' in page
        assert "<svg" in page
        assert "7 open questions decide the verdict." in page
        assert "Who asks for it" in others
        assert "Handles the usual cases alone." in others
        assert "advnced" in others
        assert "deputy-head-of-pr-is-closest" in others
        assert (out / "_static" / "roleprofile.css").read_text("utf-8").startswith("/* Colours")

    @pytest.mark.parametrize("builder", ["text", "latex", "gettext", "xml"])
    def test_can_be_built_for_other_readers(self, project, builder):
        out, _, warned = project.build(builder)
        text = "".join(path.read_text("utf-8") for path in out.rglob("*") if path.suffix in (".txt", ".tex", ".xml"))

        assert warned == ""
        assert builder == "gettext" or "Leads unprepared conversations too" in text
        assert "<svg" not in text or builder == "xml"

    def test_are_the_same_when_two_processes_read_them(self, project):
        one = (project.build()[0] / "others.html").read_text("utf-8")
        shutil.rmtree(project.home / "trees")
        other = (project.build(parallel=2)[0] / "others.html").read_text("utf-8")

        assert one == other

    def test_are_linked_and_listed(self, project):
        out, _, _ = project.build()
        others = (out / "others.html").read_text("utf-8")
        with (out / "objects.inv").open("rb") as file:
            inventory = InventoryFile.load(file, "", lambda base, path: base + path)

        assert 'href="am.html#role-account-management-account-manager"' in others
        assert re.search(r'href="analyst.html#[^>]*>.*the analyst<', others)
        assert set(inventory["rp:role"]) == {"account-management:account-manager", "account-management:analyst"}
        assert "rp:descriptor" in inventory
        assert "key account manager" in (out / "genindex.html").read_text("utf-8")

    def test_speak_the_language_of_the_site(self, project):
        with (project.home / "conf.py").open("a") as file:
            file.write('language = "fil"\n')
        out, _, _ = project.build()

        assert "Mga tungkulin" in (out / "am.html").read_text("utf-8")


class TestChanges:
    def test_of_one_role_rebuild_no_page_of_another(self, project):
        project.build()
        assert project.build()[1] == []
        path = project.home.parent / "packs" / "account-management" / "roles" / "analyst.yaml"
        path.write_text(path.read_text("utf-8").replace("Studies the firm", "Examines the firm"), "utf-8")
        later(path)
        out, read, _ = project.build()

        # The page on the account manager shows the ways into that job, and one of them begins at the analyst.
        assert read == ["am", "analyst", "others"]
        assert "Examines the firm" in (out / "analyst.html").read_text("utf-8")
        (project.home / "am.rst").write_text(PAGE.partition("Ways\n")[0], "utf-8")
        project.build()
        later(path)
        assert project.build()[1] == ["analyst", "others"]

    def test_of_a_scale_rebuild_every_page_that_shows_it(self, project):
        project.build()
        later(next((project.home.parent / "packs" / "core").rglob("proficiency.yaml")))

        assert project.build()[1] == ["am", "analyst", "others"]


class TestMistakes:
    @pytest.mark.parametrize(
        "page, said",
        [
            (".. rp:role:: acount-manager", 'did you mean "account-manager"?'),
            (".. rp:role:: account-manager\n   :context: nowhere", "unknown situation 'nowhere'"),
            (".. rp:role:: account-manager\n   :language: xx", "there are en, fil"),
            (".. rp:descriptor:: dialog", 'did you mean "dialogue"?'),
            (".. rp:scale:: profi", "unknown scale 'profi'"),
            (".. rp:ways:: administrator\n   :context: large-metal-products", "no transition into administrator"),
            (".. rp:fit:: nobody account-manager", "unknown example person 'nobody'"),
            (".. rp:cases:: nothing", "unknown pack 'nothing'"),
            (".. rp:schema:: nothing", "nothing"),
            (".. rp:code:: RP000", "no page on the code 'RP000'"),
            (":rp:role:`acount-manager`", "rp:role reference target not found: acount-manager"),
        ],
    )
    def test_are_warnings_at_their_line(self, project, page, said):
        (project.home / "am.rst").write_text(f"A\n=\n\n{page}\n", "utf-8")
        (project.home / "others.rst").write_text("B\n=\n", "utf-8")
        _, _, warned = project.build()

        assert "am.rst:4: " in warned
        assert said in warned
        assert "Traceback" not in warned

    def test_packs_with_mistakes_end_the_build(self, project):
        from sphinx.errors import ExtensionError

        (project.home.parent / "packs" / "core" / "pack.yaml").write_text("kind: pack\n")

        with pytest.raises(ExtensionError, match="roleprofile_packs: "):
            project.build()
