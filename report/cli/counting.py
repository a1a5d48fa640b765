"""Counting: the reports of a batch are counted as they come, with their rate, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.cli.desk import Desk
from report.jobs import Lost

if TYPE_CHECKING:
    from report.cli.build import SetReport


@dataclass(slots=True)
class Count:
    """Counts reports as they come, and shows it on a terminal."""

    desk: Desk
    total: int
    failed: int = 0
    made: int = 0
    kept: int = 0
    began: float = field(default_factory=time.monotonic)

    def told(
        self, results: Iterable[tuple[int, SetReport | Lost]]
    ) -> Iterator[tuple[int, SetReport | Lost]]:
        """Yield results as they come, each counted."""
        for place, came in results:
            if isinstance(came, Lost) or came.refused is not None:
                self.failed += 1
            elif came.unchanged:
                self.kept += 1
            else:
                self.made += 1
            yield place, came
            if self.total > 1:
                self._show()

    def _show(self) -> None:
        over = self.made + self.kept + self.failed
        rate = over / max(time.monotonic() - self.began, 0.01)
        failed = f", {self.failed} failed" if self.failed else ""
        self.desk.progress(f"{over} of {self.total} reports, {rate:.1f} a second{failed}")

    def summary(self, seconds: float) -> str:
        """Return what came of all of them, in one line."""
        kept = f", {self.kept} unchanged" if self.kept else ""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.made} of {self.total} reports set{kept}{failed}, {seconds:.1f} s"
