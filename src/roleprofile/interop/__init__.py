"""People and roles from other formats, and our own files of them.

>>> import roleprofile as rp
>>> imported = rp.interop.from_jsonresume('{"skills": [{"name": "CRM"}]}', rp.load(), id="c-17")
>>> print(imported.unmatched[0])
/skills/0/name "CRM": it is account-management:client-records, but no level is given with it
"""

from roleprofile.importing.person_file import person_yaml
from roleprofile.importing.report import Imported, Match, Unmatched
from roleprofile.jsonresume.importer import from_jsonresume
from roleprofile.tables.cells import Cell, Table
from roleprofile.tables.mapping_draft import draft_mapping
from roleprofile.tables.requirement_rows import Rows, requirement_rows
from roleprofile.tables.role_tables import roles_from_table
from roleprofile.tables.table_changes import Change, Comparison, compare_table
from roleprofile.tables.tables import FromTable, people_from_table, read_mapping, read_table

__all__ = [
    "Cell",
    "Change",
    "Comparison",
    "FromTable",
    "Imported",
    "Match",
    "Rows",
    "Table",
    "Unmatched",
    "compare_table",
    "draft_mapping",
    "from_jsonresume",
    "people_from_table",
    "person_yaml",
    "read_mapping",
    "read_table",
    "requirement_rows",
    "roles_from_table",
]
