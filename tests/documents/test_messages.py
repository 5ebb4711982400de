"""Messages of the reading process: whatever a line holds is a checked value or our own error, and all is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from companion.documents import messages, protocol, sandbox
from companion.documents.messages import Damaged, HeadingMessage, Message, Overfull, PartMessage, StepMessage, message
from companion.documents.protocol import Emitter
from companion.documents.sections import HeadedText, Piece, plan
from companion.model import Mark, Unreadable
from tests.measure import messages as measure
from tests.measure.messages import REAL, STREAM, fuzz, listened, wrong_with

VALUES: tuple[Any, ...] = (None, True, 1, 1.5, "x", [], {}, [[]], {"a": 1}, [None] * 6, ["x", "y"], [1, 2, 3, 4])


def places(value: Any) -> list[list[int]]:
    """The way to every part of a value."""
    inner = [[at, *way] for at, part in enumerate(value) for way in places(part)] if isinstance(value, list) else []
    return [[], *inner]


def put(value: Any, way: list[int], other: Any) -> Any:
    if not way:
        return other
    return [put(part, way[1:], other) if at == way[0] else part for at, part in enumerate(value)]


@pytest.mark.parametrize(("letter", "value"), REAL)
def test_any_value_in_any_place_is_a_good_message_or_our_own_error(letter: str, value: Any) -> None:
    assert not wrong_with(message(f"{letter}{json.dumps(value)}".encode()))
    for way in places(value):
        for other in VALUES:
            try:
                one = message(f"{letter}{json.dumps(put(value, way, other))}".encode())
            except (Damaged, Overfull):
                continue
            assert not wrong_with(one), (way, other)


@pytest.mark.parametrize(
    "line",
    [b"", b"P", b"P[NaN]", b"E" + b"9" * 5000, b'N"\xff"', b"P" + b"[" * 100_000, b"N" + b'{"a":' * 50_000, b"E1.0"],
)
def test_what_is_no_message_is_damaged(line: bytes) -> None:
    with pytest.raises(Damaged):
        message(line)


@pytest.mark.parametrize(
    "line",
    [
        b'N"' + b"x" * protocol.LINE + b'"',
        b"P[" + b",".join([b'["item","a",0,"","",[]]'] * (protocol.PIECES + 1)) + b"]",
        b'P[["item","a",0,"","",[' + b",".join([b'[0,1,"link",""]'] * (protocol.MARKS + 1)) + b"]]]",
        b'A["","",[' + b",".join([b'["a","b"]'] * (protocol.FACTS + 1)) + b"],false]",
    ],
)
def test_a_line_holds_only_so_much(line: bytes) -> None:
    with pytest.raises(Overfull):
        message(line)


PART = PartMessage((Piece("item", "ab", (Mark(0, 1, "strong"), Mark(1, 2, "strong"))),))


@pytest.mark.parametrize(
    ("limit", "one"),
    [
        ("SECTIONS", PartMessage(())),
        ("SECTIONS", HeadingMessage(1, "", None)),
        ("TITLES", HeadingMessage(1, "a", None)),
        ("ELEMENTS", PART),
        ("NOTICES", messages.NoticeMessage("a")),
        ("NOTICES", messages.FailureMessage("a", "b")),
        ("STEPS", StepMessage(0, 1, 0, False)),
    ],
)
def test_a_document_holds_only_so_much(monkeypatch: pytest.MonkeyPatch, limit: str, one: Message) -> None:
    monkeypatch.setattr(messages, limit, 6)
    tally, enough = messages.Tally(), 3 if limit == "ELEMENTS" else 6
    for _ in range(enough):
        tally.take(one)
    with pytest.raises(Overfull):
        tally.take(one)


def test_what_an_emitter_sends_is_never_too_much() -> None:
    lines: list[bytes] = []
    emitter = Emitter(lines.append)
    emitter.heading(1, "t" * 5_000, Piece("heading", "long " * 100_000), {})
    marks = tuple(Mark(at, at + 1, "link", "http://x.y/" + "z" * 7_000) for at in range(300))
    emitter.piece(Piece("paragraph", "word " * 100, marks), {"a": [Piece("item", "note", marks[:3])] * 3_000})
    emitter.piece(Piece("paragraph", "word", (Mark(0, 2, "link", "data:" + "z" * 9_000), Mark(2, 3, "strong"))))
    emitter.end()
    taken = [message(line.rstrip(b"\n")) for line in lines]
    pieces = [piece for one in taken if isinstance(one, PartMessage) for piece in one.pieces]
    heading = next(one for one in taken if isinstance(one, HeadingMessage))
    assert heading.piece is not None
    kinds = [piece.kind for piece in pieces]
    texts = [heading.piece.text, *(piece.text for piece in pieces if piece.kind == "heading")]
    assert " ".join(texts).split() == ["long"] * 100_000
    assert kinds.count("item") == 3_000
    assert [len(piece.marks) for piece in pieces if piece.kind == "paragraph"] == [0, 1]
    assert [one.what for one in taken if isinstance(one, messages.NoticeMessage)] == [
        "301 links and styles of words are not shown: they are too long or too many."
    ]


def test_contents_are_not_made_for_ever() -> None:
    with pytest.raises(Unreadable, match="putting its headings in order takes too long"):
        plan([HeadedText(0, "", "", 0), HeadedText(2, "a", "", 1)], deadline=0.0)


def test_random_messages_are_taken_or_refused() -> None:
    found = fuzz(STREAM * 40, seed=3)
    assert set(found) == {"taken", "refused"}
    assert found["taken"] > STREAM * 2


WORSE: dict[str, Callable[..., Any]] = {
    "_row": lambda value, length: value,
    "_list": lambda value, most: value,
    "_text": lambda value: value,
    "_words": lambda value: value,
    "_number": lambda value, most: value,
    "_flag": lambda value: value,
    "_one_of": lambda known, value: value,
    "clean": lambda text: text,
}


@pytest.mark.parametrize("check", WORSE)
def test_a_check_that_is_left_out_is_seen(monkeypatch: pytest.MonkeyPatch, check: str) -> None:
    monkeypatch.setattr(messages, check, WORSE[check])
    assert set(fuzz(STREAM * 40, seed=3)) - {"taken", "refused"}


@pytest.mark.parametrize("name", ["empty parts", "headings", "a line of empty lists", "notices"])
def test_who_talks_without_end_is_not_listened_to_for_ever(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for limit in ("SECTIONS", "NOTICES"):
        monkeypatch.setattr(messages, limit, 2_000)
    found = listened(name, 1)
    assert "there is too much text" in found["said"]
    assert not found["wrong"]


def test_parts_that_are_not_counted_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages.Tally, "take", lambda self, one: None)
    monkeypatch.setattr(sandbox, "_LEAST", 2.0)
    monkeypatch.setattr(measure, "SECTIONS", 2_000)
    assert "sections" in listened("empty parts", 1)["wrong"]
