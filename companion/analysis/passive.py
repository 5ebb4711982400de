"""Agentless passives: a form of be or get with a participle, and nobody named by whom."""

from __future__ import annotations

from collections.abc import Iterator

from companion.analysis.concordance import Concordance, TermHit
from companion.analysis.stop_words import listed

_BE = listed("am are aren't be been being get gets getting got gotten is isn't was wasn't were weren't")
_BETWEEN = listed(
    """
again all almost already also always best better both even ever first further just largely less long more most
much never not now often once only perhaps since so soon still then there thus very yet
"""
)
_IRREGULAR = listed(
    """
beaten begun bent bitten blown bought bound broken brought built burnt caught chosen cut dealt done drawn driven
eaten fed felt forbidden forgiven forgotten fought found frozen given ground grown heard held hidden hit hung
hurt kept known laid learnt led left lent lost made meant met misled mistaken overcome overseen overtaken paid
proven put read rebuilt rewritten ridden said seen sent set shaken shot shown shut sold sought spent split
spoken spread stolen struck stuck swept sworn taken taught thought thrown told torn understood undertaken undone
upheld withdrawn withheld won worn written
"""
)
_ADJECTIVES = listed(
    """
accustomed advanced aged agreed based bent biased born bound committed complicated concerned convinced crowded
dedicated delighted depressed detailed determined devoted disappointed distressed embarrassed employed engaged
entitled exceed excited experienced gratified honored honoured hundred inclined indeed interested involved
isolated known left limited located locked marked married matured mixed naked need opposed outdated pleased
prepared proceed qualified related relieved rooted sacred satisfied scattered set shed situated skilled speed
succeed supposed surprised talented tired undermanned unemployed united used varied worried
"""
)
_NO_AGENT = listed("accident default definition design hand law means mistake nature now then virtue way")
_NEVER = listed("bleed breed exceed feed hundred indeed need seed speed weed")


def agentless_passives(words: Concordance) -> Iterator[TermHit]:
    """From the form of be to the participle; up to three adverbs may stand between."""
    for be in sorted(at for form in _BE for at in words.vocabulary.get(form, ())):
        at = be + 1
        while at < len(words) and at - be <= 3 and words.runs[at] == words.runs[be] and _adverb(words.forms[at]):
            at += 1
        if at >= len(words) or words.runs[at] != words.runs[be] or not is_participle(words.forms[at]):
            continue
        if _comma(words, be, at) or _agent(words, at):
            continue
        yield TermHit(be, at + 1)


def is_participle(form: str) -> bool:
    if form in _ADJECTIVES or (form.startswith("un") and form.endswith("ed") and form not in ("undermined", "united")):
        return False
    return form in _IRREGULAR or (form.endswith("ed") and len(form) > 4 and form not in _NEVER)


def _adverb(form: str) -> bool:
    return form in _BETWEEN or (form.endswith("ly") and len(form) > 3)


def _comma(words: Concordance, first: int, last: int) -> bool:
    """True if a comma stands between two words of a section."""
    text = words.document.section(words.section(first)).text
    return "," in text[words.ends[first] : words.starts[last]]


def _agent(words: Concordance, participle: int) -> bool:
    """True if somebody is named after *by*, before the next comma or stop."""
    at = participle + 1
    while at < len(words) and words.runs[at] == words.runs[participle] and at - participle < 25:
        if _comma(words, at - 1, at):
            return False
        if words.forms[at] == "by":
            following = words.forms[at + 1] if at + 1 < len(words) else ""
            agent = not following.endswith("ing") and following not in _NO_AGENT and not following.isdigit()
            if agent:
                return True
        at += 1
    return False
