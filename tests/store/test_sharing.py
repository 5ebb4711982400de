"""Notes shared through git: three readers on two clones of a bare repository, each in a folder of their own.

git is run by the test alone; companion prepares the folder and prints the commands.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.making import REPORT
from tests.running import process

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
LAYER = """companion: 1
layer: {id: asked}
questions:
  - {id: who, ask: Who audits?}
"""


class Desk:
    """A reader at a clone: runs companion and git as this reader, with a home of their own."""

    def __init__(self, place: Path, reader: str, clone: Path) -> None:
        self.reader, self.clone = reader, clone
        self.home = place / f"home-{reader}"
        self.home.mkdir()
        folders = {f"XDG_{name}_HOME": str(self.home / name) for name in ("DATA", "STATE", "CONFIG")}
        named = {
            f"GIT_{who}_{what}": f"{reader}@x.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        self.environment = {
            **folders,
            **named,
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_EDITOR": "true",
        }

    def __call__(self, *args: str) -> str:
        ran = process(*args, env=self.environment)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def json(self, *args: str) -> Any:
        import json

        return json.loads(self(*args, "--notes", str(self.clone), "--format", "json"))

    def noted(self, document: Path, *args: str) -> str:
        return self("note", str(document), "--notes", str(self.clone), *args).strip()

    def git(self, *args: str) -> str:
        ran = subprocess.run(
            ["git", "-C", str(self.clone), *args],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def send(self) -> None:
        self.git("add", "-A")
        if self.git("status", "--porcelain"):
            self.git("commit", "-qm", "Notes")
        self.git("pull", "-q", "--rebase")
        self.git("push", "-q")

    def own(self) -> Path:
        (folder,) = self.clone.glob(f"*/{self.reader}")
        return folder


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    path = tmp_path / "origin.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True, timeout=60)
    return path


def commands(printed: str) -> list[list[str]]:
    """The git commands for the first reader, as they are printed."""
    first = printed.partition("The first reader")[2].partition("Every other reader")[0]
    return [shlex.split(line) for line in first.splitlines() if line.startswith("  git")]


def joined(tmp_path: Path, origin: Path) -> tuple[Desk, Desk, Desk]:
    """Ana on a clone of her own, which she began as the commands say; Ben and Cleo on another."""
    one, two = tmp_path / "one", tmp_path / "two"
    ana, ben, cleo = Desk(tmp_path, "ana", one), Desk(tmp_path, "ben", two), Desk(tmp_path, "cleo", two)
    for desk in (ana, ben, cleo):
        desk("config", "reader", desk.reader)
    for command in commands(ana("share", str(one))):
        ana.git(*(str(origin) if word == "ADDRESS" else word for word in command[3:]))
    subprocess.run(["git", "clone", "-q", str(origin), str(two)], check=True, timeout=60)
    return ana, ben, cleo


def answered(desk: Desk, verdict: str, to: str) -> None:
    """A verdict and a reply, as files of the reader."""
    folder = desk.own()
    (folder / "n-verdict.yaml").write_text(f"companion: 1\nquestion: asked/who\nverdict: {verdict}\nnote: So.\n")
    (folder / "n-reply.yaml").write_text(f"companion: 1\nreplies_to: {to}\nnote: To you.\n")


def test_three_readers_on_two_clones_lose_nothing(tmp_path: Path, origin: Path) -> None:
    report, layer = tmp_path / "report.md", tmp_path / "asked.yaml"
    report.write_text(REPORT)
    layer.write_text(LAYER)
    ana, ben, cleo = joined(tmp_path, origin)

    first = ana.noted(report, "--quote", "The board met four times", "--text", "Who sat on it?")
    gone = ana.noted(report, "--quote", "No customer is named anywhere", "--text", "Withdrawn.")
    ana.send()
    second = ben.noted(report, "--quote", "The board met four times", "--text", "Four is few.")
    third = cleo.noted(report, "--section", "closing", "--text", "Thanks are no finding.")
    ben.send()
    ana.send()
    identities = [path.read_bytes() for desk in (ana, ben) for path in desk.clone.glob("*/document.yaml")]
    assert len(identities) == 2, "one notebook in each clone"
    assert len(set(identities)) == 1

    answered(ana, "partly", f"ben/{second}")
    answered(ben, "evaded", f"ana/{first}")
    withdrawn = ana.own() / f"{gone}.yaml"
    withdrawn.write_text(withdrawn.read_text().replace("note:", "deleted: 2026-01-01T00:00:00Z\nnote:", 1))
    for desk in (ana, ben, ana):
        desk.send()

    moved = tmp_path / "renamed report.md"
    report.rename(moved)
    for desk in (ana, ben, cleo):
        shown = desk.json("show", str(moved), "--with", str(layer))
        notes = everything(shown)
        assert {note["id"] for note in notes} >= {first, second, third, "n-reply"}, desk.reader
        assert [note["replies_to"] for note in notes if note["id"] == "n-reply"]
        assert not any(note["id"] == gone for note in notes)
        assert {note["state"] for note in notes if note["id"] in (first, second)} == {"exact"}
        verdicts = [answer["verdict"] for question in questions(shown) for answer in question["answers"]]
        assert sorted(verdicts) == ["evaded", "partly"]
        assert all(question["differs"] for question in questions(shown))
    assert writers(ana) == {"ana": {"ana"}, "ben": {"ben"}, "cleo": {"ben"}}, "cleo's notes went with ben's clone"


def writers(desk: Desk) -> dict[str, set[str]]:
    """Who committed something in which reader's folder."""
    found: dict[str, set[str]] = {}
    writer = ""
    for line in desk.git("log", "--format=@%an", "--name-only").splitlines():
        if line.startswith("@"):
            writer = line[1:].partition("@")[0]
        elif line.count("/") == 2:
            found.setdefault(line.split("/")[1], set()).add(writer)
    return found


def everything(shown: Any) -> list[Any]:
    parts = [*shown["sections"], shown["document"]]
    return [*(note for part in parts for note in part["annotations"]), *shown["lost"]]


def questions(shown: Any) -> list[Any]:
    return [question for part in [*shown["sections"], shown["document"]] for question in part["questions"]]


def test_a_folder_that_is_prepared_twice_keeps_what_stands_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "ana", tmp_path / "notes")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/.gitattributes").write_text("*.png binary")
    assert desk("share", str(tmp_path / "notes")).count(" written\n") == 2
    assert (tmp_path / "notes/.gitattributes").read_text() == "*.png binary\n*.yaml text eol=lf\n"
    assert desk("share", str(tmp_path / "notes")).count(" written\n") == 0
    assert not (tmp_path / "notes/.git").exists(), "git is never run"
