"""Targets: where a link may lead out of a book, in every book and on the way to it."""

from __future__ import annotations

import re

_ALLOWED = re.compile(r"https?://[^/?#\s]|(mailto|tel):[^\s]", re.IGNORECASE)


def leads_out(target: str) -> bool:
    """Say whether a link may lead out of a book to ``target``: the web, mail, telephone.

    >>> leads_out("https://example.org/"), leads_out("tel:+212537"), leads_out("file:///etc")
    (True, True, False)
    >>> leads_out("javascript:alert(1)"), leads_out("https:///nowhere"), leads_out("annex.html")
    (False, False, False)
    """
    return _ALLOWED.match(target) is not None
