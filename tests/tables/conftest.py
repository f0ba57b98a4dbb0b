"""People and roles read from a table and the text of a mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

import roleprofile as rp


def table_of(given):
    if isinstance(given, str | bytes):
        return rp.tables.read_table(given.encode() if isinstance(given, str) else given, "matrix.csv")
    return given


def mapping_of(text):
    Path("mapping.yaml").write_text(text, encoding="utf-8")
    return rp.tables.read_mapping(Path("mapping.yaml"))


@pytest.fixture(scope="session")
def catalog():
    return rp.load()


@pytest.fixture
def people(here, catalog):  # noqa: ARG001 - the mapping is written to a folder of its own
    """Read people from a table and the text of a mapping; without one, a single skill is mapped, Negotiation."""
    default = (
        "kind: table-mapping\nschema: 1\nid: mapping\nof: people\n"
        "skills:\n  - {name: Negotiation, descriptor: negotiation}\n"
    )

    def read(table, mapping=default):
        return rp.tables.people_from_table(table_of(table), mapping_of(mapping), catalog)

    return read


@pytest.fixture
def roles(here, catalog):  # noqa: ARG001 - as above
    """Read roles from a table and the text of a mapping, for the pack `our-pack`."""

    def read(table, mapping, pack="our-pack", of=None):
        return rp.tables.roles_from_table(table_of(table), mapping_of(mapping), of or catalog, Path(pack))

    return read


@pytest.fixture
def held(here, catalog):  # noqa: ARG001 - as above
    """The values of a person's file by descriptor and key."""

    def read(text):
        Path("person.yaml").write_text(text, encoding="utf-8")
        person = rp.load_person("person.yaml", catalog)
        return {(fact.descriptor, fact.key): fact.value for fact in person.facts}

    return read
