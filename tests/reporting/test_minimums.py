"""What every page says of a minimum requirement."""

import pytest

import roleprofile as rp
from roleprofile.presentation.descriptors import descriptor_blocks
from roleprofile.presentation.grades import comparison_blocks
from roleprofile.presentation.renderers.text import Layout, plain
from roleprofile.presentation.roles import role_blocks


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


def read(blocks):
    """The blocks as one line of text."""
    return " ".join(plain(Layout(words=True).lines(blocks)).split())


class TestALowerMinimum:
    @pytest.mark.parametrize(
        "language, cell", [("en", "Advanced (minimum: Working)"), ("fil", "Mataas (minimum: Kaya nang mag-isa)")]
    )
    def test_it_stands_beside_what_a_role_asks_for(self, catalog, language, cell):
        role = catalog.role("account-manager")
        compiled = catalog.scorer("account-manager", "any-employer").role
        dialogue = catalog.descriptors["account-management:dialogue"]

        assert read(role_blocks(catalog, role, None, language)).count(cell) == 2
        assert read(role_blocks(catalog, role, "any-employer", language)).count(cell) == 2
        assert read(comparison_blocks([compiled, compiled], language)).count(f"{cell} *") == 4
        assert cell in read(descriptor_blocks(catalog, dialogue, language))
