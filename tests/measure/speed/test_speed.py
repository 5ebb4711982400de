"""The speed programs themselves: the terminal they look through, and that a missed goal is told."""

from __future__ import annotations

import re
import sys

import pytest

from tests.measure.speed.rounds import Goal, bounded, judge, rounds
from tests.measure.speed.screen import Screen
from tests.measure.speed.terminal import Term, keys
from tests.measure.speed.texts import hostile, markdown, mixed, plain


def test_a_goal_is_met_missed_or_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    figures = {"floor": [10.0, 11.0, 9.0], "ours": [19.0, 21.0, 20.0], "none": []}
    assert judge(figures, [Goal("ours", "floor", 2)])
    assert not judge(figures, [Goal("ours", "floor", 1.9)])
    assert not judge(figures, [Goal("none", "floor", 9)])
    out = capsys.readouterr().out
    assert "figure: ours / floor = 2.00; medians 20.0 and 10.0 ms of 3 and 3, worst 21.0 (goal: at most 2) met" in out
    assert "MISSED" in out
    assert "not measured" in out


def test_a_bound_is_met_missed_or_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert bounded("memory", [3.0, 5.0, 4.0], 4, "MB")
    assert not bounded("memory", [3.0, 5.0, 4.0], 3.9, "MB")
    assert not bounded("memory", [], 4, "MB")
    out = capsys.readouterr().out
    assert "figure: memory = 4.00 MB; 3 runs, worst 5.00 (goal: at most 4) met" in out
    assert "MISSED" in out
    assert "not measured" in out


def test_each_is_measured_every_round_in_shuffled_order_after_one_to_warm_up() -> None:
    order: list[str] = []

    def measure(name: str) -> list[float]:
        order.append(name)
        return [float(len(order))]

    figures = rounds({"a": lambda: measure("a"), "b": lambda: measure("b")}, 20)
    assert {name: len(values) for name, values in figures.items()} == {"a": 20, "b": 20}
    assert len(order) == 42
    assert {tuple(order[index : index + 2]) for index in range(0, 42, 2)} == {("a", "b"), ("b", "a")}


def test_what_fails_is_not_tried_again() -> None:
    answers = iter([[1.0], [2.0], []])
    figures = rounds({"fails": lambda: next(answers), "works": lambda: [1.0]}, 5)
    assert figures == {"fails": [], "works": [1.0] * 5}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"one\r\ntwo", "one\ntwo"),
        (b"\x1b[2;3Hx", "\n  x"),
        (b"abc\x1b[2J\x1b[Hd", "d"),
        (b"abc\x1b[1D\x1b[K", "ab"),
        (b"\x1b[31mred\x1b[0m", "red"),
        ("wide 漢字 e\u0301".encode(), "wide 漢字 e"),
        (b"\x1b]0;title\x07text", "text"),
        (b"\x1b[?1049hin", "in"),
        (b"1\r\n2\r\n3\r\n4\r\n5", "2\n3\n4\n5"),
    ],
)
def test_the_screen_shows(written: bytes, shown: str) -> None:
    for cut in range(len(written)):
        screen = Screen(4, 12)
        screen.feed(written[:cut])
        screen.feed(written[cut:])
        assert re.sub(" +$", "", screen.text(), flags=re.MULTILINE).rstrip("\n") == shown


def test_colours_count_as_a_change() -> None:
    screen = Screen(2, 4)
    screen.feed(b"ab")
    before = screen.state()
    screen.feed(b"\x1b[H\x1b[7mab")
    assert screen.text() == "ab  \n    "
    assert screen.state() != before


def test_keys_are_what_a_terminal_sends() -> None:
    assert keys("a<cr><c-x><down>") == b"a\r\x18\x1b[B"
    assert keys("<down>", application=True) == b"\x1bOB"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="skipped: the terminal works on Linux only")
def test_a_program_is_timed_pressed_and_ended() -> None:
    code = "import sys\nprint('ready', flush=True)\nfor line in sys.stdin: print('got', line, flush=True)"
    with Term([sys.executable, "-u", "-c", code], give_up=2) as term:
        took = term.wait("ready")
        assert took is not None
        press = term.press("hello<cr>", "got hello")
        assert press.frame is not None
        assert press.size >= len("got hello")
        assert term.press("x<cr>", "never").frame is None
        term.send("\x04")
        assert term.ended() == 0


def test_the_document_measured_with_is_the_same_every_time() -> None:
    assert markdown(50_000) == markdown(50_000)
    assert 50_000 <= len(markdown(50_000)) < 70_000
    assert markdown(50_000).count(b"\n## ") > 3
    for make in (mixed, plain):
        assert make(50_000) == make(50_000)
        assert 50_000 <= len(make(50_000)) < 60_000
    assert {name for name, data in hostile().items() if len(data) < 200_000} == set()
