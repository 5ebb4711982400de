"""Whether a quote was cut out: what stood before and after it now stands together."""

from __future__ import annotations

from companion.anchoring.neighbours import Told
from companion.anchoring.wanted import Wanted
from companion.anchoring.weigh import Weighed

_CONTEXT = 32
_LEAST = 10
_MET = 82.0
_UNLIKE = 70.0
_FITS = 0.6
_AROUND = 24
_DRIFT = 100


def cut_out(text: str, wanted: Wanted, found: list[Weighed], told: list[Told]) -> bool:
    """Whether prefix and suffix meet near where one of them stands, or where the quote should be."""
    prefix, suffix = wanted.prefix[-_CONTEXT:], wanted.suffix[:_CONTEXT]
    if min(len(prefix), len(suffix)) < _LEAST:
        return False
    from rapidfuzz import fuzz  # C code that unchanged documents never need

    met = f"{prefix} {suffix}"
    before, after = f"{prefix} {wanted.words[:_CONTEXT]}", f"{wanted.words[-_CONTEXT:]} {suffix}"
    if max(fuzz.ratio(met, before), fuzz.ratio(met, after)) > _UNLIKE:
        return False
    meeting = [each.start for each in found if each.before >= _FITS]
    meeting += [each.end for each in found if each.after >= _FITS]
    windows = [(at, _AROUND) for at in meeting] + [(each.place, _DRIFT) for each in told[:2]]
    return any(
        fuzz.partial_ratio(met, text[max(at - len(prefix) - room, 0) : at + len(suffix) + room], score_cutoff=_MET)
        for at, room in dict.fromkeys(windows)
    )
