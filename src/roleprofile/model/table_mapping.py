"""Mappings that turn a skills matrix in a spreadsheet into people or roles."""

from __future__ import annotations

from attrs import NOTHING, frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, entries, keyed_by, names, readers, rule
from roleprofile.model.person import Evidence
from roleprofile.model.role import Keys
from roleprofile.model.values import FrozenMap, OneOrMore

#: Marks a part of a drafted mapping that a person has to fill in.
OPEN = "?"


@frozen(kw_only=True)
class MappedSkill:
    """One skill of the matrix, by its name there: its descriptor, and the meaning of its cells."""

    name: str = rule()
    descriptor: str = names("descriptors")
    for_: Keys | None = keyed_by("terms", None)
    #: The id of the requirement in a role; ``""`` for the id of the descriptor, with the key.
    id: str = rule("", about="roles")
    #: The meaning of words in these cells; it precedes the words of the whole matrix.
    levels: FrozenMap[str, OneOrMore] = rule(FrozenMap())
    #: The header of the column with the weights of this skill.
    weight: str = names("columns", "", about="roles")
    #: The header of the column that marks where this skill is a minimum requirement.
    minimum: str = names("columns", "", about="roles")


@frozen(kw_only=True)
class GradesOf:
    """The roles whose grades the columns or rows of a matrix are: exactly one of role, row and column."""

    #: The name of the one role.
    role: str = rule("")
    #: The row above the headers with the names of the roles, for grades in columns.
    row: int = rule(0)
    #: The header of the column with the names of the roles, for grades in rows.
    column: str = names("columns", "")
    #: The grade that stands first: ``lowest`` or ``highest``.
    first: str = rule("lowest")


@frozen(kw_only=True)
class LongColumns:
    """The headers of a long table, which has one row a person or role and skill."""

    skill: str = names("columns")
    level: str = names("columns")
    #: The header of the column with the dates; of two rows of one skill the later counts.
    date: str = names("columns", "")
    #: The header of the column with the evidence of a level: the name of a kind, or a reference.
    evidence: str = names("columns", "", about="people")


@frozen(kw_only=True)
class SkillList:
    """A column whose cells list skills that a person has, or a role asks for, at one level."""

    column: str = names("columns")
    separator: str = rule()
    #: What a cell of each of these skills would say: a level, or a word of ``levels``.
    level: str = rule()


@frozen(kw_only=True)
class MatrixDefaults:
    """The defaults for requirements of imported roles."""

    weight: int = rule(1)
    necessity: str = rule("important")
    source: OneOrMore = cites()
    basis: str = readers("judgement")


@frozen(kw_only=True, repr=False)
class TableMapping(Document):
    """One ``kind: table-mapping`` file; it lies beside the table, in no pack."""

    #: ``people`` or ``roles``.
    of: str = rule()
    #: ``rows``: each of them is a row and each skill a column; ``columns``: the other way round.
    each_in: str = rule("rows")
    #: The columns of a table with one row a person or role and skill; ``each_in`` has no meaning for it.
    long: LongColumns | None = rule(None)
    #: Columns with several skills in a cell.
    lists: tuple[SkillList, ...] = entries("column")
    sheet: str = rule("")
    #: ``comma``, ``semicolon``, ``tab`` or ``pipe``; ``""`` to detect it.
    delimiter: str = rule("")
    header_row: int = rule(1)
    #: The header of the column that names each row; ``""`` for the first one.
    row_names: str = names("columns", "")
    #: The roles whose grades the columns or rows are; ``None`` where each of them is a role.
    grades_of: GradesOf | None = rule(None, about="roles")
    #: For each column or row with differences from the levels of a role, ``+1`` or ``-1``, the id of that role.
    tracks: FrozenMap[str, str] = rule(FrozenMap(), about="roles")
    #: The headers of columns with the names of the roles, or of the grades, by language.
    labels: FrozenMap[str, str] = names("columns", FrozenMap(), about="roles")
    skills: tuple[MappedSkill, ...] = entries("name", default=NOTHING)
    #: Headers, or names of rows, that are not read.
    skip: tuple[str, ...] = rule(())
    #: The meaning of words in cells: a level, or one level for each scale.
    levels: FrozenMap[str, OneOrMore] = rule(FrozenMap())
    #: For each role or grade whose cells are texts, the level that they describe, or one level for each scale.
    anchors: FrozenMap[str, OneOrMore] = rule(FrozenMap(), about="roles")
    #: Words for an unknown value; such a cell counts as empty.
    unknown: tuple[str, ...] = rule(())
    #: The header of a column with one weight a row.
    weights: str = names("columns", "", about="roles")
    #: The header of a column that marks the rows that are minimum requirements.
    minimums: str = names("columns", "", about="roles")
    #: The ending of a cell with a minimum requirement, as in ``advanced*``.
    minimum_mark: str = rule("", about="roles")
    #: The separator of level and weight in a cell, as in ``advanced/4``.
    weight_after: str = rule("", about="roles")
    defaults: MatrixDefaults = rule(MatrixDefaults(), about="roles")
    #: The evidence of people's facts; the place of the cell is the default reference.
    evidence: Evidence | None = rule(None, about="people")
