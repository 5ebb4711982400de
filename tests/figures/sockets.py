"""Network sockets that a whole session opens: `python -m tests.figures.sockets`.

Every command, and the screen with its notes, questions, palette, editor and help, run under strace, which sees the
system calls of all processes started. Where strace may not trace, Python's own audit hook looks instead, and the
output says so: that sees what Python code does, and nothing below it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from companion.cli import commands as known
from tests.figures.store_common import Figures
from tests.figures.surfaces_pty import Plain, folders
from tests.running import ROOT

_COMPANION = ("-m", "companion")
_CALL = re.compile(r"\b(socket|connect)\(.*")
_LOCAL = re.compile(r"\bsocket\(AF_UNIX|\bconnect\(\d+, \{sa_family=AF_UNIX|\(AF_UNIX|resumed>")
_HOOK = """
import runpy, sys
log = open(sys.argv.pop(1), "a")
def look(event, args):
    if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        print(event, args, file=log, flush=True)
sys.addaudithook(look)
sys.argv[0] = "companion"
runpy.run_module("companion", run_name="__main__")
"""
PLAIN = "## One\n\nSee <https://example.org/> and [this](http://example.org/x.png).\n\n![p](http://example.org/i.png)\n"
FORMS = ("markdown", "html", "layer", "webannotation", "hypothesis", "csv")
SCRIPT = (
    ("]", "]", "j", "j", ")", "+", "-", "v", "w", "<esc>", ".", ",", "<cr>", "<tab>", "<tab>"),
    ("a", "A note with https://example.org in it.", "<c-s>", "e", " More.", "<c-s>", "d", "u", "<c-r>", "y"),
    ("A", "absent", "<c-s>", "c", "4", "e", "Why?", "<c-s>", "l", "<cr>", "c"),
    ("/", "the", "<cr>", "n", "N", "<esc>"),
    (":", "theme", "<esc>", ":", "keys", "<cr>", "<esc>", "?", "<esc>", "a", "x", "<c-o>", "<esc>", "<pgdn>", "b"),
)
"""Keys of the session, in the order of reading, notes, questions, searching and the rest."""


def documents(folder: Path) -> list[str]:
    """A document full of addresses, in each text format that is read without a worker."""
    made = []
    for name in ("links.md", "links.txt", "links.html"):
        (folder / name).write_text(PLAIN)
        made.append(str(folder / name))
    return made


def commands(folder: Path) -> Iterator[list[str]]:
    """Every command without a screen."""
    for each in ("nso-2023", *documents(folder)):
        yield ["show", each]
        yield ["show", each, "--format", "json"]
        yield ["note", each, "--document", "--text", "A note."]
        yield ["notes", each, "--format", "json"]
        for form in FORMS if "export" in known.commands else ():
            yield ["export", each, "--format", form]
    yield ["anchors", "nso-2023", "critique", "questions"]
    yield ["check", str(ROOT / "annotations" / "nso-2023")]
    yield from (["list"], ["where"], ["purge", "nso-2023", "--yes"], ["forget", "nso-2023"])


class Watch:
    """How a command is watched; `calls` are those that were seen in all."""

    def __init__(self, log: Path, *, strace: bool) -> None:
        self.log, self.strace = log, strace

    def around(self, *args: str) -> list[str]:
        if self.strace:
            trace = ["strace", "-f", "-qq", "-A", "-e", "trace=socket,connect", "-o", str(self.log)]
            return [*trace, sys.executable, *_COMPANION, *args]
        return [sys.executable, "-c", _HOOK, str(self.log), *args]

    def calls(self) -> list[str]:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [line for line in lines if not self.strace or _CALL.search(line)]

    def network(self) -> list[str]:
        """What is no socket within this machine."""
        return [line for line in self.calls() if not _LOCAL.search(line)]


def may_trace() -> bool:
    """Whether strace is here and may look at a child."""
    if shutil.which("strace") is None:
        return False
    ran = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, timeout=20, check=False)
    return ran.returncode == 0


def sees(watch: Watch) -> bool:
    """Whether a socket that is opened is seen: else the figure could not be anything but 0."""
    opens = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    command = watch.around()
    if watch.strace:
        command = [*command[: -len(_COMPANION) - 1], sys.executable, "-c", opens]
    else:
        hook = _HOOK.rpartition("sys.argv[0]")[0] + opens
        command = [sys.executable, "-c", hook, str(watch.log)]
    subprocess.run(command, timeout=30, check=True)
    found = len(watch.network()) == 1
    watch.log.unlink()
    return found


def session(watch: Watch, folder: Path, *, short: bool) -> int:
    """Run everything; how many programs that were. `short` leaves out most commands."""
    ran = 0
    with folders() as env:
        env |= {"EDITOR": "true"}
        wanted = list(commands(folder))
        for command in wanted[:: 9 if short else 1]:
            with Plain(watch.around(*command), env=env) as term:
                assert term.ended(60) is not None, command
                assert b"Traceback" not in term.output, term.output.decode()
            ran += 1
        for document in ["nso-2023", *([] if short else documents(folder))]:
            with Plain(watch.around(document), env=env, rows=36, columns=120) as term:
                term.until("▸")
                term.settle(1.0, 3)
                for keys in SCRIPT:
                    term.keys(*keys)
                term.leave()
                assert term.status == 0, (document, term.status)
            ran += 1
    return ran


def measure(figures: Figures, *, short: bool = False) -> None:
    with tempfile.TemporaryDirectory() as top:
        watch = Watch(Path(top) / "calls", strace=may_trace())
        how = "strace" if watch.strace else "an audit hook, since strace may not trace here"
        figures.say("a socket opened on purpose is seen", "yes", "yes", sees(watch))
        ran = session(watch, Path(top), short=short)
        found = watch.network()
        figures.say(f"network sockets opened in {ran} programs, by {how}", len(found), "0", not found)
        for line in found[:10]:
            print(f"  {line}")


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    figures = Figures()
    measure(figures)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
