"""The process that reads strangers' documents: what it may do, and what is made of whatever comes from it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from companion.documents import read_document, sandbox
from companion.documents.sandbox import Origin, read_sandboxed
from companion.documents.sandbox.process import Ending
from companion.model import Document, Unreadable
from tests.documents.books import epub, page
from tests.documents.impostors import format_named, impostor
from tests.running import ROOT, harmless

GOOD = r"""say('A["T","",[],false]'); say('P[["paragraph","Good words.",0,"","",[]]]')"""
Misbehaving = Callable[..., Document]


@pytest.fixture
def misbehaving(tmp_path: Path) -> Misbehaving:
    """Reads a document with a process that does something else instead; `say` in it writes a line."""

    def read(code: str, kind: str = "html", cancelled: Callable[[], bool] | None = None) -> Document:
        with impostor(tmp_path, code):
            return read_sandboxed(b"x", Origin(format_named(kind), "a", "sha256:0"), None, cancelled, None)

    return read


def told(document: Document) -> list[str]:
    section = document.section(0)
    return [section.words(block) or block.marker for block in section.blocks]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit(3)", "the rest could not be read: the program that reads this format failed there"),
        ("os.kill(os.getpid(), 11)", "the rest could not be read: the program that reads this format failed there"),
        ("time.sleep(30)", "the rest could not be read: it takes too long"),
        ("os.close(1); time.sleep(30)", "the rest could not be read: the program that reads this format failed there"),
        ("while True: say('G[1,2,0,true]'); time.sleep(0.01)", "the rest was not read: reading takes too long"),
        ("while True: os.write(1, b'N\"' + b'x' * 60000 + b'\"\\n')", "the rest was not read: there is too much text"),
        ("while True: os.write(1, b'x' * 60000)", "the rest was not read: there is too much text"),
        (
            """say('F["it needs too much","split it"]'); say('E0')""",
            "the rest could not be read: it needs too much; split it",
        ),
    ],
)
def test_however_reading_ends_what_was_read_is_shown_and_the_rest_is_said(
    misbehaving: Misbehaving, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    monkeypatch.setattr(sandbox, "QUIET", 1.0)
    monkeypatch.setattr(sandbox, "_LEAST", 2.0)
    monkeypatch.setattr(sandbox, "_OUTPUT_LEAST", 2_000_000)
    started = time.monotonic()
    document = misbehaving(f"{GOOD}; \n{code}")
    assert told(document) == ["Good words.", said]
    assert f"{said[0].upper()}{said[1:]}." in document.notices
    assert time.monotonic() - started < 10


def test_where_nothing_was_read_the_reason_is_the_refusal(misbehaving: Misbehaving) -> None:
    with pytest.raises(Unreadable, match=r"^the program that reads this format failed there$"):
        misbehaving("sys.exit(1)")
    with pytest.raises(Unreadable, match=r"^there is no text in it$"):
        misbehaving("say('E0')")


def test_what_comes_is_cleaned_again_and_cut_to_its_range(misbehaving: Misbehaving) -> None:
    document = misbehaving(
        r"""
say('A["\\u001b]0;x\\u0007 title","",[["a","b\\u202e"]],false]')
say('N"\\u202e notice"')
say('H[99,"\\u001b[2J Heading",["heading","Hea\\u0007ding",-5,"3","",' +
    '[[0,99,"strong","\\u001b"],[5,2,"strong",""]]]]')
say('P[["paragraph","te\\u001b[31mxt\\ud83d",0,"","",[]]]')
say('E0')
"""
    )
    section = document.section(0)
    texts = [section.text, section.title, document.title, *document.notices, *(mark.target for mark in section.marks)]
    assert all(map(harmless, [*texts, *(word for fact in document.facts for word in fact)]))
    assert section.text == "Hea␇ding\n\nte␛[31mxt\ufffd"
    assert document.headings[0].level == 6
    assert [(mark.start, mark.end) for mark in section.marks] == [(0, 8)]


@pytest.mark.parametrize("line", ["P7", "Pno JSON", 'G["x",null,0,true]', "X[1]", "", 'P[[[],"",0,"","",[]]]', 'H"x"'])
def test_what_is_no_message_ends_reading_and_the_rest_is_said(misbehaving: Misbehaving, line: str) -> None:
    document = misbehaving(f"{GOOD}; say({line!r}); say('E0')")
    assert told(document) == ["Good words.", f"the rest could not be read: {Ending.DAMAGED.value}"]


def test_a_page_at_which_messages_are_damaged_is_left_out(misbehaving: Misbehaving) -> None:
    """The second process is asked to skip it, and reads the rest."""
    code = """
say('A["T","",[],false]'); say('G[0,3,0,false]'); say('P[["paragraph","One.",0,"","",[]]]'); say('G[1,3,1,false]')
say('X' if len(asked) == 0 else 'P[["notice","",0,"' + asked[0][1] + '","",[]]]'); say('E0')
"""
    document = misbehaving(code, "epub")
    assert [block.marker for block in document.section(1).blocks] == [Ending.DAMAGED.value]


def test_headings_without_a_text_are_shown_and_the_rest_is_said(misbehaving: Misbehaving) -> None:
    document = misbehaving("""say('H[2,"a",null]'); say('X')""")
    assert [heading.title for heading in document.headings] == ["a"]
    assert told(document) == [f"the rest could not be read: {Ending.DAMAGED.value}"]


def test_reading_is_given_up_at_once(misbehaving: Misbehaving) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="opening was cancelled"):
        misbehaving(f"{GOOD}; time.sleep(30)", cancelled=lambda: time.monotonic() > started + 0.3)
    assert time.monotonic() - started < 5


def test_a_process_that_cannot_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.documents.sandbox.process.sys", SimpleNamespace(executable="/nowhere/python"))
    with pytest.raises(Unreadable, match=r"a\.html: the process that reads it cannot be started: No such file"):
        read_document(b"<p>x", "x", file="a.html")


def test_it_is_told_nothing_about_the_reader(misbehaving: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    code = """import json; say('P[["paragraph",' + json.dumps(' '.join(os.environ)) + ',0,"","",[]]]'); say('E0')"""
    names = set(misbehaving(code).section(0).text.split())
    assert names <= {"PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "LC_CTYPE"}
    assert "PYTHONPATH" in names


LIMITED = """
import os, resource, socket, subprocess, sys
from companion.documents.sandbox.worker import MEMORY, limit
limit()
def refused(what):
    try:
        what()
    except (PermissionError, MemoryError) as error:
        return type(error).__name__
    return "done"
print(refused(lambda: open(sys.argv[1], "w")), refused(lambda: os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)))
print(refused(socket.socket), refused(lambda: subprocess.run(["true"])))
print(refused(os.fork), refused(lambda: os.system("true")))
print(refused(lambda: bytearray(MEMORY)) if resource.getrlimit(resource.RLIMIT_AS)[0] == MEMORY else "MemoryError")
print(refused(lambda: open("/dev/null").close()))
"""


def test_it_writes_nothing_starts_nothing_and_reaches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "written"
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert ran.stdout == "PermissionError PermissionError\n" * 3 + "MemoryError\ndone\n"
    assert not file.exists()


def test_progress_is_told_and_the_beginning_keeps_its_sections() -> None:
    body = "".join(f"<h2>Part {number}</h2>" + "<p>Some words of a paragraph.</p>" * 60 for number in range(60))
    told: list[tuple[int, int]] = []
    shown: list[Document] = []
    document = read_document(
        f"<h1>Title</h1><p>Before.{body}".encode(),
        "a.html",
        progress=lambda done, of: told.append((done, of)),
        preview=shown.append,
    )
    assert told == sorted(told)
    assert told[-1][0] <= told[-1][1] == 100
    (beginning,) = shown
    assert len(beginning) < len(document) == 121
    assert beginning.title == document.title == "Title"
    for index in range(len(beginning)):
        mine, theirs = beginning.section(index), document.section(index)
        assert (mine.id, mine.text, mine.blocks) == (theirs.id, theirs.text, theirs.blocks)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>A</h1><p>a<h1>B</h1><p>b",
        "<p>first<h1>A</h1><p>a<h2>B</h2><p>b",
        "<h1>A</h1><h2>B</h2><p>b<h2>B</h2><p>c",
        "<h2>A</h2><p>a<h1>B</h1><p>b<h2>A</h2><p>c",
        "<h1>A</h1><p>a<h2>B</h2><p>b",
    ],
)
def test_the_beginning_has_the_ids_of_the_whole(body: str) -> None:
    shown: list[Document] = []
    book = epub({"a.xhtml": page(body), "b.xhtml": page("<p>more<h1>C</h1><p>c"), "c.xhtml": page("<h1>A</h1><p>d")})
    for data in (body.encode(), book):
        shown.clear()
        document = read_document(data, "page.html", preview=shown.append)
        for beginning in shown:
            known = [heading.id for heading in beginning.headings]
            assert known == [heading.id for heading in document.headings][: len(known)]
            titles = {heading.id: heading.title for heading in document.headings}
            titles["start"] = beginning.title  # as far as it is known by then
            assert [titles[heading.id] for heading in beginning.headings] == [each.title for each in beginning.headings]
            assert beginning.section(0).text.startswith(document.section(0).text[:5])
        assert shown
