"""What an editor shows: yaml-language-server, run as editors run it; and check-jsonschema, as hooks run it."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from language_server import LanguageServer

from roleprofile.cli.run import run
from roleprofile.editors import KINDS, self_contained
from roleprofile.model.shipped import shipped

EDITOR = Path(__file__).with_name("editor")
TYPESCRIPT = Path(__file__).with_name("typescript")
SCHEMAS = Path(str(shipped("schemas")))
PROFILES = Path(str(shipped("profiles")))
FILES = sorted(PROFILES.rglob("*.yaml"))


def kind_of(file):
    return next(line.split()[1] for line in file.read_text("utf-8").splitlines() if line.startswith("kind:"))


def skip_in_the_wheel():
    if os.environ.get("ROLEPROFILE_INSTALLED_AS") == "wheel":
        pytest.skip("these programs see schemas, not Python: they run in the editable environment")


def node_and_modules(request, folder):
    """Node, and the folder of the modules that package-lock.json in a folder pins, kept from run to run."""
    skip_in_the_wheel()
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are not installed: there is nothing to run JavaScript with")
    versions = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    home = request.config.cache.mkdir("-".join(f"{name}-{version}" for name, version in versions.items()))
    if not (home / "node_modules" / ".package-lock.json").is_file():
        for file in folder.iterdir():
            shutil.copy(file, home)
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"npm could not install {', '.join(versions)}: {done.stderr.strip()[-300:]}")
    return node, home / "node_modules"


@pytest.fixture(scope="module")
def server(request):
    """The language server, as editors start it."""
    node, modules = node_and_modules(request, EDITOR)
    server = LanguageServer(node, modules / "yaml-language-server" / "bin" / "yaml-language-server")
    yield server
    server.close()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A folder as the repository has it, and the schemas of the shipped pack beside those of the grammar."""
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(SCHEMAS, root / "schemas")
    shutil.copytree(PROFILES, root / "profiles")
    pack = str(root / "profiles" / "account-management")
    assert run(["schema", "--catalog", pack, "-o", str(root / "catalog")]) == 0
    assert run(["schema", "--all", "-o", str(root / "alone")]) == 0
    return root


HEAD = 'kind: role\nschema: 1\nid: clerk\nversion: "1.0.0"\nlabel: {en: Clerk}\n'


NUMBER = itertools.count()


@pytest.fixture
def write(workspace):
    """Write a role for an editor to open, each time another file; the last ``|`` is where the cursor is."""

    def write_role(body, schemas="schemas"):
        before, _, after = body.rpartition("|") if "|" in body else (body, "", "")
        file = workspace / "profiles" / f"role-{next(NUMBER)}.yaml"
        text = f"# yaml-language-server: $schema=../{schemas}/role.schema.json\n{HEAD}{before}"
        file.write_text(text + after, encoding="utf-8")
        line, column = text.count("\n"), len(text) - text.rfind("\n") - 1
        return file, line, column

    return write_role


class TestShippedFiles:
    def test_have_nothing_underlined(self, server, workspace):
        files = [workspace / "profiles" / file.relative_to(PROFILES) for file in FILES]

        assert len(files) > 50
        assert {file: said for file, said in server.open(*files).items() if said} == {}

    @pytest.mark.parametrize("schemas", ["catalog", "alone"])
    def test_have_nothing_underlined_with_schemas_that_the_command_writes(self, server, workspace, schemas):
        files = []
        for number, file in enumerate(sorted((workspace / "profiles" / "account-management").rglob("*.yaml"))):
            copy = workspace / schemas / f"copy-{number}.yaml"
            modeline = f"# yaml-language-server: $schema={kind_of(file)}.schema.json\n"
            copy.write_text(modeline + file.read_text("utf-8").partition("\n")[2], encoding="utf-8")
            files.append(copy)

        assert files
        assert {file: said for file, said in server.open(*files).items() if said} == {}


class TestGrammar:
    """With the schemas of the grammar, which every file of the repository names in its first line."""

    def test_completes_keys_and_explains_them(self, server, write):
        offered = server.complete(*write("requirements:\n  - id: dialogue\n    |\n"))

        assert "The level or amount that earns the full credit" in offered["asks"]
        assert {"weight", "necessity", "at_least", "needed_for", "source"} <= offered.keys()
        assert "id" not in offered

    def test_completes_values(self, server, write):
        offered = server.complete(*write("requirements:\n  - id: dialogue\n    necessity: |\n"))

        assert offered.keys() == {"minimum", "important"}

    def test_underlines_a_mistake_at_its_place(self, server, write):
        file, line, column = write("requirements:\n  - {id: dialogue, asks: advanced, weight: |3000}\n")

        (said,) = server.open(file)[file]

        assert said["message"] == "Value is above the maximum of 1000."
        assert said["range"]["start"] == {"line": line, "character": column}
        assert said["range"]["end"] == {"line": line, "character": column + 4}

    def test_underlines_an_unknown_key(self, server, write):
        file, line, _ = write("requirements:\n  - {id: dialogue, asks: advanced, weight: 3}\n|job_familly: sales\n")

        (said,) = server.open(file)[file]

        assert said["message"] == "Property job_familly is not allowed."
        assert said["range"]["start"] == {"line": line, "character": 0}

    def test_explains_what_is_pointed_at(self, server, write):
        shown = server.hover(*write("requirements:\n  - {id: dialogue, asks: advanced, wei|ght: 3}\n"))

        assert "How much this counts beside the others, 1 to 1000" in shown


class TestCatalog:
    """With the schemas that `roleprofile schema --catalog` writes, whose ids are those of a pack."""

    def test_completes_descriptors_with_what_they_mean(self, server, write):
        offered = server.complete(*write("requirements:\n  - id: talk\n    descriptor: |\n", "catalog"))

        assert "Holding a dialogue" in offered["dialogue"]
        assert "(core)" in offered["education"]
        assert "advanced" not in offered

    def test_completes_the_id_of_a_requirement_and_accepts_any_other(self, server, write):
        body = "requirements:\n  - {id: |our-own, descriptor: dialogue, asks: basic, weight: 1}\n"
        file, line, column = write(body, "catalog")

        assert server.open(file)[file] == []
        assert "dialogue" in server.complete(file, line, column)

    def test_completes_the_levels_of_the_scale_that_goes_with_the_descriptor(self, server, write):
        talk = server.complete(*write("requirements:\n  - id: dialogue\n    asks: |\n", "catalog"))
        body = "requirements:\n  - id: degree\n    descriptor: education\n    asks: |\n"
        degree = server.complete(*write(body, "catalog"))

        assert list(talk) == ["none", "basic", "working", "advanced", "expert"]
        assert "Handles the usual cases alone" in talk["working"]
        assert list(degree) == ["none", "secondary", "vocational", "bachelor", "master", "doctorate"]

    def test_completes_the_keys_of_the_vocabulary_that_goes_with_it(self, server, write):
        body = "requirements:\n  - id: degree\n    descriptor: education\n    for: |\n"
        offered = server.complete(*write(body, "catalog"))

        assert {"economics", "law", "any", "context.market.own-field"} <= offered.keys()

    def test_completes_what_a_role_provides(self, server, write):
        keys = server.complete(*write("provides:\n  |\n", "catalog"))
        values = server.complete(*write("provides:\n  dialogue: |\n", "catalog"))

        assert "Holding a dialogue" in keys["dialogue"]
        assert {"none", "basic", "working", "advanced", "expert"} <= values.keys()

    def test_completes_dimensions_and_terms(self, server, write):
        start = "variants:\n  - id: large\n    label: {en: Large}\n    when:\n"

        assert {"company-size", "market"} <= server.complete(*write(f"{start}      |\n", "catalog")).keys()
        offered = server.complete(*write(f"{start}      company-size: |\n", "catalog"))
        assert {"small", "medium", "large"} <= offered.keys()

    def test_completes_the_claims_of_the_pack(self, server, write):
        body = "requirements:\n  - id: dialogue\n    source: |\n"
        offered = server.complete(*write(body, "catalog"))

        assert "Most employers now want higher education" in offered["S1.3"]

    def test_completes_the_scales_and_vocabularies_of_descriptors(self, server, workspace):
        file = workspace / "catalog" / "list.yaml"
        head = "# yaml-language-server: $schema=descriptors.schema.json\nkind: descriptors\nschema: 1\nid: list\n"
        file.write_text(f"{head}descriptors:\n  - id: typing\n    scale: \n    keys: \n", encoding="utf-8")

        assert {"proficiency", "months", "education-level"} <= server.complete(file, 6, 11).keys()
        assert {"market", "field-of-study"} <= server.complete(file, 7, 10).keys()

    def test_underlines_what_the_pack_does_not_have(self, server, write):
        body = "requirements:\n  - {id: talk, descriptor: |dialog, asks: advanced, weight: 3}\n"
        file, line, column = write(body, "catalog")

        (said,) = server.open(file)[file]

        assert said["message"].startswith("Value is not accepted. Valid values: ")
        assert said["range"]["start"] == {"line": line, "character": column}

    def test_underlines_a_level_of_another_scale(self, server, write):
        body = "requirements:\n  - {id: dialogue, asks: |bachelor, weight: 3}\n"
        file, line, column = write(body, "catalog")

        (said,) = server.open(file)[file]

        assert said["range"]["start"] == {"line": line, "character": column}

    def test_explains_what_is_pointed_at(self, server, write):
        assert "Holding a dialogue" in server.hover(*write("provides:\n  dia|logue: advanced\n", "catalog"))


class TestCheckJsonschema:
    """What teams run that have no editor: one command a kind, offline."""

    @pytest.mark.parametrize("kind", sorted({kind_of(file) for file in FILES}))
    @pytest.mark.parametrize("schemas", ["schemas", "alone"])
    def test_accepts_the_shipped_files(self, workspace, kind, schemas):
        files = [str(file) for file in FILES if kind_of(file) == kind]
        assert files

        done = self.check(workspace / schemas / f"{kind}.schema.json", *files)

        assert done.returncode == 0, done.stdout + done.stderr

    def test_refuses_one_with_a_mistake(self, workspace, tmp_path):
        file = tmp_path / "clerk.yaml"
        file.write_text(f"{HEAD}requirements:\n  - {{id: dialogue, asks: advanced, weight: 3000}}\n")

        done = self.check(workspace / "schemas" / "role.schema.json", str(file))

        assert done.returncode == 1
        assert "3000 is greater than the maximum of 1000" in done.stdout

    @pytest.fixture(autouse=True)
    def once(self):
        skip_in_the_wheel()

    def check(self, schema, *files):
        # Nothing is listening there: whoever asks the network is refused.
        nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *files]
        return subprocess.run(command, env=os.environ | nowhere, capture_output=True, text=True, check=False)


class TestTypeScript:
    """Types of results for programs in browsers, made from the published schemas."""

    #: What a page could do with a fit; each mistake is an error of the compiler.
    PROGRAM = """\
import type { Fit } from "./fit";
import type { Ranking } from "./ranking";

export function line(fit: Fit): string {
  const asked = fit.questions.map((one) => `${one.id} +${one.could_add / 10000}`);
  return `${fit.person}: ${fit.low / 10000} of 100 (${fit.verdict_low_label ?? fit.verdict_low}); ask ${asked.join()}`;
}
export const first = (ranking: Ranking): number => ranking.people[0].place;
// @ts-expect-error: this is no verdict
export const excellent = (fit: Fit): boolean => fit.verdict_low === "excellent";
// @ts-expect-error: a label is there in a language only
export const length = (fit: Fit): number => fit.verdict_low_label.length;
"""

    def test_compiles(self, request, tmp_path):
        node, modules = node_and_modules(request, TYPESCRIPT)
        for kind in [kind for kind in KINDS if kind.startswith("result/")]:
            name = kind.removeprefix("result/")
            schema = self_contained(kind) | {"title": "".join(map(str.title, name.split("-")))}
            (tmp_path / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
            maker = modules / "json-schema-to-typescript" / "dist" / "src" / "cli.js"
            made = subprocess.run(
                [node, maker, "-i", tmp_path / f"{name}.json"], capture_output=True, text=True, check=False
            )
            assert made.returncode == 0, made.stderr
            (tmp_path / f"{name}.ts").write_text(made.stdout, encoding="utf-8")
        (tmp_path / "program.ts").write_text(self.PROGRAM, encoding="utf-8")
        files = sorted(tmp_path.glob("*.ts"))
        compiler = modules / "typescript" / "bin" / "tsc"
        done = subprocess.run(
            [node, compiler, "--strict", "--noEmit", "--target", "es2022", *files],
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.stdout, done.returncode) == ("", 0)
