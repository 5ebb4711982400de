"""An edition made from a real one by a program, for kinds of change that editors make seldom.

Sentences are taken out, moved to another paragraph, said again, recased, and copied with some words changed while
the copied one is taken out (a look-alike, which stands in both editions). What became of each is known from the making.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tests.measure.editions.collection import Block, Edition, Passage
from tests.measure.editions.labels import wording
from tests.measure.editions.sentences import Sentence, alike, most_alike, sentences, tokens

SHARES = {"moved": 0.04, "gone": 0.06, "look-alike": 0.05, "repeated": 0.04, "recased": 0.05}
"""Of all sentences that are long enough."""
REWORDED = {"kept": (0.08, 0.06), "changed": (0.25, 0.04), "rewritten": (0.45, 0.05)}
"""Shares of words exchanged, and of sentences."""
_LETTERS = 30
_LIKE = 0.5
_TYPED = str.maketrans({"'": "’", '"': "”", "-": "–", "’": "'", "“": '"', "”": '"'})


class Piece(NamedTuple):
    """A sentence with the number it has in the older edition (None for one that only the newer has) and its fate."""

    text: str
    number: int | None
    fate: str = ""


Paragraphs = list[tuple[str, list[Piece]]]


def made(edition: Edition, seed: str) -> tuple[Edition, Edition, list[Passage]]:
    """An older and a newer edition, and their passages."""
    chance = random.Random(seed)
    paragraphs, vocabulary = _pieces(edition)
    _add_look_alikes(paragraphs, vocabulary, chance)
    older, places = _laid(paragraphs, "old")
    _add_fates(paragraphs, chance)
    newer, now = _laid(_edited(paragraphs, vocabulary, chance), "new")
    rest = [piece.text for _, pieces in paragraphs for piece in pieces if piece.fate not in ("gone", "look-alike")]
    passages = []
    for _, pieces in paragraphs:
        for piece in pieces:
            if piece.number is None:
                continue
            start, end = places[piece.number]
            if piece.fate == "gone" and _stays(piece.text, rest):
                continue
            place = now.get(piece.number)
            kind = piece.fate or "same"
            if kind in REWORDED and place:
                kind = wording(alike(_sentence(piece.text), _sentence(newer.text[slice(*place)])))
            passages.append(Passage(kind, start, end, *(place or ())))
    counts = Counter(each.text.lower() for each in sentences(older))
    repeats = {text for text, count in counts.items() if count > 1}
    return older, newer, [each for each in passages if older.text[each.start : each.end].lower() not in repeats]


def _pieces(edition: Edition) -> tuple[Paragraphs, list[str]]:
    found = sentences(edition)
    vocabulary = [edition.text[token.start : token.end] for each in found for token in each.tokens]
    paragraphs: Paragraphs = []
    number = 0
    for block, at in zip(edition.blocks, edition.starts, strict=True):
        pieces = []
        while number < len(found) and found[number].start < at + len(block.text):
            pieces.append(Piece(found[number].text, number))
            number += 1
        paragraphs.append((block.sign, pieces))
    return [each for each in paragraphs if each[1]], vocabulary


def _add_look_alikes(paragraphs: Paragraphs, vocabulary: list[str], chance: random.Random) -> None:
    """Beside some sentences, in another paragraph, one like it, which stands in both editions."""
    places = [
        (row, at) for row, (sign, pieces) in enumerate(paragraphs) if sign[:1] != "#" for at in range(len(pieces))
    ]
    bodies = sorted({row for row, _ in places})
    wanted = [(row, at) for row, at in places if len(paragraphs[row][1][at].text) >= 2 * _LETTERS]
    twins = []
    for row, at in chance.sample(wanted, round(SHARES["look-alike"] * len(wanted))):
        piece = paragraphs[row][1][at]
        paragraphs[row][1][at] = piece._replace(fate="look-alike")
        twins.append(reworded(piece.text, chance.uniform(0.15, 0.35), vocabulary, chance))
    for text in twins:
        pieces = paragraphs[chance.choice(bodies)][1]
        pieces.insert(chance.randint(0, len(pieces)), Piece(text, None, "twin"))


def _add_fates(paragraphs: Paragraphs, chance: random.Random) -> None:
    for _, pieces in paragraphs:
        for at, piece in enumerate(pieces):
            if piece.fate or piece.number is None or len(piece.text) < _LETTERS:
                continue
            drawn = chance.random()
            for fate, share in {**SHARES, **{fate: share for fate, (_, share) in REWORDED.items()}}.items():
                if fate != "look-alike":
                    drawn -= share
                    if drawn < 0:
                        pieces[at] = piece._replace(fate=fate)
                        break


def _edited(paragraphs: Paragraphs, vocabulary: list[str], chance: random.Random) -> Paragraphs:
    out: Paragraphs = [(sign, []) for sign, _ in paragraphs]
    bodies = [row for row, (sign, _) in enumerate(paragraphs) if sign[:1] != "#"]
    away: list[Piece] = []
    for (_, pieces), (_, kept) in zip(paragraphs, out, strict=True):
        for piece in pieces:
            if piece.fate in ("gone", "look-alike"):
                continue
            if piece.fate == "moved":
                away.append(piece)
            elif piece.fate == "repeated":
                kept.append(piece)
                away.append(piece._replace(number=None))
            elif piece.fate == "recased":
                kept.append(piece._replace(text=recased(piece.text, chance)))
            elif piece.fate in REWORDED:
                kept.append(piece._replace(text=reworded(piece.text, REWORDED[piece.fate][0], vocabulary, chance)))
            else:
                kept.append(piece)
    for piece in away:
        kept = out[chance.choice(bodies)][1]
        kept.insert(chance.randint(0, len(kept)), piece)
    return [(sign, pieces) for sign, pieces in out if pieces]


def _laid(paragraphs: Paragraphs, which: str) -> tuple[Edition, dict[int, tuple[int, int]]]:
    """The edition, and where each numbered sentence stands in it."""
    blocks, places, at = [], {}, 0
    for sign, pieces in paragraphs:
        start = at
        for piece in pieces:
            if piece.number is not None:
                places[piece.number] = at, at + len(piece.text)
            at += len(piece.text) + 1
        blocks.append(Block(sign, " ".join(piece.text for piece in pieces)))
        at = start + len(blocks[-1].text) + 2
    return Edition(tuple(blocks)), places


def reworded(text: str, share: float, vocabulary: Sequence[str], chance: random.Random) -> str:
    """Some words inside exchanged for others of the document, at least one; the first and the last stay."""
    inner = tokens(text)[1:-1]
    count = min(max(round(share * len(inner)), 1), len(inner))
    for token in sorted(chance.sample(inner, count), key=lambda each: -each.start):
        text = text[: token.start] + chance.choice(vocabulary) + text[token.end :]
    return text


def recased(text: str, chance: random.Random) -> str:
    way = chance.randrange(4)
    if way == 0:
        return text.upper() if len(text.upper()) == len(text) else text.lower()
    if way == 1:
        return text.title() if len(text.title()) == len(text) else text.lower()
    if way == 2:
        return text.translate(_TYPED).removesuffix(".") + ";"
    return text.lower().replace(",", "")


def _stays(text: str, rest: list[str]) -> bool:
    """Whether a sentence much like this one stands in the newer edition."""
    one = _sentence(text)
    return any(most_alike(one, each) >= _LIKE and alike(one, each) >= _LIKE for each in map(_sentence, rest))


@cache
def _sentence(text: str) -> Sentence:
    found = sentences(Edition((Block("#", text),)))
    return found[0] if found else Sentence(0, 0, "", (), "", Counter(), False)
