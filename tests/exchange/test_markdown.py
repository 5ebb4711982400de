"""The Markdown page: every word in it is there again when it is parsed, and it has the newspaper shape."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from companion.documents.markdown.note import read_note
from companion.exchange.markdown import write
from companion.exchange.markdown_text import escaped, note_lines
from companion.model import Annotation, Answer, Layer, Question, Quote
from tests.exchange import exports
from tests.making import written
from tests.running import Companion, harmless

SIGNS = "\\`*_{}[]()<>#+-.!|~&$^=%@:;\"'/ \n1a é語"
TEXT = st.lists(
    st.sampled_from([*SIGNS, "==", "%%", "[[", "](", "&amp;", "<b>", "```", "1. ", "~~", "\n\n", "    "])
).map("".join)


def words_of(markdown: str) -> str:
    """All words of a Markdown text, as a program that shows it has them."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found: list[str] = []
    for token in parser.parse(markdown):
        if token.type in ("fence", "code_block", "html_block"):
            found.append(token.content)
        for child in token.children or ():
            assert child.type != "html_inline", markdown
            found.append(" " if child.type in ("softbreak", "hardbreak") else child.content)
        found.append(" ")
    return "".join(found)


def bare(text: str) -> str:
    return "".join(text.split())


@given(TEXT)
@example("1. no list")
@example("- no item")
@example("==marked== %%hidden%% #tag ^id [[link]] @who")
@example("Title\n===")
def test_an_escaped_text_says_just_itself(text: str) -> None:
    line = escaped(text)
    assert "\n" not in line
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(line)
    assert {token.type for token in parsed} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in parsed for child in token.children or ()} <= {"text", "text_special"}
    assert bare(words_of(line)) == bare(text)


@given(TEXT)
@example("*a*b*")
@example("[x](javascript:alert(1)) ![i](http://a.b/c.png) <script>x</script>")
@example("> q\n\n- a\n    - b\n\n```\ncode `x`\n```\n")
@example("`` ` ``")
def test_a_note_says_the_same_words_again(text: str) -> None:
    again = "\n".join(note_lines(text))
    notices = [block.marker for block in read_note(text).blocks if block.kind == "notice"]
    assert bare(words_of(again)) == bare(read_note(text).text + "".join(f"[{notice}]" for notice in notices))


def test_the_page_has_the_newspaper_shape(companion: Companion, tmp_path: Path) -> None:
    report, lens = written(tmp_path)
    ran = companion("export", str(report), "--format", "markdown", "--with", str(lens))
    assert (ran.code, ran.err) == (0, "")
    assert harmless(ran.out)
    order = ["# Annual Report", "## Audits", "“A yearly on-site audit", "report.md §audits ¶1", "**Omission**"]
    order += [
        "Evidence for: Who audits? (evaded)",
        "## Customers",
        "## Checklist",
        "| Who audits? | evaded (B. Reader)",
    ]
    order += ["## Not placed", "Our clients are vetted"]
    positions = [ran.out.index(words) for words in order]
    assert positions == sorted(positions)
    assert "looked for and not found: auditor" in ran.out


def test_one_question_with_all_its_evidence(companion: Companion) -> None:
    out = companion("export", "nso-2023", "--format", "markdown", "--question", "audit-scope").out
    assert "Periodic on-site audit" in out or "eriodic on-site audit" in out
    assert out.count("\n## ") == 1
    assert "### Evidence" in out
    ran = companion("export", "nso-2023", "--format", "markdown", "--question", "nothing")
    assert (ran.code, ran.out) == (1, "")
    assert "questions/audit-scope" in ran.err


def test_obsidian_and_pandoc(companion: Companion, tmp_path: Path) -> None:
    out = companion("export", "nso-2023", "--format", "markdown", "--for", "obsidian").out
    head = yaml.safe_load(out.split("---")[1])
    assert head["author"] == "NSO Group"
    assert "audit" in " ".join(head["tags"])
    assert all(" " not in tag for tag in head["tags"])
    assert "\n> [!quote] \\[nso-2023 §framing ¶3\\]\n" in out
    assert "\n\n^critique-c01\n\n" in out
    out = companion("export", "nso-2023", "--format", "markdown", "--for", "pandoc", "--section", "closing").out
    assert yaml.safe_load(out.split("---")[1])["references"][0]["type"] == "report"
    assert "[@nso-2023, §closing ¶" in out


def test_a_file_is_written_whole_and_never_over_another(companion: Companion, tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    args = ("export", "nso-2023", "--format", "markdown", "-o", str(target))
    assert companion(*args).out == f"28 annotations and 16 questions written to {target}\n"
    first = target.read_bytes()
    assert first == companion(*args[:4]).out.encode()
    target.write_text("mine")
    ran = companion(*args)
    assert (ran.code, ran.out, target.read_text()) == (1, "", "mine")
    assert "--force" in ran.err
    assert companion(*args, "--force").code == 0
    assert target.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


@pytest.mark.parametrize("target", ["/dev/full", "/dev/null", ".", "nowhere/page.md"])
def test_what_is_no_place_for_a_file_is_told(companion: Companion, tmp_path: Path, target: str) -> None:
    name = str(tmp_path / target)
    ran = companion("export", "nso-2023", "--format", "markdown", "-o", name, "--force")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


def test_a_full_disk_leaves_no_half_file(companion: Companion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    target = tmp_path / "page.md"
    target.write_text("before")
    write = os.write
    written_: list[int] = []

    def full(descriptor: int, data: bytes) -> int:
        if written_:
            raise OSError(errno.ENOSPC, "No space left on device")
        written_.append(1)
        return write(descriptor, data[:10])

    monkeypatch.setattr(os, "write", full)
    ran = companion("export", "nso-2023", "--format", "markdown", "-o", str(target), "--force")
    monkeypatch.undo()
    assert ran.code == 1
    assert "the disk is full" in ran.err
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_replies_stand_under_what_they_answer_or_name_it() -> None:
    note = Annotation("a", Quote("No customer is named anywhere"), note="one")
    reply = Annotation("r", replies_to="lens/a", note="two", author="C.")
    lens, own = Layer("lens", annotations=(note,)), Layer("me", annotations=(reply,))
    text = write(exports.exported(lens, own))
    assert "\none\n\n> **note** · C.\n>\n> two\n" in text
    alone = write(exports.exported(own, known=(lens,)))
    assert "a reply to lens/a, which is not on this page" in alone


def test_differing_verdicts_are_told() -> None:
    lens = Layer("lens", questions=(Question("q", "Who?"),))
    readers = [Layer(name, answers=(Answer("1", "lens/q", said),)) for name, said in (("a", "evaded"), ("b", "open"))]
    text = write(exports.exported(lens, *readers))
    assert "| *differ* | evaded (a) |" in text
    assert "*differ*" not in write(exports.exported(lens, readers[0]))
