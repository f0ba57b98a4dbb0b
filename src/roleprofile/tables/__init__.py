"""Spreadsheets: import people and roles from a skills matrix; export requirements as a table and compare edits of it.

>>> import roleprofile as rp
>>> rows = rp.tables.requirement_rows(roles=["account-manager"])
>>> rp.tables.read_table(rows.to_csv(), "account-manager.csv").text(1, 4)
'id'
"""

from roleprofile.tables.cells import Cell, CellTable
from roleprofile.tables.descriptor_rows import anchor_rows, descriptor_rows
from roleprofile.tables.descriptor_tables import descriptors_from_table
from roleprofile.tables.mapping_draft import draft_mapping
from roleprofile.tables.merging import EntryChange
from roleprofile.tables.people_tables import TableImport, people_from_table, read_mapping, read_table
from roleprofile.tables.requirement_rows import Rows, requirement_rows
from roleprofile.tables.role_tables import roles_from_table
from roleprofile.tables.table_changes import CellChange, Comparison, compare_table
from roleprofile.tables.text_tables import TextImport, text_rows, texts_from_table

__all__ = [
    "Cell",
    "CellChange",
    "CellTable",
    "Comparison",
    "EntryChange",
    "Rows",
    "TableImport",
    "TextImport",
    "anchor_rows",
    "compare_table",
    "descriptor_rows",
    "descriptors_from_table",
    "draft_mapping",
    "people_from_table",
    "read_mapping",
    "read_table",
    "requirement_rows",
    "roles_from_table",
    "text_rows",
    "texts_from_table",
]
