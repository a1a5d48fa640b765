"""Records: what WeasyPrint logs becomes diagnostics, and none is dropped."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from report.compose.faces import missing_characters
from report.compose.galley import Galley
from report.diagnostics import Warn
from report.rules import finding

_NOTDEF = re.compile(r"\.notdef glyph rendered .* \(U\+(?P<code>[0-9A-F]+)\)$", re.S)


class Records(logging.Handler):
    """Turns each record into a finding as it comes, in the thread that made it.

    ``missing`` holds the characters that were set without a glyph, once each; WeasyPrint says
    them at every occurrence.
    """

    def __init__(self, warn: Warn) -> None:
        super().__init__(logging.WARNING)
        self._warn = warn
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record of WeasyPrint's log."""
        message = record.getMessage()
        if match := _NOTDEF.match(message):
            self.missing.add(chr(int(match["code"], 16)))
        else:
            self._warn(finding("P001", None, message=message))


@contextmanager
def recorded(warn: Warn) -> Iterator[Records]:
    """Collect the log of WeasyPrint as diagnostics for as long as the block runs."""
    logger = logging.getLogger("weasyprint")
    kept = (logger.handlers[:], logger.propagate)
    records = Records(warn)
    logger.handlers, logger.propagate = [records], False
    try:
        yield records
    finally:
        logger.handlers, logger.propagate = kept


def say_missing(missing: Iterable[str], galley: Galley, warn: Warn) -> None:
    """Report each character that was set without a glyph and is none of the text (P002).

    The text has been looked at before (:mod:`report.checks.faces`); what is left comes from a
    style sheet, or stands on a letter that only another face has.
    """
    missing = set(missing)
    if not missing:
        return
    for character in sorted(missing - set(missing_characters(galley))):
        warn(finding("P002", None, character=f"{character} (U+{ord(character):04X})"))
