"""The table of what is replaced in WeasyPrint: guarded, applied, put back."""

from __future__ import annotations

from typing import Any

import pytest
import weasyprint

from report.writers.pdf import patches
from report.writers.pdf.patches import REPLACEMENTS, Replacement, WrongTypesetter, patched


def standing() -> list[Any]:
    found = []
    for replacement in REPLACEMENTS:
        for name in replacement.names:
            owner, attribute = patches._located(name)
            found.append(getattr(owner, attribute))
    return found


def test_every_replacement_is_applied_and_put_back() -> None:
    before = standing()
    with patched():
        during = standing()
    assert standing() == before
    assert all(a is not b for a, b in zip(before, during, strict=True))


def test_a_name_bound_in_several_modules_is_replaced_in_each() -> None:
    for replacement in REPLACEMENTS:
        originals = {id(getattr(*patches._located(name))) for name in replacement.names}
        assert len(originals) == 1, f"{replacement.names} are not one thing in WeasyPrint"


def test_inner_blocks_leave_the_outer_one_in_force() -> None:
    before = standing()
    with patched():
        during = standing()
        with patched():
            assert standing() == during
        assert standing() == during
    assert standing() == before


def test_originals_come_back_after_an_error() -> None:
    before = standing()
    with pytest.raises(ZeroDivisionError), patched():
        raise ZeroDivisionError
    assert standing() == before


def test_another_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    before = standing()
    with pytest.raises(WrongTypesetter, match=r"WeasyPrint 71\.0"), patched():
        pass
    assert standing() == before


def test_a_replacement_that_fails_leaves_nothing_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    before = standing()
    broken = Replacement(("weasyprint.draw.text:no_such_name",), lambda original: original, "")
    monkeypatch.setattr(patches, "REPLACEMENTS", (*REPLACEMENTS, broken))
    with pytest.raises(AttributeError), patched():
        pass
    assert standing() == before


def test_every_replacement_says_what_a_reader_would_see() -> None:
    assert all(len(replacement.why) > 20 for replacement in REPLACEMENTS)
