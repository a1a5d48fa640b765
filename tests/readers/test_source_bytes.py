"""The bytes of a source: told by evidence, refused with a reason."""

from __future__ import annotations

import pytest

from report.diagnostics import Diagnostic, ReportError
from report.readers.source import LARGEST_SOURCE, MOST_LINES, Source, decode

ARABIC = "وزارة الداخلية: تقرير عن الأمن الغذائي في المغرب، سنة 2024.\n" * 3
PERSIAN = "گزارش امنیت غذایی در ایران و چند کشور همسایه، سال 1403.\n" * 3
HEBREW = "משרד הפנים: דוח על ביטחון תזונתי בישראל ובאזור, שנת 2024.\n" * 3
FRENCH = "Étude générale sur la sécurité alimentaire : état des lieux, février 2024.\n" * 3


def read(data: bytes) -> tuple[str, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return decode(Source("a.txt", "text/plain", data), found.append), found


def refused(data: bytes) -> Diagnostic:
    with pytest.raises(ReportError) as raised:
        read(data)
    return raised.value.diagnostic


@pytest.mark.parametrize("text", [ARABIC, PERSIAN, HEBREW, FRENCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_word(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)) == (text, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told(encoding: str) -> None:
    text, found = read(ARABIC.encode(encoding))
    assert text == ARABIC
    assert [finding.code for finding in found] == ["S005"]


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (ARABIC, "cp1256", "windows-1256"),
        (ARABIC, "iso-8859-6", "iso-8859-6"),
        (HEBREW, "cp1255", "windows-1255"),
        (FRENCH, "cp1252", "windows-1252"),
    ],
)
def test_old_encodings_are_told_by_their_words(text: str, encoding: str, named: str) -> None:
    data = text.replace("،", ",").encode(encoding)
    got, found = read(data)
    assert got == text.replace("،", ",")
    assert [finding.code for finding in found] == ["S005"]
    assert named in found[0].message


def test_line_ends_are_one_kind() -> None:
    assert read("أ\r\nب\rج\u0085د\fه".encode())[0] == "أ\nب\nج\nد\nه"


@pytest.mark.parametrize("wrong", ["cp1252", "cp1256", "latin-1"])
@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_mojibake_is_set_right_and_told(text: str, wrong: str) -> None:
    data = text.encode()
    try:
        garbled = data.decode(wrong)
    except UnicodeDecodeError:
        garbled = "".join(
            chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode(wrong)
            for b in data
        )
    got, found = read(garbled.encode())
    assert got == text
    assert [finding.code for finding in found] == ["S006"]


@pytest.mark.parametrize("text", [ARABIC, PERSIAN, HEBREW, FRENCH, "«س؟» 50% — Café «ç»\n"])
def test_sound_text_is_never_repaired(text: str) -> None:
    assert read(text.encode()) == (text, [])


def test_a_garbled_word_that_lost_a_byte_is_an_error() -> None:
    got, found = read("ØªÙ‚Ø±ÙŠØ± Ø§Ù„Ø£Ù…Ù†\nØ§Ù„Ø?ÙˆØ§Ù".encode())
    assert got.startswith("تقرير الأمن\n")
    assert [finding.code for finding in found] == ["S006", "S011"]
    assert found[1].place is not None
    assert found[1].place.line == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "S001"),
        (b" \t\r\n\xc2\xa0\n", "S001"),
        (b"\xef\xbb\xbf", "S001"),
        (b"%PDF-1.7\n", "S002"),
        (b"PK\x03\x04rest", "S002"),
        (b"{\\rtf1 text}", "S002"),
        (b"text\x00text", "S002"),
        (bytes(range(256)) * 4, "S002"),
        (b"\x01\x02\x03text", "S002"),
        (b"a" * (LARGEST_SOURCE + 1), "S003"),
        (b"\n" * (MOST_LINES + 1) + b"a", "S003"),
        (bytes(range(128, 256)) * 4, "S004"),
        ("نص".encode() + b"\xed\xa0\xbd", "S007"),
        (b"\xff\xfe\x3d\xd8\x20\x00", "S007"),
        (b"a" * 6000, "S009"),
    ],
)
def test_what_is_no_text_is_refused_with_its_own_code(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_a_few_broken_characters_are_marked_and_told() -> None:
    got, found = read(ARABIC.encode() + "نهاية".encode()[:-1])
    assert got.endswith("نهاي\ufffd")
    assert [finding.code for finding in found] == ["S008"]
    assert found[0].place == ("a.txt", 4, 5)


def test_control_characters_go_with_a_word() -> None:
    got, found = read((ARABIC + "نص\b آخر").encode())
    assert got == ARABIC + "نص آخر"
    assert [finding.code for finding in found] == ["S010"]
    assert found[0].place == ("a.txt", 4, 3)
