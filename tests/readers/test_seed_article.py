"""The seed article against its own known answer, taken from its reviewed manuscript."""

from __future__ import annotations

from pathlib import Path

from scorer import read, score

from report.checks.truth import read_truth

HERE = Path(__file__).parent


def test_the_seed_article_is_read_whole() -> None:
    truth = read_truth((HERE / "truths" / "sahel-security.json").read_bytes())
    report, found = read(HERE.parents[1] / "examples" / "sahel-security" / "article.txt")
    tallies = score(report, found, truth)
    assert {name: (t.wanted, t.missed, t.extra) for name, t in tallies.items()} == {
        "headings": (14, [], []),
        "levels": (14, [], []),
        "items": (44, [], []),
        "cells": (24, [], []),
        "faq": (2, [], []),
        "furniture": (7, [], []),
    }
