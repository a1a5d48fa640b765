"""The gate: veraPDF passes what the press makes, and refuses what is known to be bad."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hand_page import ATTACHMENTS, BODY, page, set_page
from pikepdf import Array, Dictionary, Name

from report.diagnostics import ReportError
from report.rules import catalogue
from report.verapdf import Verdict, findings, judge, runner, validate, version
from report.verapdf.verdicts import Failure, read_engine, read_program
from report.writers.pdf.standards import Standard

RULES = Path(__file__).parents[1] / "rules"
there = pytest.mark.skipif(version() is None, reason="no Java, or the extra `checks` is missing")


def structure(pdf: pikepdf.Pdf, role: str) -> Dictionary:
    return next(
        each
        for each in pdf.objects
        if isinstance(each, Dictionary)
        and each.get("/Type") == "/StructElem"
        and each.get("/S") == f"/{role}"
    )


def first_link(pdf: pikepdf.Pdf) -> Dictionary:
    return next(a for leaf in pdf.pages for a in leaf.get("/Annots", ()) if a.Subtype == "/Link")


def without_scopes(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and each.get("/S") in ("/TH", "/TD") and "/A" in each:
            for key in ("/Scope", "/Headers"):
                if key in each.A:
                    del each.A[key]


def with_packet(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new))


def without_faces(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/FontFile2" in each:
            del each["/FontFile2"]


def smooth(pdf: pikepdf.Pdf) -> None:
    image = next(o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Width"))
    image["/Interpolate"] = True


def loose_file(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


def with_script(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.OpenAction = pdf.make_indirect(script)


def untag_a_line(pdf: pikepdf.Pdf) -> None:
    leaf = pdf.pages[1]
    commands = list(pikepdf.parse_content_stream(leaf))
    at = next(n for n, c in enumerate(commands) if str(c.operator) == "BDC")
    end = next(n for n in range(at, len(commands)) if str(commands[n].operator) == "EMC")
    del commands[end], commands[at]
    leaf.Contents = pdf.make_stream(pikepdf.unparse_content_stream(commands))


def drop(holder: Callable[[pikepdf.Pdf], Dictionary], key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del holder(pdf)[key]

    return change


def put(
    holder: Callable[[pikepdf.Pdf], Dictionary], key: str, value: object
) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        holder(pdf)[key] = value

    return change


Change = Callable[[pikepdf.Pdf], None]

# Each known fault, the flavour that forbids it and the clause that has to be named.
FAULTS: dict[str, tuple[Change, str, str]] = {
    "no-language": (drop(lambda pdf: pdf.Root, "/Lang"), "ua1", "7.2"),
    "language-no-tag": (put(lambda pdf: pdf.Root, "/Lang", "عربي"), "3a", "6.7.4"),
    "not-marked": (put(lambda pdf: pdf.Root.MarkInfo, "/Marked", False), "3a", "6.7.2.2"),
    "no-structure": (drop(lambda pdf: pdf.Root, "/StructTreeRoot"), "3a", "6.7.3.3"),
    "title-hidden": (drop(lambda pdf: pdf.Root, "/ViewerPreferences"), "ua1", "7.1"),
    "figure-without-words": (drop(lambda pdf: structure(pdf, "Figure"), "/Alt"), "ua1", "7.3"),
    "note-without-name": (drop(lambda pdf: structure(pdf, "Note"), "/ID"), "ua1", "7.9"),
    "heading-gap": (put(lambda pdf: structure(pdf, "H2"), "/S", Name.H3), "ua1", "7.4.2"),
    "row-astray": (put(lambda pdf: structure(pdf, "TR"), "/S", Name.P), "ua1", "7.2"),
    "type-unknown": (put(lambda pdf: structure(pdf, "P"), "/S", Name.Para), "3a", "6.7.3.4"),
    "heads-without-scope": (without_scopes, "ua1", "7.5"),
    "link-without-words": (drop(first_link, "/Contents"), "ua1", "7.18.5"),
    "link-untagged": (put(lambda pdf: structure(pdf, "Link"), "/S", Name.Span), "ua1", "7.18.5"),
    "tabs-by-rows": (put(lambda pdf: pdf.pages[0].obj, "/Tabs", Name.R), "ua1", "7.18.3"),
    "line-untagged": (untag_a_line, "ua1", "7.1"),
    "other-part": (
        lambda pdf: with_packet(pdf, b"<pdfaid:part>3", b"<pdfaid:part>2"),
        "3a",
        "6.6.4",
    ),
    "no-ua": (
        lambda pdf: with_packet(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b""),
        "ua1",
        "5",
    ),
    "schema-unknown": (
        lambda pdf: with_packet(pdf, b"<pdfaProperty:name>part<", b"<pdfaProperty:name>other<"),
        "3a",
        "6.6.2.3.1",
    ),
    "face-not-carried": (without_faces, "3a", "6.2.11.4.1"),
    "image-smoothed": (smooth, "3a", "6.2.8"),
    "script": (with_script, "3a", "6.5.1"),
    "file-of-no-relation": (
        drop(lambda pdf: pdf.Root.AF[0], "/AFRelationship"),
        "3a",
        "6.8",
    ),
    "file-astray": (loose_file, "3a", "6.8"),
    "no-output-intent": (drop(lambda pdf: pdf.Root, "/OutputIntents"), "3a", "6.2.4.3"),
}


@pytest.fixture(scope="module")
def good() -> bytes:
    return set_page(page(BODY))


@pytest.fixture(scope="module")
def verdicts(good: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """All files of this module in one call: one Java machine."""
    folder = tmp_path_factory.mktemp("gate")
    books: dict[Path, tuple[str, ...]] = {}

    def lay(name: str, data: bytes, *flavours: str) -> None:
        (folder / name).write_bytes(data)
        books[folder / name] = flavours

    lay("classic.pdf", good, "3a", "ua1")
    lay("modern.pdf", set_page(page(BODY), Standard.A4F_UA2), "4f", "ua2")
    short = page("<p>نص قصير</p>")
    lay("short.pdf", set_page(short, attachments=()), "3a", "ua1")
    lay("short-modern.pdf", set_page(short, Standard.A4F_UA2, ATTACHMENTS[1:2]), "4f", "ua2")
    latin = page("<h1>Title</h1><p>Left to <i lang='ar' dir='rtl'>اليمين</i>.</p>", "en")
    lay("latin.pdf", set_page(latin), "3a", "ua1")
    for name, (change, flavour, _) in FAULTS.items():
        with pikepdf.open(BytesIO(good)) as pdf:
            change(pdf)
            out = BytesIO()
            pdf.save(out, fix_metadata_version=False)
        lay(f"{name}.pdf", out.getvalue(), flavour)
    lay("no-book.pdf", b"this is not a book", "3a")
    return {f"{Path(v.file).stem} {v.flavour}": v for v in judge(books)}


@there
@pytest.mark.parametrize(
    "name",
    [
        "classic 3a",
        "classic ua1",
        "modern 4f",
        "modern ua2",
        "short 3a",
        "short ua1",
        "short-modern 4f",
        "short-modern ua2",
        "latin 3a",
        "latin ua1",
    ],
)
def test_what_the_press_makes_passes(verdicts: dict[str, Verdict], name: str) -> None:
    verdict = verdicts[name]
    assert verdict.compliant, [failure.told for failure in verdict.failures]
    assert verdict.checks > 50
    assert not verdict.failures


@there
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_known_to_be_bad_is_refused(verdicts: dict[str, Verdict], fault: str) -> None:
    _, flavour, clause = FAULTS[fault]
    verdict = verdicts[f"{fault} {flavour}"]
    assert not verdict.compliant
    assert clause in {failure.clause for failure in verdict.failures}
    assert all(failure.message and failure.count for failure in verdict.failures)


@there
def test_what_is_no_book_is_trouble_and_not_a_pass(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["no-book 3a"]
    assert not verdict.compliant
    assert "parse" in verdict.trouble
    assert [found.code for found in findings([verdict])] == ["P902"]


@there
@pytest.mark.parametrize("code", ["P901", "P902"])
def test_a_validator_rule_speaks_of_bad_and_not_of_good(code: str) -> None:
    rule = catalogue()[code]
    folder = RULES / f"{rule.code}-{rule.name}"
    bad = {found.code for found in validate({folder / "bad.pdf": ("3a",)})}
    assert bad == {code}
    # The good file promises nothing: it is judged by nothing.
    assert not validate({folder / "good.pdf": ()})


def test_findings_are_whole_and_say_where() -> None:
    failure = Failure("7.5", 1, 3, "a long message " * 10, "root/document[0]/pages[2](9 0 obj P)")
    (found,) = findings([Verdict("book.pdf", "ua1", compliant=False, failures=(failure,))])
    assert found.code == "P901"
    assert str(found.place) == "book.pdf"
    assert found.message.startswith("PDF/UA-1, 7.5 test 1: a long message")
    assert found.message.endswith("(page 3, 3 times)")


@pytest.mark.parametrize(
    ("context", "where"),
    [
        ("root/document[0]/StructTreeRoot[0](5 0 obj T)/K[0](7 0 obj SETD TD)", "7 0 obj SETD TD"),
        ("root/document[0]", "the file as a whole"),
    ],
)
def test_a_place_off_the_page_is_named_by_its_object(context: str, where: str) -> None:
    assert Failure("7.2", 1, 1, "wrong", context).told == f"wrong ({where})"


# What the program veraPDF 1.28 wrote of three files, shortened.
REPORT = {
    "report": {
        "jobs": [
            {
                "itemDetails": {"name": "BOOK", "size": 7},
                "validationResult": [
                    {
                        "compliant": False,
                        "details": {
                            "passedChecks": 90,
                            "failedChecks": 3,
                            "ruleSummaries": [
                                {
                                    "specification": "ISO 19005-3:2012",
                                    "clause": "6.2.11.4.1",
                                    "testNumber": 1,
                                    "failedChecks": 1,
                                    "description": "faces shall be embedded",
                                    "checks": [],
                                },
                                {
                                    "specification": "ISO 19005-3:2012",
                                    "clause": "6.2.8",
                                    "testNumber": 3,
                                    "failedChecks": 2,
                                    "description": "no smoothing",
                                    "checks": [
                                        {
                                            "errorMessage": "Interpolate is true",
                                            "context": "root/document[0]/pages[0](1 0 obj P)",
                                        }
                                    ],
                                },
                            ],
                        },
                    }
                ],
            }
        ]
    }
}


def test_the_report_of_the_program_is_read() -> None:
    (verdict,) = read_program(json.dumps(REPORT).encode(), "3a")
    assert (verdict.compliant, verdict.checks) == (False, 93)
    assert [(f.clause, f.count) for f in verdict.failures] == [("6.2.8", 2), ("6.2.11.4.1", 1)]
    assert verdict.failures[0].told == "Interpolate is true (page 1, 2 times)"
    assert verdict.failures[1].message == "faces shall be embedded"


def test_older_programs_give_one_result_without_an_array() -> None:
    old = json.loads(json.dumps(REPORT))
    job = old["report"]["jobs"][0]
    job["validationResult"] = job["validationResult"][0]
    assert list(read_program(json.dumps(old).encode(), "3a")) == list(
        read_program(json.dumps(REPORT).encode(), "3a")
    )


def test_a_file_that_the_program_cannot_read_is_trouble() -> None:
    job = {"itemDetails": {"name": "a.pdf"}, "taskException": {"exceptionMessage": "no header"}}
    (verdict,) = read_program(json.dumps({"report": {"jobs": [job]}}).encode(), "3a")
    assert (verdict.compliant, verdict.trouble) == (False, "no header")


@pytest.mark.parametrize("said", [b"", b"Error: no such flavour\nusage", b'{"report": {}}'])
def test_what_is_no_report_is_not_taken_for_one(said: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        list(read_program(said, "3a"))
    assert list(read_engine(b"")) == []


def program(folder: Path, body: str) -> None:
    file = folder / "verapdf"
    file.write_text(f"#!{sys.executable}\nimport json, sys, time\n{body}\n")
    file.chmod(0o755)


ANSWER = (
    f"report = json.loads({json.dumps(json.dumps(REPORT))})\n"
    "if '--version' in sys.argv: print('veraPDF 1.28.2'); sys.exit()\n"
    "(job,) = report['report']['jobs']\n"
    "flavour = sys.argv[sys.argv.index('--flavour') + 1]\n"
    "job['validationResult'][0]['compliant'] = flavour == 'ua1'\n"
    "jobs = [job | {'itemDetails': {'name': name}} for name in sys.argv[5:]]\n"
    "print(json.dumps({'report': {'jobs': jobs}}))\nsys.exit(1)"
)


def test_a_program_on_the_path_goes_first_once_a_flavour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, ANSWER)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    found = runner.find()
    assert (found.kind, found.version) == ("program", "1.28.2")
    books = {Path("a.pdf"): ("3a", "ua1"), Path("b.pdf"): ("3a",)}
    verdicts = [(v.file, v.flavour, v.compliant) for v in judge(books)]
    assert verdicts == [("a.pdf", "3a", False), ("a.pdf", "ua1", True), ("b.pdf", "3a", False)]


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("time.sleep(60)", "it took longer than 1 seconds"),
        ("sys.exit('out of memory')", "out of memory"),
        ("print('{}')", "{}"),
        ("print(json.dumps({'report': {'jobs': []}}))", "it broke off"),
    ],
)
def test_a_program_that_breaks_off_is_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, trouble: str
) -> None:
    program(tmp_path, f"if '--version' in sys.argv: sys.exit()\n{body}")
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = validate({tmp_path / "a.pdf": ("3a",)}, seconds=1)
    assert found.code == "P902"
    assert trouble in found.message


def test_without_java_and_without_the_extra_nothing_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    (found,) = validate({tmp_path / "a.pdf": ("3a",)})
    assert found.code == "C004"
    assert "Java" in found.message
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(runner.engine, "jar", lambda: None)
    with pytest.raises(ReportError) as refused:
        judge({tmp_path / "a.pdf": ("3a",)})
    assert "veraPDF" in refused.value.diagnostic.message
    assert version() is None


def test_java_is_asked_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!{sys.executable}\nprint('    java.home = /opt/jdk')\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert runner.java_home() == "/opt/jdk"
    monkeypatch.setenv("JAVA_HOME", os.fspath(tmp_path))
    assert runner.java_home() == str(tmp_path)


def test_a_page_of_the_good_book_is_what_the_faults_change(good: bytes) -> None:
    with pikepdf.open(BytesIO(good)) as pdf:
        assert isinstance(pdf.Root.AF, Array)
        assert structure(pdf, "Figure").Alt
