"""No module imports itself by way of others, not even a package by way of its modules, which import-linter skips."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import roleprofile

SOURCE = Path(roleprofile.__file__).parent


def modules(source):
    files = {path.relative_to(source.parent).with_suffix(""): path for path in source.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for name, path in files.items()}


def imported(path, known):
    """Every module of ours that a file names in an import, inside functions and for types as well."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else node.module for name in whole)


def graph(source):
    known = modules(source)
    return {name: {*imported(path, known)} - {name, source.name} for name, path in known.items()}


def test_no_module_imports_itself_by_way_of_others():
    TopologicalSorter(graph(SOURCE)).prepare()


def test_an_import_inside_a_function_counts(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "__init__.py").write_text("")
    (tmp_path / "ours" / "one.py").write_text("from ours import two\n")
    (tmp_path / "ours" / "two.py").write_text("def late():\n    from ours.one import two\n")

    with pytest.raises(CycleError):
        TopologicalSorter(graph(tmp_path / "ours")).prepare()
