"""What a text for readers must not hold."""

import re

#: Words of ours that nobody outside knows.
INTERNAL = re.compile(
    r"\b(ppm|holder|repurpose|stand-in|stepping-stone|additional-duty|leaf|node|context|origin|target|descriptor|"
    r"verdict_low|credit|company-size|account-management|path|chain|effort|unspecified|[a-z]+:[a-z-]+)\b"
)
