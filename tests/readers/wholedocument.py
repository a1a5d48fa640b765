# ruff: noqa: E501
"""A document of Word with everything in it that a report can have."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from worddocument import SPACES, document, image, link, para, row, run, table

NUM = f"""<w:numbering {SPACES}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="arabicAbjad"/><w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="المادة %1:"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>"""


def li(t: str, n: str, depth: int = 0) -> str:
    return para(t, "", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{n}"/></w:numPr>')


FN = (
    f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">'
    + para("<w:r><w:footnoteRef/></w:r>" + run(" انظر تقرير الوزارة."))
    + "</w:footnote></w:footnotes>"
)
EN = (
    f'<w:endnotes {SPACES}><w:endnote w:id="2">'
    + para("المصدر نفسه.")
    + "</w:endnote></w:endnotes>"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077 53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082".replace(
        " ", ""
    )
)


def fld(instr: str, res: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instr} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{res}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


toc = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + run("الأسباب 3")
    + "</w:p>"
    + para("النتائج 5")
    + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def whole() -> bytes:
    """Return the document."""
    body = (
        para("تقرير عن الماء", "T")
        + toc
        + para("الأسباب", "H1x", "")
        + para(
            run("قلّ ")
            + run("المطر", "<w:rtl/><w:bCs/>")
            + run(" كثيرا", "<w:rtl/><w:b/>")
            + run(" وزاد ")
            + run("السحب", "<w:rtl/><w:iCs/>")
            + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
            + run(" وبلغ 12 م")
            + run("3", '<w:vertAlign w:val="superscript"/>')
            + run(" في WHO.", "<w:rtl/>")
        )
        + li("أول", "1")
        + li("ثان", "1")
        + li("فرع", "1", 1)
        + li("ثالث", "1")
        + li("خامس", "3")
        + li("سادس", "3")
        + para("النتائج", "H2GA", "")
        + li("ملكية الماء عامة.", "2")
        + li("يعاقب من يهدره.", "2")
        + para(
            run("انظر ")
            + f'<w:hyperlink r:id="L1">{run("الموقع")}</w:hyperlink>'
            + run(" و")
            + fld('HYPERLINK "https://example.org/b"', run("الملحق"))
            + run("، ")
            + fld("REF _Ref1 \\h", run("الجدول 1"))
            + '<w:r><w:endnoteReference w:id="2"/></w:r>'
            + run(".")
        )
        + para(run("جدول ") + fld("SEQ جدول \\* ARABIC", run("1")) + run(": عدد الآبار"), "Cap")
        + table(
            row(
                "الإقليم",
                '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + para("العدد") + "</w:tc>",
                head=True,
            ),
            row(
                '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + para("زاكورة") + "</w:tc>",
                "12",
                "14",
            ),
            row("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>", "13", "9"),
        )
        + para(image("I1", "بئر جافة"))
        + para("شكل 1: بئر في القرية", "Cap")
        + para(
            '<w:ins w:id="1">'
            + run("جملة مضافة.")
            + '</w:ins><w:del w:id="2"><w:r><w:delText>محذوف</w:delText></w:r></w:del>'
        )
        + para("الماء حياة.", "Q")
        + '<w:p><w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>Water is the first condition of peace in the oases.</w:t></w:r></w:p>'
        + para(
            run("القانون ")
            + "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
            + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
            + run("س1")
            + "<w:r><w:tab/></w:r>"
            + run("س2")
        )
        + para(
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
            + para("نص في إطار.")
            + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
            + para("نص في إطار.")
            + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        + para("س: ما الحل؟")
        + para("ج: الاقتصاد في الماء.")
        + para("س: متى؟")
        + para("ج: الآن.")
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + para("فهرس")
        + "</w:sdtContent></w:sdt>"
    )
    return document(
        body,
        {
            "word/numbering.xml": NUM,
            "word/footnotes.xml": FN,
            "word/endnotes.xml": EN,
            "word/media/i.png": PNG,
        },
        link("L1", "hyperlink", "https://example.org/a", outside=True)
        + link("I1", "image", "media/i.png"),
    )
