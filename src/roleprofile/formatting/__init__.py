"""Documents as text: formatted in one style with their comments, people as files, drafts of new documents.

:func:`format_document` needs the ``format`` extra, ruamel.yaml, which is imported when it is called and not before.
"""

from roleprofile.formatting.document import FormattedDocument, format_document
from roleprofile.formatting.person_file import person_yaml

__all__ = ["FormattedDocument", "format_document", "person_yaml"]
