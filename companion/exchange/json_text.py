"""JSON as text of a file: readable in any language, with every control or hidden character as an escape."""

from __future__ import annotations

import json
import re
from typing import Any

from companion.text.clean import clean

_ODD = re.compile(r"[^\x20-\x7e\n]")


def json_text(value: Any) -> str:
    """The lines of a value, two blanks for a level."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _ODD.sub(lambda match: match[0] if clean(match[0]) == match[0] else json.dumps(match[0])[1:-1], text) + "\n"
