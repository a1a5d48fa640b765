"""Shapes: one raw text, written as other pages and programs would have written it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

ABJAD = "أبجدهوزحطيكلمن"


def _bullets(sign: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?m)^( *)•", rf"\1{sign}", text)


def _each_number(text: str, write: Callable[[int], str]) -> str:
    return re.sub(r"(?m)^( *)(\d+)\. ", lambda m: f"{m[1]}{write(int(m[2]))} ", text)


def no_indents(text: str) -> str:
    return re.sub(r"(?m)^[ \u00a0]+", "", text)


def nbsp_indents(text: str) -> str:
    return re.sub(r"(?m)^ +", lambda m: "\u00a0" * len(m[0]), text)


def arabic_digits(text: str) -> str:
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    return _each_number(text, lambda n: f"{n}.".translate(digits))


def parentheses(text: str) -> str:
    return _each_number(text, lambda n: f"{n})")


def number_dash(text: str) -> str:
    return _each_number(text, lambda n: f"{n}-")


def abjad(text: str) -> str:
    return _each_number(text, lambda n: f"{ABJAD[n - 1]}.")


def windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def wrapped(text: str) -> str:
    """Break long lines at 72 characters, as editors and mail programs do."""
    lines: list[str] = []
    for line in text.split("\n"):
        hang = " " * (len(line) - len(line.lstrip()) + (2 if "•" in line[:12] else 0))
        lines.extend(
            textwrap.wrap(line, 72, subsequent_indent=hang, break_long_words=False)
            if len(line) > 72
            else [line]
        )
    return "\n".join(lines)


def no_blank_lines(text: str) -> str:
    """Leave no blank lines, as a copy from some browsers does."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def double_spaced(text: str) -> str:
    """Leave a blank line after every line, as a copy from some word processors does."""
    return text.replace("\n", "\n\n")


def title_twice(text: str) -> str:
    title = text.split("\n", 1)[0]
    return f"0\n\n{title} | مدونة الشمس\n\n{text}\n\nLeave a Comment\n\nScroll to Top\n"


SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "dashes": _bullets("-"),
    "en dashes": _bullets("–"),
    "stars": _bullets("*"),
    "squares": _bullets("▪"),
    "no indents": no_indents,
    "no-break indents": nbsp_indents,
    "arabic digits": arabic_digits,
    "1)": parentheses,
    "1-": number_dash,
    "abjad": abjad,
    "windows": windows,
    "wrapped": wrapped,
    "no blank lines": no_blank_lines,
    "double spaced": double_spaced,
    "title twice": title_twice,
}
