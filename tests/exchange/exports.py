"""Exports made from values, without a disk: a document and layers of any text."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from companion.anchoring import place_layers
from companion.documents import read_document
from companion.exchange.outgoing import Outgoing
from companion.model import Annotation, Answer, Document, Layer, Place, Question, Quote, Source
from companion.text.clean import clean, clean_line
from tests.making import REPORT

DOCUMENT = read_document(REPORT.encode(), "report.md")
HOSTILE = [
    "<script>alert(1)</script>",
    "</style>",
    "<!--",
    "]]>",
    "&amp;",
    "&#0;",
    "'\"",
    "<img src=x onerror=y>",
    "{{x}}",
]
HOSTILE += [
    "javascript:alert(1)",
    "http://a.b/\"onclick='x'",
    "//host/x",
    "# h",
    "> q",
    "- i",
    "```",
    "[a](b)",
    "=1+1",
    "@x",
]
CHARS = st.sampled_from("ab <>&\"'/=\n\u200d\xad語é\u202e\x1b\x00\x85😀") | st.sampled_from(HOSTILE)
TEXT = st.lists(CHARS, max_size=8).map("".join)
BODY = TEXT.map(clean)
LINE = TEXT.map(clean_line)
WORDS = st.sampled_from(
    ["No customer is named anywhere", "No customer", "customer is named", "on-site audit", "nowhere at all"]
)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
QUOTES = st.builds(
    Quote,
    WORDS | BODY.filter(str.strip),
    BODY,
    BODY,
    st.sampled_from(["", "customers", "gone"]),
    st.none() | st.integers(0, 99),
    LINE,
)
SOURCES = st.lists(st.builds(Source, LINE, LINE | st.just("https://example.org/a?b=c&d"), LINE), max_size=2).map(tuple)
TIMES = (
    st.just("")
    | st.just("2026-11-23T10:00:00Z")
    | st.just("2019-10-12T00:37:31")
    | st.just("2026-01-02T03:04:05+02:00")
    | LINE
)
LINES = st.lists(LINE, max_size=2).map(tuple)
UNKNOWN = st.dictionaries(st.sampled_from(["x-a", "x-b", "sufix"]), BODY | st.lists(BODY, max_size=2), max_size=2)
ANNOTATIONS = st.builds(
    Annotation,
    IDS,
    st.none() | QUOTES,
    st.sampled_from(["", "customers", "gone"]),
    st.lists(QUOTES, max_size=2).map(tuple),
    LINES,
    LINE,
    BODY,
    LINES,
    SOURCES,
    LINE,
    TIMES,
    TIMES,
    st.just(""),
    st.just("") | IDS,
    st.just("") | IDS | st.just("lens/x"),
    UNKNOWN,
)
EVIDENCE = st.lists(IDS | st.just("lens/x") | QUOTES, max_size=2).map(tuple)
VERDICTS = st.sampled_from(["open", "evaded", "not-applicable"]) | LINE.filter(bool)
QUESTIONS = st.builds(
    Question,
    IDS,
    BODY.filter(str.strip),
    BODY,
    VERDICTS,
    EVIDENCE,
    group=LINE,
    counts_as=st.dictionaries(st.sampled_from(["answered", "partly"]), BODY.filter(str.strip), max_size=2),
    look_for=LINES,
    weight=st.sampled_from([None, 0.0, 1.0, 2.5]),
    applies_if=st.just("") | IDS,
    after=LINES,
    unknown=UNKNOWN,
)
ANSWERS = st.builds(
    Answer,
    IDS,
    st.sampled_from(["lens/q", "other/q"]),
    VERDICTS,
    BODY,
    EVIDENCE,
    LINE,
    TIMES,
    TIMES,
    st.just(""),
    st.just(""),
    st.sampled_from(["", "draft", "settled"]),
    LINE,
    LINES,
    LINE,
    UNKNOWN,
)
PLACES = st.builds(Place, IDS, st.just("lens/x"), QUOTES, TIMES, TIMES, st.just(""), st.just(""), UNKNOWN)


def exported(*layers: Layer, document: Document = DOCUMENT, known: Sequence[Layer] = (), **options: object) -> Outgoing:
    """An Outgoing of these layers."""
    everything = (*known, *layers)
    return Outgoing(document, layers, place_layers(document, everything), everything, {}, **options)  # type: ignore[arg-type]
