"""EPUB: the reading order, the table of contents, footnotes across files, and what cannot be read said in place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.documents import read_document
from companion.documents.archive import MEMBERS, Archive, inside
from companion.documents.html.measure import inked
from companion.model import Unreadable
from tests.documents.books import CONTAINER, archive, epub, package, page, sent


def test_a_book_is_read_in_its_order() -> None:
    pages = {"b.xhtml": page("<h1>Two</h1><p>Second."), "a.xhtml": page("<h1>One</h1><p>First.")}
    opf = package(["b.xhtml", "a.xhtml"], spine='<itemref idref="i1"/><itemref idref="i0"/>', title="My Book")
    document = read_document(epub(pages, opf=opf), "book")
    assert (document.title, document.language, document.format) == ("My Book", "en", "epub")
    assert dict(document.facts) == {"author": "A. Writer"}
    assert [(heading.id, heading.title) for heading in document.headings] == [("one", "One"), ("two", "Two")]
    assert document.section("two").text == "Two\n\nSecond."


def test_what_is_not_in_line_comes_last_and_a_file_named_twice_once() -> None:
    pages = {f"{name}.xhtml": page(f"<p>{name}") for name in ("notes", "one", "two")}
    spine = '<itemref idref="i0" linear="no"/><itemref idref="i1"/><itemref idref="i2"/><itemref idref="i1"/>'
    assert sent("epub", epub(pages, opf=package(pages, spine=spine))).texts == ["one", "two", "notes"]


NAV = (
    "<nav epub:type='landmarks'><ol><li><a href='a.xhtml'>Not this</a></ol></nav><nav epub:type='toc'><ol>"
    "<li><a href='a.xhtml'>First part</a><ol><li><a href='a.xhtml#two'>A chapter</a></ol>"
    "<li><a href='../x'>Out</a></ol></nav>"
)
NCX = (
    "<ncx><navMap><navPoint><navLabel><text>First part</text></navLabel><content src='a.xhtml'/>"
    "<navPoint><navLabel><text>A chapter</text></navLabel><content src='a.xhtml#two'/></navPoint></navPoint>"
    "</navMap></ncx>"
)


@pytest.mark.parametrize(
    ("item", "others"),
    [
        ('<item id="n" href="nav.xhtml" properties="nav"/>', {"OPS/nav.xhtml": page(NAV)}),
        ('<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', {"OPS/toc.ncx": NCX}),
    ],
)
def test_the_table_of_contents_gives_headings_where_a_page_has_none(item: str, others: dict[str, str]) -> None:
    pages = {"a.xhtml": page("<p>Text.<div id=two><p><span>More.</span></div>"), "b.xhtml": page("<h2>Own</h2><p>x")}
    document = read_document(epub(pages, opf=package(pages, extra=item), others=others), "book.epub")
    assert document.title == "First part"
    assert [(heading.title, heading.level) for heading in document.headings] == [
        ("First part", 2),
        ("A chapter", 2),
        ("Own", 2),
    ]
    assert [document.section(index).text for index in range(3)] == ["First part\n\nText.", "More.", "Own\n\nx"]


def test_a_footnote_in_another_file_stands_where_it_is_referred_to_and_not_twice() -> None:
    notes = page("<h2>Notes</h2><p id='n1'>1. The note.</p><p id='n2'>2. The other.</p><p>And more.</p>")
    pages = {
        "text/one.xhtml": page("<h2>One</h2><p>Said<a epub:type='noteref' href='../notes.xhtml#n1'>1</a>.</p>"),
        "text/two.xhtml": page("<h2>Two</h2><p>Said<a epub:type='noteref' href='../notes.xhtml#n2'>2</a>.</p>"),
        "notes.xhtml": notes,
    }
    document = read_document(epub(pages), "book.epub")
    assert [document.section(index).text for index in range(len(document))] == [
        "One\n\nSaid[1].\n\nThe note.",
        "Two\n\nSaid[2].\n\nThe other.",
        "Notes\n\nAnd more.",
    ]


def test_what_cannot_be_read_is_said_in_place_and_the_rest_is_read() -> None:
    pages: dict[str, str | bytes] = {
        "one.xhtml": page("<h2>One</h2><p>First."),
        "two.xhtml": b"\0\1\2" * 900,
        "three.xhtml": page("<p>Third."),
    }
    opf = package([*pages, "four.xhtml", "../../five.xhtml"])
    document = read_document(epub(pages, opf=opf), "book.epub")
    section = document.section("one")
    notices = [block.marker for block in section.blocks if block.kind == "notice"]
    assert section.text == "One\n\nFirst.\n\nThird."
    assert len(notices) == 1
    assert notices[0].startswith("a part of the book, OPS/two.xhtml, ")
    assert section.blocks[2].kind == "notice"
    assert "four.xhtml is not in the book; the book names it as part of its text." in document.notices
    assert "../../five.xhtml leads out of the book; the book names it as part of its text." in document.notices


def test_a_file_that_is_to_be_skipped_is_said_in_place() -> None:
    pages = {"one.xhtml": page("<p>First."), "two.xhtml": page("<p>Second."), "three.xhtml": page("<p>Third.")}
    found = sent("epub", epub(pages), {1: "it takes too long"})
    assert found.texts == ["First.", "Third."]
    assert found.pieces[1].marker == "a part of the book, OPS/two.xhtml, could not be read: it takes too long"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (epub({"a.xhtml": page("<p>x")}, opf=package([])), "names no file to read"),
        (epub({}, opf=package(["gone.xhtml"])), r"names no file to read \(gone\.xhtml is not in the book\)"),
        (epub({"a.xhtml": page("<img alt=''/>")}), "no text in it"),
        (archive({"a.xhtml": "x"}), "META-INF/container.xml is not in the book"),
        (epub({"a.xhtml": page("<p>x")}, container=CONTAINER.format("OPS/none.opf")), "does not say what is in it"),
        (epub({"a.xhtml": page("<p>x")})[:-30], "the archive is damaged; get it again"),
        (
            epub(
                {"a.xhtml": page("<p>x")},
                others={"META-INF/encryption.xml": "<e><CipherReference URI='OPS/a.xhtml'/></e>"},
            ),
            "encrypted, as shops do",
        ),
    ],
)
def test_a_book_without_anything_to_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        read_document(data, "book.epub", file="books/book.epub")
    assert str(caught.value).startswith("books/book.epub: ")
    assert "\n" not in str(caught.value)


def test_a_font_that_is_encrypted_does_no_harm() -> None:
    others = {"META-INF/encryption.xml": "<e><CipherReference URI='OPS/font.otf'/></e>"}
    assert sent("epub", epub({"a.xhtml": page("<p>x")}, others=others)).texts == ["x"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("b.xhtml", "OPS/text/b.xhtml"),
        ("../b.xhtml", "OPS/b.xhtml"),
        ("./x//b.xhtml", "OPS/text/x/b.xhtml"),
        ("../../b.xhtml", "b.xhtml"),
        ("../../../b.xhtml", None),
        ("/b.xhtml", None),
        ("c:/b.xhtml", None),
        ("file:///b.xhtml", None),
        ("..\\b.xhtml", None),
        ("b\0.xhtml", None),
        ("../..", None),
    ],
)
def test_a_path_stays_inside_the_book(path: str, name: str | None) -> None:
    assert inside("OPS/text/a.xhtml", path) == name


def test_an_archive_of_too_many_members_is_not_even_listed() -> None:
    with pytest.raises(Unreadable, match="more than 10,000 members"):
        Archive(b"PK\1\2" * (MEMBERS + 1))


def test_only_one_heading_of_the_first_level_lets_the_beginning_be_shown_at_once() -> None:
    pages = {f"{number}.xhtml": page(f"<h2>N {number}</h2><p>{'text ' * 5_000}") for number in range(5)}
    shown: list[int] = []
    pages = {"title.xhtml": page("<h1>The title</h1><p>By me."), **pages}
    document = read_document(epub(pages), "book.epub", preview=lambda beginning: shown.append(len(beginning)))
    assert document.title == "The title"
    assert shown
    assert shown[0] < len(document)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("<p>", "<h2>", "<nav>", "<li>", "<script>", "<h1>", "<p hidden='x'>", "<!--")),
            st.text("abc ", min_size=1, max_size=20),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_characters_in_are_characters_shown_and_characters_left_out(parts: list[tuple[str, str]]) -> None:
    ends = {"<script>": "</script>", "<!--": "-->", "<p hidden='x'>": "</p>"}
    bodies = [f"{tag}{words}{ends.get(tag) or tag.replace('<', '</')}" for tag, words in parts]
    pages = {f"{number}.xhtml": page(body, title="") for number, body in enumerate(bodies)}
    found = sent("epub", epub(pages))
    assert inked("".join(found.texts)) + found.left_out == sum(inked(words) for _, words in parts)


NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
NAV_ITEM = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
CHAPTERS = {
    "part.xhtml": page("<h1>Part one</h1>"),
    "c1.xhtml": page("<h1 id='c1'>Chapter one</h1><p>a</p><h2>Of it</h2><p>b</p>"),
    "c1b.xhtml": page("<p>It goes on.</p>"),
    "c2.xhtml": page("<div id='c2'><h1>Chapter two</h1></div><p>c</p>"),
    "part2.xhtml": page("<h1>Part two</h1><p>d</p>"),
}


def point(title: str, target: str, inner: str = "") -> str:
    label = f"<navLabel><text>{title}</text></navLabel>"
    return f"<navPoint>{label}<content src='{target}'/>{inner}</navPoint>"


NCX = (
    "<ncx><navMap>"
    + point("Part one", "part.xhtml", point("Chapter one", "c1.xhtml#c1") + point("Chapter two", "c2.xhtml#c2"))
    + point("Part two", "part2.xhtml")
    + "</navMap>{}</ncx>"
)
NAV = (
    "<nav epub:type='toc'><ol><li><a href='part.xhtml'>Part one</a><ol><li><a href='c1.xhtml#c1'>Chapter one</a></li>"
    "<li><a href='c2.xhtml#c2'>Chapter two</a></li></ol></li><li><a href='part2.xhtml'>Part two</a></li></ol></nav>{}"
)


@pytest.mark.parametrize(
    ("item", "others"),
    [(NCX_ITEM, {"OPS/toc.ncx": NCX.format("")}), (NAV_ITEM, {"OPS/nav.xhtml": page(NAV.format(""))})],
    ids=["EPUB 2", "EPUB 3"],
)
def test_nested_contents_tell_the_levels_and_a_chapter_goes_on_in_the_next_file(
    item: str, others: dict[str, str]
) -> None:
    book = read_document(epub(CHAPTERS, opf=package(CHAPTERS, extra=item), others=others), "a.epub")
    assert [(heading.title, heading.level, heading.above) for heading in book.headings] == [
        ("Chapter one", 2, ("Part one",)),
        ("Of it", 3, ()),
        ("Chapter two", 2, ()),
        ("Part two", 1, ()),
    ]
    assert book.section("of-it").text == "Of it\n\nb\n\nIt goes on."


PAGES = {"a.xhtml": page("<h2>One</h2><p>a</p><p id='p7'>b <i id='p8'/>c</p><p>d</p>"), "b.xhtml": page("<p>e</p>")}
PAGE_LIST = "<pageList>{}</pageList>".format(
    "".join(
        f"<pageTarget><navLabel><text>{label}</text></navLabel><content src='{where}'/></pageTarget>"
        for label, where in (("7", "a.xhtml#p7"), ("8", "a.xhtml#p8"), ("9", "b.xhtml"))
    )
)
PAGE_NAV = (
    "<nav epub:type='page-list'><ol><li><a href='a.xhtml#p7'>7</a></li><li><a href='a.xhtml#p8'>8</a></li>"
    "<li><a href='b.xhtml'>9</a></li></ol></nav>"
)


@pytest.mark.parametrize(
    ("item", "others"),
    [
        (NCX_ITEM, {"OPS/toc.ncx": f"<ncx><navMap/>{PAGE_LIST}</ncx>"}),
        (NAV_ITEM, {"OPS/nav.xhtml": page(PAGE_NAV)}),
    ],
    ids=["EPUB 2", "EPUB 3"],
)
def test_the_pages_of_the_printed_book_are_kept_for_citing(item: str, others: dict[str, str]) -> None:
    section = read_document(epub(PAGES, opf=package(PAGES, extra=item), others=others), "a.epub").section("one")
    assert [(section.words(block), block.page) for block in section.blocks] == [
        ("One", ""),
        ("a", ""),
        ("b c", "7"),
        ("d", "8"),
        ("e", "9"),
    ]


def encryption(*files: tuple[str, str]) -> str:
    data = "".join(
        f"<enc:EncryptedData><enc:EncryptionMethod Algorithm='{way}'/><enc:CipherData>"
        f"<enc:CipherReference URI='{uri}'/></enc:CipherData></enc:EncryptedData>"
        for uri, way in files
    )
    return f"<encryption>{data}</encryption>"


AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


def test_a_hidden_font_is_no_lock_and_a_locked_chapter_is_told_in_place() -> None:
    pages = {"a.xhtml": page("<h2>One</h2><p>a</p>"), "b.xhtml": page("<p>b</p>")}
    fonts = encryption(("OPS/f.otf", "http://www.idpf.org/2008/embedding"))
    assert read_document(epub(pages, others={"META-INF/encryption.xml": fonts}), "a.epub").notices == (
        "Left out, in characters: 10 of the page's head.",
    )
    locked = encryption(("OPS/b.xhtml", AES))
    book = read_document(epub(pages, others={"META-INF/encryption.xml": locked}), "a.epub")
    assert (
        book.section(0)
        .blocks[-1]
        .marker.endswith("OPS/b.xhtml, is encrypted, as shops do to bind it to their programs")
    )


@pytest.mark.parametrize(
    ("member", "whose"), [("license.lcpl", "Readium LCP"), ("sinf.xml", "Apple"), ("rights.xml", "Adobe")]
)
def test_a_locked_book_says_whose_lock_it_is(member: str, whose: str) -> None:
    others = {"META-INF/encryption.xml": encryption(("OPS/a.xhtml", AES)), f"META-INF/{member}": "x"}
    with pytest.raises(
        Unreadable, match=rf"the book is encrypted \({whose}\), as shops do .*; ask for a copy that is not"
    ):
        read_document(epub({"a.xhtml": page("<p>x")}, others=others), "a.epub")


def test_a_note_that_pops_up_stands_behind_its_part_and_a_picture_says_what_it_shows() -> None:
    body = (
        "<h2>One</h2><p>Said<a epub:type='noteref' href='#n1'>1</a>.</p>"
        "<aside epub:type='footnote' id='n1'><p>By whom?</p></aside>"
        "<figure><img src='a.png' alt='A map of it'/></figure>"
    )
    section = read_document(epub({"a.xhtml": page(body)}), "a.epub").section("one")
    assert [(section.words(block), block.kind, block.marker) for block in section.blocks[1:]] == [
        ("Said[1].", "paragraph", ""),
        ("A map of it", "figure", ""),
        ("By whom?", "paragraph", "[1]"),
    ]
