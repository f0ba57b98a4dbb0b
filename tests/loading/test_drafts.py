"""A pack as it would be: files that are not written yet, loaded with those that are there."""

import pytest

import roleprofile as rp
from roleprofile.loading.load import load_drafts

HEAD = (
    b'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: A pack}\nlanguages: [en]\n'
    b'requires: {core: ">=1,<2"}\n'
)
ROLE = (
    b'kind: role\nschema: 1\nid: host\nversion: "1.0.0"\nlabel: {en: Host}\ndefaults: {basis: judgement}\n'
    b"requirements:\n  - {id: teamwork, asks: working, weight: 1}\n"
)


class TestDrafts:
    def test_a_pack_that_is_nowhere_loads(self, tmp_path):
        catalog = load_drafts(tmp_path / "ours", {"pack.yaml": HEAD, "roles/host.yaml": ROLE})

        assert list(catalog.roles) == ["ours:host"]
        assert not list(tmp_path.iterdir())

    def test_a_draft_stands_in_for_the_file_of_its_name(self, pack):
        pack.role("host")
        catalog = load_drafts(pack.root, {"roles/host.yaml": ROLE.replace(b"weight: 1", b"weight: 7")})

        assert [one.weight for one in catalog.role("host").requirements] == [7]

    def test_what_is_required_is_found_beside_it(self, make_pack, tmp_path):
        make_pack("base", requires="")
        catalog = load_drafts(tmp_path / "ours", {"pack.yaml": HEAD.replace(b"core", b"base")})

        assert set(catalog.packs) == {"ours", "base"}

    def test_a_mistake_has_its_place_in_the_draft(self, pack, monkeypatch):
        monkeypatch.chdir(pack.root.parent)
        with pytest.raises(rp.LoadError) as caught:
            load_drafts(pack.root, {"roles/host.yaml": ROLE.replace(b"working", b"wrking")})

        assert str(caught.value.problems[0]).startswith("ours/roles/host.yaml:8:26 error RP204")
