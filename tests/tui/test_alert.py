"""The rows over the status line: nothing in them is hidden without a word, and nothing goes away unseen."""

from __future__ import annotations

import re

import pytest

from tests.tui.driving import running

LONG = [" ".join(f"m{message}w{word:03}" for word in range(60)) for message in range(4)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 10)])
async def test_all_of_every_message_is_shown_before_it_can_go_away(size: tuple[int, int]) -> None:
    async with running(size=size) as screen:
        alert, seen = screen.app.reader.alert, set[str]()
        for text in LONG:
            screen.app.notify(text, severity="error")
        await screen.settled()
        for _ in range(200):
            if not alert.display:
                break
            shown = screen.text("alert")
            seen.update(re.findall(r"m\dw\d{3}", shown))
            assert alert.size.height <= max(size[1] // 3, 2)
            assert ("more row" in shown) == (alert.top + alert.size.height < alert.count())
            await screen.press("escape")
            await screen.settled()
        assert not alert.display
        assert seen == set(" ".join(LONG).split())


async def test_a_message_pushed_out_by_others_stays_whatever_key_comes() -> None:
    async with running(size=(80, 24)) as screen:
        screen.app.notify(LONG[0], severity="error")
        await screen.settled()
        for text in LONG[1:]:
            screen.app.notify(text, severity="error")
        await screen.settled()
        await screen.press("j", "escape")
        assert "m0" not in screen.text("alert")
        for _ in range(20):
            await screen.press("escape")
            await screen.settled()
            if "m0w000" in screen.text("alert"):
                return
        raise AssertionError("it was taken away unseen")
