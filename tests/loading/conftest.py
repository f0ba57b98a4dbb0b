"""Packs made on the spot, for what the folders under tests/packs do not show."""

import sys
from pathlib import Path

import pytest

import roleprofile as rp

# What the tests of this folder share: pytest's importlib mode adds no folder to the path.
sys.path.insert(0, str(Path(__file__).parent))

CORE = ">=1,<2"


class Pack:
    """A folder with a pack in it, that tests add files to."""

    def __init__(self, root, name="ours", requires="core", languages="en"):
        self.root = Path(root, name)
        self.name = name
        self.root.mkdir(parents=True)
        needs = f'requires: {{{requires}: ">=1,<2"}}\n' if requires else ""
        self.write(
            "pack.yaml",
            f'kind: pack\nschema: 1\nid: {name}\nversion: "1.0.0"\nlabel: {{en: A pack}}\n'
            f"languages: [{languages}]\n{needs}",
        )

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def append(self, path, text):
        file = self.root / path
        file.write_text(file.read_text("utf-8") + text, encoding="utf-8")

    def role(self, role_id, requirements="  - {id: teamwork, asks: working, weight: 1}\n", more=""):
        return self.write(
            f"roles/{role_id}.yaml",
            f'kind: role\nschema: 1\nid: {role_id}\nversion: "1.0.0"\nlabel: {{en: A role}}\n'
            f"defaults: {{basis: judgement}}\nrequirements:\n{requirements}{more}",
        )

    def descriptors(self, *names, scale="proficiency", file="list"):
        entries = "".join(
            f"  - {{id: {name}, type: skill, label: {{en: {name.title()}}}, scale: {scale}}}\n" for name in names
        )
        return self.write(
            f"descriptors/{file}.yaml", f"kind: descriptors\nschema: 1\nid: {file}\ndescriptors:\n{entries}"
        )

    def person(self, person_id, body):
        return self.write(f"people/{person_id}.yaml", f"kind: person\nschema: 1\nid: {person_id}\n{body}")

    def load(self, **options):
        return rp.load(self.root, **options)

    def problems(self, **options):
        with pytest.raises(rp.LoadError) as caught:
            self.load(**options)
        return caught.value.problems

    def codes(self, **options):
        return [problem.code for problem in self.problems(**options)]


@pytest.fixture
def pack(tmp_path):
    """An empty pack of its own that builds on core."""
    return Pack(tmp_path)


@pytest.fixture
def make_pack(tmp_path):
    """Make further packs, beside one another."""
    return lambda name, **options: Pack(tmp_path, name, **options)
