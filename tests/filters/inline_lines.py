"""Lines of inlines for property tests: every kind of inline, characters that make trouble."""

from __future__ import annotations

from hypothesis import strategies as st

from report.model.inlines import (
    Code,
    CrossRef,
    Emphasis,
    Gap,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Text,
)

WORDS = [
    "قال", "الأمن", "و", "می‌خواهم", "שלום", "Hello", "world", "A", "WHO", "C++", "km", "x", "May",
    "2024", "12", "45.5", "٢٥", "۴۵", "-5", "+212", "$50", "1", "007", "CO₂", "U.S.",
    " ", " ", " ", "  ", "\u00a0", ".", ",", "،", "؛", ":", "!", "؟", "…", "-", "–", "—", "/", "\\",
    "(", ")", "[", "]", "«", "»", "“", "”", "‘", "’", '"', "'", "%", "٪", "°", "#", "@", "+", "=",
    "*", "&", "€", "https://a.org/b?c=d", "www.a.org/و", "a@b.org", "\u0651", "e\u0301",
]  # fmt: skip

texts = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
directions = st.sampled_from(["rtl", "ltr"])


def _containers(inside: st.SearchStrategy[Inlines]) -> st.SearchStrategy[object]:
    return st.one_of(
        st.builds(Strong, inside),
        st.builds(Emphasis, inside),
        st.builds(Superscript, inside),
        st.builds(Subscript, inside),
        st.builds(Isolate, inside, directions),
        st.builds(Link, inside, st.just("https://a.org/")),
        st.builds(CrossRef, st.just("part"), inside),
    )


leaves = st.one_of(
    texts.map(Text),
    texts.map(Text),
    texts.map(Text),
    st.builds(Code, texts.filter(bool)),
    st.just(NoteRef("1")),
    st.just(LineBreak()),
    st.just(Gap()),
)
nodes = st.recursive(
    leaves, lambda n: _containers(st.lists(n, max_size=4).map(tuple)), max_leaves=8
)
lines: st.SearchStrategy[Inlines] = st.lists(nodes, max_size=6).map(tuple)
