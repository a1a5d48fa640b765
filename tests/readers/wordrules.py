"""The Word documents among the examples of rules; run by hand, it writes them."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from worddocument import SPACES, document, image, link, para, row, run, table

FOLDERS = Path(__file__).parent.parent / "rules"
_GOOD = document(para("تقرير عن الماء", "T") + para("قلّ الماء في الواحات منذ عشر سنين."))


def examples() -> dict[str, bytes]:
    """Return the examples by their paths below the folder of rules."""
    text = para("تقرير عن الماء", "T") + para("قلّ الماء في الواحات.")
    said = para(run("راجع هذا الرقم"))
    comments = f'<w:comments {SPACES}><w:comment w:id="0">{said}</w:comment></w:comments>'
    bad = {
        "S201-no-word-document": "ليس هذا مستندًا\n".encode(),
        "S202-document-would-burst": burst(text),
        "S203-part-outside": document(text, {"../../evil.txt": "x"}),
        "S204-document-type-refused": document_with_type(text),
        "S205-tracked-changes": document(
            text + para(f'<w:ins w:id="1">{run("أُضيفت هذه الجملة.")}</w:ins>')
        ),
        "S206-comments-left-out": document(
            text + para(run("بلغ العدد 48.") + '<w:r><w:commentReference w:id="0"/></w:r>'),
            {"word/comments.xml": comments},
        ),
        "S207-left-out-of-document": document(text + para(run("كلام مخفي", "<w:rtl/><w:vanish/>"))),
        "S208-image-outside": document(
            text + para(image("i1")), links=link("i1", "image", "file:///etc/passwd", outside=True)
        ),
        "S209-table-left-to-right": document(
            text + table(row("الإقليم", "عدد الآبار"), row("زاكورة", "12"), rtl=False)
        ),
        "S210-letterhead-unfolded": document(
            table(
                row(
                    f"<w:tc>{para('وزارة الماء')}{para('الكتابة العامة')}</w:tc>",
                    f"<w:tc>{para('المملكة المغربية')}</w:tc>",
                )
            )
            + text
        ),
    }
    found = {f"{folder}/bad.docx": data for folder, data in bad.items()}
    return {**found, **{f"{folder}/good.docx": _GOOD for folder in bad}}


def document_with_type(text: str) -> bytes:
    """Return a document whose text declares a document type."""
    whole = f"<!DOCTYPE d><w:document {SPACES}><w:body>{text}</w:body></w:document>"
    return document("", {"word/document.xml": whole})


def burst(text: str) -> bytes:
    """Return a document with a part of zeros that unpacks to a thousand times its size."""
    held = io.BytesIO(document(text, {"note.txt": "حزمة تنفجر"}))
    with zipfile.ZipFile(held, "a") as archive:
        entry = zipfile.ZipInfo("word/media/a.bin")
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, bytes(3_000_000))
    return held.getvalue()


if __name__ == "__main__":
    for path, data in examples().items():
        (FOLDERS / path).parent.mkdir(exist_ok=True)
        (FOLDERS / path).write_bytes(data)
