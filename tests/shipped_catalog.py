"""The catalog of the shipped packs, loaded once for all test modules that only read it."""

import roleprofile as rp

CATALOG = rp.load()
