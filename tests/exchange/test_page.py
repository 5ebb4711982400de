"""The HTML page: any text anywhere stays text, marks and cards lead to each other, and a browser finds no fault."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from companion.documents import read_document
from companion.documents.markdown.note import read_note
from companion.exchange.page import write
from companion.model import Annotation, Answer, Layer, Question, Quote, Source
from tests.exchange import exports
from tests.running import Companion

ELEMENTS = """html head meta title style body header h1 h2 h3 h4 h5 h6 nav ul li main section p a mark span div em
strong code s pre blockquote figure svg desc rect text figcaption details summary table caption thead tbody tr th td
br footer""".split()  # noqa: SIM905  # a list of forty strings says less
ATTRIBUTES = """lang charset http-equiv content name dir class id href rel role aria-label aria-labelledby aria-details
tabindex scope rowspan viewbox width height x y fill stroke""".split()  # noqa: SIM905


def parsed(page: str) -> LexborHTMLParser:
    """The page, after looking that it has nothing but what a page may have."""
    tree = LexborHTMLParser(page)
    for node in tree.root.traverse() if tree.root else ():
        if node.tag and not node.tag.startswith(("-", "!")):
            assert node.tag in ELEMENTS, node.tag
            assert {name.lower() for name in node.attributes} <= set(ATTRIBUTES), node.attributes
            address = node.attributes.get("href") or "#"
            assert address.startswith(("#", "http://", "https://", "mailto:")), address
    assert len(tree.css("style")) == 1
    assert len(tree.css("meta")) == 4
    return tree


def words_in(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node.text(deep=True)


def bare(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=60)
@given(st.lists(exports.ANNOTATIONS, max_size=3), st.lists(exports.QUESTIONS, max_size=2), exports.LINE, st.booleans())
def test_any_text_stays_text(annotations: list[Annotation], questions: list[Question], line: str, full: bool) -> None:
    report = f"---\nname: {line}\n---\n\n# <b>{line}\n\n## {line} <script>x</script>\n\nNo customer is named {line}.\n"
    document = read_document(report.encode("utf-8", "replace"), "report.md")
    layer = Layer("lens", line, line, annotations=tuple(annotations), questions=tuple(questions))
    text = bare(parsed(write(exports.exported(layer, document=document, full=full))).text(deep=True))
    assert bare(document.title) in text
    for note in annotations:
        for word in (*note.tags, *note.searched, note.author, *(source.title for source in note.sources)):
            assert bare(word) in text
        for block in read_note(note.note).blocks:
            assert bare(read_note(note.note).words(block)) in text
    for question in questions:
        assert bare(question.ask) in text


def test_marks_and_cards_lead_to_each_other_where_they_overlap() -> None:
    layer = Layer(
        "lens",
        annotations=(
            Annotation("a", Quote("No customer is named anywhere"), note="one"),
            Annotation("b", Quote("customer is named anywhere, and no number"), note="two"),
            Annotation("c", Quote("No customer is named"), note="three"),
            Annotation("r", replies_to="a", note="a reply"),
        ),
    )
    tree = parsed(write(exports.exported(layer, full=True)))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    links = {node.attributes.get("href") for node in tree.css("[role=doc-noteref], [role=doc-backlink]")}
    assert links == {f"#{kind}-lens-{name}" for kind in ("h", "card") for name in "abc"}
    assert {str(link)[1:] for link in links} <= set(ids)
    words = [node.text(deep=True) for node in tree.css("mark")]
    assert "".join(words) == "No customer is named anywhere, and no number"
    assert [node.attributes.get("class") for node in tree.css("mark")] == ["several"] * 3 + [None]
    assert "reply" in str(tree.css("#card-lens-r")[0].attributes["class"])
    order = re.findall(r'id="card-lens-(\w)"', write(exports.exported(layer, full=True)))
    assert order == ["c", "a", "r", "b"]


def test_anothers_document_goes_out_in_its_quoted_passages_only(companion: Companion, tmp_path: Path) -> None:
    from tests.making import written

    report, lens = written(tmp_path)
    args = ("export", str(report), "--format", "html", "--with", str(lens))
    out = companion(*args).out
    assert "No customer is named anywhere" in out
    assert "The board met four times" not in out
    assert "The board met four times" in companion(*args, "--full").out
    assert "where the words" not in out
    lost = out[out.index("Not placed") :]
    assert "vetted by independent experts" in lost


def test_the_style_is_the_one_the_policy_allows(companion: Companion) -> None:
    tree = parsed(companion("export", "nso-2023", "--format", "html").out)
    style = words_in(tree, "style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in str(tree.css("meta")[1].attributes["content"])
    assert "url(" not in style
    assert "@import" not in style


def test_numbers_of_the_charts_stand_in_words(companion: Companion) -> None:
    tree = parsed(companion("export", "nso-2023", "--format", "html").out)
    assert words_in(tree, "#desc-verdicts") == "16 questions: 10 unanswered, 5 evaded, 1 partly"
    assert "Framing: 1 Reputation laundering" in words_in(tree, "#desc-kinds-of-annotation")


def test_differing_verdicts_are_told() -> None:
    lens = Layer("lens", questions=(Question("q", "Who?"),))
    readers = [
        Layer(name, answers=(Answer("1", "lens/q", verdict),)) for name, verdict in (("a", "evaded"), ("b", "open"))
    ]
    tree = parsed(write(exports.exported(lens, *readers)))
    assert "The verdicts differ." in words_in(tree, "#checklist")
    assert len(tree.css("#checklist tbody tr")) == 3


def test_links_lead_to_the_web_or_nowhere() -> None:
    note = (
        "[a](javascript:alert(1)) [b](https://example.org/) ![c](http://example.org/i.png) [d](//host/x) [e](file:///x)"
    )
    sources = (Source("f", "data:text/html,x"), Source("", "https://example.org/s"))
    tree = parsed(write(exports.exported(Layer("l", annotations=(Annotation("a", note=note, sources=sources),)))))
    found = [node.attributes.get("href") for node in tree.css("[role=note] a[rel]")]
    assert found == ["https://example.org/", "http://example.org/i.png", "https://example.org/s"]


MODES: dict[str, tuple[dict[str, Any], str]] = {
    "light": ({"viewport": {"width": 1280, "height": 900}}, "screen"),
    "dark": ({"color_scheme": "dark"}, "screen"),
    "phone": ({"viewport": {"width": 360, "height": 740}}, "screen"),
    "print": ({}, "print"),
}
RULES = ("target-size", "label-content-name-mismatch", "identical-links-same-purpose")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium, where the system and the environment have it."""
    import shutil

    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no Chromium here")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("mode", MODES)
def test_a_browser_finds_no_fault(companion: Companion, tmp_path: Path, browser: Any, mode: str) -> None:
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    options, media = MODES[mode]
    path = tmp_path / "page.html"
    companion("export", "nso-2023", "--format", "html", "-o", str(path))
    context = browser.new_context(bypass_csp=True, **options)  # axe is put in from outside
    page = context.new_page()
    page.emulate_media(media=media)
    page.goto(path.as_uri())
    page.evaluate((Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    rules = {"rules": {rule: {"enabled": True} for rule in RULES}}
    result = page.evaluate("options => axe.run(document, options)", rules)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]] == []
    assert len(result["passes"]) > 20
    assert wide <= 0


def test_from_mark_to_card_and_back_without_a_request(companion: Companion, tmp_path: Path, browser: Any) -> None:
    path = tmp_path / "page.html"
    companion("export", "nso-2023", "--format", "html", "-o", str(path))
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.click("#s-7 [role=doc-noteref]")
    card = page.evaluate("document.querySelector(':target').id")
    assert card.startswith("card-critique-")
    page.click(f"#{card} [role=doc-backlink]")
    assert page.evaluate("document.querySelector(':target').id") == card.replace("card-", "h-")
    assert {address.partition("#")[0] for address in asked} == {path.as_uri()}
    assert said == []
    page.close()
