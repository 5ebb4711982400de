"""The JSON Schema of config.yaml, made from the table of settings; `companion/config.schema.json` is its copy.

What is yes or no is read as text, and a schema's reader may see a truth value or a word: both are allowed.
"""

from __future__ import annotations

from typing import Any

from companion.store.settings import NO, SETTINGS, YES, Setting

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEYS = "own keys: from the name of a command (companion keys) to its keys, separated by commas"


def settings_schema() -> dict[str, Any]:
    """The whole schema, ready for JSON."""
    fields: dict[str, Any] = {each.name: {"description": each.about, **_values(each)} for each in SETTINGS}
    fields["keys"] = {"description": KEYS, "type": "object", "additionalProperties": {"type": "string"}}
    fields["companion"] = {"description": "the version of this form", "type": ["integer", "string"]}
    return {
        "$schema": DIALECT,
        "title": "config.yaml of companion",
        "type": "object",
        "properties": fields,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


def _values(setting: Setting) -> dict[str, Any]:
    if isinstance(setting.default, bool):
        return {"enum": [True, False, *YES, *NO], "default": setting.default}
    if isinstance(setting.default, int):
        least, most = setting.bounds
        return {"type": "integer", "minimum": least, "maximum": most, "default": setting.default}
    return {"type": "string", "default": setting.default}
