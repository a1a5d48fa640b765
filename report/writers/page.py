"""The single page: all sheets joined into one HTML document, as the PDF is made from.

The same document with its resources inside is the ``html`` output. The PDF writer asks for
links into the house instead, so that WeasyPrint need not decode megabytes of data URIs.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from itertools import groupby

from lxml import etree
from markupsafe import escape

from report.compose.galley import Face, Galley, Sheet
from report.locales import direction_of, locale_of
from report.writers.counters import counter_style, list_counters
from report.writers.pdf.paper import Paper
from report.writers.stamps import stamp_css

A4 = Paper().css

Resource = Callable[[str, str, bytes], str]
"""Name, media type and bytes of a resource to the URL that the page shall name."""

_FACE = """@font-face {{
  font-family: "{family}";
  font-style: {style};
  font-weight: {weight};
  src: url("{url}");
}}"""

# The stars and crosses (khatam) of a cover: an address in a sheet cannot take its ink from a token.
_ORNAMENT = (
    'section.band::after {{ background-image: url("data:image/svg+xml,'
    "%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%20100%20100'%20widt"
    "h='100'%20height='100'%3E%3Cpath%20d='M100.00%2050.00L85.36%2064.64L85.36%2085.3"
    "6L64.64%2085.36L50.00%20100.00L35.36%2085.36L14.64%2085.36L14.64%2064.64L0.00%20"
    "50.00L14.64%2035.36L14.64%2014.64L35.36%2014.64L50.00%200.00L64.64%2014.64L85.36"
    "%2014.64L85.36%2035.36ZM77.00%2050.00L69.09%2057.91L69.09%2069.09L57.91%2069.09L"
    "50.00%2077.00L42.09%2069.09L30.91%2069.09L30.91%2057.91L23.00%2050.00L30.91%2042"
    ".09L30.91%2030.91L42.09%2030.91L50.00%2023.00L57.91%2030.91L69.09%2030.91L69.09%"
    "2042.09Z'%20fill='none'%20stroke='%23{ink}'%20stroke-width='.9'%20stroke-opacity='1"
    "'/%3E%3C/svg%3E"
    '"); }}'
)

# What a browser shows of a page made for print: a readable column, notes in their places.
_SCREEN = """@media screen {
  body { margin: 0 auto; max-width: 42em; padding: 1em; }
  .footnote { color: var(--muted); font-size: 0.8em; }
  .footnote::before { content: "["; }
  .footnote::after { content: "]"; }
  section.cover { background: var(--cover-ground); height: auto; margin-bottom: 2em; }
  details.chart-data { display: block; }
  @media (max-width: 36em) {
    figure.chart svg.wide { display: none; }
    figure.chart svg.narrow { display: block; }
  }
}"""


def data_url(name: str, media_type: str, data: bytes) -> str:
    """Put a resource inside the page itself (RFC 2397)."""
    del name
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def write_page(
    galley: Galley, resource: Resource = data_url, paper: str = A4, *, apart: bool = False
) -> str:
    """Join the sheets of a galley into one HTML document with its styles inside.

    Args:
        galley: the report, composed.
        resource: makes the URL of a face or an image; by default the bytes go inside.
        paper: the style sheet of the paper, which sets the properties that ``page.css`` uses.
        apart: set the imprint on a page of its own before the contents, instead of at
            their foot; what the PDF writer asks for when that brings the text to a recto.
    """
    styles = "\n".join(style_parts(galley, resource, paper))
    style = f"\n<style>\n{styles}\n</style>"
    return _document(galley, printed_sheets(galley, apart=apart), resource, style, apart=apart)


def write_division(
    galley: Galley,
    sheets: Sequence[Sheet],
    resource: Resource,
    *,
    apart: bool = False,
    led: bool = False,
) -> str:
    """Join some sheets that follow each other in print into a document without styles.

    Args:
        galley: the report, composed.
        sheets: of those that :func:`printed_sheets` returns.
        resource: makes the URL of an image.
        apart: as for :func:`write_page`.
        led: whether a sheet of the same matter stands before them, for the style sheet.
    """
    return _document(galley, sheets, resource, "", apart=apart, led=led)


def printed_sheets(galley: Galley, *, apart: bool = False) -> list[Sheet]:
    """Return the sheets of a galley in the order of print."""
    sheets = sorted(galley.sheets, key=lambda sheet: _MATTERS.index(sheet.matter))
    if not apart:
        sheets.sort(key=_with_imprint_below([sheet.name for sheet in sheets]))
    return sheets


def _document(
    galley: Galley,
    sheets: Sequence[Sheet],
    resource: Resource,
    style: str,
    *,
    apart: bool,
    led: bool = False,
) -> str:
    metadata = galley.report.metadata
    language = escape(metadata.language)
    before = '<section hidden=""></section>\n' if led else ""
    matters = "\n".join(
        f'<div class="{matter}">\n'
        + before
        + "\n".join(_printed(s, galley, resource) for s in run)
        + "\n</div>"
        for matter, run in groupby(sheets, key=lambda sheet: sheet.matter)
    )
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{language}" dir="{direction_of(metadata.language)}">\n<head>\n'
        '<meta charset="utf-8"/>\n'
        f"<title>{escape(metadata.title)}</title>\n"
        f"{_meta(galley)}{style}\n</head>\n"
        f'<body class="{"apart" if apart else "joined"} chapters-{galley.chapters}">'
        f"\n{matters}\n</body>\n</html>\n"
    )


_MATTERS = ("cover", "front", "body", "back")


def _with_imprint_below(names: list[str]) -> Callable[[Sheet], float]:
    """Return the order of sheets in which the imprint follows the contents."""
    places: dict[str, float] = {name: place for place, name in enumerate(names)}
    if "imprint" in places and "contents" in places:
        places["imprint"] = places["contents"] + 0.5
    return lambda sheet: places[sheet.name]


def _meta(galley: Galley) -> str:
    metadata = galley.report.metadata
    named = [
        ("author", ", ".join(c.name for c in metadata.contributors if c.role == "aut")),
        ("description", metadata.description),
        ("keywords", ", ".join(metadata.subjects)),
        ("dcterms.created", galley.edition.issued.isoformat()),
        ("dcterms.modified", galley.edition.issued.isoformat()),
        ("generator", "Warraq"),
    ]
    return "\n".join(
        f'<meta name="{name}" content="{escape(value)}"/>' for name, value in named if value
    )


def style_parts(galley: Galley, resource: Resource, paper: str) -> tuple[str, ...]:
    """Return faces, counters of the region, the house's styles and the paper: parts of a sheet."""
    tongue = locale_of(galley.report)
    faces = (
        face_rule(face, resource(f"fonts/{face.file}", "font/ttf", face.data))
        for face in galley.house.faces
    )
    counters = (
        counter_style("folio", "numeric", tongue.digits),
        counter_style("front-folio", "fixed", tongue.front_folios),
        list_counters(tongue),
    )
    house, theme = galley.house.styles, galley.theme
    ornament = _ORNAMENT.format(ink=theme.tokens["--cover-mark"].removeprefix("#"))
    brief = house["brief/brief.css"] if galley.report.options.profile == "brief" else ""
    return (
        "\n".join((*faces, *counters)),
        theme.css,
        house["type.css"],
        house["page.css"],
        ornament,
        brief,
        paper,
        stamp_css(galley),
        _SCREEN,
    )


def face_rule(face: Face, url: str) -> str:
    """Write the ``@font-face`` rule of a face."""
    return _FACE.format(family=face.family, style=face.style, weight=face.weight, url=url)


def _printed(sheet: Sheet, galley: Galley, resource: Resource) -> str:
    """Return the body of a sheet as print wants it: notes at their calls, images resolved."""
    root = etree.fromstring(f"<sheet>{sheet.body}</sheet>", _PARSER)
    notes = {aside.get("id", ""): aside for aside in root.iterfind('.//div[@class="notes"]/aside')}
    for call in list(root.iterfind('.//a[@class="noteref"]')):
        target = call.get("href", "")[1:]
        if (aside := notes.pop(target, None)) is not None:
            _set_at_call(call, aside)
    for holder in list(root.iterfind('.//div[@class="notes"]')):
        parent = holder.getparent()
        assert parent is not None, "the notes stand in a sheet"
        parent.remove(holder)
    for image in root.iterfind(".//img"):
        asset = galley.report.asset(image.get("src", "").removeprefix("assets/"))
        if asset is not None:
            image.set("src", resource(f"assets/{asset.name}", asset.media_type, asset.data))
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return (root.text or "").strip() + inner


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


def _set_at_call(call: etree._Element, aside: etree._Element) -> None:
    """Move a note behind its call, as phrasing content: a block there would end the paragraph."""
    for block in aside.iter("p", "ul", "ol", "li", "blockquote", "div", "dl", "dt", "dd"):
        block.set("class", f"{block.get('class', '')} para".strip())
        block.tag = "span"
        block.tail = None
    aside.tag = "span"
    aside.set("class", "footnote")
    aside.tail, call.tail = call.tail, None
    call.addnext(aside)
