"""What the words of a skills matrix mean: the mapping that turns a spreadsheet into people or roles."""

from __future__ import annotations

from attrs import frozen

from roleprofile.model.document import Document, OneOrMore
from roleprofile.model.person import Evidence
from roleprofile.model.role import Keys
from roleprofile.model.values import FrozenMap

#: Stands in a drafted mapping for what a person has to fill in.
OPEN = "?"


@frozen(kw_only=True)
class MappedSkill:
    """One skill of the matrix, by the name that it has there: what it is, and what the cells under it mean."""

    name: str
    descriptor: str
    for_: Keys | None = None
    #: The id of the requirement that a role gets; ``""`` for the descriptor's own, with the key.
    id: str = ""
    #: What the cells' words mean here, before those of the whole matrix.
    levels: FrozenMap[str, OneOrMore] = FrozenMap()
    #: The header of the column with the weights of this skill.
    weight: str = ""
    #: The header of the column that marks where this skill is a minimum requirement.
    minimum: str = ""


@frozen(kw_only=True)
class MatrixDefaults:
    """What every requirement of imported roles has where the matrix says nothing."""

    weight: int = 1
    necessity: str = "important"
    source: OneOrMore = OneOrMore(())
    basis: str = "judgement"


@frozen(kw_only=True)
class TableMapping(Document):
    """One ``kind: table-mapping`` file; it stands beside the table, and in no pack."""

    #: ``people`` or ``roles``.
    of: str
    #: ``rows``: each of them is a row and each skill a column; ``columns``: the other way round.
    each_in: str = "rows"
    sheet: str = ""
    #: ``comma``, ``semicolon`` or ``tab``; ``""`` where the file shall tell.
    delimiter: str = ""
    header_row: int = 1
    #: The header of the column that names each row; ``""`` for the first one.
    row_names: str = ""
    #: The headers of columns with the names of the roles, by language.
    labels: FrozenMap[str, str] = FrozenMap()
    skills: tuple[MappedSkill, ...]
    #: Headers, or names of rows, that are not read.
    skip: tuple[str, ...] = ()
    #: What the cells' own words mean: for each one a level, or one level of each scale that is in use.
    levels: FrozenMap[str, OneOrMore] = FrozenMap()
    #: Words that say that nobody knows: such a cell is as good as empty.
    unknown: tuple[str, ...] = ()
    #: The header of a column with one weight a row.
    weights: str = ""
    #: The header of a column that marks the rows that are minimum requirements.
    minimums: str = ""
    #: What a cell ends in where it is a minimum requirement, as in ``advanced*``.
    minimum_mark: str = ""
    #: What stands between the level and the weight of a cell, as in ``advanced/4``.
    weight_after: str = ""
    defaults: MatrixDefaults = MatrixDefaults()
    #: What the facts of people rest on; the place of the cell is the reference unless one is given.
    evidence: Evidence | None = None
