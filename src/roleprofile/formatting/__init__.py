"""Documents laid out in one style: the order of their keys, their quotes and their width; comments stay where they are.

Needs the ``format`` extra, ruamel.yaml, which is imported when a document is laid out and not before.
"""

from roleprofile.formatting.document import Laid, laid_out

__all__ = ["Laid", "laid_out"]
