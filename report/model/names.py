"""Names that standards fix: namespaces and media types."""

from __future__ import annotations

XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
NCX = "http://www.daisy.org/z3986/2005/ncx/"
DC = "http://purl.org/dc/elements/1.1/"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"

EPUB_MEDIA_TYPE = "application/epub+zip"
XHTML_MEDIA_TYPE = "application/xhtml+xml"
OPF_MEDIA_TYPE = "application/oebps-package+xml"
NCX_MEDIA_TYPE = "application/x-dtbncx+xml"
CSS_MEDIA_TYPE = "text/css"
TRUETYPE_MEDIA_TYPE = "font/ttf"
SVG_MEDIA_TYPE = "image/svg+xml"

IMAGE_SUFFIXES = {
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    SVG_MEDIA_TYPE: ".svg",
    "image/webp": ".webp",
}
"""The image types that every reading system shows (EPUB 3.3, 3.2: core media types)."""

GENERATOR = "Warraq"
"""What every book says it was made with."""
