"""Word families: inflections together (misuse, misuses, misused), derivations apart (misuser).

English has rules of its own with a table of irregular forms; other languages are lemmatised by simplemma where the
extra `languages` is installed, and without it each form stands alone (`Families.note` says so).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from companion.analysis.irregular import forms as irregular_forms

_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_QUOTES = str.maketrans("‘’ʼ`´", "'''''", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_VOWEL = "aeiouy"
_NEEDS_E = re.compile(
    r"(?:[^aeiou]c|[aiou]c|[^aeiou]v|[aeiou]v|[dr]g|[ae]ng|[aeiu]g|u|[iy]z|[^z]z|[lnrp]s|(?:ea|ai|au|ou|oo|oi)s|[aiou]s|ys"
    r"|[bcdfgkptz]l|[^aeiou]at|(?:[cioru]|[^r]e)at|ut|[mvnu]ot|(?:^|[pl])et|[^aeiou]ur|[aq]uir|quir|[^aeiou]ir|[^aeiou]ar"
    r"|[aeiou]th|[^aeiou][aiou]d|[^aeiou][aiu]m|[^aeiou][aiouy]k|[^aeiou]?[iauy]p|[^aeiou][iouy]b|[^aeiou]in|[^aeiou]un"
    r"|[mpsvcl]an|[^aeiou]ul|[^aeiou]il|[^aeiou]yl|[ip]lor|stor)$"
)
_NO_E = re.compile(
    r"(?:audit|edit|visit|limit|credit|deposit|exhibit|profit|benefit|inherit|merit|permit|commit|(?:^|f)ocus|canvas|bias"
    r"|(?:tr|p|rep|def|ch|^h|b|^s)eat|threat|format|combat|market|target|budget|gossip|worship|reveal|appeal"
    r"|[aeiou]{2}[^aeioustvzgc]|ou[tnlp]|margin|(?:[gj]|^r)ain|kidnap|detail|profil|pencil|catalog"
    r"|bring|hang|fasten|boot|root|shoot|suit|wait|await|float|coat|treat|retreat|[aeo]im)$"
)
_SHORT = re.compile(r"[^aeiouy]*[aeiouy][^aeiouwxy]$")
_FINDER = re.compile(r"[^aeiou]*[aeiou]{1,2}(?:nd|ld|st|rd|lt|ft|ct|pt|nt|rt|rm|rn|lp|mp|sk|nk|ck|sh|ch|th)$")


def normal_form(word: str) -> str:
    """A word as it is counted: lower case, without possessive, soft hyphens and ligatures."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word.translate(_QUOTES))
    word = word.lower()
    return _POSSESSIVE.sub("", word) if "'" in word else word


class Families:
    """The family of each form in one vocabulary, named by its base.

    `vocabulary` is what decides between two possible bases (`hoping`: hope or hop). `joined` are forms that the
    reader put into a family, by form; `apart` those that stand alone.
    """

    def __init__(
        self,
        vocabulary: Collection[str] = (),
        language: str = "en",
        *,
        joined: Mapping[str, str] | None = None,
        apart: Collection[str] = (),
    ) -> None:
        self.language = (language or "en").lower().partition("-")[0]
        self.note = ""
        self._known = frozenset(vocabulary)
        self._own = {form: form for form in apart} | dict(joined or {})
        self._cache: dict[str, str] = {}
        self._base = self._english if self.language == "en" else self._lemmatiser()

    def base(self, form: str) -> str:
        """The base of the family that a normal form belongs to."""
        found = self._cache.get(form)
        if found is None:
            found = self._cache[form] = self._own.get(form) or self._base(form)
        return found

    def changed(self, *, joined: Mapping[str, str] | None = None, apart: Collection[str] = ()) -> Families:
        """These families with forms joined to a base or split off by the reader."""
        own = self._own | {form: form for form in apart} | dict(joined or {})
        return Families(self._known, self.language, joined=own)

    def _lemmatiser(self) -> Callable[[str], str]:
        try:
            from simplemma import is_known, lemmatize
            from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES
        except ImportError:
            self.note = f"each form counts alone in {self.language}; the extra `languages` (simplemma) joins them"
            return str
        if self.language not in SUPPORTED_LANGUAGES:
            self.note = f"each form counts alone: nothing here knows the forms of {self.language}"
            return str
        if self.language != "de":
            return lambda form: str(lemmatize(form, lang=self.language)).lower()

        def german(form: str) -> str:
            """Nouns are known with a capital only."""
            noun = form.capitalize()
            return str(lemmatize(noun if is_known(noun, lang="de") else form, lang="de")).lower()

        return german

    def _english(self, form: str) -> str:
        known = _irregular().get(form)
        if known is not None:
            return known
        if len(form) < 4 or not form.isascii() or not form.isalpha():
            return form
        for ending, bases in ((("ies", "ied"), _y_bases), (("s",), _s_bases), (("ed", "ing"), _verb_bases)):
            if form.endswith(ending):
                return self._chosen(form, bases(form))
        return form

    def _chosen(self, form: str, bases: list[str]) -> str:
        """The first base that the text has; else the likeliest, which stands first; the form itself without any."""
        if not bases:
            return form
        chosen = next((base for base in bases if base in self._known), bases[0])
        return _irregular().get(chosen, chosen) if chosen != form else form


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    return irregular_forms()


def _y_bases(form: str) -> list[str]:
    return [f"{form[:-3]}y"] if len(form) > 4 else [form[:-1]]


def _s_bases(form: str) -> list[str]:
    """The bases of a plural or third person; none for words that end in -s by themselves, and for plurals in -ings."""
    if form.endswith(("ss", "us", "is", "ics")) or (
        form.endswith("ings") and any(char in _VOWEL for char in form[:-4])
    ):
        return []
    if form.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return [form[:-2], form[:-1]]
    return [form[:-1]]


def _verb_bases(form: str) -> list[str]:
    """The bases of a past or participle, the likeliest first; none where no verb can be left."""
    stem = form[:-2] if form.endswith("ed") else form[:-3]
    if len(stem) < 2 or not any(letter in _VOWEL for letter in stem):
        return []
    last = stem[-1]
    if len(stem) > 2 and last == stem[-2] and last not in "aeiou":
        single = stem[:-1]
        return [stem, single] if last in "lsfz" else [single, stem]
    if last in "wxyh" and not stem.endswith("th"):
        return [stem]
    if last == "e":
        return [stem, f"{stem}e"]
    bases = [f"{stem}e", stem] if _wants_e(stem) else [stem, f"{stem}e"]
    return bases if not _FINDER.match(stem) or bases[0] == stem else [stem, f"{stem}e"]


def _wants_e(stem: str) -> bool:
    """True where an English verb of that stem is written with a final -e."""
    if _NO_E.search(stem):
        return False
    return bool(_SHORT.fullmatch(stem) or _NEEDS_E.search(stem))
