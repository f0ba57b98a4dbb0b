"""What the words of a skills matrix mean: the mapping that turns a spreadsheet into people or roles."""

from __future__ import annotations

from attrs import NOTHING, frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, entries, keyed_by, names, readers, rule
from roleprofile.model.person import Evidence
from roleprofile.model.role import Keys
from roleprofile.model.values import FrozenMap, OneOrMore

#: Stands in a drafted mapping for what a person has to fill in.
OPEN = "?"


@frozen(kw_only=True)
class MappedSkill:
    """One skill of the matrix, by the name that it has there: what it is, and what the cells under it mean."""

    name: str = rule()
    descriptor: str = names("descriptors")
    for_: Keys | None = keyed_by("terms", None)
    #: The id of the requirement that a role gets; ``""`` for the descriptor's own, with the key.
    id: str = rule("")
    #: What the cells' words mean here, before those of the whole matrix.
    levels: FrozenMap[str, OneOrMore] = rule(FrozenMap())
    #: The header of the column with the weights of this skill.
    weight: str = rule("")
    #: The header of the column that marks where this skill is a minimum requirement.
    minimum: str = rule("")


@frozen(kw_only=True)
class MatrixDefaults:
    """What every requirement of imported roles has where the matrix says nothing."""

    weight: int = rule(1)
    necessity: str = rule("important")
    source: OneOrMore = cites()
    basis: str = readers("judgement")


@frozen(kw_only=True)
class TableMapping(Document):
    """One ``kind: table-mapping`` file; it stands beside the table, and in no pack."""

    #: ``people`` or ``roles``.
    of: str = rule()
    #: ``rows``: each of them is a row and each skill a column; ``columns``: the other way round.
    each_in: str = rule("rows")
    sheet: str = rule("")
    #: ``comma``, ``semicolon`` or ``tab``; ``""`` where the file shall tell.
    delimiter: str = rule("")
    header_row: int = rule(1)
    #: The header of the column that names each row; ``""`` for the first one.
    row_names: str = rule("")
    #: The headers of columns with the names of the roles, by language.
    labels: FrozenMap[str, str] = rule(FrozenMap())
    skills: tuple[MappedSkill, ...] = entries("name", default=NOTHING)
    #: Headers, or names of rows, that are not read.
    skip: tuple[str, ...] = rule(())
    #: What the cells' own words mean: for each one a level, or one level of each scale that is in use.
    levels: FrozenMap[str, OneOrMore] = rule(FrozenMap())
    #: Words that say that nobody knows: such a cell is as good as empty.
    unknown: tuple[str, ...] = rule(())
    #: The header of a column with one weight a row.
    weights: str = rule("")
    #: The header of a column that marks the rows that are minimum requirements.
    minimums: str = rule("")
    #: What a cell ends in where it is a minimum requirement, as in ``advanced*``.
    minimum_mark: str = rule("")
    #: What stands between the level and the weight of a cell, as in ``advanced/4``.
    weight_after: str = rule("")
    defaults: MatrixDefaults = rule(MatrixDefaults())
    #: What the facts of people rest on; the place of the cell is the reference unless one is given.
    evidence: Evidence | None = rule(None)
