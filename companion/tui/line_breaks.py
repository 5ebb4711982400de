"""Where a line may break: after blanks, and between the characters of scripts without them (UAX 14, by its classes)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN = "(\\[{‘“«‹¡¿（［｛｟〈《「『【〔〖〘〚〝﹙﹛﹝｢$£€¥￡￥＄№＋±−"
"""Never the last of a line: what opens (OP, opening QU), and signs before numbers (PR)."""
_CLOSE = (
    ")\\]}’”»›!?,.:;/%°′″‰‱℃℉¢、。，．：；！？％）］｝｠〉》」』】〕〗〙〛〞〟﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞｡｣､､･・…‥—–‐゠〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿｧ-ｯｰー々〻ゝゞヽヾ〆゛゜ﾞﾟ"
    "\u0300-\u036f\u3099\u309a\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
"""Never the first of a line: what closes (CL, CP, EX, IS, SY), stands after numbers (PO), small kana and marks of
repetition (NS, CJ), dots and dashes that go together (IN, BA), and what is written over a letter (CM, ZWJ, WJ)."""
_WIDE = (
    "\u2e80-\u2fff\u3007\u3012\u3013\u3021-\u3029\u3041-\u3096\u30a1-\u30fa\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u3220-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff10-\uff19\uff21-\uff3a"
    "\uff41-\uff5a\uff66-\uff9d\U00020000-\U0003fffd"
)
"""May stand at either end of a line (ID, H2, H3)."""
_IDEOGRAPH = re.compile(f"[{_WIDE}]")
_ONE = f"[{_OPEN}]*(?![{_CLOSE}])[{_WIDE}][{_CLOSE}]*\\s*"
_CHUNK = re.compile(f"{_ONE}|(?:(?!{_ONE})\\S)+\\s*|\\s+")
_WORD = re.compile(r"\S+\s*|\s+")


def chunks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The pieces of text[start:end] between which a line may break, with the blanks after each."""
    pattern = _CHUNK if not text.isascii() and _IDEOGRAPH.search(text, start, end) else _WORD
    return pattern.finditer(text, start, end)
