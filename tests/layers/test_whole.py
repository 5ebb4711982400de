"""A note whose file was cut is told, wherever the cut is; one without the end mark is read as before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from companion.layers import yaml_nodes
from companion.layers.check import check_record
from companion.layers.read import read_layer, read_record
from companion.layers.to_dict import record_fields
from companion.layers.write import write_layer, write_record
from companion.model import Annotation, Layer, NotSaved, Record, Unreadable
from tests.layers.test_schema import ANNOTATIONS, FULL, RECORDS

OLD = b"companion: 1\nid: n-1\nnote: |\n  Words.\ntags: [a]\n"


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id[:4])
def test_a_cut_at_any_byte_is_told(record: Record, slow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if slow:
        monkeypatch.setattr(yaml_nodes, "PARSER", yaml_nodes.SLOW_PARSER)
    data = write_record(record)
    for length in range(len(data) - 1):
        with pytest.raises(Unreadable):
            print(read_record(data[:length], f"{record.id}.yaml"))
    assert read_record(data[:-1], f"{record.id}.yaml") == record  # the newline is no part of the note


@given(ANNOTATIONS)
def test_a_cut_behind_any_line_of_any_note_is_told(record: Annotation) -> None:
    try:
        data = write_record(record)
    except NotSaved:
        return
    ends = [number for number, byte in enumerate(data) if byte == 10]
    for length in (*ends[:-1], *(end + 1 for end in ends[:-1]), len(data) - 2):
        with pytest.raises(Unreadable):
            read_record(data[:length], f"{record.id}.yaml")


def test_the_fault_says_where_and_what_to_do() -> None:
    with pytest.raises(Unreadable) as refused:
        read_record(write_record(FULL).removesuffix(b"end: true\n"), "C05.yaml")
    expected = "`end: true` was expected as its last line; look for a whole copy, or add that line"
    assert str(refused.value) == f"C05.yaml:27:1: the file ends in the middle, in or after `x-own`; {expected}"
    with pytest.raises(Unreadable, match=r"n\.yaml:1:1: the file ends in the middle, in or after `companion`"):
        read_record(b"companion: 1\n", "n.yaml")


def test_an_older_note_stays_as_valid_as_it_was_and_gets_the_mark_when_it_is_saved() -> None:
    record = read_record(OLD, "n-1.yaml")
    assert record == Annotation("n-1", note="Words.\n", tags=("a",))
    assert write_record(record) == OLD.replace(b"id:", b"ends-with: end\nid:", 1) + b"end: true\n"
    assert read_record(write_record(record), "n-1.yaml") == record
    assert not check_record(OLD, "n-1.yaml")
    assert not check_record(write_record(record), "n-1.yaml")


def test_the_mark_is_no_part_of_the_note() -> None:
    record = read_record(write_record(FULL), "C05.yaml")
    assert isinstance(record, Annotation)
    assert (record, record.unknown) == (FULL, FULL.unknown)
    assert not {"end", "ends-with", "companion"} & record_fields(record).keys()


def test_a_field_behind_the_mark_is_read_and_told_by_check() -> None:
    data = write_record(FULL) + b"x-mine: a\n"
    record = read_record(data, "C05.yaml")
    assert isinstance(record, Annotation)
    assert record.unknown == {**FULL.unknown, "x-mine": "a"}
    assert [str(fault) for fault in check_record(data, "C05.yaml")] == [
        "C05.yaml:32:1: a field after the end mark; `end:` should be last"
    ]


@pytest.mark.parametrize("own", [{"end": "of May"}, {"ends-with": "a bang"}, {"end": "true"}])
def test_fields_of_somebody_who_used_these_names_are_kept(own: dict[str, str]) -> None:
    record = Annotation("n-1", note="Words.", unknown=own)
    assert read_record(write_record(record), "n-1.yaml") == record


def test_an_older_companion_that_keeps_both_fields_leaves_the_note_whole() -> None:
    kept = OLD + b"ends-with: end\nend: 'true'\n"  # as unknown fields are written: behind all others, as text
    assert read_record(kept, "n-1.yaml") == read_record(OLD, "n-1.yaml")


def test_a_note_put_into_a_layer_as_it_is_does_not_carry_the_mark_on() -> None:
    lines = write_record(FULL).decode().splitlines(keepends=True)[1:]
    layer = read_layer(("annotations:\n  -\n" + "".join(f"    {line}" for line in lines)).encode(), "f")
    (record,) = layer.annotations
    assert record_fields(record) == record_fields(FULL)
    assert b"end: " not in write_layer(Layer("a", annotations=(FULL,)))
    assert read_record(write_record(replace(record, unknown={**record.unknown})), "C05.yaml") == FULL
