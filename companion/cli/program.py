"""Commands about the program itself: its keys, its settings' schema, completion in a shell, and the browser."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

import click

from companion.cli import completion
from companion.cli.output import say
from companion.store.paths import user_paths
from companion.store.settings import Settings, settings


@dataclass(frozen=True)
class KeyList:
    """What `keys` returns for `__main__` to print: the settings that change keys."""

    settings: Settings


@dataclass(frozen=True)
class BrowserScreen:
    """What `serve` returns for `__main__` to begin: the words after `companion read`, and where it listens."""

    words: tuple[str, ...]
    host: str
    port: int

    @property
    def who(self) -> str:
        """Those that reach the address."""
        return "this machine only" if is_loopback(self.host) else "everybody who reaches it, unencrypted"


@click.command()
def keys() -> KeyList:
    """Print every command of the screen: its name, the keys in force, the default where it is another.

    Under keys: in config.yaml a name gets other keys, as note.add: i or quit: "x,f10"; "" takes them away.
    """
    return KeyList(settings(user_paths()))


@click.command("completion")
@click.argument("shell", type=click.Choice(list(completion.SHELLS)))
@click.pass_context
def completion_script(context: click.Context, shell: str) -> int:
    """Print what a shell needs to complete commands, options, documents, layers and sections.

    For bash, put eval "$(companion completion bash)" into ~/.bashrc.
    """
    group = context.find_root().command
    assert isinstance(group, click.Group)
    say(completion.script(group, shell).splitlines())
    return 0


@click.command()
@click.argument("document", default="", shell_complete=completion.documents)
@click.option("with_", "--with", metavar="LAYER", multiple=True, help="Add a layer: file, folder or name.")
@click.option("--notes", metavar="DIR", default="", help="Where notebooks are (also: COMPANION_NOTES).")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=0, show_default="any that is free", type=click.IntRange(0, 65535), help="The port.")
@click.option("--expose", is_flag=True, help="Listen on an address that other machines reach, unencrypted.")
def serve(document: str, with_: tuple[str, ...], notes: str, host: str, port: int, expose: bool) -> BrowserScreen:
    """Show the screen in a browser of this machine, at an address with a token that nobody can guess.

    Needs textual-serve: pip install 'reading-companion[serve]'.
    """
    if document == "-":
        raise click.UsageError("standard input cannot be served; give a file")
    if not expose and not is_loopback(host):
        raise click.UsageError(f"{host} is reached by other machines; --expose allows it, and nothing is encrypted")
    words = [*(("--notes", notes) if notes else ()), *(word for layer in with_ for word in ("--with", layer))]
    return BrowserScreen((*words, *((document,) if document else ())), host, port)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
