"""The layer reader against hostile and random files: `python -m tests.measure.layers --inputs 1000000`.

Inputs are valid layers and notes with random damage, random bytes and random text, from a fixed seed.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from companion.layers import yaml_nodes
from companion.layers.check import check_layer, check_record
from companion.layers.read import read_kinds, read_layer, read_mapping, read_record
from companion.layers.to_dict import record_fields
from companion.layers.write import write_layer, write_record
from companion.model import Layer, NotSaved, Unreadable
from companion.text.clean import clean
from tests.documents.hostile import ALL, Case, refusal
from tests.measure.figures import figure

SEEDS = [
    b"companion: 1\nlayer: {id: c, title: T, x-a: b}\nkinds: {e: {label: E, sign: '~'}}\nannotations:\n  - id: C5\n"
    b"    section: s\n    quote: some words\n    prefix: 'a '\n    start: 412\n    also: [{quote: x, x-b: y}, z]\n"
    b"    kind: e\n    note: |\n      Two\n\n        lines.\n    tags: [a, b]\n    sources: [{title: t, url: 'https://x'}]\n"
    b"    created: 2026-11-23T10:00:00Z\n  - {id: C6, searched: [a], note: No.}\n",
    b'companion: 1\nquestions:\n  - {id: q, ask: What?, why: "So \\u2013 what", verdict: partly,\n'
    b"     evidence: [C1, {quote: w}]}\n"
    b"answers:\n  l/q: {verdict: evaded, note: x, evidence: [c/C2]}\n"
    b"places: [{id: p, place: c/C5, quote: w}]\nx-y: {z: [1]}\n",
    b"companion: 1\nid: n-abc\nsection: risks\nquote: 'it''s'\nnote: |2-\n   deep\n  text # no\n"
    b"tags:\n  - one\nx-own:\n  - {a: b}\n",
    b"companion: 1\nid: n-q\nquestion: l/q\nverdict: open\nnote: >\n  folded\n  text\nevidence: [a/b]\n",
    b'kinds:\n  e: {label: E, sign: "\\u2260"}\n',
]
PIECES = [
    *(
        b": ",
        b"- ",
        b"\n",
        b"\n  ",
        b"\t",
        b"&a ",
        b"*a",
        b"!!str ",
        b"<<: ",
        b"? ",
        b"| ",
        b"> ",
        b"[",
        b"]",
        b"{",
        b"}",
    ),
    *(
        b"'",
        b'"',
        b"\\x1b",
        b"\\ud800",
        b"\\U0010FFFF",
        b"%YAML 1.1\n",
        b"---\n",
        b"...\n",
        b"#",
        b",",
        b"\x00",
        b"\x1b",
    ),
    *(
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"\r",
        b"9" * 30,
        b"companion: 2\n",
        b"id: A\n",
    ),
    *(
        b"\xf0\x9f\x98\x80",
        b"|9\n",
        b">-\n",
        b"~",
        b"@",
        b"`",
        b"no",
        b"start: 1e9\n",
        b"annotations:\n",
        b"<<<<<<< a\n",
    ),
]


def inputs(count: int, seed: int) -> Iterator[bytes]:
    """Random files: seven of ten are damaged valid ones, the others random pieces, text and bytes."""
    rng = random.Random(seed)
    for _ in range(count):
        choice = rng.random()
        if choice < 0.7:
            yield _damaged(rng, bytearray(rng.choice(SEEDS)))
        elif choice < 0.85:
            yield b"".join(rng.choices(PIECES, k=rng.randrange(1, 30)))
        elif choice < 0.95:
            text = "".join(
                chr(rng.choice((rng.randrange(128), rng.randrange(0x110000)))) for _ in range(rng.randrange(60))
            )
            yield text.encode("utf-8", rng.choice(("surrogatepass", "replace")))
        else:
            yield rng.randbytes(rng.randrange(80))


def _damaged(rng: random.Random, data: bytearray) -> bytes:
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(data) + 1)
        length = rng.choice((0, 0, 1, 2, 8, 30))
        choice = rng.random()
        if choice < 0.5:
            data[at : at + length] = rng.choice(PIECES)
        elif choice < 0.7:
            other = rng.choice(SEEDS)
            start = rng.randrange(len(other))
            data[at : at + length] = other[start : start + rng.randrange(40)]
        elif choice < 0.85:
            data[at : at + 1] = rng.randbytes(1)
        else:
            data[at : at + max(length, 1)] = b""
    return bytes(data)


def fuzz(count: int, seed: int = 1) -> Counter[str]:
    """What became of random inputs: `read`, `refused`, and anything else only if the reader is wrong."""
    found: Counter[str] = Counter()
    fast = yaml_nodes.PARSER
    for number, data in enumerate(inputs(count, seed)):
        yaml_nodes.PARSER = yaml_nodes.SLOW_PARSER if number % 10 == 0 else fast
        try:
            found[one(data)] += 1
        except Exception as error:
            found[f"{type(error).__name__} on {data!r}"] += 1
    yaml_nodes.PARSER = fast
    return found


def one(data: bytes) -> str:
    """Read one input in every way; whatever was read must be clean, be writable and read back the same."""
    outcome = "refused"
    for fault in (*check_layer(data, "f"), *check_record(data, "f")):
        if not fault.where.line or "\n" in str(fault) or clean(str(fault)) != str(fault):
            return f"a fault that is not one clean line with a place: {fault!r}"
    for read in (read_mapping, read_kinds):
        try:
            read(data, "f")
        except Unreadable:
            continue
    try:
        layer = read_layer(data, "f")
        if problem := _written_back(layer):
            return problem
        outcome = "read"
    except Unreadable as error:
        if error.fault is None:
            return "a refusal without a place"
    try:
        record = read_record(data, "f")
        text = repr(record_fields(record))
        if clean(text) != text or record_fields(read_record(write_record(record), "f")) is None:
            return f"a note that is not clean: {data!r}"
        outcome = "read"
    except Unreadable as error:
        if error.fault is None:
            return "a refusal without a place"
    return outcome


def _written_back(layer: Layer) -> str:
    """Writing compares what it wrote; a refusal is right for newer versions only."""
    try:
        write_layer(layer)
    except NotSaved as error:
        if not layer.read_only:
            return f"a layer that cannot be written: {error}"
    return ""


def corpus() -> tuple[list[str], float]:
    """The names of hostile layers not refused as they must be, and the seconds of processor time the slowest took."""
    wrong: list[str] = []
    slowest = 0.0
    fast = yaml_nodes.PARSER
    for parser in (fast, yaml_nodes.SLOW_PARSER):
        yaml_nodes.PARSER = parser
        for case in ALL:
            start = time.process_time()
            fault = refusal(case.data)
            slowest = max(slowest, time.process_time() - start)
            if fault is None or not as_expected(case, f"{fault.where.line}:{fault.where.column}", str(fault)):
                wrong.append(f"{case.name}: {fault}")
    yaml_nodes.PARSER = fast
    return wrong, slowest


def as_expected(case: Case, place: str, message: str) -> bool:
    if case.line_only and yaml_nodes.PARSER is yaml_nodes.SLOW_PARSER:
        return place.partition(":")[0] == case.place.partition(":")[0]
    return case.place in ("", place) and case.words in message and "0" not in place.split(":")


def peak() -> float:
    """The most memory this process held, in MB. getrusage would count what the parent held when it forked."""
    try:
        return int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", choices=["corpus", "fuzz"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only == "fuzz":
        found = fuzz(options.inputs, options.seed)
        print("\n".join(f"{count} {what}" for what, count in found.items()))
        return 0
    wrong, slowest = corpus()
    held = peak()
    print("\n".join(wrong), end="\n" if wrong else "")
    good = figure(
        "hostile layers refused with file:line:column", f"{len(ALL) - len(wrong)} of {len(ALL)}", "all", not wrong
    )
    good &= figure(
        "slowest refusal in seconds of processor time, with and without libyaml",
        f"{slowest:.2f}",
        "below 2",
        slowest < 2,
    )
    good &= figure("memory while refusing, in MB", f"{held:.0f}", "below 200", held < 200)
    if options.only == "corpus":
        return 0 if good else 1
    return 0 if _fuzz_all(options.inputs, options.seed, options.workers) and good else 1


def _fuzz_all(count: int, seed: int, workers: int) -> bool:
    """Fuzz in child processes, each with a seed of its own, and add up."""
    share = -(-count // workers)
    command = [sys.executable, "-m", "tests.measure.layers", "--only", "fuzz", "--inputs", str(share), "--seed"]
    children = [subprocess.Popen([*command, str(seed + n)], stdout=subprocess.PIPE, text=True) for n in range(workers)]
    found: Counter[str] = Counter()
    for child in children:
        lines, _ = child.communicate()
        for line in lines.splitlines():
            number, _, what = line.partition(" ")
            found[what] += int(number)
        if child.returncode:
            found[f"a reader that died with {child.returncode}"] += 1
    others = {what: number for what, number in found.items() if what not in ("read", "refused")}
    for what in others:
        print(f"{others[what]} × {what}")
    done = f"{sum(others.values())} in {sum(found.values()):,} ({found['read']:,} read, {found['refused']:,} refused)"
    return figure("exceptions other than our own from the layer reader", done, "0", not others)


if __name__ == "__main__":
    sys.exit(main())
