"""Import of a JSON Resume as a person, with a report of all matches.

>>> import roleprofile as rp
>>> imported = rp.jsonresume.from_jsonresume('{"skills": [{"name": "CRM"}]}', rp.load(), id="c-17")
>>> print(imported.unmatched[0].why)
it is account-management:client-records, but the entry has no level
"""

from roleprofile.jsonresume.importer import Imported, from_jsonresume
from roleprofile.jsonresume.matcher import Match, Unmatched

__all__ = ["Imported", "Match", "Unmatched", "from_jsonresume"]
