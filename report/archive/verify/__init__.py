"""Verify: an OCFL object or storage root judged clause by clause, OCFL 1.0 and 1.1."""
