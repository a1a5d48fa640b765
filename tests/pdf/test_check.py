"""The PDF by rules of the house: the examples of each rule, and what the press makes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hand_page import page, set_page
from pikepdf import Dictionary, Name

from report.checks.pdf import check_pdf, promised_flavours
from report.diagnostics import Diagnostic
from report.rules import Rule, catalogue
from report.writers.pdf.standards import Standard

RULES = Path(__file__).parents[1] / "rules"
HOUSE = ("Amiri", "IBM Plex Sans Arabic")
FAMILY = [rule for code, rule in catalogue().items() if code.startswith("P2")]
SHORT = '<h1 id="a">عنوان</h1><p>نص <a href="https://example.org/">رابط</a></p>'


def codes(data: bytes, families: tuple[str, ...] = HOUSE) -> list[str]:
    return [found.code for found in check_pdf(data, "book.pdf", families)]


@pytest.mark.parametrize("rule", FAMILY, ids=lambda rule: rule.code)
def test_a_rule_speaks_of_bad_alone_and_not_of_good(rule: Rule) -> None:
    folder = RULES / f"{rule.code}-{rule.name}"
    assert codes((folder / "bad.pdf").read_bytes()) == [rule.code]
    assert not codes((folder / "good.pdf").read_bytes())


@pytest.mark.parametrize("standard", list(Standard), ids=lambda s: s.value)
def test_what_the_press_makes_is_clean(standard: Standard) -> None:
    assert not codes(set_page(page(SHORT), standard))


@pytest.mark.parametrize("standard", list(Standard), ids=lambda s: s.value)
def test_a_file_says_which_standards_it_promises(standard: Standard) -> None:
    assert promised_flavours(set_page(page(SHORT), standard)) == standard.flavours


@pytest.mark.parametrize(
    ("said", "flavours"),
    [
        (b'pdfaid:part="2" pdfaid:conformance="B"', ("2b",)),
        (b"<pdfuaid:part>1</pdfuaid:part>", ("ua1",)),
        (b'pdfaid:part="4"', ("4",)),
        (b"", ()),
    ],
)
def test_promises_are_read_in_either_way_of_writing_xmp(
    said: bytes, flavours: tuple[str, ...]
) -> None:
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = pdf.make_stream(b"<x " + said + b"/>", {"/Type": Name.Metadata})
        out = BytesIO()
        pdf.save(out, fix_metadata_version=False)
    assert promised_flavours(out.getvalue()) == flavours


def test_a_file_without_metadata_promises_nothing() -> None:
    with pikepdf.new() as pdf:
        out = BytesIO()
        pdf.save(out)
    assert promised_flavours(out.getvalue()) == ()


def changed(change: object) -> bytes:
    with pikepdf.open(BytesIO(set_page(page(SHORT)))) as pdf:
        assert callable(change)
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def on_page(entry: Dictionary) -> bytes:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots.append(pdf.make_indirect(entry))

    return changed(add)


@pytest.mark.parametrize("action", ["Launch", "SubmitForm", "ImportData", "GoToR", "JavaScript"])
def test_a_link_does_nothing_but_lead(action: str) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name(f"/{action}")))
    assert codes(on_page(link)) == ["P209"]


@pytest.mark.parametrize("kind", ["Movie", "RichMedia", "Screen", "Sound"])
def test_nothing_plays(kind: str) -> None:
    assert codes(on_page(Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}")))) == ["P209"]


def test_actions_hidden_in_names_or_beside_pages_are_seen() -> None:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names.JavaScript = Dictionary(Names=[])
        pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript))

    found = check_pdf(changed(plant), "book.pdf")
    assert {d.message.rpartition(" ")[2] for d in found} == {'"AA"', '"JavaScript"'}


@pytest.mark.parametrize(
    "path",
    [
        "file:///C:/books/a.html",
        "/home/editor/a.png",
        "/Users/editor/a.png",
        r"C:\books\a.png",
        "/srv/press/a.css",
    ],
)
def test_places_of_a_machine_are_seen_wherever_they_stand(path: str) -> None:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Creator"] = path

    (found,) = check_pdf(changed(plant), "book.pdf", HOUSE)
    assert found.code == "P208"


def test_addresses_are_no_places_of_a_machine() -> None:
    body = '<h1>ع</h1><p><a href="https://example.org/home/editor/">رابط</a></p>'
    assert not codes(set_page(page(body)))


def test_refused_links_are_said_once_and_leave_their_words() -> None:
    found: list[Diagnostic] = []
    body = (
        '<h1>ع</h1><p><a href="javascript:alert(1)">اضغط</a> <a href="javascript:alert(1)">هنا</a>'
        ' <a href="file:///etc/passwd">وهنا</a> <a href="annex.html">وملحق</a>'
        ' <a href="tel:+212537">هاتف</a></p>'
    )
    data = set_page(page(body), found=found)
    assert [d.code for d in found] == ["P210"] * 3
    assert not codes(data)
    assert b"javascript" not in data
    with pikepdf.open(BytesIO(data)) as pdf:
        (link,) = pdf.pages[0].Annots
        assert str(link.A.URI) == "tel:+212537"


def test_an_attachment_link_is_no_way_into_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("سر")
    found: list[Diagnostic] = []
    body = f'<h1>ع</h1><p><a rel="attachment" href="{secret.as_uri()}">ملف</a></p>'
    data = set_page(page(body), found=found, attachments=())
    assert [d.code for d in found] == ["P210"]
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/Annots" not in pdf.pages[0]
        assert not any(o.get("/Type") == "/EmbeddedFile" for o in streams(pdf))


def streams(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]


def test_faces_are_asked_only_when_the_house_is_known() -> None:
    data = set_page(page(SHORT))
    assert not codes(data, ("Amiri",))
    assert not codes(data, ())
    found = check_pdf(data, "book.pdf", ("Frank Ruhl Libre",))
    assert [(d.code, d.message) for d in found] == [
        ("P201", 'the face "Amiri" is not one of the house')
    ]


def test_a_latin_book_opens_from_the_left() -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = "fr"
        del pdf.Root.ViewerPreferences["/Direction"]

    assert not codes(changed(turn))


def test_a_locked_file_is_not_read() -> None:
    with pikepdf.open(BytesIO(set_page(page(SHORT)))) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="u", owner="o"))
    (found,) = check_pdf(out.getvalue(), "book.pdf")
    assert found.code == "P213"
    assert "password" in found.message
    assert promised_flavours(out.getvalue()) == ()
