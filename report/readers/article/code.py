"""Code: fenced lines, and lines without fences that can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report.readers.article.lines import Line
from report.readers.article.passages import Literal
from report.readers.article.tongues import is_prose, letters

_FENCE = re.compile(r"(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*")
_COMMAND = re.compile(
    r"(\$ |> )?(sudo |npm |npx |yarn |pnpm |pip3? (un)?install|apt(-get)? |brew |curl |wget |"
    r"git (clone|add|commit|push|pull|init|checkout) |docker(-compose)? |kubectl |mkdir |chmod |"
    r"cd [\w./~-]+$|python3? [\w./-]+\.py|node [\w./-]+|go (run|build|get) |cargo |composer |"
    r"php artisan |[a-z][\w.-]*( [\w./-]+)* --?[a-z][\w-]*)"
)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
"""A string may hold words of any script."""
_PROMPT = re.compile(r"(\$|>>>|C:\\>|root@\S+:)\s+[a-z>]")
_STATEMENT = re.compile(
    r"(def|class|func|fn|function|interface|struct|enum)\s+\w+.*[({:]$|"
    r"(import|from)\s+[\w.{}*, \"'@/-]+( import .+| from .+)?;?$|"
    r"(const|let|var|val|int|float|double|char|String|bool|auto)\s+[\w\[\]<>*]+\s*(=|;|:).*|"
    r"(return|throw|print|println|printf|echo|console\.\w+)\b.*[;)]$|"
    r"(if|for|while|switch|elif|else if|except|with)\b.*[:{]$|"
    r"(else|try|finally|do)\s*[:{]$|"
    r"#include\s*[<\"].+|#!/.+|@\w+(\(.*\))?$|"
    r"(public|private|protected|static|async|export)\s+\w+.*[;{)]$|"
    r"(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\s+\w+.*|"
    r"</?[a-zA-Z][\w-]*(\s[^<>]*)?/?>.*|<!--.*|<\?\w+.*|"
    r"[\w.\[\]\"']+\s*(=|:=|\+=|-=|=>|->)\s*[^=\s].*[;)\]}\"'\w]$|"
    r"[\w.]+\([^()]*\)\s*[;{]?$|"
    r".*[;{}]$|[)\]}]+[;,]?$|\"[\w-]+\":\s*.+,?$"
)
_WEAK = re.compile(r"(//|#|/\*|\*|--)\s?\S|[\w\"'\[({})\]<].*")
_WORDY = re.compile(r"import|from|else|try|do")


def find_code(lines: Sequence[Line]) -> dict[int, Literal]:
    """Return the stretches of code by the index of their first line.

    Fences are the source's own word. Without them a line is code only when it is a command or
    a statement that no sentence could be; neighbours that fit are taken along.
    """
    found: dict[int, Literal] = {}
    index = 0
    while index < len(lines):
        end, literal = _fenced(lines, index) or _bare(lines, index) or (index + 1, None)
        if literal:
            found[index] = literal
        index = end
    return found


def is_fenced(literal: Literal) -> bool:
    """Tell whether a stretch of code was marked as code by the source."""
    return bool(_FENCE.fullmatch(literal.lines[0].text))


def _fenced(lines: Sequence[Line], start: int) -> tuple[int, Literal] | None:
    fence = _FENCE.fullmatch(lines[start].text)
    if not fence:
        return None
    for end in range(start + 1, len(lines)):
        text = lines[end].text
        if text.startswith(fence[1]) and not text.strip(fence[1][0]):
            inside = lines[start + 1 : end]
            literal = Literal(tuple(lines[start : end + 1]), _set(inside), fence[2] or None)
            return end + 1, literal
    return None


def _bare(lines: Sequence[Line], start: int) -> tuple[int, Literal] | None:
    if not _is_code(lines[start].text):
        return None
    end = start + 1
    last = end
    while end < len(lines) and lines[end].gap <= 1:
        line = lines[end]
        if _is_code(line.text):
            last = end + 1
        elif line.gap or not _fits(line):
            break
        end += 1
    inside = lines[start:last]
    return last, Literal(tuple(inside), _set(inside))


def _is_code(text: str) -> bool:
    text = _STRING.sub('""', text)
    counts = letters(text)
    if counts["arabic"] + counts["hebrew"] or is_prose(text) or not text:
        return False
    if _COMMAND.match(text) or _PROMPT.match(text):
        return text[-1] not in ".:?!"
    if not _STATEMENT.fullmatch(text):
        return False
    # «import duties» and «else:» alone are words; a sign of the language must be there.
    signs = sum(c in "=(){}[];<>\"'._/" for c in text)
    return signs > 0 and (not _WORDY.match(text) or signs > 1 or len(text.split()) == 2)


def _fits(line: Line) -> bool:
    counts = letters(_STRING.sub("", line.text))
    beyond = counts["arabic"] + counts["hebrew"]
    comment = line.text.startswith(("//", "#", "/*", "*", "--"))
    return comment or (not beyond and not is_prose(line.text) and bool(_WEAK.fullmatch(line.text)))


def _set(lines: Sequence[Line]) -> str:
    """Set lines as code: their indents kept, blank lines kept, the common indent dropped."""
    return "\n".join(_raw(lines))


def _raw(lines: Sequence[Line]) -> Iterator[str]:
    common = min((line.indent for line in lines), default=0)
    for position, line in enumerate(lines):
        if position:
            yield from [""] * line.gap
        yield " " * (line.indent - common) + line.text
