"""The types of the public functions: they can be named, and read while a program runs."""

import importlib
import inspect
import re
import types
import typing
from functools import cached_property
from pathlib import Path

import pytest

import roleprofile as rp

#: Where a type can be imported from.
HOMES = (rp, rp.results, rp.documents, rp.quality)
#: What results and catalogs are made of inside. No function takes or returns it, and it may change in any version.
INTERNAL = {
    "CatalogData",
    "CompiledRequirement",
    "CompiledRole",
    "Criterion",
    "Document",
    "Holdings",
    "Inferred",
    "Kept",
    "Matches",
    "PackFile",
    "PackVersion",
    "Place",
    "Positions",
    "RoleCompiler",
    "RoleInContext",
    "SharedRequirements",
    "State",
    "Statement",
    "Subject",
}


def members(cls):
    """The public methods and properties of a class, as functions."""
    for name in dir(cls):
        found = inspect.getattr_static(cls, name)
        if name.startswith("_"):
            continue
        if isinstance(found, property):
            yield found.fget
        elif isinstance(found, cached_property):
            yield found.func
        elif isinstance(found, types.FunctionType | staticmethod | classmethod):
            yield getattr(found, "__func__", found)


def classes_in(hint):
    inner = typing.get_args(hint)
    if isinstance(hint, type) and not inner:
        yield hint
    for one in inner:
        yield from classes_in(one)


def reached():
    """The classes of the package that public functions return, and those that these have, with the way to each."""
    found = {}
    waiting = [(getattr(rp, name), name) for name in rp.__all__ if not inspect.ismodule(getattr(rp, name))]
    while waiting:
        one, way = waiting.pop(0)
        if one in found or not getattr(one, "__module__", "").startswith("roleprofile"):
            continue
        found[one] = way
        hints = [typing.get_type_hints(one).get("return")]
        if inspect.isclass(one):
            hints = [hint for name, hint in typing.get_type_hints(one).items() if not name.startswith("_")]
            hints += [typing.get_type_hints(function).get("return") for function in members(one)]
        waiting += [(inner, f"{way}, {one.__name__}") for hint in hints for inner in classes_in(hint)]
    return {one: way for one, way in found.items() if inspect.isclass(one)}


class TestTypes:
    def test_all_that_results_have_can_be_imported(self):
        hidden = {one.__name__: way for one, way in reached().items() if not any(_has(home, one) for home in HOMES)}

        assert {name: way for name, way in hidden.items() if name not in INTERNAL} == {}
        assert INTERNAL - hidden.keys() == set()

    @pytest.mark.parametrize("home", HOMES, ids=lambda home: home.__name__)
    def test_can_be_read_while_the_program_runs(self, home):
        for name in home.__all__:
            one = getattr(home, name)
            for function in [one, *(members(one) if inspect.isclass(one) else ())]:
                if inspect.isclass(function) or inspect.isfunction(function):
                    typing.get_type_hints(function)


def _has(home, cls):
    return getattr(home, cls.__name__, None) is cls and cls.__name__ in home.__all__


def test_the_stub_has_the_names_of_the_package():
    stub = Path(rp.__file__).with_suffix(".pyi").read_text("utf-8")
    homes = re.findall(r"^from roleprofile\.?(\S*) import (\w+) as \2$", stub, re.MULTILINE)

    assert {name for _, name in homes} == set(rp.__all__)
    for home, name in homes:
        if home:
            assert getattr(importlib.import_module(f"roleprofile.{home}"), name) is getattr(rp, name)
