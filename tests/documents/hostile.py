"""Layers made to harm or to mislead, each with the place and the reason it must be refused with."""

from __future__ import annotations

from typing import NamedTuple

from companion.layers.read import read_layer
from companion.model import Fault, Unreadable


class Case(NamedTuple):
    """`place` is line:column; `words` are part of the message. `line_only`: without libyaml only the line is sure."""

    name: str
    unit: bytes
    place: str
    words: str
    line_only: bool = False
    times: int = 1
    head: bytes = b""
    tail: bytes = b""

    @property
    def data(self) -> bytes:
        """Made when asked for, so that large ones do not fill the memory that is measured."""
        return self.head + self.unit * self.times + self.tail


def case(name: str, text: str, place: str, words: str, *, line_only: bool = False) -> Case:
    return Case(name, text.encode("utf-8", "surrogatepass"), place, words, line_only)


def refusal(data: bytes) -> Fault | None:
    """The first fault that is more than a warning, as a reader of the layer gets it."""
    try:
        layer = read_layer(data, "evil.yaml")
    except Unreadable as error:
        return error.fault
    return next((fault for fault in layer.faults if not fault.warning), None)


def _annotation(fields: str) -> str:
    return f"annotations:\n  - id: a\n    {fields}\n"


_BOMB = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
_MERGES = "a: &a {k: v}\n" + "".join(f"b{i}: &b{i}\n  <<: [*a, *a]\n" for i in range(22))

REFERENCES = [
    case("alias bomb", _BOMB, "1:4", "an anchor"),
    case("merge bomb", _MERGES, "1:4", "an anchor"),
    case("alias without its anchor", "a: *b\n", "1:4", "an alias"),
    case("self reference", "a: &a [*a]\n", "1:4", "an anchor"),
    case("anchor on a name", "&a name: 1\n", "1:1", "an anchor"),
    case("anchor on nothing", "a: &x\n", "1:4", "an anchor"),
    case("anchor on a mapping", "- &x {a: 1}\n", "1:3", "an anchor"),
    case("merge key", "a: 1\n<<: {b: 2}\n", "2:1", "a merge key"),
    case("merge key in flow", "a: {<<: {b: 2}}\n", "1:5", "a merge key"),
]
TAGS = [
    case("python object", "a: !!python/object/apply:os.system [id]\n", "1:4", "a tag"),
    case("python name", "a: !!python/name:os.system x\n", "1:4", "a tag"),
    case("application tag", "a: !foo bar\n", "1:4", "a tag"),
    case("binary", "a: !!binary aGVsbG8=\n", "1:4", "a tag"),
    case("set", "a: !!set {x, y}\n", "1:4", "a tag"),
    case("str tag", "a: !!str no\n", "1:4", "a tag"),
    case("non-specific tag", "a: ! no\n", "1:4", "a tag"),
    case("verbatim tag", "a: !<tag:yaml.org,2002:str> x\n", "1:4", "a tag"),
    case("tag on a list", "- !!seq [a]\n", "1:3", "a tag"),
    case("undeclared tag handle", "a: !e!foo x\n", "1:4", "a tag"),
    case("unfinished tag", "a: !<\n", "1:4", "a tag"),
]
NAMES = [
    case("duplicate name", "a: 1\nb: 2\na: 3\n", "3:1", '"a" appears twice, first in line 1'),
    case("duplicate in flow", "a: {b: 1, b: 2}\n", "1:11", '"b" appears twice, first in line 1'),
    case("duplicate by quotation marks", "a: 1\n'a': 2\n", "2:1", "appears twice"),
    case("duplicate by escape", 'ab: 1\n"a\\x62": 2\n', "2:1", "appears twice"),
    case("duplicate by hidden character", "a\u202e: 1\na\u200b: 2\n", "2:1", "appears twice"),
    case("duplicate in a record", _annotation("note: x\n    note: y"), "4:5", "appears twice, first in line 3"),
    case("list as a name", "? [a, b]\n: 1\n", "1:3", "a list where a name"),
    case("mapping as a name", "? {a: b}\n: 1\n", "1:3", "a mapping where a name"),
    case("list as a name in flow", "{[a]: 1}\n", "1:2", "a list where a name"),
]
DOCUMENTS = [
    case("two documents", "a: 1\n---\nb: 2\n", "2:1", "a second document"),
    case("two after an end", "a: 1\n...\n---\nb: 2\n", "3:1", "a second document"),
    case("text after the end", "a: 1\n...\nb: 2\n", "3:1", "after the end of the document"),
    case("version directive", "%YAML 1.1\n---\na: 1\n", "1:1", "%directive"),
    case("tag directive", "# hello\n\n%TAG ! tag:x,2000:\n---\na: 1\n", "3:1", "%directive"),
    case("unknown directive", "%FOO bar\n---\na: 1\n", "1:1", "%directive"),
    case("long version", "%YAML 1." + "9" * 5000 + "\n---\na\n", "1:1", "%directive"),
    case("merge conflict", "a:\n<<<<<<< ours\n  b: 1\n=======\n  b: 2\n>>>>>>> theirs\n", "2:1", "a merge left"),
]
DEPTH = [
    case("200,000 lists", "[" * 200_000, "1:21", "nested deeper than 20"),
    case("2,000 lists among mappings", "a:\n  - {b: '[[', c: " + "[" * 2000, "2:35", "nested deeper than 20"),
    case("500 lists", "[" * 500 + "]" * 500, "1:21", "nested deeper than 20"),
    case("200,000 mappings", "{a: " * 100_000, "1:81", "nested deeper than 20"),
    case("deep dashes", "- " * 200_000 + "a", "1:41", "nested deeper than 20"),
    case("deep questions", "? " * 200_000 + "a", "1:3", "a mapping where a name"),
    case("deep lines", "".join(" " * i + "a:\n" for i in range(1, 300)), "21:22", "nested deeper than 20"),
    case("21 lists", "a: " + "[" * 20 + "]" * 20, "1:23", "nested deeper than 20"),
]
CHARACTERS = [
    case("escape raw", "a: 1\nb: x\x1b[31m\n", "2:5", "control character U+001B"),
    case("escape by escape", 'a: "x\\e[31m"\n', "1:4", "control character U+001B"),
    case("C1 raw", "a: x\x9b31m\n", "1:5", "control character U+009B"),
    case("C1 by escape", 'a: "\\x9b31m"\n', "1:4", "control character U+009B"),
    case("next line raw", "a: x\x85b: y\n", "1:5", "control character U+0085"),
    case("next line by escape", 'a: "x\\Ny"\n', "1:4", "control character U+0085"),
    case("NUL raw", "a: b\x00c\n", "1:5", "control character U+0000"),
    case("NUL by escape", 'a: "b\\0c"\n', "1:4", "control character U+0000"),
    case("delete", "a: b\x7fc\n", "1:5", "control character U+007F"),
    case("control in a comment", "# \x07\na: 1\n", "1:3", "control character U+0007"),
    case("control in a name", '"a\\x1b": 1\n', "1:1", "control character U+001B"),
    case("surrogate by escape", 'a: "\\ud83d"\n', "1:4", ""),
    case("surrogate raw", "a: x\ud83dy\n", "1:5", "byte 0xED is not UTF-8"),
    case("no character", "a: x\uffffy\n", "1:5", "not a character: U+FFFF"),
    case("beyond Unicode", 'a: 1\nb: "\\UFFFFFFFF"\n', "2:4", "", line_only=True),
    case("wrong escape", 'a: "\\q"\n', "1:4", "a backslash"),
    Case("latin-1", b"a: 1\nb: caf\xe9\n", "2:7", "byte 0xE9 is not UTF-8"),
    Case("overlong", b"a: \xc0\xaf\n", "1:4", "byte 0xC0 is not UTF-8"),
    Case("cut off", b"a: caf\xc3", "1:7", "byte 0xC3 is not UTF-8"),
    Case("UTF-16", "a: 1\n".encode("utf-16"), "1:1", "save it as UTF-8"),
    Case("UTF-16 big-endian without mark", "a: 1\n".encode("utf-16-be"), "1:1", "save it as UTF-8"),
    Case("UTF-32", "a: 1\n".encode("utf-32"), "1:1", "save it as UTF-8"),
]
SYNTAX = [
    case("tab indent", "a:\n\tb: 1\n", "2:1", "a tab; indent with spaces"),
    case("open quotation mark", 'a: "x\nb: 1\n', "1:4", "a quotation mark is not closed"),
    case("open list", "a: [1, 2\n", "1:4", "a list in [ ] is not closed"),
    case("open mapping", "a: {b: 1\n", "1:4", "a mapping in { } is not closed"),
    case("two colons", "a: b: c\n", "1:5", "a colon that starts a second value"),
    case("no colon", "a: 1\nb\nc: 2\n", "2:1", "no `name: text`"),
    case("wrong indent", "a:\n    b: 1\n  c: 2\n", "3:3", "no field of the mapping above"),
    case("percent", "a: %b\n", "1:4", "cannot begin with this character"),
    case("list in a line", "a: - b\n", "1:4", "a list begins in the middle"),
    case("name of 1,100 letters", "x" * 1100 + ": 1\n", "1:1101", "a colon"),
]
_ANCHOR = b"- &a b\n"
SIZE = [
    Case("10 MB", b"a: 1\n", "", "larger than", times=2_000_000),
    Case("one line of 9 MB", b"x", "", "larger than", times=9_000_000, head=b"a: "),
    Case("4.9 MB of items", b"- a: 1\n", "", "", times=700_000),
    Case("two million in a list", b"1,", "", "", times=2_000_000, head=b"a: ["),
    Case("a million names", b"? a\n", "2:3", "appears twice", times=100_000),
    Case("110,000 items", b"- \n" * 2, "", "", times=110_000),
    Case("8 MB of line ends, then an anchor", b"\n", "", "", times=8_000_000, tail=_ANCHOR),
    Case("8 MB of comments, then an anchor", b"# %s\n" % (b"x" * 70), "", "", times=110_000, tail=_ANCHOR),
    Case("8 MB of values, then an anchor", b"- %s\n" % (b"x" * 40), "", "", times=185_000, tail=_ANCHOR),
    Case("8 MB of values, then lists", b"- %s\n" % (b"x" * 40), "", "", times=185_000, tail=b"- " + b"[" * 2000),
    Case("0.5 MB of values, then an anchor", b"- %s\n" % (b"x" * 7), "47001:3", "anchor", times=47_000, tail=_ANCHOR),
    Case("0.5 MB of folded lines, then a tag", b"x\n ", "", "tag", times=170_000, head=b"a: ", tail=b"\nb: !a b\n"),
    Case("0.5 MB of quoted lines, then a tag", b"x\n ", "", "tag", times=170_000, head=b'a: "', tail=b'"\nb: !a b\n'),
    Case("8 MB of hidden characters", "\u202ex".encode(), "", "", times=2_000_000, head=b"a: |\n ", tail=b"\nb: *a"),
    Case("15,000 wrong records", b"- [a]\n", "2:3", "holds a list", times=15_000, head=b"annotations:\n"),
]
TYPES = [
    case("no layer", "just words\n", "1:1", "text where a layer should be"),
    case("a list", "- a\n", "1:1", "a list where a layer should be"),
    case("nothing", "", "1:1", "nothing in it"),
    case("something else", "name: a\nversion: 2\n", "1:1", "no layer"),
    case("version in words", "companion: one\nannotations: []\n", "1:12", "companion is one"),
    case("version 0", "companion: 0\nannotations: []\n", "1:12", "companion is 0"),
    case("version of 5,000 digits", f"companion: {'9' * 5000}\nannotations: []\n", "1:12", "companion is 999"),
    case("annotations as a mapping", "annotations: {a: b}\n", "1:14", "annotations is a mapping"),
    case("annotation as text", "annotations:\n  - words\n", "2:5", "annotations holds text"),
    case("layer as a list", "layer: [a]\nannotations: []\n", "1:8", "layer is a list"),
    case("layer id with a slash", "layer: {id: ../../etc}\n", "1:13", 'id "../../etc" cannot be used'),
    case("no id", "annotations:\n  - note: x\n", "2:5", "no id"),
    case("id with a slash", "annotations:\n  - id: a/b\n", "2:9", 'id "a/b" cannot be used'),
    case("id of 65 letters", f"annotations:\n  - id: {'x' * 65}\n", "2:9", "cannot be used"),
    case(
        "id twice", "annotations:\n  - {id: C1, note: x}\n  - {id: c1, note: y}\n", "3:5", "used twice, first in line 2"
    ),
    case("id of a question too", "annotations:\n  - id: a\nquestions:\n  - {id: A, ask: x}\n", "4:5", "used twice"),
    case("note as a list", _annotation("note: [a]"), "3:11", "note is a list"),
    case("quote as a mapping", _annotation("quote: {exact: x}"), "3:12", "quote is a mapping"),
    case("start in words", _annotation("quote: x\n    start: here"), "4:12", 'start is "here"'),
    case("start below 0", _annotation("quote: x\n    start: -1"), "4:12", 'start is "-1"'),
    case("start of 5,000 digits", _annotation(f"quote: x\n    start: {'1' * 5000}"), "4:12", 'start is "111'),
    case("start in Arabic digits", _annotation("quote: x\n    start: ٤١٢"), "4:12", 'start is "٤١٢"'),
    case("tags as text", _annotation("tags: language"), "3:11", "tags is text"),
    case("tag as a mapping", _annotation("tags: [{a: b}]"), "3:12", "tags holds a mapping"),
    case("also as text", _annotation("also: words"), "3:11", "also is text"),
    case("also without a quote", _annotation("also: [{prefix: x}]"), "3:12", "no quote"),
    case("source as a list", _annotation("sources: [[a]]"), "3:15", "sources holds a list"),
    case("address as a list", _annotation("sources: [{title: a, url: [b]}]"), "3:31", "url is a list"),
    case("question without ask", "questions:\n  - id: a\n", "2:5", "no ask"),
    case("evidence as text", "questions:\n  - {id: a, ask: b, evidence: C1}\n", "2:31", "evidence is text"),
    case("evidence with a path", "questions:\n  - {id: a, ask: b, evidence: [../x/y]}\n", "2:32", "is no id"),
    case("answer as text", "answers:\n  q/a: partly\n", "2:8", "an answer is text"),
    case("answer to a path", "answers:\n  a/b/c: {verdict: open}\n", "2:3", "the question is"),
    case("place without a quote", "places:\n  - {id: a, place: b/c}\n", "2:5", "no quote"),
    case("wide sign", "kinds: {a: {label: A, sign: 語}}\n", "1:29", 'the sign "語"'),
    case("sign of two letters", "kinds: {a: {label: A, sign: ab}}\n", "1:29", 'the sign "ab"'),
    case("sign that is a mark", 'kinds: {a: {label: A, sign: "\u0301"}}\n', "1:29", "the sign"),
    case("no sign", "kinds: {a: {label: A}}\n", "1:12", "has no sign"),
]
SMALL = [*REFERENCES, *TAGS, *NAMES, *DOCUMENTS, *DEPTH, *CHARACTERS, *SYNTAX, *TYPES]
ALL = [*SMALL, *SIZE]
