"""Keys faster than the disk: what a real terminal shows, and what stands on disk, after sequences by chance.

python -m tests.measure.fast_keys --sequences 1000 [--seed N] [--worse early|two]

Adding, editing, deleting, undoing, redoing, verdicts, evidence and places, with 0, 5, 33 and 100 ms between keys,
beside a process that spins. The files are read here, in another process than the one that writes them, by no code of
companion's: once at the moment when the last note is shown as saved, and once more at rest. `--worse` measures a
program made worse on purpose: `early` tells `saved` before the disk has it, `two` saves with two threads at once.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.measure.figures import Figures
from tests.measure.speed.screen import Screen
from tests.measure.speed.terminal import now
from tests.measure.surfaces_pty import Plain, folders

PACES = (0, 5, 33, 100)
"""Milliseconds between keys."""
A_TERMINAL_SERVES = 5
"""Sequences after which a new terminal and a new home are begun, so that all cards have room on the screen."""
LIMIT = 20.0
"""Seconds until a screen that does not come to rest is a failure."""
PARAGRAPHS = ("A yearly audit is made by an outside company.", "The board met four times.", "No customer is named.")
REPORT = "# Annual Report\n\n## Audits\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
LENS = """companion: 1
layer: {id: lens, title: A lens, author: B. Reader}
annotations:
  - {id: L4, section: customers, quote: Our clients are vetted by independent experts in law., note: Which?}
questions:
  - {id: who, ask: Who audits?, verdict: evaded, evidence: []}
"""
RULE = "│"
"""Stands between text and cards."""
COMPANION = [sys.executable, "-m", "companion"]
WORSE = [sys.executable, "-m", "tests.terminal.failing"]


class State(NamedTuple):
    """What the reader has written, on screen or on disk: notes and the place of L4 with their paragraphs (0: none).

    None where that is not to be seen.
    """

    notes: tuple[tuple[int, str], ...] | None = None
    place: int | None = None
    answer: tuple[str, int, str] | None = None

    def differs(self, disk: State) -> str:
        """What is seen here and is otherwise there; "" for nothing."""
        return "; ".join(
            f"{name}: {seen} on screen, {there} on disk"
            for name, seen, there in zip(self._fields, self, disk, strict=True)
            if seen is not None and seen != there
        )


class Disk:
    """The notes' files of a home, read as YAML."""

    def __init__(self, home: str) -> None:
        files = sorted(Path(home).rglob("notebooks/*/r-*/*"))
        self.left_over = [path.name for path in files if path.name.startswith(".")]
        notes = [path for path in files if path.suffix == ".yaml" and path.name.startswith("n-")]
        self.records = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in notes]
        self.alive = [record for record in self.records if not record.get("deleted")]

    def state(self) -> State:
        notes = sorted(
            (_paragraph(each["quote"]), _words(each)) for each in self.alive if "quote" in each and "place" not in each
        )
        places = [_paragraph(each["quote"]) for each in self.alive if "place" in each]
        answers = [
            (each["verdict"], len(each.get("evidence", ())), _words(each)) for each in self.alive if "question" in each
        ]
        return State(tuple(notes), places[0] if places else 0, answers[0] if answers else ("open", 0, ""))

    def unwritten(self, added: set[str], typed: set[str]) -> list[str]:
        """What nobody wrote: words not typed, second versions, second answers and places, files left over."""
        found = [f"{name} left over" for name in self.left_over]
        for record in self.records:
            pieces = re.findall("....", _words(record))
            begun = added if "question" not in record else typed
            if "place" not in record and pieces and (pieces[0] not in begun or not set(pieces) <= typed):
                found.append(f"“{_words(record)}” was never typed")
            if record.get("supersedes"):
                found.append(f"{record['id']} supersedes {record['supersedes']}")
        for field in ("question", "place"):
            if (number := sum(field in record for record in self.alive)) > 1:
                found.append(f"{number} files with a {field}")
        firsts = Counter(
            _words(record)[:4] for record in self.records if "question" not in record and "place" not in record
        )
        return found + [f"{number} notes begin with {word}" for word, number in firsts.items() if number > 1]

    def lost(self, added: set[str]) -> set[str]:
        """First words of notes that have no file, not even a deleted one."""
        return added - {_words(record)[:4] for record in self.records}


def _paragraph(quote: str) -> int:
    """The number of the paragraph quoted; 0 for the heading."""
    return next((number for number, words in enumerate(PARAGRAPHS, 1) if " ".join(quote.split()) in words), 0)


def _words(record: dict[str, str]) -> str:
    return record.get("note", "").strip()


class Terminal(Plain):
    """companion in a terminal where all its cards have room."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        super().__init__(argv, env=env, rows=72, columns=130, give_up=LIMIT)

    def _apply(self, data: bytes) -> None:
        self.screen.feed(data)

    def drain(self, seconds: float) -> None:
        """Read what comes for so long."""
        until = now() + seconds
        while (left := until - now()) > 0 and not self.closed:
            if got := self._chunk(left):
                self._apply(got[1])

    def rest(self) -> None:
        """Wait until all keys are read, nothing is being saved, and nothing comes any more."""
        deadline, quiet = now() + LIMIT, 0
        while quiet < 6 and now() < deadline and not self.closed:
            if got := self._chunk(0.05):
                self._apply(got[1])
                quiet = 0
            else:
                quiet = 0 if self._unread() or "saving…" in self.screen.text() else quiet + 1

    def until_saved(self, word: str) -> bool:
        """Read until the note with this word is shown as saved and nothing as being saved."""
        deadline = now() + LIMIT
        while now() < deadline and not self.closed:
            if got := self._chunk(0.02):
                self._apply(got[1])
            elif _card(self.screen, word) and "saving…" not in self.screen.text():
                return True
        return False


def _margin(screen: Screen) -> list[list[str]]:
    """The rows of the margin, card by card; none where the margin is not to be seen."""
    rows = ["".join(char or " " for char, _ in row) for row in screen.grid]
    title = next((row for row in rows if re.search(r"Annotations \d", row)), "")
    left = title.rfind(RULE, 0, title.find("Annotations"))
    if left < 0:
        return []
    cards: list[list[str]] = [[]]
    for row in rows[rows.index(title) + 1 :]:
        words = row[left + 1 :].strip("▌ ")
        if row[left] != RULE:  # below the panes
            break
        if words and not words.startswith("── "):
            cards[-1].append(words)
        else:
            cards.append([])
    return [[title[left:]], *(card for card in cards if card)]


def _card(screen: Screen, word: str) -> bool:
    """Whether the note with this word is shown as saved."""
    return any(word in card and any(row.endswith("saved") for row in card) for card in _margin(screen))


def shown(screen: Screen) -> State:
    """What the margin shows: notes and the place in one tab, the answer in the other."""
    (title, *_), *cards = _margin(screen) or [[""]]
    if "‹Questions" in title:
        rows = [row for card in cards for row in card]
        verdict = next((match[1] for row in rows if (match := re.match(r". you: ([a-z-]+)(?: [(·]|$)", row))), "?")
        evidence = sum(row.startswith("→ yours") for row in rows)
        return State(answer=(verdict, evidence, "".join(row for row in rows if row.isdigit())))
    if "‹Annotations" not in title:
        return State()
    notes, place = [], 0
    for card in cards:
        at = int(match[1]) if (match := re.search(r"¶(\d+)$", card[0])) else 0
        if re.search(r"\byou\b", card[0]):
            notes.append((at, "".join(row for row in card if row.isdigit())))
        elif "L4" in card[0] and "placed by you" in " ".join(card):
            place = at
    return State(tuple(sorted(notes)), place)


class Keys:
    """Sequences of keys by chance. `added` are the words that notes begin with, `typed` all words."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.numbers = iter(self.chance.sample(range(1000, 10000), 9000))
        self.added: set[str] = set()
        self.typed: set[str] = set()

    def word(self, kind: str) -> list[str]:
        word = str(next(self.numbers))
        self.typed.add(word)
        if kind == "a":
            self.added.add(word)
        return [kind, *word, "<c-s>"]

    def sequence(self) -> list[str]:
        """A note, what is done to it and beside it, and now and then a note at the end."""
        keys = [*self.chance.choice(("", "j", "k", "jj")), *self.word("a")]
        for _ in range(self.chance.randrange(1, 5)):
            keys += self.step()
        return keys + (self.word("a") if self.chance.random() < 0.6 else [])

    def step(self) -> list[str]:
        again = self.chance.randrange(1, 6)
        return self.chance.choice(
            (
                lambda: self.word("a"),
                lambda: self.word("e"),
                lambda: ["d"],
                lambda: ["u"] * again,
                lambda: ["u", "<c-r>"] * again,
                lambda: ["d", "u"] * again,
                lambda: ["c", *["<space>"] * again, "c"],
                lambda: ["c", *["<space>"] * again, *self.word("e"), "c"],
                lambda: ["c", "l", "c"],
                lambda: ["t", "p"],
                lambda: ["t", "p", "d", "u"],
                lambda: [self.chance.choice("jk")],
            )
        )()


def played(terminal: Terminal, home: str, keys: Keys, pace: int) -> tuple[str, list[str], str]:
    """One sequence: its keys, where screen and disk differ after it, and what nobody wrote or is lost."""
    sequence = keys.sequence()
    if pace:
        for key in sequence:
            terminal.send(key)
            terminal.drain(pace / 1000)
    else:
        terminal.send("".join(sequence))
    differences = []
    last = "".join(sequence[-5:-1])
    if last in keys.added and terminal.until_saved(last):
        disk = Disk(home).state()
        if shown(terminal.screen).differs(disk):
            terminal.drain(0.1)  # a frame may have come in two pieces
        what = shown(terminal.screen).differs(disk)
        differences.append(what and f"as it was told: {what}")
    terminal.rest()
    for tab in ("this tab", "the other tab"):
        differences += [f"{tab}: {what}" for what in [_settled(terminal, home)] if what]
        terminal.send("c")
        terminal.drain(0.1)
        terminal.rest()
    if (text := terminal.screen.text()) and re.search("NOT SAVED|two versions|Both versions|saving…", text):
        differences.append(f"told: {re.findall('NOT SAVED.*|.*two versions.*|.*Both versions.*|saving…', text)}")
    disk_now = Disk(home)
    wrong = disk_now.unwritten(keys.added, keys.typed)
    wrong += [f"{word} is lost" for word in sorted(disk_now.lost(keys.added))]
    return " ".join(sequence), [each for each in differences if each], "; ".join(wrong)


def _settled(terminal: Terminal, home: str) -> str:
    seen = shown(terminal.screen)
    if seen == State():
        return f"no margin on screen:\n{terminal.screen.text()}"
    return seen.differs(Disk(home).state())


@contextmanager
def busy() -> Iterator[None]:
    """A process that spins."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            yield
        finally:
            process.kill()


class Result(NamedTuple):
    """How many sequences at each pace; after how many screen and disk differed, or a version was wrong; files left."""

    paces: Counter[int]
    different: int = 0
    unwritten: int = 0
    files: int = 0


def measured(sequences: int, seed: int, worse: str = "") -> Result:
    paces: Counter[int] = Counter()
    different = unwritten = files = 0
    with tempfile.TemporaryDirectory() as top, busy():
        report, lens = Path(top) / "report.md", Path(top) / "lens.yaml"
        report.write_text(REPORT)
        lens.write_text(LENS)
        command = [*([*WORSE, worse] if worse else COMPANION), str(report), "--with", str(lens)]
        for first in range(0, sequences, A_TERMINAL_SERVES):
            keys = Keys(seed * 1_000_003 + first)
            with folders() as env, Terminal(command, env) as terminal:
                home = str(Path(env["HOME"]).parent)
                terminal.wait(r"Annotations \d")
                terminal.rest()
                terminal.send("j")
                for number in range(first, min(first + A_TERMINAL_SERVES, sequences)):
                    pace = PACES[number % len(PACES)]
                    pressed, differences, wrong = played(terminal, home, keys, pace)
                    paces[pace] += 1
                    different += bool(differences)
                    unwritten += bool(wrong)
                    if differences or wrong:
                        print(
                            f"sequence {number}, {pace} ms: {pressed}\n  " + "\n  ".join([*differences, wrong]),
                            flush=True,
                        )
                    if terminal.closed:
                        print(f"the program ended: {terminal.screen.text()}")
                        break
                files += len(Disk(home).records)
    return Result(paces, different, unwritten, files)


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worse", choices=("early", "two"), default="")
    options = parser.parse_args(given)
    figures, result = Figures(), measured(options.sequences, options.seed, options.worse)
    told = ", ".join(f"{number} at {pace} ms" for pace, number in sorted(result.paces.items()))
    different, unwritten = result.different, result.unwritten
    figures.say(f"sequences of fast keys where screen and disk differ: {told}", different, "0", different == 0)
    figures.say("sequences that left a version nobody wrote, or lost a note", unwritten, "0", unwritten == 0)
    done = result.paces.total()
    figures.say("sequences that were played to their end", done, str(options.sequences), done == options.sequences)
    figures.say("notes, answers and places they left on disk", result.files, "at least one each", result.files >= done)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
