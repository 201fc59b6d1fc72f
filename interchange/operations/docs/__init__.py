"""`bin/check docs`: the pages that say what the code says, made from the code. A test tells when one is stale."""

from interchange.operations.docs.pages import PAGES, stale, write_stale

__all__ = ["PAGES", "stale", "write_stale"]
