"""Records: what WeasyPrint logs becomes diagnostics, and none is dropped."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from report.diagnostics import Place, Warn
from report.model.document import Report
from report.model.inlines import Code, Text
from report.model.walk import report_inlines
from report.rules import finding

_NOTDEF = re.compile(r"\.notdef glyph rendered .* \(U\+(?P<code>[0-9A-F]+)\)$", re.S)


class Records(logging.Handler):
    """Turns each record into a finding as it comes, in the thread that made it.

    ``missing`` holds the characters that no face has, once each; WeasyPrint says them at every
    occurrence and does not know where they stand in the source, so :func:`say_missing` does.
    """

    def __init__(self, warn: Warn) -> None:
        super().__init__(logging.WARNING)
        self._warn = warn
        self.missing: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record of WeasyPrint's log."""
        message = record.getMessage()
        if match := _NOTDEF.match(message):
            self.missing[chr(int(match["code"], 16))] = None
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


def say_missing(missing: Iterable[str], report: Report, warn: Warn) -> None:
    """Report each character that no face has (P002), at its first place in the source."""
    for character in missing:
        name = f"{character} (U+{ord(character):04X})"
        warn(finding("P002", _place_of(character, report), character=name))


def _place_of(character: str, report: Report) -> Place | None:
    for inline in report_inlines(report):
        if isinstance(inline, Text | Code) and character in inline.text:
            return inline.at
    return None
