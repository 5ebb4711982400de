"""Function words of English, which say nothing by themselves about what a text is about."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """Words with blanks between them as a set."""
    return frozenset(words.split())


STOP_WORDS = listed(
    """
a about above after again against all also am an and any are aren't as at be because been before being below
between both but by can cannot could did do does doing down during each either else ever every few for from further
had has have having he her here hers herself him himself his how however i if in into is it its itself just least
less let many may me might more most much must my myself neither no nor not of off often on once one only onto or
other others our ours ourselves out over own per quite rather same shall she should since so some such than that
the their theirs them themselves then there these they this those though through thus to too toward towards under
until up upon us very via was we well were what when where whether which while who whom whose why will with within
without would yet you your yours yourself yourselves don't doesn't didn't isn't wasn't weren't won't wouldn't can't
couldn't it's that's there's
"""
)
