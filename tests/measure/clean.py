"""Random characters through the cleaning: `python -m tests.measure.clean --characters 10000000`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence

from companion.text.clean import clean, clean_line
from tests.measure.figures import figure

_RANGES = ((0, 0xA0), (0x2000, 0x2070), (0xD7F0, 0xE010), (0xFE00, 0x10000), (0xE0000, 0xE0200), (0, 0x110000))
_HIDING = {0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)}
_CONTROLS = {*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)}
FORBIDDEN = frozenset(map(chr, _HIDING | _CONTROLS - {0x0A}))
_CHUNK = 10_000


def texts(count: int, seed: int) -> list[str]:
    """One stretch of random characters, most of them from where the harmful ones are."""
    rng = random.Random(seed)
    spans = rng.choices(_RANGES, k=count)
    return [chr(rng.randrange(low, high)) for low, high in spans]


def forbidden(count: int, seed: int = 1) -> int:
    """How many of so many random characters came through harmful, moved another, or changed when cleaned again."""
    wrong = 0
    for start in range(0, count, _CHUNK):
        raw = "".join(texts(min(_CHUNK, count - start), seed + start))
        for made, allowed in ((clean(raw), "\n"), (clean_line(raw), "")):
            wrong += sum(char in FORBIDDEN or (char == "\n" and not allowed) for char in made)
            wrong += abs(len(made) - len(raw))
        wrong += clean(clean(raw)) != clean(raw)
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    wrong = forbidden(options.characters, options.seed)
    what = f"forbidden characters in {options.characters:,} fuzzed characters, cleaned"
    return 0 if figure(what, wrong, "0", not wrong) else 1


if __name__ == "__main__":
    sys.exit(main())
