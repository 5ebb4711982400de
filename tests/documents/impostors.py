"""Programs in the place of the one that reads strangers' documents: they say whatever they like."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from companion.documents.registry import Format, named

BEGINNING = """import json, os, sys, time
def say(text):
    os.write(1, text.encode('utf-8', 'surrogatepass') + b'\\n')
asked = json.loads(sys.stdin.buffer.read().partition(b'\\n')[0])['skipped']
"""


def format_named(name: str) -> Format:
    kind = named(name)
    assert kind is not None
    return kind


@contextmanager
def impostor(folder: Path, code: str) -> Iterator[None]:
    """While this holds, a program with this code reads documents; its `say` writes a line, `asked` is what to skip."""
    program = folder / "reader"
    program.write_text(f"#!{sys.executable}\n{BEGINNING}{code}\n", encoding="utf-8")
    program.chmod(0o700)
    with mock.patch("companion.documents.sandbox.process.sys", SimpleNamespace(executable=str(program))):
        yield
