"""The catalog that the resumes are read with."""

import pytest

import roleprofile as rp


@pytest.fixture(scope="session")
def catalog():
    return rp.load()


@pytest.fixture(scope="session")
def read(catalog):
    def read(resume, **options):
        return rp.jsonresume.from_jsonresume(resume, catalog, **options)

    return read
