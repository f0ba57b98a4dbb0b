"""People from other formats, and our own files of them.

>>> import roleprofile as rp
>>> imported = rp.interop.from_jsonresume('{"skills": [{"name": "CRM"}]}', rp.load(), id="c-17")
>>> print(imported.unmatched[0])
/skills/0/name "CRM": it is account-management:client-records, but no level is given with it
"""

from roleprofile.interop.jsonresume import from_jsonresume
from roleprofile.interop.person_file import person_yaml
from roleprofile.interop.report import Imported, Match, Unmatched

__all__ = ["Imported", "Match", "Unmatched", "from_jsonresume", "person_yaml"]
