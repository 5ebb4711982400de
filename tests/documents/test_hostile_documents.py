"""Documents made to stop a reader: each is cut into parts that are quick to read, in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise

import pytest

from companion.documents import read_document
from companion.documents.split import LONGEST, parts
from tests.measure.speed.texts import hostile
from tests.running import ROOT

OPENING = """
import json
from companion.documents import read_document
from tests.measure.speed.texts import hostile
longest = {}
for name, data in hostile().items():
    for form in ("md", "txt"):
        document = read_document(data, f"a.{form}")
        some = {0, 1, len(document) // 2, len(document) - 1} & set(range(len(document)))
        longest[f"{name}, {form}"] = max(len(document.section(index).text) for index in some)
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(json.dumps([peak, longest]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="skipped: the peak of memory is read from /proc")
def test_all_of_them_are_opened_in_little_memory_and_short_sections() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENING], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    peak, longest = json.loads(done.stdout)
    assert peak < 200_000, "kilobytes at most, the documents themselves among them"
    assert len(longest) == 2 * len(hostile())
    assert {name: size for name, size in longest.items() if size > 2 * LONGEST} == {}


@pytest.mark.parametrize("sign", ["[", "![", "[a][", "+ a\n", "a|\n-|\n", "- - a\n"])
def test_what_takes_long_to_parse_is_cut_into_shorter_parts(sign: str) -> None:
    data = (sign * (100_000 // len(sign))).encode()
    found = parts(data, 0, len(data), ())
    assert (found[0].start, found[-1].end) == (0, len(data))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert max(part.end - part.start for part in found) <= LONGEST // 3


def test_words_are_cut_into_parts_as_long_as_ever() -> None:
    data = b"the quick audit of customers [1] " * 3_000
    found = parts(data, 0, len(data), ())
    assert LONGEST // 2 < max(part.end - part.start for part in found) <= LONGEST


def test_endless_empty_lines_are_no_parts() -> None:
    data = b"a\n" + b"\n" * 1_000_000 + b"b\n"
    assert len(parts(data, 0, len(data), ())) <= 3
    document = read_document(data, "a.txt")
    assert document.section(0).text == "a\n\nb"


def test_page_breaks_are_left_out_with_what_stands_at_them() -> None:
    running = "Smith          Standards Track          [Page {}]\n\f\nRFC 1          On Audits          May\n\n"
    pages = "".join(f"The first page ends here.\n\n\n{running.format(number)}" for number in range(1, 4))
    text = f"{pages}\f\f\n\fThe end of it."
    document = read_document(text.encode(), "a.txt")
    assert document.section(0).text == "\n\n".join(["The first page ends here."] * 3 + ["The end of it."])
    assert any("page breaks" in notice for notice in document.notices)
