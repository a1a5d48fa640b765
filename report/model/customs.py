"""Customs: how a house writes figures and dates and fills its lines, as its manuscript asks."""

from __future__ import annotations

from typing import Literal

Digits = Literal["source", "european", "arab", "persian"]
"""Whose digits a book has: those that the author typed, 0-9, ٠-٩ or ۰-۹."""

Calendar = Literal["gregorian", "gregorian-both", "hijri", "jalali"]
"""By which calendar a date is said; ``gregorian-both`` names the month in both Arab traditions."""

Justify = Literal["auto", "kashida", "spaces", "ragged"]
"""How lines are filled: by blanks, by words drawn out as well, or not at all."""
