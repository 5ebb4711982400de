"""Words stand in the elements in which the HTML standard has them: cases of html5lib-tests, in `html5lib_tests.dat`.

They are those of its tree construction that say something of words, about a seventh of them; their licence is beside
them. `#data` is the source, `#document` the tree. What we do otherwise on purpose is not among them: a NUL is shown,
and so is a tag that a page breaks off in.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.documents.html.dom import Node, parse

CASES = [
    case.removeprefix("#data\n").partition("\n#document\n")[::2]
    for case in Path(__file__).with_name("html5lib_tests.dat").read_text("utf-8").split("\n\n#data\n")
]
Words = list[tuple[str, str]]
"""Words without blanks, each with the names of the elements around it."""


def expected(tree: str) -> Words:
    path: list[str] = []
    words: Words = []
    for line in tree.replace("\n|", "\n\n|").split("\n\n"):
        text = line.removeprefix("|").rstrip("\n")
        depth = (len(text) - len(text.lstrip())) // 2
        entry = text.strip()
        if entry.startswith('"'):
            joined(words, "/".join(path[:depth]), entry.strip('"'))
        elif entry.startswith("<") and not entry.startswith("<!"):
            path[depth:] = [entry[1:-1].split(" ")[-1]]
        elif entry == "content":
            path[depth:] = [entry]
    return words


def found(root: Node) -> Words:
    words: Words = []
    waiting: list[tuple[Node | str, str]] = [(child, "") for child in reversed(root.children)]
    while waiting:
        item, path = waiting.pop()
        if isinstance(item, str):
            joined(words, path, item)
        else:
            inner = f"{path}/{item.tag}{'/content' if item.tag == 'template' else ''}"
            waiting += [(child, inner) for child in reversed(item.children)]
    return words


def joined(words: Words, path: str, text: str) -> None:
    """Add a text; one that goes on in the same elements is one with the last."""
    own = "".join(text.split())
    if words and words[-1][0] == path:
        words[-1] = path, words[-1][1] + own
    elif own:
        words.append((path, own))


@pytest.mark.parametrize(("source", "tree"), CASES, ids=[source[:60] for source, _ in CASES])
def test_words_stand_where_the_standard_has_them(source: str, tree: str) -> None:
    assert [(f"/{path.strip('/')}", words) for path, words in found(parse(source)[0])] == [
        (f"/{path.strip('/')}", words) for path, words in expected(tree)
    ]


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 90
