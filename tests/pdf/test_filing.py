"""Filing: what is written can be read, no object stream is long, and equal files are equal."""

from __future__ import annotations

import io

import pikepdf
import pydyf
import pytest

from report.writers.pdf.filing import written
from report.writers.pdf.patches import patched

_OBJECTS = 1_200


def filed(*, compress: bool = True) -> bytes:
    pdf = pydyf.PDF()
    page = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, 9, 9])}
    pdf.add_page(pydyf.Dictionary(page | {"Resources": pydyf.Dictionary()}))
    pdf.info["Title"] = pydyf.String("الموجز (١)")
    for number in range(_OBJECTS):
        pdf.add_object(pydyf.Dictionary({"Number": number, "Said": pydyf.String(f"({number})")}))
    pdf.catalog["Held"] = pydyf.Array(one.reference for one in pdf.objects[-_OBJECTS:])
    stream = pydyf.Stream(["q", 1.5, b"Q"], pydyf.Dictionary({"Own": "/Yes"}), compress=True)
    plain = pydyf.Stream([b"as it is"])
    for one in (stream, plain):
        pdf.add_object(one)
    pdf.catalog["Streams"] = pydyf.Array([stream.reference, plain.reference])
    out = io.BytesIO()
    with patched():
        pdf.write(out, b"1.7", b"work", compress)
    return out.getvalue()


@pytest.mark.parametrize("compress", [True, False])
def test_every_object_is_read_back(compress: bool) -> None:
    with pikepdf.open(io.BytesIO(filed(compress=compress))) as book:
        assert str(book.docinfo.Title) == "الموجز (١)"
        said = [(int(one.Number), str(one.Said)) for one in book.Root.Held]
        assert said == [(number, f"({number})") for number in range(_OBJECTS)]
        stream, plain = book.Root.Streams
        assert stream.read_bytes() == b"q\n1.5\nQ"
        assert stream.Own == "/Yes"
        assert plain.read_raw_bytes() == b"as it is"
        assert bytes(book.trailer.ID[0]) == b"work"
        assert not book.check_pdf_syntax()


def test_no_object_stream_is_long() -> None:
    with pikepdf.open(io.BytesIO(filed())) as book:
        streams = [o for o in book.objects if isinstance(o, pikepdf.Stream)]
        held = [int(one.N) for one in streams if one.get("/Type") == "/ObjStm"]
    assert len(held) > 2
    assert max(held) <= 500


def test_equal_files_have_equal_bytes_and_others_another_identifier() -> None:
    assert filed() == filed()
    with (
        pikepdf.open(io.BytesIO(filed())) as one,
        pikepdf.open(io.BytesIO(filed(compress=False))) as other,
    ):
        assert bytes(one.trailer.ID[1]) != bytes(other.trailer.ID[1])


def test_what_is_no_usual_value_is_written_as_pydyf_writes_it() -> None:
    for value in (True, 0.25, 3.0, pydyf.String("نص"), (1, 2)):
        assert written(value) == pydyf._to_bytes(value)
