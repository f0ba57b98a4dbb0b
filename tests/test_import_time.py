"""`import roleprofile` costs little: whoever only wants its types or its errors pays for nothing else."""

import subprocess
import sys

import pytest

LISTS_NEW_MODULES = """
import sys
before = set(sys.modules)
import roleprofile
print(*sorted(set(sys.modules) - before))
"""


@pytest.fixture(scope="module")
def loaded():
    """The modules that the import adds, in an interpreter that has imported nothing else."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", LISTS_NEW_MODULES], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.split()


class TestImport:
    @pytest.mark.parametrize(
        "module",
        ["yaml", "jsonschema", "referencing", "cattrs", "numpy", "pyarrow", "importlib.metadata", "click"],
    )
    def test_does_not_load(self, loaded, module):
        """What the measured costs in docs/decisions.md forbid at import."""

        assert module not in loaded

    def test_loads_no_module_of_its_own(self, loaded):
        """Names are looked up when they are first used."""

        assert [name for name in loaded if name.startswith("roleprofile")] == ["roleprofile"]

    def test_every_public_name_is_there_when_asked_for(self):
        """Lazy is not absent, and what tab completion shows is what is public."""
        import roleprofile

        assert roleprofile.__all__ == sorted(roleprofile.__all__)
        assert set(roleprofile.__all__) <= set(dir(roleprofile))
        for name in roleprofile.__all__:
            assert getattr(roleprofile, name) is not None

    def test_a_name_that_does_not_exist_is_an_attribute_error(self):
        import roleprofile

        with pytest.raises(AttributeError, match="no_such_name"):
            _ = roleprofile.no_such_name
