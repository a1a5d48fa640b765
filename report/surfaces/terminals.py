"""Terminals: which of them order right-to-left text, told by what they leave in the environment.

What a terminal does cannot be asked of it; its name can be looked up. One that is not known here
gets the text as it is: to reorder what orders itself makes it unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping

_VTE_WITH_BIDI = 5800
"""VTE orders since 0.58; its version is given as 5800."""

_ORDERING_PROGRAMS = frozenset({"Apple_Terminal", "mintty"})
_ORDERING_MARKS = ("KONSOLE_VERSION", "MLTERM")
_PLAIN_PROGRAMS = frozenset({"vscode", "Hyper", "ghostty", "WarpTerminal", "tabby"})
_PLAIN_MARKS = ("WT_SESSION", "ALACRITTY_WINDOW_ID", "XTERM_VERSION")
_PLAIN_TERMS = frozenset({"linux", "alacritty", "foot", "foot-extra"})
_BETWEEN = ("TMUX", "STY", "ZELLIJ")
"""Multiplexers: the environment is that of the terminal that they were started in, not of this."""


def orders_text(environment: Mapping[str, str]) -> bool | None:
    """Say whether the terminal joins and orders right-to-left text, ``None`` if it is not known.

    kitty is not known: it orders each word and leaves the words in the order of the bytes.

    >>> orders_text({"VTE_VERSION": "7200"}), orders_text({"WT_SESSION": "1"}), orders_text({})
    (True, False, None)
    """
    if any(environment.get(mark) for mark in _BETWEEN):
        return None
    version = environment.get("VTE_VERSION", "")
    if version.isdecimal():
        return int(version) >= _VTE_WITH_BIDI
    program, term = environment.get("TERM_PROGRAM", ""), environment.get("TERM", "")
    if program in _ORDERING_PROGRAMS or any(environment.get(mark) for mark in _ORDERING_MARKS):
        return True
    if program in _PLAIN_PROGRAMS or any(environment.get(mark) for mark in _PLAIN_MARKS):
        return False
    return False if term in _PLAIN_TERMS else None
