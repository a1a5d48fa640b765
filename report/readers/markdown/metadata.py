"""Metadata: the YAML front matter of a manuscript, with the names that Pandoc uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from report.diagnostics import Place, ReportError, Warn
from report.model.document import Contributor, Metadata, ParallelTitle, Role
from report.model.identifiers import doi_of, isbn_of
from report.readers.markdown.options import OPTIONS, read_option
from report.rules import Phrase, finding

_OPENING = re.compile(r"---[ \t]*\n(?=[ \t]*(?:#|[\w-]+[ \t]*:|[}{\[]|---|\.\.\.))")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LARGEST = 64 * 1024
"""Code points. Front matter is a page at most; YAML read by Python is slow and recursive."""

_TEXTS = {
    "title": "title",
    "title-sort": "title_sort",
    "subtitle": "subtitle",
    "date": "date",
    "lang": "language",
    "language": "language",
    "publisher": "publisher",
    "place": "place",
    "identifier": "identifier",
    "isbn": "isbn",
    "isbn-epub": "isbn_epub",
    "doi": "doi",
    "description": "description",
    "abstract": "description",
    "rights": "rights",
    "license": "licence",
    "licence": "licence",
    "series": "series",
    "series-number": "series_number",
    "online": "online",
    "certified-by": "certified_by",
    "contact": "contact",
    "status": "status",
    "classification": "classification",
}
_SUBJECTS = frozenset({"subjects", "subject", "keywords"})
_PEOPLE: Mapping[str, Role] = {
    "author": "aut",
    "authors": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "contributor": "ctb",
}
ROLES: Mapping[str, Role] = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "contributor": "ctb",
    "publisher": "pbl",
}
_CODES: Mapping[str, Role] = {code: code for code in ROLES.values()}
_TITLES = "titles"
_NUMBERS = {
    "isbn": ("an ISBN", isbn_of),
    "isbn_epub": ("an ISBN", isbn_of),
    "doi": ("a DOI", doi_of),
}
_KEYS = (*_TEXTS, *sorted(_SUBJECTS), *_PEOPLE, _TITLES, *OPTIONS)
_PERSON = ("latin", "name", "role", "sort")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(slots=True)
class FrontMatter:
    """What the front matter says; ``texts`` holds fields of Metadata by name."""

    texts: dict[str, str] = field(default_factory=dict)
    contributors: list[Contributor] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    titles: list[ParallelTitle] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)

    def metadata(self, title: str, language: str) -> Metadata:
        """Return the metadata of the report under the title and in the language settled on."""
        texts: dict[str, str] = {**self.texts, "title": title, "language": language}
        return Metadata(
            contributors=tuple(self.contributors),
            subjects=tuple(self.subjects),
            titles=tuple(self.titles),
            **texts,
        )


def split_front_matter(text: str, file: str) -> tuple[str, str]:
    r"""Part the YAML from the text; its lines stay in the text, empty, so that lines count on.

    Raises :class:`ReportError` (M001) when the line that closes it is missing.

    >>> split_front_matter("---\ntitle: تقرير\n---\nنص", "a.md")
    ('title: تقرير\n', '\n\n\nنص')
    """
    opening = _OPENING.match(text)
    if opening is None:
        return "", text
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise ReportError(finding("M001", Place(file, 1), problem="no line of --- closes it"))
    end = text.find("\n", closing.end())
    rest = "" if end < 0 else text[end + 1 :]
    return text[opening.end() : closing.start()], "\n" * text.count("\n", 0, end + 1) + rest


def read_front_matter(written: str, file: str, warn: Warn) -> FrontMatter:
    """Read front matter.

    Raises :class:`ReportError` (M001) when it is not YAML: a book without its title is not
    what was asked for.
    """
    reader = _FrontMatterReader(file, warn)
    root = reader.compose(written)
    if root is not None:
        reader.read(root)
    return reader.found


class _FrontMatterReader:
    def __init__(self, file: str, warn: Warn) -> None:
        self.file = file
        self.warn = warn
        self.found = FrontMatter()

    def place(self, mark: yaml.Mark | None) -> Place:
        """Return a place in the manuscript: the YAML begins on its second line."""
        return Place(self.file, mark.line + 2, mark.column + 1) if mark else Place(self.file, 1)

    def tell(self, code: str, node: yaml.Node, **fields: str | int) -> None:
        self.warn(finding(code, self.place(node.start_mark), **fields))

    def compose(self, written: str) -> yaml.MappingNode | None:
        """Parse YAML as nodes, which know their place and leave «yes» and dates as text."""
        place, problem = Place(self.file, 1), f"more than {_LARGEST} characters"
        try:
            if len(written) <= _LARGEST:
                root = yaml.compose(written, Loader=yaml.SafeLoader)
                if root is None or isinstance(root, yaml.MappingNode):
                    return root
                place, problem = self.place(root.start_mark), "not a list of keys and values"
        except yaml.MarkedYAMLError as error:
            place, problem = self.place(error.problem_mark), error.problem or "not YAML"
        except yaml.reader.ReaderError as error:
            line = written.count("\n", 0, error.position) + 2
            place, problem = Place(self.file, line), "a character that YAML does not allow"
        except RecursionError:
            problem = "nested too deep"
        raise ReportError(finding("M001", place, problem=problem))

    def read(self, root: yaml.MappingNode) -> None:
        seen: set[str] = set()
        for key_node, node in root.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            name = _TEXTS.get(key, "subjects" if key in _SUBJECTS else key)
            if key in _PEOPLE:
                self.people(key, node)
            elif key in OPTIONS:
                found = read_option(key, node, self.string, self.strings, self.tell)
                self.found.options.update(found)
            elif key not in _TEXTS and key not in _SUBJECTS and key != _TITLES:
                self.tell("M002", key_node, key=key, nearest=_nearest(key))
            elif name in seen:
                self.tell("M009", key_node, key=key)
            elif key in _SUBJECTS:
                self.found.subjects = self.strings(key, node)
            elif key == _TITLES:
                self.titles(node)
            elif text := self.string(key, node):
                self.found.texts[name] = self.checked(name, text, node)
            seen.add(name)
        self.found.texts = {key: value for key, value in self.found.texts.items() if value}

    def string(self, key: str, node: yaml.Node) -> str:
        """Return a text with single blanks, empty for an empty value or one of another kind."""
        if not isinstance(node, yaml.ScalarNode):
            self.tell("M003", node, key=key, wanted="text")
            return ""
        if node.tag == "tag:yaml.org,2002:null":
            return ""
        return re.sub(r"[ \t\r\n]+", " ", node.value).strip(" ")

    def strings(self, key: str, node: yaml.Node) -> list[str]:
        """Return a list of texts: of YAML, or one text parted by commas of any script."""
        if isinstance(node, yaml.SequenceNode):
            return [text for item in node.value if (text := self.string(key, item))]
        return [
            text for part in re.split("[,،;؛]", self.string(key, node)) if (text := part.strip())
        ]

    def checked(self, name: str, text: str, node: yaml.Node) -> str:
        """Return a text as its field wants it, or empty if the field cannot take it."""
        if name == "date" and not _DATE.fullmatch(text):
            self.tell("M008", node, date=text)
        if name in _NUMBERS:
            kind, reading = _NUMBERS[name]
            if reading(text) is None:
                self.tell("M011", node, number=text, kind=Phrase(kind))
                return ""
        if name != "language" or _TAG.fullmatch(text):
            return text
        self.tell("M007", node, language=text)
        mended = text.replace("_", "-")
        return mended if _TAG.fullmatch(mended) else ""

    def titles(self, node: yaml.Node) -> None:
        """Take the title in other languages, each under its tag."""
        if not isinstance(node, yaml.MappingNode):
            self.tell("M003", node, key=_TITLES, wanted="a title for each language")
            return
        for tag_node, value in node.value:
            tag = self.checked("language", self.string(_TITLES, tag_node), tag_node)
            if (title := self.string(_TITLES, value)) and tag:
                self.found.titles.append(ParallelTitle(tag, title))

    def people(self, key: str, node: yaml.Node) -> None:
        entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for entry in entries:
            if isinstance(entry, yaml.MappingNode):
                self.person(key, entry)
            elif name := self.string(key, entry):
                self.found.contributors.append(Contributor(name, _PEOPLE[key]))

    def person(self, key: str, node: yaml.MappingNode) -> None:
        name, sort, latin, role = "", None, None, _PEOPLE[key]
        for key_node, value in node.value:
            part = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            text = self.string(part, value) if part in _PERSON else ""
            match part:
                case "name":
                    name = text
                case "sort":
                    sort = text or None
                case "latin":
                    latin = text or None
                case "role" if known := ROLES.get(text) or _CODES.get(text):
                    role = known
                case "role":
                    self.tell("M010", value, role=text)
                case _:
                    nearest = _nearest(part, _PERSON)
                    self.tell("M002", key_node, key=part, nearest=nearest)
        if name:
            self.found.contributors.append(Contributor(name, role, sort, latin))
        else:
            self.tell("M003", node, key=key, wanted="a name")


def _nearest(key: str, known: tuple[str, ...] = _KEYS) -> str:
    return max(known, key=lambda name: SequenceMatcher(None, key.lower(), name).ratio())
