"""What is in a printed book, for those who compare two of them."""

from __future__ import annotations

import pikepdf
import pypdfium2


def pages_of(data: bytes) -> list[tuple[str, bytes]]:
    document = pypdfium2.PdfDocument(data)
    return [
        (page.get_textpage().get_text_bounded(), page.render(scale=0.7).to_pil().tobytes())
        for page in document
    ]


def outline(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    with pdf.open_outline() as tree:
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}

        def below(items: list[pikepdf.OutlineItem]) -> list[tuple[str, int]]:
            found = []
            for item in items:
                assert item.destination is not None
                found.append((item.title, numbers[item.destination[0].objgen]))
                found += below(list(item.children))
            return found

        return below(list(tree.root))


def links(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    return [
        (number, str(annotation.get("/Dest", "")) + str(annotation.Contents))
        for number, page in enumerate(pdf.pages)
        for annotation in page.get("/Annots", [])
    ]


def roles(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        found.append(str(element.S))
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found
