"""Hostile native code in the place of a parser: `python -m tests.documents.sandbox.probing FORMAT FOLDER [MISSING]`.

Reads a document of that format by the program's own reading process, in which a stand-in for the parser tries every
call of `attempts`, in C that is loaded beforehand where `FOLDER/probe.so` is, else by the C library. Prints a line of
JSON: what got through, how many were tried, the walls as the process told them, and what a parser may still do.
MISSING names walls, with commas between, that are left out on purpose.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import runpy
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from companion.documents.protocol import Emitter
from companion.documents.registry import FORMATS, Format, named
from companion.documents.sandbox import Origin, landlock, process, read_sandboxed, seccomp
from companion.documents.sections import Piece
from companion.model import Wall
from tests.documents.sandbox.attempts import COMPAT, Argument, World, attempts
from tests.running import ROOT

SANDBOXED = [kind.name for kind in FORMATS if kind.sandboxed]
WORSE = {seccomp.NAME: seccomp, landlock.NAME: landlock}
REFUSED = (errno.EPERM, errno.EACCES)
SOURCE = Path(__file__).with_name("probe.c")
NOBODY = 65534
Call = Callable[[int, Sequence[Argument], bool], int]


class Found(NamedTuple):
    """What a probe found; `tried` are names of attempts, `through` those that were not refused, `able` what works.

    `untold` are those of `through` of which nothing came back, as when another program took the place of the probe.
    """

    tried: list[str]
    through: list[str]
    untold: list[str]
    walls: dict[str, str]
    able: list[str]
    native: bool


def compiled(folder: Path) -> bool:
    """Compile the calls of the probe into this folder; False where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return False
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(folder / "probe.so"), str(SOURCE)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def prepare(folder: Path) -> None:
    """Make the world that is aimed at, open to every user, and the program that stands for Python in it."""
    (folder / "home/.ssh").mkdir(parents=True)
    (folder / "home/notebooks").mkdir()
    (folder / "place").mkdir()
    for name in ("home/.ssh/id_ed25519", "home/notebooks/n-1.yaml"):
        (folder / name).write_text("secret")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


def _refill(folder: Path, user: int | None) -> None:
    """Make anew what an earlier probe removed, owned by who probes now; take away what it made."""
    shutil.rmtree(folder / "place")
    (folder / "place").mkdir()
    for name in ("old", "one"):
        (folder / "place" / name).write_text("secret")
    for path in (folder / "place", *(folder / "place").iterdir()):
        os.chown(path, -1 if user is None else user, -1)


def run(kind: str, folder: Path, missing: str = "", *, user: int | None = None) -> Found | str:
    """A probe in a process of its own, as another user where one is given; why it cannot be had, if so."""
    python = sys.executable if user is None else _python_for(user)
    if not python:
        return "no Python here can be run by another user"
    command = [python, "-m", "tests.documents.sandbox.probing", kind, str(folder), *([missing] if missing else [])]
    switch: dict[str, Any] = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    _refill(folder, user)
    done = subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, timeout=120, check=False, **switch
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return Found(**json.loads(done.stdout))


def _python_for(user: int) -> str:
    """A Python new enough that this user can run, and that finds the package; "" if there is none."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (sys.executable, os.path.join(sysconfig.get_path("scripts"), version), f"/usr/bin/{version}")
    for python in (*places, "/usr/bin/python3"):
        check = [python, "-c", "import sys, companion.documents; assert sys.version_info >= (3, 11)"]
        try:
            done = subprocess.run(
                check,
                cwd="/",
                env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=30,
                check=False,
                user=user,
                group=user,
                extra_groups=[],
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return ""


def probed(kind: str, folder: Path, missing: str) -> Found:
    """What a probe in the reading process of this program finds."""
    form = named(kind)
    assert form is not None
    program = folder / f"reader-{os.getuid()}"
    code = f"from tests.documents.sandbox.probing import stand_in\nstand_in({str(folder)!r}, {missing!r})\n"
    program.write_text(f"#!{sys.executable} -P\n{code}")
    program.chmod(0o755)
    process.sys = SimpleNamespace(executable=str(program))  # type: ignore[assignment, attr-defined]
    document = read_sandboxed(b"x", Origin(form, "a", "sha256:0"), None, None, None)
    lines = [line for index in range(len(document)) for line in document.section(index).text.splitlines()]
    told = dict(line.rsplit(" = ", 1) for line in lines if " = " in line)
    able = [name for name, result in told.items() if result == "works"]
    results = {name: int(result) for name, result in told.items() if result != "works"}
    native = (folder / "probe.so").exists()
    tried = [attempt.name for attempt, _ in attempts(os.uname().machine)]
    tried += [COMPAT] if COMPAT in results else []
    through = [name for name in tried if not _refused(name, results.get(name, 0))]
    untold = [name for name in tried if name not in results]
    return Found(tried, through, untold, {wall.name: wall.why for wall in document.walls}, able, native)


def _refused(name: str, error: int) -> bool:
    return error in REFUSED or (name == "clone3" and error == errno.ENOSYS)


def stand_in(folder: str, missing: str) -> None:
    """Be the reading process, with hostile code in the place of the parser that was asked for."""
    call = _native(folder) or _by_library()
    load = Format.load

    def hostile(self: Format) -> Callable[..., None]:
        with contextlib.suppress(ImportError):  # another user's Python may not have it
            load(self)  # the parser's own library is there, as it would be
        return lambda data, skipped, emitter, *way: _try_all(emitter, folder, *call)

    Format.load = hostile  # type: ignore[method-assign]
    if missing:
        _leave_out(*missing.split(","))
    sys.argv = ["worker", sys.argv[-1]]
    runpy.run_module("companion.documents.sandbox.worker", run_name="__main__")


def _leave_out(*names: str) -> None:
    for name in names:
        WORSE[name].restrict = partial(lambda name, *given: Wall(name, "", "left out on purpose"), name)  # type: ignore[attr-defined]


def _native(folder: str) -> tuple[Call, Callable[[], int] | None] | None:
    path = os.path.join(folder, "probe.so")
    if not os.path.exists(path):
        return None
    library = ctypes.CDLL(path)

    def call(number: int, arguments: Sequence[Argument], forks: bool) -> int:
        kept, values = _values(arguments)
        given = (ctypes.c_long * 6)(*values)
        result = int(library.attempt(ctypes.c_long(number), given, int(forks)))
        del kept
        return -result if -4096 < result < 0 else 0

    library.attempt.restype = ctypes.c_long
    if not hasattr(library, "attempt_compat"):
        return call, None
    library.attempt_compat.restype = ctypes.c_long
    return call, lambda: max(0, -int(library.attempt_compat()))


def _by_library() -> tuple[Call, None]:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long

    def call(number: int, arguments: Sequence[Argument], forks: bool) -> int:
        kept, values = _values(arguments)
        result = library.syscall(*(ctypes.c_long(value) for value in (number, *values)))
        if forks and result == 0:
            os._exit(0)
        del kept
        return ctypes.get_errno() if result == -1 else 0

    return call, None


def _values(arguments: Sequence[Argument]) -> tuple[list[Any], list[int]]:
    """Six numbers, and what must be kept while they are used."""
    kept = [ctypes.create_string_buffer(each) if isinstance(each, bytes) else each for each in arguments]
    numbers = [each if isinstance(each, int) else ctypes.addressof(each) for each in kept]
    return kept, [*numbers, *[0] * (6 - len(numbers))]


def _try_all(emitter: Emitter, folder: str, call: Call, compat: Callable[[], int] | None) -> None:
    def tell(name: str, result: object) -> None:
        emitter.piece(Piece("paragraph", f"{name} = {result}"))
        emitter.flush()

    for name in _able():
        tell(name, "works")
    world = World(os.getppid(), f"{folder}/place", f"{folder}/home")
    for attempt, number in attempts(os.uname().machine):
        if attempt.name != "vfork" or compat is not None:
            tell(attempt.name, call(number, attempt.arguments(world), attempt.forks))
        else:
            tell(attempt.name, errno.EPERM)  # by the C library it would return twice into one Python
    if compat is not None:
        tell(COMPAT, compat())


def _able() -> list[str]:
    """What parsers need, tried."""
    import threading
    import time

    able: list[str] = []
    worker = threading.Thread(target=lambda: able.append("a thread"))
    worker.start()
    worker.join()
    import email.parser
    import encodings.cp037
    import xml.etree.ElementTree
    import zoneinfo

    modules = (email.parser, encodings.cp037, xml.etree.ElementTree, zoneinfo)
    able += ["modules loaded late"] if all(modules) else []
    able += ["chance"] if len(os.urandom(8)) == 8 else []
    able += ["time"] if time.monotonic() and time.localtime() else []
    time.sleep(0.001)
    able += ["memory"] if len(bytearray(50_000_000)) else []
    able += ["a terminal is asked for"] if not os.isatty(1) else []
    return able


if __name__ == "__main__":
    print(json.dumps(probed(sys.argv[1], Path(sys.argv[2]), "".join(sys.argv[3:]))._asdict()))
