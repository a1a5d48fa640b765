"""Faces: the fonts of the house that the book needs, each cut down to what it is used for.

A cut font is a modified font. The licence of the house's fonts lets it be embedded but may
reserve its name (OFL 1.1, condition 3), so the cut carries a name of its own; copyright,
trademark and licence entries stay. ``@font-face`` gives it the family that the styles ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import cssselect2
import tinycss2
import uharfbuzz
from cssselect2 import parser
from cssselect2.compiler import CompiledSelector
from lxml import etree

from report.compose.faces import coverage
from report.compose.galley import Face
from report.shelf import Shelf, key_of
from report.writers.sfnt import english, file_of, name_table, names_of, said, tables_of

FACE_FOLDER = "faces"

_ALWAYS = frozenset("\u00a0\u200c\u200d\u2010\u0640•◦▪…. 0123456789")
"""What reading systems add of their own: markers, hyphens, joiners, kashidas, the ellipsis."""

_COPYRIGHT, _FAMILY, _SUBFAMILY, _UNIQUE, _FULL, _VERSION, _POSTSCRIPT = range(7)
_KEPT_NAMES = (_COPYRIGHT, _SUBFAMILY, _VERSION, 7, 13, 14)
"""Name table entries that stay: 7 is the trademark, 13 the licence, 14 its address."""

_BOLD = {"bold": 700, "bolder": 700}
_MOST_STYLES = 16
_EVERY_BOOK = frozenset({400, 700})


@dataclass(frozen=True, slots=True)
class Cut:
    """A font file of the book: where it lies and its bytes, and the face that it is cut from."""

    face: Face
    file: str
    data: bytes


def cut_faces(
    faces: tuple[Face, ...],
    styles: Iterable[str],
    roots: tuple[etree._Element, ...],
    used: frozenset[str],
    shelf: Shelf,
) -> tuple[Cut, ...]:
    """Cut the faces that the styles ask for on these documents to the characters used.

    A family that stands first in a list of families is cut to all characters used, because a
    reader may change weights; one that stands later only to what those before it lack. A face that
    was cut to the same characters before is taken from the shelf.
    """
    rules = tuple(_live_rules(styles, roots))
    shown = used | _ALWAYS | frozenset("".join(rule.strings for rule in rules))
    wanted = _characters_by_family(rules, faces, shown, shown - (_ALWAYS - used))
    weights = _EVERY_BOOK.union(*(rule.weights for rule in rules))
    return tuple(
        Cut(
            face,
            f"{FACE_FOLDER}/{PurePosixPath(face.file).name}",
            shelf.kept(
                key_of("cut", (face.sha256, *sorted(characters))), partial(cut, face, characters)
            ),
        )
        for face in faces
        if face.weight in weights and (characters := wanted.get(face.family))
    )


def font_face_rules(cuts: Iterable[Cut]) -> str:
    """Write the style sheet that makes the cut faces known under the names of their families."""
    return "\n".join(
        "@font-face {\n"
        f'  font-family: "{cut.face.family}";\n'
        f"  font-weight: {cut.face.weight};\n"
        f"  font-style: {cut.face.style};\n"
        f'  src: url("../{cut.file}");\n'
        "}\n"
        for cut in cuts
    )


def cut(face: Face, characters: frozenset[str]) -> bytes:
    """Return the font with the glyphs that ``characters`` can lead to, in any feature.

    Hinting is left out: screens that reading systems run on do not use it.
    """
    plan = uharfbuzz.SubsetInput()
    plan.unicode_set.update(map(ord, characters))
    for tags in (plan.layout_feature_tag_set, plan.layout_script_tag_set):
        tags.clear()
        tags.invert()
    plan.name_id_set.clear()
    plan.name_id_set.update(_KEPT_NAMES)
    plan.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    made = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob(face.data)), plan).blob.data
    return _renamed(made, sha256(face.data + "".join(sorted(characters)).encode()).hexdigest())


def _renamed(font: bytes, digest: str) -> bytes:
    version, tables = tables_of(font)
    kept = names_of(tables["name"])
    family = f"Cut {digest[:12]}"
    style = said(kept, _SUBFAMILY) or "Regular"
    given = {
        _FAMILY: family,
        _UNIQUE: digest,
        _FULL: f"{family} {style}",
        _POSTSCRIPT: f"Cut-{digest[:12]}-{style.replace(' ', '')}",
    }
    names = [*kept, *(english(number, text) for number, text in given.items())]
    return file_of(version, tables | {"name": name_table(names)})


@dataclass(frozen=True, slots=True)
class _LiveRule:
    """What a rule that applies somewhere in the book says of fonts."""

    families: tuple[str, ...]
    weights: frozenset[int]
    strings: str


def _live_rules(styles: Iterable[str], roots: tuple[etree._Element, ...]) -> Iterator[_LiveRule]:
    """Yield the rules that apply to any element; each is put to documents only until it does."""
    asked = [rule for style in styles for rule in _said_of_fonts(style)]
    live: set[int] = set()
    for root in roots:
        names = _names_in(root)
        tests = [
            (number, selector.test)
            for number, (selectors, _) in enumerate(asked)
            if number not in live
            for selector in selectors
            if selector.names <= names
        ]
        if tests:
            wrapped = tuple(cssselect2.ElementWrapper.from_xml_root(root).iter_subtree())
            live.update(number for number, test in tests if any(map(test, wrapped)))
    return (asked[number][1] for number in sorted(live))


def _names_in(root: etree._Element) -> frozenset[str]:
    """Return the names of the elements of a document, and their classes behind a dot."""
    elements = tuple(root.iter(etree.Element))
    classes = " ".join({element.get("class", "") for element in elements}).split()
    names = {str(element.tag).rpartition("}")[2] for element in elements}
    return frozenset(names).union(f".{name}" for name in classes)


@lru_cache(_MOST_STYLES)
def _said_of_fonts(style: str) -> tuple[tuple[Sequence[_Selector], _LiveRule], ...]:
    """Return the rules of a style sheet that say something of fonts; most books have the same."""
    found = []
    for rule in _rules(tinycss2.parse_stylesheet(style, True, True)):
        read = _read(tinycss2.parse_blocks_contents(rule.content, True, True))
        if read.families or read.weights or read.strings:
            found.append((_selectors(rule.prelude), read))
    return tuple(found)


def _rules(nodes: Iterable[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.QualifiedRule]:
    """Yield style rules, those inside ``@media`` and its like too."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword in {"media", "supports", "layer"}:
            yield from _rules(tinycss2.parse_rule_list(node.content or (), True, True))


@dataclass(frozen=True, slots=True)
class _Selector:
    """A selector as a test, and names without which a document has nothing for it."""

    test: Callable[[cssselect2.ElementWrapper], object]
    names: frozenset[str] = frozenset()


def _selectors(prelude: list[tinycss2.ast.Node]) -> Sequence[_Selector]:
    try:
        parsed = tuple(parser.parse(prelude))
        return [
            _Selector(CompiledSelector(one).test, frozenset(_names_of(one.parsed_tree)))
            for one in parsed
        ]
    except cssselect2.SelectorError:
        # One that cannot be read might find any element.
        return (_Selector(lambda element: True),)


def _names_of(selector: Any) -> Iterator[str]:
    """Yield what a selector calls by name, as :func:`_names_in` does."""
    match selector:
        case parser.CombinedSelector():
            yield from _names_of(selector.left)
            yield from _names_of(selector.right)
        case parser.CompoundSelector():
            for simple in selector.simple_selectors:
                yield from _names_of(simple)
        case parser.LocalNameSelector():
            yield selector.local_name
        case parser.ClassSelector():
            yield f".{selector.class_name}"


def _read(declarations: Iterable[tinycss2.ast.Node]) -> _LiveRule:
    families: tuple[str, ...] = ()
    weights: set[int] = set()
    strings = ""
    for declaration in declarations:
        if declaration.type != "declaration":
            continue
        name, value = declaration.lower_name, declaration.value
        if name in {"font-family", "font"} or name.startswith("--"):
            families += _families(value)
        if name in {"font-weight", "font"}:
            weights.update(_weights(value))
        if name in {"content", "quotes", "list-style", "list-style-type"}:
            strings += "".join(token.value for token in value if token.type == "string")
    return _LiveRule(families, frozenset(weights), strings)


def _families(value: list[tinycss2.ast.Node]) -> tuple[str, ...]:
    """Return the names in a list of families, the last words of each entry of the list."""
    text = tinycss2.serialize(value).replace('"', "").replace("'", "")
    return tuple(" ".join(entry.split()) for entry in text.split(","))


def _weights(value: list[tinycss2.ast.Node]) -> Iterator[int]:
    for token in value:
        if token.type == "number" and token.is_integer and 100 <= token.int_value <= 900:
            yield token.int_value
        elif token.type == "ident" and token.lower_value in _BOLD:
            yield _BOLD[token.lower_value]


def _characters_by_family(
    rules: Iterable[_LiveRule],
    faces: tuple[Face, ...],
    shown: frozenset[str],
    needed: frozenset[str],
) -> dict[str, frozenset[str]]:
    covered: Mapping[str, frozenset[str]] = {
        family: frozenset().union(*(coverage(f) for f in faces if f.family == family))
        for family in dict.fromkeys(face.family for face in faces)
    }
    wanted: dict[str, frozenset[str]] = {}
    for rule in rules:
        missing = shown
        for entry in rule.families:
            for family in covered:
                if entry.casefold().endswith(family.casefold()):
                    mine = missing & covered[family]
                    wanted[family] = wanted.get(family, frozenset()) | mine
                    missing = (missing & needed) - covered[family]
    return wanted
