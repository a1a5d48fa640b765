"""Marks: what keeps text from being taken for markup, and attributes in braces."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

from report.model.ordinals import readings

_PUNCTUATION = frozenset(string.punctuation)
_ENTITY = re.compile(r"&(?:#[xX]?[0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_ALWAYS = frozenset("`*{^~")
_OPENERS = frozenset("([{:")
_WORD = re.compile(r"[\w:./+-]+")
_ADDRESS = re.compile(r"[\w\-./:?=%#+,;@!$&]+")
_NOT_IN_LABELS = re.compile(r"[\s{}#=\"'()\[\]^]+")
_LINE_STARTS = (
    (re.compile(r"#(?=#{0,5}(?:\s|$))"), r"\\#"),
    (re.compile(r">"), r"\\>"),
    (re.compile(r"\|"), r"\\|"),
    (re.compile(r"-(?=[-\s|:]|$)"), r"\\-"),
    (re.compile(r"\+(?=\s|$)"), r"\\+"),
    (re.compile(r"•(?=\s|$)"), "&#8226;"),
    (re.compile(r"=(?==*\s*$)"), r"\\="),
    (re.compile(r":(?=[\s:-]|$)"), r"\\:"),
    (re.compile(r"(Table|Note|Source):(?=[\s\\{]|$)"), r"\1\\:"),
)
_ORDINAL = re.compile(r"(\(?)(\w{1,9})([.)-])(?=\s|$)")


def escape(text: str, *, last: bool, cell: bool = False) -> str:
    r"""Return text with a backslash before what Markdown would take for markup.

    ``last`` says that no other inline follows in the run; a ``cell`` of a pipe table has its
    bars escaped. Brackets that nothing can make a link of stay as they are.

    >>> escape("R&D [٣] 2*3 snake_case <b>", last=True)
    'R&D [٣] 2\\*3 snake_case \\<b>'
    """
    quiet = _quiet_brackets(text, last=last)
    written = []
    for n, character in enumerate(text):
        after = text[n + 1 : n + 2]
        if (character in "[]" and n not in quiet) or _is_markup(text, n, after, last, cell):
            written.append("\\")
        written.append(character)
    return "".join(written)


def _is_markup(text: str, n: int, after: str, last: bool, cell: bool) -> bool:
    before = text[n - 1 : n] if n else ""
    match text[n]:
        case "\\":
            return not after or after in _PUNCTUATION
        case "_":
            return not (before.isalnum() and after.isalnum())
        case "<":
            return not after or after in "/!?" or (after.isascii() and after.isalpha())
        case "&":
            return bool(_ENTITY.match(text, n))
        case "!":
            return not after and not last
        case "@":
            known = before.isascii() and before.isalnum()
            return not known and (after.isalnum() or after == "_")
        case "|":
            return cell
        case character:
            return character in _ALWAYS


def _quiet_brackets(text: str, *, last: bool) -> frozenset[int]:
    """Return where the brackets are that are only brackets: nothing after makes them more."""
    quiet: set[int] = set()
    opened: list[int] = []
    for n, character in enumerate(text):
        if character == "[":
            opened.append(n)
        elif character == "]" and opened:
            start, after = opened.pop(), text[n + 1 : n + 2]
            if (after not in _OPENERS if after else last) and text[start + 1] != "^":
                quiet |= {start, n}
    return frozenset(quiet)


def protect_line(line: str) -> str:
    r"""Return a line whose beginning opens no list, heading, table or the like.

    >>> protect_line("١. ليس بندًا"), protect_line("- لا"), protect_line("نص")
    ('١\\. ليس بندًا', '\\- لا', 'نص')
    """
    line = _edges(line)
    for pattern, instead in _LINE_STARTS:
        changed, times = pattern.subn(instead, line, count=1) if pattern.match(line) else ("", 0)
        if times:
            return changed
    found = _ORDINAL.match(line)
    if found and readings(found[2]):
        if found[1]:
            return f"\\{line}"
        return f"{found[2]}\\{line[found.end(2) :]}"
    return line


def protect_heading(line: str) -> str:
    r"""Return the text of a heading; number signs at its end would be taken for its frame.

    >>> protect_heading("لغة C #")
    'لغة C \\#'
    """
    return re.sub(r"(^|\s)(#+)$", r"\1\\\2", _edges(line))


def _edges(line: str) -> str:
    """Spell out white space at the edges, which a parser strips; a plain blank is nothing."""
    line = line.strip(" ")
    if line[:1].isspace():
        line = f"&#{ord(line[0])};{line[1:]}"
    if line[-1:].isspace():
        line = f"{line[:-1]}&#{ord(line[-1])};"
    return line


def indented(lines: Sequence[str], first: str) -> list[str]:
    """Put a marker before the first line and as many blanks before the others.

    >>> indented(["نص", "", "تتمة"], "- "), indented([], "- ")
    (['- نص', '', '  تتمة'], ['-'])
    """
    opening, *others = lines or [""]
    blanks = " " * len(first)
    return [(first + opening).rstrip(" "), *(blanks + line if line else "" for line in others)]


def label_of(label: str) -> str:
    """Return a label that braces can hold.

    >>> label_of("الجدول (١)")
    'الجدول-١-'
    """
    return _NOT_IN_LABELS.sub("-", label)


def attributes(
    label: str | None = None,
    classes: Sequence[str] = (),
    values: Mapping[str, str | None] | None = None,
) -> str:
    r"""Return ``{#label .class key=value}``, empty without any of them.

    >>> attributes("tbl-1", ["striped"], {"lang": None, "title": 'قال "لا"'})
    '{#tbl-1 .striped title="قال \\"لا\\""}'
    """
    words = [f"#{label_of(label)}"] if label else []
    words += [f".{name}" for name in classes]
    for key, value in (values or {}).items():
        if value:
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            words.append(f"{key}={value}" if _WORD.fullmatch(value) else f'{key}="{quoted}"')
    return f"{{{' '.join(words)}}}" if words else ""


def address(target: str, *, cell: bool = False) -> str:
    r"""Return the address of a link as it stands between parentheses.

    >>> address("https://example.org/a?b=1"), address("map (1).png")
    ('https://example.org/a?b=1', '<map (1).png>')
    """
    if _ADDRESS.fullmatch(target) and not _ENTITY.search(target):
        return target
    escaped = re.sub(r"([\\<>&\[\]`])", r"\\\1", target)
    return f"<{escaped.replace('|', chr(92) + '|') if cell else escaped}>"


def quoted_title(title: str) -> str:
    r"""Return the title of an image between quotation marks.

    >>> quoted_title('خريطة "السدود"')
    '"خريطة \\"السدود\\""'
    """
    escaped = re.sub(r'([\\"&])', r"\\\1", title)
    return f'"{escaped}"'
