"""Persian: the half-space that a keyboard without it made a blank, or nothing."""

from __future__ import annotations

from report.checks.source.patterns import ARABIC, Rule, pattern

_FA = frozenset({"fa"})
_NON_JOINER = "\u200c"
# Stems of verbs that are written every day, present and past, that are no nouns after «می».
_STEMS = (
    "شو|کن|ده|توان|گیر|رو|آی|خواه|باش|گوی|گذار|ساز|یاب|رس|دان|بین|آور|پرداز|پذیر|دار|مان|کش|خور|نویس|"
    "شد|کرد|داد|توانست|گرفت|رفت|آمد|خواست|گفت|گذاشت|ساخت|یافت|رسید|دانست|دید|آورد|پرداخت|پذیرفت|"
    "داشت|ماند|کشید|خورد|نوشت"
)
_PERSONS = "(?:م|ی|د|یم|ید|ند)"
_PRESENT = f"(?:{_STEMS}){_PERSONS}"
_VERB = f"(?:{_PRESENT}|شد|کرد|داد|توانست|گرفت|رفت|آمد|خواست|گفت|گذاشت|ساخت|یافت|رسید|توان|داشت)"
_LETTER = f"[{ARABIC}]"
# Typed as one word these are verbs and nothing else: «میدان» is none of them.
_AS_ONE = (
    "شود|شوند|شوم|شویم|کند|کنند|کنم|کنیم|کنید|دهد|دهند|دهیم|توان|تواند|توانند|توانیم|توانید|"
    "گیرد|گیرند|رود|روند|آید|آیند|خواهد|خواهند|خواهیم|باشد|باشند|گوید|گویند|کرد|کردند|شد|شدند|رسد"
)

PERSIAN: tuple[Rule, ...] = (
    pattern(
        "T080",
        f"(?<!{_LETTER})(?P<bad>(?P<prefix>ن?می) )(?={_VERB}(?!{_LETTER}))",
        _FA,
        instead=lambda match: f"{match.group('prefix')}{_NON_JOINER}",
        signs=" ",
    ),
    pattern(
        "T081",
        f"(?<={_LETTER}{{2}})(?P<bad> )(?=(?:های|هایی|ها|هایش|هایشان|هایمان|ترین)(?!{_LETTER}))",
        _FA,
        instead=_NON_JOINER,
        signs=" ",
    ),
    pattern(
        "T082",
        f"(?<!{_LETTER})(?P<bad>(?P<prefix>ن?می))(?=(?:{_AS_ONE})(?!{_LETTER}))",
        _FA,
        instead=lambda match: f"{match.group('prefix')}{_NON_JOINER}",
        signs="م",
    ),
)
"""The rules of Persian alone."""
