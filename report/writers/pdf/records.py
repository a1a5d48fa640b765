"""Records: what WeasyPrint and fontTools log becomes diagnostics, and none is dropped."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from report.diagnostics import Warn
from report.rules import finding

LOGGERS = ("weasyprint",)

_NOTDEF = re.compile(r"\.notdef glyph rendered for Unicode string unsupported by fonts: (.*)", re.S)


class _Collector(logging.Handler):
    """Turns each record into a finding as it comes, in the thread that made it."""

    def __init__(self, warn: Warn) -> None:
        super().__init__(logging.WARNING)
        self._warn = warn

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if match := _NOTDEF.match(message):
            self._warn(finding("P002", None, characters=match[1]))
        else:
            self._warn(finding("P001", None, message=message))


@contextmanager
def recorded(warn: Warn) -> Iterator[None]:
    """Collect the log of WeasyPrint as diagnostics for as long as the block runs."""
    collector = _Collector(warn)
    kept = []
    for name in LOGGERS:
        logger = logging.getLogger(name)
        kept.append((logger, logger.handlers[:], logger.propagate))
        logger.handlers, logger.propagate = [collector], False
    try:
        yield
    finally:
        for logger, handlers, propagate in kept:
            logger.handlers, logger.propagate = handlers, propagate
