"""The figure programs of safety in small; their long runs are commands of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.measure import fast_keys, markup, sockets, surfaces
from tests.measure.figures import Figures
from tests.measure.surfaces_names import SURFACES
from tests.measure.surfaces_payloads import scan
from tests.measure.surfaces_tour import KINDS, tour

SOME = ("[/]", "[@click=app.quit]x[/]", "[bold]x[/italic]", "[link=http://x]y[/link]")


@pytest.mark.parametrize("world", KINDS)
def test_nothing_forbidden_reaches_a_terminal_from_any_surface_and_all_of_it_is_shown(world: str) -> None:
    result = surfaces.screen_session("some", world)
    assert not result.forbidden
    assert not result.missing
    assert result.painted == sum(len(stop.wants) for stop in tour(world, 3))


def test_every_surface_has_a_stop_where_it_is_painted() -> None:
    painted = {mark.surface for kind in KINDS for stop in tour(kind, 1) for mark in stop.wants}
    assert painted == set(SURFACES)


def test_without_the_line_filter_it_would() -> None:
    result = surfaces.screen_session("some", "notebooks", "open")
    assert {"U+001B", "U+0080", "U+202E"} <= set(result.forbidden)


def test_nothing_forbidden_reaches_a_terminal_from_random_files(tmp_path: Path) -> None:
    found, painted, total = surfaces.fuzzed(40_000, tmp_path, 7)
    assert not found.forbidden
    assert painted == total == 5


@pytest.mark.parametrize(
    ("output", "forbidden"),
    [
        (b"a\x1b[1;2Hb\x1b[38;2;1;2;3mc\x1b[0m\x1b[?2026h", []),
        (b"a\x1b", ["U+001B"]),
        (b"\x1b]52;c;RVZJTA==\x07", ["U+001B", "U+0007"]),
        (b"\x1b[2J", ["U+001B"]),
        (b"\x1b[?1049l", ["U+001B"]),
        ("\x9b2J".encode(), ["U+009B"]),
        (b"a\x9b", ["bad UTF-8"]),
        (b"a\r\nb", ["U+000D", "U+000A"]),
        ("\u202e".encode(), ["U+202E"]),
    ],
)
def test_the_scan_sees_what_is_forbidden(output: bytes, forbidden: list[str]) -> None:
    assert scan(output).forbidden == dict.fromkeys(forbidden, 1)


def test_markup_in_any_text_neither_crashes_nor_lives_and_is_shown_as_it_stands() -> None:
    for found in markup.tried(SOME):
        assert (found.crash, found.live, found.missing) == ("", set(), []), found.kind
        assert found.wanted >= len(SOME)


def test_no_network_socket_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    figures = Figures()
    sockets.measure(figures, short=True)
    assert not figures.failed, capsys.readouterr().out


def test_fast_keys_leave_on_disk_what_is_shown() -> None:
    result = fast_keys.measured(4, seed=1)
    assert (result.paces.total(), result.different, result.unwritten) == (4, 0, 0)
    assert result.files >= 4


@pytest.mark.parametrize("worse", ["early", "two"])
def test_a_saver_that_tells_early_or_two_at_once_would_be_noticed(worse: str) -> None:
    found = (fast_keys.measured(4, seed, worse) for seed in range(1, 7))  # of four, chance may spare all
    assert any(result.different or result.unwritten for result in found)
