"""Links to a passage of a page on the web: `#:~:text=[prefix-,]start[,end][,-suffix]` (WICG/scroll-to-text-fragment).

Browsers look for whole words and inside one block, or from a beginning to an end.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encoded

from companion.model import Quote

LONGEST = 300
"""Signs of a passage that is given whole; of a longer one the first and last words."""
_WORDS = 6
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\w+$"), re.compile(r"^\w+")
_UNSAFE = "-,&"


def passage_address(address: str, quote: Quote, *, context: bool = False) -> str:
    """The address of a passage; the page's own where it is not of http or https, or the quote has no words.

    `context` puts words from around it in, for words that stand there more than once.
    """
    if not re.match(r"https?://", address, re.IGNORECASE) or not quote.exact.strip():
        return address
    base, mark, part = address.partition("#")
    part = part.partition(":~:")[0]
    return f"{base}{mark or '#'}{part}:~:{text_directive(quote, context=context)}"


def text_directive(quote: Quote, *, context: bool = False) -> str:
    """`text=…` for a quote, in whole words."""
    exact, prefix, suffix = _whole_words(quote)
    words = exact.split()
    if len(exact) < LONGEST and "\n" not in exact.strip():
        told = _encoded(" ".join(words))
    else:
        few = max(1, min(_WORDS, len(words) // 2))
        told = f"{_encoded(' '.join(words[:few]))},{_encoded(' '.join(words[-few:]))}"
    before, after = " ".join(prefix.split()[-3:]), " ".join(suffix.split()[:3])
    if context:
        told = f"{_encoded(before)}-,{told}" if before else told
        told = f"{told},-{_encoded(after)}" if after else told
    return f"text={told}"


def _whole_words(quote: Quote) -> tuple[str, str, str]:
    """Words, and what stands before and after them, with the parts of words at their ends made whole."""
    exact, prefix, suffix = quote.exact, quote.prefix, quote.suffix
    if (part := _WORD_BEFORE.search(prefix)) and _WORD_AFTER.match(exact):
        exact, prefix = part[0] + exact, prefix[: part.start()]
    if (part := _WORD_AFTER.match(suffix)) and _WORD_BEFORE.search(exact):
        exact, suffix = exact + part[0], suffix[part.end() :]
    return exact, prefix, suffix


def _encoded(words: str) -> str:
    encoded = percent_encoded(words, safe="", errors="replace")
    for sign in _UNSAFE:
        encoded = encoded.replace(sign, f"%{ord(sign):02X}")
    return encoded
