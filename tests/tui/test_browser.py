"""The screen in a browser: read, annotate and save over the websocket; a wrong token opens nothing."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from tests.measure.speed.screen import Screen
from tests.running import ROOT, Companion, process

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/[\w-]{40,}/")
PATIENCE = 40.0


@asynccontextmanager
async def served(*words: str) -> AsyncIterator[str]:
    """The address of `companion serve`, which runs in a process of its own."""
    command = [sys.executable, "-m", "companion", "serve", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        said = (await asyncio.wait_for(server.stdout.readline(), PATIENCE)).decode()
        found = ADDRESS.search(said)
        assert found, said
        assert "this machine only" in said
        yield found[0]
        server.terminate()
        assert await asyncio.wait_for(server.wait(), PATIENCE) == 0
        assert await server.stdout.read() == b"", "one line is all it says"
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()


class Page:
    """What a browser's terminal shows, and its keys."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket, self._screen = socket, Screen(36, 120)

    async def see(self, words: str) -> None:
        """Wait until the screen shows words."""
        wanted = re.compile(re.escape(words))
        async with asyncio.timeout(PATIENCE):
            while not self._screen.shows(wanted):
                message = await self._socket.receive()
                assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), f"closed before {words!r}"
                if message.type is WSMsgType.BINARY:
                    self._screen.feed(message.data)

    async def type(self, keys: str) -> None:
        await self._socket.send_str(json.dumps(["stdin", keys]))


async def test_read_annotate_and_save_in_a_browser() -> None:
    async with served("nso-2023") as address, ClientSession() as client:
        async with client.get(address) as response:
            page = await response.text()
            assert response.status == 200
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert response.headers["Referrer-Policy"] == "no-referrer"
        socket = re.search(r'data-session-websocket-url="([^"]+)"', page)
        assert socket is not None
        assert urlsplit(socket[1]).path == f"{urlsplit(address).path}ws"
        for part in re.findall(r'(?:src|href)="(http://127[^"]+)"', page):
            async with client.get(part) as response:
                assert response.status == 200, part
        async with client.ws_connect(f"{socket[1]}?width=120&height=36") as connection:
            terminal = Page(connection)
            await terminal.see("Questions 16")
            await terminal.type("a")
            await terminal.see("ctrl+s")
            await terminal.type("Seen from a browser.")
            await terminal.see("Seen from a browser.")
            await terminal.type("\x13")
            await terminal.see("saved")
    assert "Seen from a browser." in process("notes", "nso-2023").stdout


async def test_a_wrong_or_missing_token_opens_nothing() -> None:
    async with served("nso-2023") as address, ClientSession() as client:
        parts = urlsplit(address)
        base = f"{parts.scheme}://{parts.netloc}"
        wrong = [f"{base}/", f"{base}/ws", f"{base}/static/js/textual.js", f"{base}{parts.path[:-2]}x/", f"{base}/x/ws"]
        for url in wrong:
            async with client.get(url) as response:
                assert (response.status, "token" in await response.text()) == (403, True), url
        for url in (f"{base}/ws", f"{base}/{'x' * 43}/ws"):
            with pytest.raises(WSServerHandshakeError) as refused:
                await client.ws_connect(url)
            assert refused.value.status == 403
        async with client.get(address) as response:
            assert response.status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_other_addresses_are_refused(companion: Companion, host: str) -> None:
    ran = companion("serve", "nso-2023", "--host", host)
    assert (ran.code, ran.out) == (2, "")
    assert "--expose" in ran.err


def test_without_the_extra_it_is_said_what_to_install(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    ran = companion("serve", "nso-2023")
    assert ran.code == 1
    assert "pip install 'reading-companion[serve]'" in ran.err
