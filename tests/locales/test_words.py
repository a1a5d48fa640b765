"""Words: every language has them all, with the same blanks to fill."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from report.locales import DIGITS, direction_of, locale
from report.locales import primary as primary_of

LANGUAGES = ["ar", "fa", "ur", "he", "en", "fr"]
_SCRIPTS = {"ar": "[ء-ي]", "fa": "[ء-یپچژگ]", "ur": "[ء-ے]", "he": "[א-ת]", "en": "[A-Za-z]"}
_FIELD = re.compile(r"\{\w*\}")


def table(language: str) -> dict[str, Any]:
    file = files("report.locales").joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def paths(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        return {found for key, inner in value.items() for found in paths(inner, f"{path}.{key}")}
    return {path}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    # Digits are given where CLDR's are not those of the house.
    assert paths(table(language)) - {".digits"} == paths(table("ar")) - {".digits"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_its_own_script_with_its_fields(language: str) -> None:
    arabic, words = table("ar")["words"], table(language)["words"]
    letters = re.compile(_SCRIPTS.get(language, "[A-Za-zÀ-ÿ]"))
    for key, word in words.items():
        assert word.strip(), key
        assert sorted(_FIELD.findall(word)) == sorted(_FIELD.findall(arabic[key])), key
        if re.search(r"[^\W\d_]", arabic[key]) and re.search(r"[^\W\d_]", word):
            assert letters.search(word), key


@pytest.mark.parametrize("language", ["fa", "ur"])
def test_no_arabic_letter_that_the_language_writes_otherwise(language: str) -> None:
    for key, word in table(language)["words"].items():
        assert not re.search("[يكى]", word), key


@pytest.mark.parametrize(
    ("language", "system"),
    [
        *[(f"ar-{region}", "latn") for region in ("MA", "DZ", "TN", "LY", "MR")],
        *[(f"ar-{region}", "arab") for region in ("EG", "SA", "SY", "LB", "IQ", "JO", "PS", "YE")],
        *[("fa", "arabext"), ("fa-AF", "arabext"), ("ur", "arabext"), ("he", "latn")],
        *[("en", "latn"), ("fr-MA", "latn")],
    ],
)
def test_digits_are_those_of_the_region(language: str, system: str) -> None:
    tongue = locale(language)
    assert tongue.digits == DIGITS[system]
    assert tongue.system == system
    assert tongue.number(1234567890) == "".join(DIGITS[system][int(n)] for n in "1234567890")


def test_an_unknown_language_speaks_english_and_keeps_its_direction() -> None:
    assert locale("de").words == locale("en").words
    assert locale("ckb").direction == direction_of("ckb") == "rtl"
    assert primary_of("ar_MA") == "ar"
