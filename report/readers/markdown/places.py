"""Places: from an offset in the manuscript, or in a run of it, to file, line and column."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from report.diagnostics import Place


class Lines:
    """The manuscript with its line starts; lines are counted from 0, as markdown-it does."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.starts = [0]
        position = text.find("\n")
        while position >= 0:
            self.starts.append(position + 1)
            position = text.find("\n", position + 1)

    def place(self, offset: int) -> Place:
        r"""Return the place of a code point.

        >>> Lines("a.md", "ab\ncd").place(4)
        Place(file='a.md', line=2, column=2)
        """
        line = bisect_right(self.starts, offset) - 1
        return Place(self.file, line + 1, offset - self.starts[line] + 1)

    def line(self, number: int) -> tuple[int, int]:
        """Return where a line starts and ends, its line feed left out."""
        start = self.starts[min(number, len(self.starts) - 1)]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return start, end

    def run(self, content: str, first_line: int) -> Run:
        """Tie a run of inline text, cut from lines of the manuscript, to where it came from.

        The parser strips indents, quotation marks and list markers from the start of each
        line; what is left is looked for from the end of the line.
        """
        inner, origins, position = [], [], 0
        for number, piece in enumerate(content.split("\n"), start=first_line):
            bare = piece.lstrip(" \t")
            start, end = self.line(number)
            found = self.text.rfind(bare, start, end)
            origin = (start if found < 0 else found) - (len(piece) - len(bare))
            inner.append(position)
            origins.append(origin)
            position += len(piece) + 1
        return Run(self, content, tuple(inner), tuple(origins))

    def cell(self, content: str, offset: int) -> Run:
        """Tie text that stands in one line, or the value of an attribute there, to its origin."""
        found = self.text.find(content, offset)
        return Run(self, content, (0,), (offset if found < 0 else found,))


@dataclass(frozen=True, slots=True)
class Run:
    """Inline text and, for each of its lines, the offset in the manuscript it begins at."""

    lines: Lines
    content: str
    inner: tuple[int, ...]
    origins: tuple[int, ...]

    def offset(self, position: int) -> int:
        """Return the offset in the manuscript of a code point of the run."""
        line = bisect_right(self.inner, position) - 1
        return max(0, self.origins[line] + position - self.inner[line])

    def place(self, position: int) -> Place:
        """Return the place of a code point of the run."""
        return self.lines.place(self.offset(position))

    def cut(self, start: int, end: int | None = None) -> Run:
        """Return a part of the run, its outer blanks left out."""
        end = len(self.content) if end is None else end
        while start < end and self.content[start] in " \t\n":
            start += 1
        while end > start and self.content[end - 1] in " \t\n":
            end -= 1
        line = bisect_right(self.inner, start) - 1
        inner = (0, *(n - start for n in self.inner[line + 1 :] if n <= end))
        first = self.origins[line] + start - self.inner[line]
        origins = (first, *self.origins[line + 1 : line + len(inner)])
        return replace(self, content=self.content[start:end], inner=inner, origins=origins)
