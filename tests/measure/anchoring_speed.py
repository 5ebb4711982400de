"""Time to place quotes, beside approx-string-match under node: `python -m tests.measure.anchoring_speed`.

The peer is what the Hypothesis client finds quotes with, used as that does: every exact place, else the nearest
with at most min(256, half the length) errors. `npm` installs it into a temporary folder. Both get the same quotes
and the same text in memory, one with a tenth of its words edited; both times are CPU time of the whole process
while it looks for all of them, and the quicker of the rounds, taken in turn, counts for each.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import which

from companion.anchoring import place
from companion.model import Document, Quote
from tests.measure.anchoring_changes import Edits, Laid
from tests.measure.anchoring_edits import judged, percent, trial
from tests.measure.anchoring_texts import add_text_options, chosen_text
from tests.measure.figures import figure, skip

PEER = "approx-string-match@2.0.0"
QUICKER, UNCHANGED = 30.0, 10.0
"""At least so many times quicker; at most so many microseconds a quote where nothing was edited."""
_INSTALL = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", PEER]
_SCRIPT = """
import { readFileSync } from "node:fs";
import search from "approx-string-match";
const { text, quotes } = JSON.parse(readFileSync("asked.json", "utf8"));
function matches(quote) {
  const exact = [];
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1))
    exact.push({ start: at, end: at + quote.length, errors: 0 });
  return exact.length ? exact : search(text, quote, Math.min(256, quote.length / 2));
}
const before = process.cpuUsage();
const found = quotes.map((quote) => matches(quote).length);
const spent = process.cpuUsage(before);
console.log(JSON.stringify({ seconds: (spent.user + spent.system) / 1e6, found: found.filter((n) => n).length }));
"""


class Peer:
    """approx-string-match in a folder of its own."""

    def __init__(self, folder: Path, laid: Laid, quotes: Sequence[Quote]) -> None:
        self._folder = folder
        (folder / "peer.mjs").write_text(_SCRIPT, encoding="utf-8")
        asked = {"text": whole_text(laid.document), "quotes": [quote.exact for quote in quotes]}
        (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")

    def install(self) -> str:
        """Why it cannot be used here; empty if it can."""
        if not (which("npm") and which("node")):
            return "no node or npm here"
        try:
            subprocess.run(_INSTALL, cwd=self._folder, capture_output=True, check=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as error:
            return f"npm could not install it ({type(error).__name__})"
        return ""

    def seconds(self) -> tuple[float, int]:
        """CPU time for all quotes, and for how many of them it found anything."""
        ran = subprocess.run(
            ["node", "peer.mjs"], cwd=self._folder, capture_output=True, text=True, check=True, timeout=900
        )
        told = json.loads(ran.stdout)
        return float(told["seconds"]), int(told["found"])


def whole_text(document: Document) -> str:
    return "\n\n".join(document.section(heading.id).text for heading in document.headings)


def seconds(laid: Laid, quotes: dict[str, list[Quote]]) -> float:
    """CPU time for placing all quotes at once, everything from the sections' text on."""
    start = time.process_time()
    place(laid.document, quotes)
    return time.process_time() - start


def report(what: str, value: float, unit: str, goal: str, met: bool) -> bool:
    return figure(what, f"{value:.1f} {unit}", goal, met)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_text_options(parser)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--quotes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args(arguments)
    text = chosen_text(options)
    made = trial(text, Edits(0.10), options.quotes, options.seed)
    right = judged(made, place(made.new.document, made.quotes))
    count = len(made.quotes)
    plain = min(seconds(made.old, made.quotes) for _ in range(max(options.rounds, 3)))
    per_quote = 1e6 * plain / count
    name = f"{text.name}, {count} quotes"
    fine = report(f"{name}, unchanged", per_quote, "µs a quote", f"at most {UNCHANGED:g}", per_quote <= UNCHANGED)
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(Path(folder), made.new, [quotes[0] for quotes in made.quotes.values()])
        missing = peer.install()
        if missing:
            skip(f"beside {PEER}", missing)
            return 0 if fine else 1
        ours, theirs, found = [], [], 0
        for _ in range(options.rounds):
            ours.append(seconds(made.new, made.quotes))
            taken, found = peer.seconds()
            theirs.append(taken)
    quicker = min(theirs) / min(ours)
    fine = (
        report(f"{name}, 10% edited, beside {PEER}", quicker, "x", f"at least {QUICKER:g}", quicker >= QUICKER) and fine
    )
    here, there, share = (
        1e3 * min(ours) / count,
        1e3 * min(theirs) / count,
        percent(right["stands right"], right["stands"]),
    )
    print(
        f"  {here:.3f} ms a quote here ({share:.1f} % right of those that stand), {there:.3f} ms there ({found} found)"
    )
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
