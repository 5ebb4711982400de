"""Hypothesis both ways: what was not changed goes back key by key, and what their importer needs is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from companion.exchange.formats import format_of
from companion.exchange.hypothesis.outward import units
from companion.exchange.input_file import Incoming
from tests.making import written
from tests.running import Companion

ROW: dict[str, Any] = {
    "id": "-_aBcDeFgHiJkLmNoPqRsT",
    "created": "2024-01-05T10:00:00.123456+00:00",
    "updated": "2024-01-06T10:00:00.123456+00:00",
    "user": "acct:someone@hypothes.is",
    "user_info": {"display_name": "Some One"},
    "uri": "https://example.org/report",
    "text": "Not one.\n\n* tab\there  \nU+0085 \u0085 and 😀",
    "tags": ["who", "kind:omission", "a b"],
    "group": "__world__",
    "permissions": {"read": ["group:__world__"], "update": ["acct:someone@hypothes.is"]},
    "target": [
        {
            "source": "https://example.org/report",
            "selector": [
                {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0},
                {"type": "TextPositionSelector", "start": 5, "end": 9},
                {"type": "TextQuoteSelector", "exact": "No customer is\n\tnamed", "prefix": "", "suffix": " anywhere"},
            ],
        }
    ],
    "document": {"title": ["Annual Report"]},
    "links": {"html": "https://hypothes.is/a/x"},
    "hidden": False,
    "flagged": False,
    "moderation": {"flagCount": 0},
    "mentions": [],
}
REPLY = {
    **ROW,
    "id": "zReplyReplyReplyReplyy",
    "references": [ROW["id"]],
    "target": [{"source": ROW["uri"]}],
    "tags": [],
}
HIGHLIGHT = {**ROW, "id": "hHighlightHighlightHig", "text": "", "tags": []}


def brought_in(companion: Companion, tmp_path: Path, shape: object) -> str:
    """The report that this export was imported into."""
    report = str(written(tmp_path)[0])
    file = tmp_path / "export.json"
    file.write_text(json.dumps(shape))
    ran = companion("import", str(file), "--into", report)
    assert (ran.code, ran.err) == (0, "")
    return report


@pytest.mark.parametrize("shape", ["envelope", "rows", "list"])
def test_untouched_notes_go_back_key_by_key(companion: Companion, tmp_path: Path, shape: str) -> None:
    rows = [ROW, REPLY, HIGHLIGHT]
    shapes: dict[str, object] = {
        "envelope": {
            "export_date": "2024-01-07",
            "export_userid": ROW["user"],
            "client_version": "1",
            "annotations": rows,
        },
        "rows": {"total": 3, "rows": rows},
        "list": rows,
    }
    report = brought_in(companion, tmp_path, shapes[shape])
    out = json.loads(companion("export", report, "--format", "hypothesis").out)
    assert {row["id"]: row for row in out["annotations"]} == {row["id"]: row for row in rows}


def test_what_comes_in(companion: Companion, tmp_path: Path) -> None:
    report = brought_in(companion, tmp_path, [ROW, REPLY])
    notes = companion("show", report, "--format", "json").json["sections"][1]["annotations"]
    parent, reply = notes
    assert (parent["state"], parent["kind"], parent["tags"]) == ("exact", "omission", ["who", "a b"])
    assert (parent["author"], reply["replies_to"]) == ("Some One", parent["id"])
    assert parent["id"].startswith("i-")
    assert companion("import", str(tmp_path / "export.json"), "--into", report).out.startswith("0 new, 2 unchanged")


def test_only_what_was_changed_here_is_changed_there(companion: Companion, tmp_path: Path) -> None:
    report = brought_in(companion, tmp_path, [ROW])
    (path,) = (each for each in Path.home().rglob("i-*.yaml"))
    path.write_text(path.read_text().replace("Not one.", "Not a single one."))
    (row,) = json.loads(companion("export", report, "--format", "hypothesis").out)["annotations"]
    assert row["text"].startswith("Not a single one.")
    assert {name: value for name, value in row.items() if name != "text"} == {
        name: value for name, value in ROW.items() if name != "text"
    }


def test_what_their_importer_needs_is_there_and_private(companion: Companion, tmp_path: Path) -> None:
    report = str(written(tmp_path)[0])
    companion(
        "note", report, "--quote", "No customer is named anywhere", "--text", "Who?", "--kind", "omission", "--tag", "t"
    )
    companion("note", report, "--section", "audits", "--text", "on it")
    out = json.loads(companion("export", report, "--format", "hypothesis").out)
    quoted, page = sorted(out["annotations"], key=lambda row: row["text"], reverse=True)
    user = quoted["user"]
    assert {row["user"] for row in out["annotations"]} == {user}
    assert user.startswith("acct:")
    assert user.endswith("@companion.invalid")
    for row in out["annotations"]:
        assert row["permissions"] == {"read": [user], "update": [user], "delete": [user]}
        assert {"id", "created", "updated", "uri", "tags", "target", "document", "group"} <= set(row)
        assert row["created"].endswith("+00:00")
    assert quoted["tags"] == ["t", "kind:omission"]
    assert [each["type"] for each in quoted["target"][0]["selector"]] == [
        "TextQuoteSelector",
        "TextPositionSelector",
        "FragmentSelector",
    ]
    assert "selector" not in page["target"][0]
    assert page["text"].startswith("On the section “Audits”")
    shared = json.loads(companion("export", report, "--format", "hypothesis", "--shared").out)
    assert shared["annotations"][0]["permissions"]["read"] == ["group:__world__"]


def test_offsets_count_in_their_units() -> None:
    assert units("a😀é") == len("a😀é".encode("utf-16-le")) // 2


@pytest.mark.parametrize("data", [[], {"annotations": []}, {"annotations": [1]}, {"annotations": [{"text": "x"}]}])
def test_what_is_none_of_theirs_is_told(data: object) -> None:
    from companion.model import Unreadable

    with pytest.raises(Unreadable, match="no known kind"):
        format_of(Incoming(json.dumps(data).encode(), "x.json"))
