"""The independent judge: ocfl-py, which shares no line with the archive."""

from __future__ import annotations

import re
from pathlib import Path

from ocfl.validator import Validator


def ocfl_py(home: Path) -> tuple[bool, set[str]]:
    """Return whether ocfl-py takes an object for valid, and the clauses that it names."""
    validator = Validator(log_warnings=True, log_errors=True)
    valid = validator.validate_object(str(home))
    return valid, set(re.findall(r"\b([EW]\d{3})[a-z]?\b", validator.status_str()))
