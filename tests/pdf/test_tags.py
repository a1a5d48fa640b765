"""The structure tree, read back from files that were set by hand."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hand_page import BODY, DOT, Element, Tagged, page, set_page
from hypothesis import given, settings
from hypothesis import strategies as st

from report.writers.pdf.roles import may_hold
from report.writers.pdf.standards import Standard
from report.writers.pdf.tree import Mark, Node

BOTH = (Standard.A3A_UA1, Standard.A4F_UA2)


@pytest.fixture(scope="module")
def classic() -> Tagged:
    return Tagged(set_page(page(BODY)))


@pytest.fixture(scope="module")
def modern() -> Tagged:
    return Tagged(set_page(page(BODY), Standard.A4F_UA2))


@pytest.fixture(params=BOTH, ids=[s.value for s in BOTH], scope="module")
def whole(request: pytest.FixtureRequest) -> Tagged:
    name = "classic" if request.param is Standard.A3A_UA1 else "modern"
    tagged = request.getfixturevalue(name)
    assert isinstance(tagged, Tagged)
    return tagged


def small(body: str, standard: Standard = Standard.A3A_UA1) -> Tagged:
    return Tagged(set_page(page(body), standard, attachments=()))


def test_every_mark_is_in_the_tree_once_or_an_artifact(whole: Tagged) -> None:
    in_tree = [mark for element in whole.document.walk() for mark in element.marks]
    assert len(in_tree) == len(set(in_tree))
    parents = whole.parent_tree()
    for number, leaf in enumerate(whole.pdf.pages):
        painted = {int(p.MCID) for _, p in whole.marked(number) if p is not None and "/MCID" in p}
        own = {m for n, m in in_tree if n == number and (n, m) not in whole.streams}
        assert painted == own
        listed = parents[int(leaf.StructParents)]
        assert {m for m, owner in enumerate(listed) if owner is not None} == own


def test_the_parent_tree_leads_back_to_the_elements(whole: Tagged) -> None:
    parents = whole.parent_tree()
    for element in whole.document.walk():
        for number, mcid in element.marks:
            holder = whole.streams.get((number, mcid), whole.pdf.pages[number])
            listed = parents[int(holder.StructParents)]
            assert listed[mcid].objgen == element.written.objgen
        for annotation in element.links:
            assert parents[int(annotation.StructParent)].objgen == element.written.objgen
    assert int(whole.root.ParentTreeNextKey) == max(parents) + 1


def test_every_annotation_of_a_page_is_in_the_tree(whole: Tagged) -> None:
    in_tree = {a.objgen for element in whole.document.walk() for a in element.links}
    on_pages = {a.objgen for leaf in whole.pdf.pages for a in leaf.get("/Annots", ())}
    assert on_pages == in_tree


def test_elements_stand_where_they_may(whole: Tagged) -> None:
    for element in whole.document.walk():
        for kid in element.kids:
            assert may_hold(element.role, kid.role), f"{kid.role} in {element.role}"
        if element.role not in {"Document", "TD", "TH"}:
            assert element.kids or element.marks or element.links, f"an empty {element.role}"


def test_a_paragraph_over_a_page_is_one(whole: Tagged) -> None:
    long = max(whole.document.all("P"), key=lambda p: len(p.marks))
    assert len(long.pages) == 2


def test_a_table_over_pages_is_one_with_its_head_once(whole: Tagged) -> None:
    table, plain = whole.document.all("Table")
    assert len(whole.under(table)) > 2
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    head, body = table.kids[1:]
    assert (len(head.kids), len(body.kids)) == (2, 41)
    assert whole.under(head) == [whole.under(table)[0]]
    assert [kid.role for kid in plain.kids] == ["TBody"]


def test_header_cells_say_what_they_head(whole: Tagged) -> None:
    table, plain = whole.document.all("Table")
    scopes = [str(th.attribute("Scope")) for th in table.all("TH")]
    assert scopes == ["/Column"] * 4 + ["/Row"] * 40
    assert {str(th.attribute("Scope")) for th in plain.all("TH")} == {"/Column"}
    first = table.all("THead")[0].kids[0].kids
    assert [th.attribute("RowSpan") for th in first] == [2, None]
    assert [th.attribute("ColSpan") for th in first] == [None, 2]


def test_cells_under_spanning_heads_name_their_headers(whole: Tagged) -> None:
    table, plain = whole.document.all("Table")
    first, second = table.all("THead")[0].kids
    spanning, number = first.kids[1].text("ID"), second.kids[0].text("ID")
    row = table.all("TBody")[0].kids[0]
    named = [str(name) for name in row.kids[1].attribute("Headers")]
    assert named == [spanning, number, row.kids[0].text("ID")]
    assert plain.all("TD")[0].attribute("Headers") is None


def test_a_short_row_is_filled_with_empty_cells(whole: Tagged) -> None:
    rows = whole.document.all("Table")[0].all("TBody")[0].kids
    assert [cell.role for cell in rows[-1].kids] == ["TD", "TD", "TD"]
    assert not rows[-1].kids[2].marks


def test_what_a_cell_may_not_hold_becomes_a_division(whole: Tagged) -> None:
    cell = whole.document.all("Table")[1].all("TD")[1]
    assert cell.outline() == "TD(Div(P))"


def test_lists_nest_in_their_items_with_labels_first(classic: Tagged) -> None:
    outer = next(e for e in classic.document.all("L") if len(e.kids) == 3)
    assert outer.outline() == (
        "L(LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody(L(LI(Lbl LBody)))))))"
        " LI(Lbl LBody(P P)) LI(Lbl LBody(Reference Note(Lbl))))"
    )


def test_lists_say_how_they_are_numbered(classic: Tagged, modern: Tagged) -> None:
    def numberings(tagged: Tagged) -> list[str]:
        lists = (e for e in tagged.document.all("L") if not under_table(e, tagged))
        return [str(element.attribute("ListNumbering")).lstrip("/") for element in lists]

    common = ["Disc", "Circle", "LowerAlpha", "Decimal"]
    assert numberings(classic) == ["None", *common, "LowerAlpha"]
    assert numberings(modern) == ["Description", *common[:3], "Ordered", "Ordered"]


def under_table(element: Element, tagged: Tagged) -> bool:
    return any(element in table.walk() for table in tagged.document.all("Table"))


def test_terms_and_meanings_share_an_item(whole: Tagged) -> None:
    terms = whole.document.all("L")[0]
    assert terms.outline() == "L(LI(Lbl LBody) LI(Lbl Lbl LBody(Div(P))))"


def test_language_is_said_where_it_changes_and_nowhere_else(whole: Tagged) -> None:
    assert str(whole.pdf.Root.Lang) == "ar"
    said = {
        (element.role, element.text("Lang"))
        for element in whole.document.walk()
        if element.text("Lang") is not None
    }
    assert said == {("Span", "en"), ("BlockQuote", "en")}


def test_a_tag_that_is_no_language_is_passed_over() -> None:
    tagged = small('<p>نص <span lang="not a tag">نص</span> <span lang="fr">mot</span></p>')
    assert [e.text("Lang") for e in tagged.document.walk() if e.text("Lang")] == ["fr"]


def test_figures_have_words_a_box_and_their_caption(whole: Tagged) -> None:
    figures = whole.document.all("Figure")
    assert [f.text("Alt") for f in figures] == ["صورة", "يمين", "يسار", "مربع", "أيقونة"]
    assert figures[0].outline() == "Figure(Caption)"
    assert str(figures[0].attribute("Placement")) == "/Block"
    assert figures[4].attribute("Placement") is None
    start, foot, end, top = map(float, figures[0].attribute("BBox"))
    assert (round(end - start, 2), round(top - foot, 2)) == (34.02, 22.68)
    assert 0 < start < end < 420
    assert 0 < foot < top < 596


def test_an_ornament_is_an_artifact_and_its_caption_stays() -> None:
    tagged = small(f'<figure><img src="{DOT}" alt=""/><figcaption>زخرف</figcaption></figure>')
    assert tagged.document.outline() == "Document(Div(P))"


def test_notes_stand_after_the_block_that_calls_them(classic: Tagged, modern: Tagged) -> None:
    for tagged, role in ((classic, "Note"), (modern, "FENote")):
        chapter = tagged.document.all("Sect")[2]
        called = next(e for e in chapter.kids if e.all("Reference"))
        at = chapter.kids.index(called)
        assert [kid.role for kid in chapter.kids[at : at + 3]] == ["P", role, role]
        assert chapter.kids[at + 1].outline() == f"{role}(Lbl(Link) P P)"
        assert called.all("Reference")[0].outline() == "Reference(Link)"


def test_notes_have_identifiers_in_the_tree_of_identifiers(whole: Tagged) -> None:
    notes = whole.document.all("Note", "FENote")
    names = [note.text("ID") for note in notes]
    assert names[0] == "note-n1"
    assert len(set(names)) == len(names) == 3
    held = whole.root.IDTree.Names
    listed = {str(held[at]): held[at + 1].objgen for at in range(0, len(held), 2)}
    assert list(listed) == sorted(listed)
    for element in whole.document.walk():
        if (name := element.text("ID")) is not None:
            assert listed.pop(name) == element.written.objgen
    assert not listed


def test_notes_and_what_calls_them_name_each_other_in_pdf_2(modern: Tagged) -> None:
    for note in modern.document.all("FENote"):
        assert str(note.attribute("NoteType")) == "/Footnote"
        (reference,) = note.written.Ref
        assert reference.S == "/Reference"
        assert [back.objgen for back in reference.Ref] == [note.written.objgen]


def test_the_contents_are_a_table_of_contents(whole: Tagged) -> None:
    contents = whole.document.all("TOC")[0]
    line = "Reference(Link)"
    assert contents.outline() == f"TOC(TOCI({line} TOC(TOCI({line}))) TOCI({line}))"
    links = [link for e in contents.all("Link") for link in e.links]
    assert [str(link.Contents) for link in links] == ["الفصل", "قسم", "جدول"]


def test_lines_of_the_contents_name_their_target_in_pdf_2(modern: Tagged) -> None:
    targets = [str(item.written.Ref[0].S) for item in modern.document.all("TOCI")]
    assert targets == ["/Sect", "/Sect", "/Div"]


def test_headings_have_no_gap(whole: Tagged) -> None:
    roles = [e.role for e in whole.document.walk() if re.fullmatch(r"H\d", e.role)]
    assert roles == ["H1", "H1", "H2", "H2"]


def test_quotations_boxes_and_code(classic: Tagged, modern: Tagged) -> None:
    assert len(classic.document.all("BlockQuote")) == 3
    assert [e.role for e in modern.document.all("BlockQuote", "Aside")] == [
        "BlockQuote",
        "BlockQuote",
        "Aside",
        "Aside",
    ]
    blocks = [e for e in classic.document.all("P") if e.outline() == "P(Code)"]
    assert any(len(block.kids[0].marks) == 2 for block in blocks)
    assert [e.role for e in modern.document.all("Strong", "Em")] == ["Strong", "Strong"]


def test_loose_text_gets_a_paragraph_between_blocks(whole: Tagged) -> None:
    (answer,) = (e for e in whole.document.walk() if e.outline() == "Div(P(Link) P)")
    assert len(answer.kids[0].marks) == 2


def test_links_say_what_they_are_once_a_line(whole: Tagged) -> None:
    wide = next(e for e in whole.document.all("Link") if len(e.links) > 1)
    assert len({str(link.Contents) for link in wide.links}) == 1
    assert str(wide.links[0].Contents).startswith("رابط طويل يمتد")
    rectangles = [[float(x) for x in link.Rect] for link in wide.links]
    assert len({round(r[1]) for r in rectangles}) == len(rectangles)
    for element in whole.document.all("Link"):
        assert all(str(link.Contents) for link in element.links)


def test_links_lie_on_their_page(whole: Tagged) -> None:
    for leaf in whole.pdf.pages:
        _, _, width, height = map(float, leaf.MediaBox)
        for link in leaf.get("/Annots", ()):
            start, top, end, foot = map(float, link.Rect)
            assert 0 <= start < end <= width
            assert 0 <= foot < top <= height


def test_an_isolate_in_a_link_is_no_link_of_its_own() -> None:
    tagged = small('<p><a href="https://example.org/">رابط <bdi lang="en">Bank</bdi> آخر</a></p>')
    assert len(tagged.pdf.pages[0].Annots) == 1


def test_running_heads_and_folios_are_artifacts_of_pagination(whole: Tagged) -> None:
    kinds = {
        (str(p.Type), str(p.get("/Subtype", "")))
        for number in range(len(whole.pdf.pages))
        for tag, p in whole.marked(number)
        if tag == "Artifact" and p is not None
    }
    assert ("/Pagination", "/Header") in kinds
    assert ("/Pagination", "/Footer") in kinds


def test_what_is_painted_in_a_group_keeps_its_tags(whole: Tagged) -> None:
    assert whole.streams
    for stream in whole.streams.values():
        assert str(stream.Subtype) == "/Form"
        assert "/StructParents" in stream


def test_links_of_a_repeated_head_are_taken_off_later_pages(whole: Tagged) -> None:
    (cell,) = (e for e in whole.document.all("TH") if e.all("Link"))
    assert len(cell.all("Link")[0].links) == 1


def test_namespaces_belong_to_pdf_2(classic: Tagged, modern: Tagged) -> None:
    assert "/Namespaces" not in classic.root
    (space,) = modern.root.Namespaces
    assert str(space.NS) == "http://iso.org/pdf2/ssn"
    assert modern.document.written.NS.objgen == space.objgen
    assert all("/NS" not in e.written for e in modern.document.all("TOC", "Code", "BlockQuote"))


def test_destinations_lead_to_the_structure_in_pdf_2(modern: Tagged) -> None:
    actions = [link.A for e in modern.document.walk() for link in e.links]
    inner = [action for action in actions if action.S == "/GoTo"]
    assert len(inner) > 5
    assert {str(action.SD[0].S) for action in inner} >= {"/Sect", "/Div"}
    item = modern.pdf.Root.Outlines.First
    titles = []
    while item is not None:
        titles.append((str(item.Title), str(item.A.SD[0].S)))
        item = item.get("/Next")
    assert titles == [("المحتويات", "/H1"), ("الفصل One", "/H1")]


def test_destinations_lie_on_the_page_where_their_element_begins(modern: Tagged) -> None:
    numbers = {leaf.obj.objgen: number for number, leaf in enumerate(modern.pdf.pages)}
    by_object = {e.written.objgen: e for e in modern.document.walk()}
    names = modern.pdf.Root.Names.Dests.Names
    actions = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
    assert {"one", "deep", "table", "note-n1", "ref-n1"} <= set(actions)
    for action in actions.values():
        leaf, _, _, up, _ = action.D
        element = by_object[action.SD[0].objgen]
        assert numbers[leaf.objgen] == modern.under(element)[0]
        assert 0 <= float(up) <= float(leaf.MediaBox[3])


def test_names_of_destinations_are_sorted_by_their_bytes() -> None:
    body = '<p id="z">أ</p><p id="note-ب">ب</p><a href="#z">أ</a><a href="#note-ب">ب</a>'
    tagged = small(body)
    names = tagged.pdf.Root.Names.Dests.Names
    assert [str(names[at]) for at in range(0, len(names), 2)] == ["z", "note-ب"]


def test_a_note_without_a_visible_call_is_kept() -> None:
    tagged = small('<p>نص<span class="footnote" id="n">حاشية</span></p><p>بعد</p>')
    assert tagged.document.outline() == "Document(P Note P)"


def test_a_link_without_a_target_leaves_its_words() -> None:
    tagged = small("<p>قبل <a>بلا هدف</a> بعد</p>")
    assert tagged.document.outline() == "Document(P)"
    assert len(tagged.document.all("P")[0].marks) == 3


def test_loose_lists_are_made_whole() -> None:
    body = '<dl><dd>معنى بلا لفظ</dd></dl><ol style="list-style: none"><li>بلا علامة</li></ol>'
    assert small(body).document.outline() == "Document(L(LI(LBody)) L(LI(LBody)))"


def test_a_table_of_header_rows_alone_has_a_body() -> None:
    body = "<table><thead><tr><th>أ</th></tr></thead></table>"
    assert small(body).document.outline() == "Document(Table(TBody(TR(TH))))"


def test_text_is_read_in_the_order_of_the_report(whole: Tagged, tmp_path: Path) -> None:
    file = tmp_path / "book.pdf"
    file.write_bytes(whole.data)
    command = ["pdfinfo", "-struct-text", str(file)]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    # poppler gives the letters of a line as they are painted, from the left.
    read = " ".join(line[::-1] for line in re.findall(r'^ *"(.*)"$', said, re.MULTILINE))
    words = "المحتويات الناشر تملأ قوي بقية طويل أولى ثانيتها فرعي شكل شفاف ناقص خلية".split()
    places = [read.index(word) for word in words]
    assert places == sorted(places)
    assert ". . ." not in read, "leaders are no text"


# Any page of the kind that the press makes: blocks in blocks, inlines in lines.
_LINE = st.sampled_from(
    (
        "نص",
        "<b>قوي</b>",
        '<span lang="en">word</span>',
        '<a href="https://example.org/">رابط</a>',
        "<code>x</code>",
        '<span class="note">حاشية</span>',
        f'<img src="{DOT}" alt="صورة"/>',
        f'<img src="{DOT}" alt=""/>',
        "<q>قول</q>",
        "<em>مؤكد <strong>قوي</strong></em>",
    )
)
_LINES = st.lists(_LINE, min_size=1, max_size=3).map(" ".join)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map("".join)
    frames = st.sampled_from(
        (
            "<section>{}</section>",
            "<div>{}</div>",
            "<div>نص{}نص</div>",
            "<blockquote>{}</blockquote>",
            '<aside class="callout" role="note">{}</aside>',
            '<aside class="pullquote" role="doc-pullquote">{}</aside>',
            "<ul><li>{}</li></ul>",
            "<ol><li>نص{}</li></ol>",
            "<dl><dt>لفظ</dt><dd>{}</dd></dl>",
            "<table><tr><th>أ</th><td>{}</td></tr></table>",
            "<figure>{}<figcaption>شرح</figcaption></figure>",
            '<h2>عنوان</h2>{}<h4 lang="en">Title</h4>',
        )
    )
    return st.builds(lambda frame, text: frame.format(text), frames, several)


_PAGES = st.recursive(_LINES.map(lambda line: f"<p>{line}</p>"), _blocks, max_leaves=8)


@settings(max_examples=30)
@given(body=_PAGES, standard=st.sampled_from(BOTH))
def test_any_page_gives_a_tree_that_stands(body: str, standard: Standard) -> None:
    tagged = small(body, standard)
    test_every_mark_is_in_the_tree_once_or_an_artifact(tagged)
    test_the_parent_tree_leads_back_to_the_elements(tagged)
    test_every_annotation_of_a_page_is_in_the_tree(tagged)
    test_elements_stand_where_they_may(tagged)
    levels = [int(e.role[1]) for e in tagged.document.walk() if re.fullmatch(r"H\d", e.role)]
    assert levels[:1] in ([], [1])
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_node_places_what_is_loose() -> None:
    division = Node("Div", None, "ar")
    division.place(Mark(0, 0))
    division.place(Node("Span", None, "en"))
    division.place(Node("Table", None, "ar"))
    division.place(Mark(0, 1))
    assert [node.role for node in division.nodes()] == ["P", "Table", "P"]
