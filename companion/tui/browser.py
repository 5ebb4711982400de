"""The screen in a browser, through textual-serve: on this machine, at an address with a token in it."""

from __future__ import annotations

import asyncio
import secrets
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from companion.model import CompanionError

if TYPE_CHECKING:
    from aiohttp.web import Application, Request, StreamResponse
    from textual_serve.server import Server

TOKEN_BYTES = 32
PATIENCE = 5.0
"""Seconds that the screens have to save and end when the server does."""
MISSING = "serve needs textual-serve; pip install 'reading-companion[serve]' brings it"
REFUSED = "The token in the address is missing or wrong.\n"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws:; frame-ancestors 'none'; base-uri 'none'"
)
"""What the page may load: nothing of other hosts, where textual-serve's own would fetch a font."""
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def serve(words: Sequence[str], *, host: str, port: int, who: str) -> int:
    """Serve `companion read WORDS` until the program is ended; the exit status. Raises CompanionError.

    `who` are those that reach the address, in words.
    """
    try:
        from textual_serve.server import Server
    except ImportError:
        raise CompanionError(MISSING) from None
    command = shlex.join([sys.executable, "-m", "companion", "read", *words])
    return asyncio.run(_run(Server(command, host, port, title="companion"), secrets.token_urlsafe(TOKEN_BYTES), who))


async def _run(server: Server, token: str, who: str) -> int:
    from aiohttp.web import AppRunner, TCPSite

    runner = AppRunner(await guarded(server, token), access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        try:
            await TCPSite(runner, server.host, server.port).start()
        except OSError as error:
            raise CompanionError(f"{server.host}, port {server.port}: {error.strerror or error}") from None
        address, number = runner.addresses[0][:2]
        name = f"[{address}]" if ":" in address else address
        print(f"companion is at http://{name}:{number}/{token}/ for {who}; ctrl+c ends it", flush=True)
        await _ended()
    finally:
        await runner.cleanup()
    return 0


async def _ended() -> None:
    """Wait for an interrupt."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    await ended.wait()


async def guarded(server: Server, token: str) -> Application:
    """The server's pages and its websocket under the token; every other address is refused."""
    from aiohttp import web

    @web.middleware
    async def guard(request: Request, handler: Callable[[Request], Awaitable[StreamResponse]]) -> StreamResponse:
        given = request.path.split("/")[1]
        if not secrets.compare_digest(given.encode("utf-8", "replace"), token.encode()):
            return web.Response(status=403, text=REFUSED)
        server.public_url = f"http://{request.host}"
        return await handler(request)

    async def mark(request: Request, response: StreamResponse) -> None:
        for name, value in HEADERS.items():
            response.headers[name] = value

    inner = await server._make_app()
    inner.on_startup.clear()  # it would print a banner
    app = web.Application(middlewares=[guard])
    app.on_response_prepare.append(mark)
    app.add_subapp(f"/{token}/", inner)
    return app
