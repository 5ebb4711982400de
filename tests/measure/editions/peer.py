"""How the Hypothesis client finds a quote: approx-string-match under node, and scores as in its match-quote.ts.

All exact places, else the best approximate ones with at most min(256, half the length) errors; of these the one with
the best score of words (50), what stands before and after (20 each) and position (2). It always takes the best.
`npm` installs the package into a temporary folder.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from typing import NamedTuple

from tests.measure.editions.collection import Pair, Place

PACKAGE = "approx-string-match@2.0.0"
_INSTALL = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", PACKAGE]
_SCRIPT = """
import { readFileSync } from "node:fs";
import approximate from "approx-string-match";
function search(text, words, maxErrors) {
  const exact = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1))
    exact.push({ start: at, end: at + words.length, errors: 0 });
  return exact.length ? exact : approximate(text, words, maxErrors);
}
function likeness(text, words) {
  if (!words.length || !text.length) return 0;
  return 1 - search(text, words, words.length)[0].errors / words.length;
}
function matched(text, { exact, prefix, suffix, hint }) {
  const score = (match) => {
    const words = 1 - match.errors / exact.length;
    const before = prefix ? likeness(text.slice(Math.max(0, match.start - prefix.length), match.start), prefix) : 1;
    const after = suffix ? likeness(text.slice(match.end, match.end + suffix.length), suffix) : 1;
    const position = 1 - Math.abs(match.start - hint) / text.length;
    return (50 * words + 20 * before + 20 * after + 2 * position) / 92;
  };
  let best = null;
  for (const match of search(text, exact, Math.min(256, exact.length / 2))) {
    const found = { start: match.start, end: match.end, score: score(match) };
    if (!best || found.score > best.score) best = found;
  }
  return best && [best.start, best.end];
}
const asked = JSON.parse(readFileSync("asked.json", "utf8"));
const before = process.cpuUsage();
const found = asked.map(({ text, quotes }) => quotes.map((quote) => matched(text, quote)));
const spent = process.cpuUsage(before);
console.log(JSON.stringify({ seconds: (spent.user + spent.system) / 1e6, found }));
"""


class Answer(NamedTuple):
    """CPU seconds for all quotes, and for each pair the places of its passages, None where it finds nothing."""

    seconds: float
    places: list[list[Place | None]]


def missing(folder: Path) -> str:
    """Install the package; why it cannot be used here, empty if it can."""
    if not (which("npm") and which("node")):
        return "no node or npm here"
    try:
        subprocess.run(_INSTALL, cwd=folder, capture_output=True, check=True, timeout=120)
    except (subprocess.SubprocessError, OSError) as error:
        return f"npm could not install it ({type(error).__name__})"
    return ""


def answer(pairs: Sequence[Pair]) -> Answer | str:
    """Where it places every passage; or why it could not be asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reason = missing(folder)
        if reason:
            return reason
        (folder / "peer.mjs").write_text(_SCRIPT, encoding="utf-8")
        (folder / "asked.json").write_text(json.dumps([_asked(pair) for pair in pairs]), encoding="utf-8")
        ran = subprocess.run(["node", "peer.mjs"], cwd=folder, capture_output=True, text=True, check=True, timeout=900)
    told = json.loads(ran.stdout)
    places = [[Place(*place) if place else None for place in row] for row in told["found"]]
    return Answer(float(told["seconds"]), places)


def _asked(pair: Pair) -> dict[str, object]:
    """The newer text and the quotes. No letter is beyond the basic plane, so both count offsets alike."""
    quotes = [(pair.old.quote(each.start, each.end), each.start) for each in pair.passages]
    return {
        "text": pair.new.text,
        "quotes": [
            {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix, "hint": start}
            for quote, start in quotes
        ],
    }
