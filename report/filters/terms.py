"""Terms that tie a figure or a dot to a foreign word: units, months, abbreviations.

Closed lists: a figure before any other word belongs to the sentence around («نشرت 5 World Bank
reports»), a dot after any other word ends it.
"""

from __future__ import annotations

import re

UNITS = frozenset(
    "m cm mm µm nm km km/h m/s m² km² m³ ha ft mi kg g mg µg t L l ml mL hl "
    "W kW MW GW TW Wh kWh MWh GWh TWh V kV mV A mA J kJ MJ N Pa hPa kPa MPa bar "
    "Hz kHz MHz GHz THz B kB KB MB GB TB PB bit kbit/s Mbit/s Gbit/s Mbps Gbps "
    "K °C °F dB ppm ppb px dpi pt s ms µs min h AM PM am pm GMT UTC "
    "USD EUR GBP CHF JPY CNY MAD DZD TND LYD EGP SAR AED QAR KWD BHD OMR JOD LBP IQD IRR TRY ILS "
    "DH Dh dh M Md bn".split()
)
"""Symbols of the SI and of money that stand after their figure, as they are written."""

MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
"""English and French months in small letters: the day stands before them."""

_ABBREVIATIONS = frozenset(
    "inc ltd co corp bros dr prof mr mrs ms jr sr st no nos vol vols p pp ed eds al etc vs "
    "fig figs art arts ch sec para ca cf dept univ".split()
)
"""English abbreviations in small letters, without the dot."""

_LONGEST_ABBREVIATION = 40


def is_abbreviated(text: str, dot: int) -> bool:
    """Say whether the dot at ``dot`` ends an abbreviation and not a sentence.

    >>> is_abbreviated("Smith et al. 2020", 11), is_abbreviated("the U.S. army", 7)
    (True, True)
    >>> is_abbreviated("said WHO. Then", 8)
    False
    """
    token = re.search(r"[^\s(\[{«“\"]*$", text[max(0, dot - _LONGEST_ABBREVIATION) : dot])
    word = token.group() if token else ""
    initials = re.fullmatch(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}", word)
    return bool(initials) or word.lower() in _ABBREVIATIONS
