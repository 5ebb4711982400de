"""Two companions on one note, and a notebook shared by git: both versions are kept and shown, and one key chooses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.running import process
from tests.terminal.driving import Session, begin, write_note

NOTICED = 2.0
"""Seconds in which a change made outside must be on screen."""


def words(*options: str) -> list[str]:
    ran = process("notes", "nso-2023", "--format", "json", *options)  # status 1 where a merge is to be settled
    return sorted(note["note"].strip() for note in json.loads(ran.stdout)["notes"])


def edit(session: Session, more: str) -> None:
    """Open the note at the cursor and write on."""
    session.keys("e")
    session.see(r"ctrl\+s save")
    session.send(more)
    session.see(more.strip())


def test_two_companions_on_one_note_keep_both_and_one_key_chooses() -> None:
    with begin() as one:
        one.keys("]", "j")
        write_note(one, "First")
        with begin("--section", "ceo-message") as other:
            other.keys("j")
            other.see("First")
            edit(other, " of theirs")
            edit(one, " of mine")
            one.send("<c-s>")
            one.see("· saved")
            other.send("<c-s>")
            other.see("x two versions")
            one.see("x two versions", NOTICED)
            assert words() == ["First of mine", "First of theirs"]
            other.keys("x")
            other.see("There are two versions of your note")
            other.see("First of mine")
            other.see("First of theirs")
            other.keys("2")
            other.see("Kept")
            one.gone("x two versions", NOTICED)
            one.see("First of theirs")
            assert words() == ["First of theirs"]


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = ("user.name=A", "user.email=a@b.example", "pull.rebase=false", "init.defaultBranch=main")
    command = ["git", *(part for each in told for part in ("-c", each)), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=30)


def note_file(folder: Path, said: str) -> Path:
    (file,) = (file for file in folder.glob("*/r-*/*.yaml") if said in file.read_text())
    return file


def commit_change(folder: Path, old: str, new: str) -> None:
    file = note_file(folder, old)
    file.write_text(file.read_text().replace(old, new))
    assert git(folder, "commit", "-qam", "changed").returncode == 0


def test_a_notebook_in_git_shows_what_a_pull_brings_and_both_sides_of_a_conflict(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    with begin("--notes", str(here), columns=80, rows=24) as session:
        session.keys("]", "j")
        write_note(session, "Words of a note.")
        session.keys("j")
        write_note(session, "Another note.")
        for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "notes")):
            assert git(here, *arguments).returncode == 0
        assert git(tmp_path, "clone", "-q", "here", "there").returncode == 0

        commit_change(there, "Another note.", "Pulled while it was read.")
        assert git(here, "pull", "-q", str(there)).returncode == 0
        session.see("Pulled while it was read", NOTICED)

        commit_change(here, "Words of a note.", "Words from here.")
        commit_change(there, "Words of a note.", "Words from there.")
        assert git(here, "pull", "-q", str(there)).returncode != 0, "the same note was changed on both sides"
        file = note_file(here, "<<<<<<<")
        session.see("x two versions", NOTICED)
        assert words("--notes", str(here)) == ["Pulled while it was read.", "Words from here.", "Words from there."]
        assert "<<<<<<<" in file.read_text(), "overwritten before one was chosen"
        session.keys("x")
        session.see("A merge left two versions of your note")
        session.see(r"Words from here\.")
        session.see(r"Words from there\.")
        session.keys("2")
        session.gone("x two versions")
        assert words("--notes", str(here)) == ["Pulled while it was read.", "Words from there."]
        assert git(here, "add", ".").returncode == 0
        assert git(here, "commit", "-qm", "chosen").returncode == 0
        session.send("q")
        assert session.ended() == 0


def test_a_link_goes_to_the_browser_only_once_it_was_confirmed(tmp_path: Path) -> None:
    told, browser, report = tmp_path / "told", tmp_path / "browser", tmp_path / "report.md"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{told}"\n')
    browser.chmod(0o700)
    report.write_text("# R\n\n## One\n\nSee [the site](https://example.org/a?b=c).\n")
    with Session(str(report), env={"BROWSER": f"{browser} %s", "PATH": os.environ["PATH"]}) as session:
        session.see("See the site")
        session.keys("o")
        session.see(r"https://example\.org/a\?b=c")
        session.keys("<cr>")
        session.see("Open this address in your browser")
        assert not told.exists()
        session.keys("<cr>")
        session.see("Handed to your browser")
        assert told.read_text() == "https://example.org/a?b=c"
        session.see("See the site")
        session.send("q")
        assert session.ended() == 0
        assert session.restored(), session.modes()
