"""What a whole session does outside the reader's own folders: `python -m tests.measure.sockets`.

Every command, and the screen with its search, notes, questions, palette, editor, layers and help, run under strace,
which sees the system calls of all processes started: no network socket, no file written outside the folders that
`companion where` names, no document changed. Where strace may not trace, Python's own audit hook looks for sockets
instead, and the output says so: that sees what Python code does, and nothing below it.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from companion.cli.commands import group as known
from tests import making
from tests.documents import manual
from tests.measure.figures import Figures
from tests.measure.surfaces_pty import Plain, folders
from tests.measure.watch import Watch, may_trace
from tests.running import ROOT
from tests.store.common import below

PLAIN = "## One\n\nSee <https://example.org/> and [this](http://example.org/x.png).\n\n![p](http://example.org/i.png)\n"
FORMS = ("markdown", "html", "layer", "webannotation", "hypothesis", "csv")
SCRIPT = (
    ("]", "]", "j", "j", ")", "+", "-", "v", "w", "<esc>", ".", ",", "<cr>", "<tab>", "<tab>"),
    ("/", "the", "<cr>", "n", "N", "<esc>", "L", "<space>", "<space>", "<esc>", "t", "<cr>", "=", "u", "<esc>"),
    ("a", "A note with https://example.org in it.", "<c-s>", "e", " More.", "<c-s>", "d", "u", "<c-r>", "y"),
    ("A", "absent", "<c-s>", "c", "4", "e", "Why?", "<c-s>", "l", "<cr>", "c"),
    ("c", "f", "]", "j", "l", "E", "Because.", "<c-s>", "<esc>", "m", "m", "m", "B", "<esc>", "O", "<esc>"),
    (":", "theme", "<esc>", ":", "keys", "<cr>", "<esc>", "?", "<esc>", "a", "x", "<c-o>", "<esc>", "<pgdn>", "b"),
)
"""Keys of the session, in the order of reading, looking, notes, questions, a question in hand, lists, and the rest."""


def documents(folder: Path) -> list[str]:
    """A document full of addresses, a report with a layer that lost its places, and a manual in every other format."""
    (folder / "links.md").write_text(PLAIN)
    manual.write(folder, manual.chapters(2))
    making.written(folder)
    return [str(file) for file in sorted(folder.iterdir()) if file.suffix != ".yaml"]


def commands(made: Sequence[str], folder: Path) -> Iterator[list[str]]:
    """Every command without a screen."""
    for each in ("nso-2023", *made):
        yield ["show", each]
        yield ["show", each, "--format", "json", "--with", "nso-2023"]
        yield ["note", each, "--document", "--text", "A note."]
        yield ["notes", each, "--format", "json"]
        yield ["anchors", each, "nso-2023"]
        for form in FORMS if "export" in known.commands else ():
            yield ["export", each, "--format", form]
    yield ["check", str(ROOT / "annotations" / "nso-2023"), str(folder)]
    yield from (["list"], ["where"], ["purge", "nso-2023", "--yes"], ["forget", "nso-2023"])


def session(watch: Watch, env: dict[str, str], made: Sequence[str], folder: Path, *, short: bool) -> int:
    """Run everything on the documents made; how many programs that were. `short` leaves out most commands."""
    ran = 0
    for command in list(commands(made, folder))[:: 9 if short else 1]:
        with Plain(watch.around(*command), env=env) as term:
            assert term.ended(60) is not None, command
            assert b"Traceback" not in term.output, term.output.decode()
        ran += 1
    layer = str(next(folder.glob("*.yaml")))
    for document in ["nso-2023", *([] if short else made)]:
        with Plain(watch.around(document, "--with", layer), env=env, rows=36, columns=120) as term:
            term.until("not placed")
            term.settle(1.0, 3)
            for keys in SCRIPT:
                term.keys(*keys)
            term.leave()
            assert term.status == 0, (document, term.status)
        ran += 1
    return ran


def prints(folder: Path) -> dict[str, str]:
    """Every file in a folder and a digest of its bytes."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def measure(figures: Figures, *, short: bool = False) -> None:
    with tempfile.TemporaryDirectory() as top, folders() as env:
        watch = Watch(Path(top) / "calls", strace=may_trace())
        how = "strace" if watch.strace else "an audit hook, since strace may not trace here"
        own, kept = Path(env["HOME"]).parent, below(Path(top), "documents")
        made = documents(kept)
        before = prints(kept)
        figures.say("a socket opened on purpose is seen", "yes", "yes", watch.sees_sockets())
        ran = session(watch, {**env, "EDITOR": "true"}, made, kept, short=short)
        found = watch.network()
        figures.say(f"network sockets opened in {ran} programs, by {how}", len(found), "0", not found)
        written: list[str] = []
        if watch.strace:
            figures.say("a file made on purpose in a temporary folder is seen", "yes", "yes", watch.sees_files(own))
            written = watch.written(own)
            what = f"files written outside the reader's own folders in {ran} programs"
            figures.say(what, len(written), "0", not written)
        else:
            figures.skip("files written outside the reader's own folders", "strace may not trace here")
        changed = [name for name, print_ in prints(kept).items() if before.get(name) != print_]
        figures.say("documents changed, or files made beside them", len(changed), "0", not changed)
        for line in [*found[:10], *written[:10], *changed]:
            print(f"  {line}")


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    figures = Figures()
    measure(figures)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
