"""Makes the labelled set anew: `python -m tests.measure.editions.build FOLDER`.

SOURCES.md tells which packages are to be laid there. The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from tests.measure.editions import sources
from tests.measure.editions.collection import Block, Edition, Pair, Passage, save
from tests.measure.editions.edits import made
from tests.measure.editions.labels import Labels, drawn
from tests.measure.editions.sources import Editions, Source

MOST, FEWEST = 100, 12
"""Passages of one pair: a layer."""
_SIZE = 20_000
_LANGUAGES = ("C", "de", "fr", "es", "ru", "pl", "cs", "ja", "zh_CN", "it", "pt_BR", "nl", "sv", "el")
_LICENCES = (
    ("CC-BY", "en", "CC0-1.0", ("CC-BY-1.0", "CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0")),
    ("CC-BY", "en", "CC0-1.0", ("CC-BY-NC-SA-2.5", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0")),
    ("GPL", "en", "verbatim copies allowed", ("GPL-1.0", "GPL-2.0", "GPL-3.0")),
    ("GPL", "en", "verbatim copies allowed", ("LGPL-2.0", "LGPL-2.1")),
    ("GFDL", "en", "verbatim copies allowed", ("GFDL-1.1", "GFDL-1.2", "GFDL-1.3")),
    ("MPL", "en", "verbatim copies allowed", ("MPL-1.0", "MPL-1.1", "MPL-2.0")),
    ("EUPL", "en", "CC-BY-4.0", ("EUPL-1.0", "EUPL-1.1", "EUPL-1.2")),
    ("OSL", "en", "verbatim copies allowed", ("OSL-1.1", "OSL-2.1", "OSL-3.0")),
    ("LPPL", "en", "verbatim copies allowed", ("LPPL-1.0", "LPPL-1.2", "LPPL-1.3c")),
    ("CECILL", "fr", "verbatim copies allowed", ("CECILL-2.0", "CECILL-2.1")),
    ("EPL", "en", "verbatim copies allowed", ("CPL-1.0", "EPL-1.0", "EPL-2.0")),
    ("APSL", "en", "verbatim copies allowed", ("APSL-1.0", "APSL-1.2", "APSL-2.0")),
)
_DJANGO = ("1.11.29", "2.2.28", "3.2.25", "4.2.16", "5.2")
_MANUAL = {
    "contributing": ["internals/contributing/*.txt"],
    "project": ["internals/organization.txt", "internals/release-process.txt", "internals/security.txt", "faq/*.txt"],
    "release": ["internals/howto-release-django.txt", "internals/git.txt", "internals/mailing-lists.txt"],
    "intro": ["intro/overview.txt", "intro/install.txt", "intro/contributing.txt", "intro/whatsnext.txt"],
    "security": ["topics/security.txt", "topics/cache.txt", "topics/performance.txt", "topics/migrations.txt"],
}
_FLASK = ("0.12.5", "1.1.4", "2.3.3", "3.1.0")
_FLASK_FILES = ("design", "quickstart", "appcontext", "reqcontext", "blueprints", "errorhandling", "security", "views")


def gnome(folder: Path) -> Iterator[Editions]:
    packages = [folder / "gnome-user-docs-3.38.2-1", folder / "gnome-user-docs-48.2-1"]
    for number, language in enumerate(_LANGUAGES):
        pages = sources.gnome_pages(packages, language)
        random.Random(language).shuffle(pages)
        name = "en" if language == "C" else language.replace("_", "-")
        source = Source(f"gnome-{name}", name, "CC-BY-SA-3.0", "Debian gnome-user-docs 3.38.2-1 and 48.2-1")
        step = 40 if number < 9 else 30
        for part in range(2):
            some = pages[part * step : (part + 1) * step]
            texts = [sources.gnome(package, language, some) for package in packages]
            yield Editions(f"gnome-{name}-{part + 1}", source, *map(_cut, texts))


def licences(folder: Path) -> Iterator[Editions]:
    for family, language, allowed, names in _LICENCES:
        source = Source(f"licence-{family}", language, allowed, "npm spdx-license-list 6.9.0")
        texts = [_cut(sources.licence(folder / "spdx-license-list-6.9.0", name)) for name in names]
        for (old, before), (new, after) in pairwise(zip(names, texts, strict=True)):
            yield Editions(f"{old}..{new}", source, before, after)


def manuals(folder: Path) -> Iterator[Editions]:
    for name, patterns in _MANUAL.items():
        source = Source(f"django-{name}", "en", "BSD-3-Clause", f"PyPI Django {', '.join(_DJANGO)} (sdists)")
        yield from _in_turn(
            f"django-{name}",
            source,
            [
                [path for pattern in patterns for path in sorted((folder / f"Django-{version}/docs").glob(pattern))]
                for version in _DJANGO
            ],
        )
    source = Source("flask", "en", "BSD-3-Clause", f"PyPI Flask {', '.join(_FLASK)} (sdists)")
    yield from _in_turn(
        "flask",
        source,
        [
            [path for name in _FLASK_FILES for path in (folder / f"Flask-{version}/docs").glob(f"{name}.rst")]
            for version in _FLASK
        ],
    )


def _in_turn(name: str, source: Source, versions: list[list[Path]]) -> Iterator[Editions]:
    texts = []
    for paths in versions:
        blocks = [Block("#", name)]
        for path in paths:
            blocks += sources.rest(path.read_text(encoding="utf-8"), "-")[1:]
        texts.append(_cut(blocks))
    for number, (old, new) in enumerate(pairwise(texts)):
        yield Editions(f"{name}-{number + 1}", source, old, new)


def own(repository: Path, commits: Sequence[str]) -> Iterator[Editions]:
    source = Source("companion", "en", "MIT", "README.md of this repository")
    texts = [sources.markdown(repository, commit, "README.md") for commit in commits]
    for number, (old, new) in enumerate(pairwise(texts)):
        yield Editions(f"readme-{number + 1}", source, old, new)


def _cut(blocks: list[Block]) -> list[Block]:
    """Whole blocks up to about the size of a long article."""
    kept, size = [], 0
    for block in blocks:
        size += len(block.text) * (3 if ord(max(block.text)) > 0x3000 else 1)
        if size > 2 * _SIZE:
            break
        kept.append(block)
    return kept


def labelled(editions: Editions, half: str) -> Iterator[Pair]:
    """The pair as it is, if there is anything to ask."""
    before, after = Edition(tuple(editions.old)), Edition(tuple(editions.new))
    if before.blocks != after.blocks:
        passages = Labels(before, after, editions.name).passages()
        yield from _pair(editions.name, editions.source, half, before, after, passages)


def edited(editions: Editions, half: str) -> Iterator[Pair]:
    """Its older edition with a newer one made from it."""
    name, source = f"{editions.name}+edits", editions.source
    before, after, passages = made(Edition(tuple(editions.old)), name)
    source = source._replace(origin=f"{source.origin}; the newer edition made by a program")
    yield from _pair(name, source, half, before, after, passages)


def _pair(name: str, source: Source, half: str, old: Edition, new: Edition, passages: list[Passage]) -> Iterator[Pair]:
    chosen = tuple(drawn(passages, MOST, name))
    if _sound(name, old, new) and len(chosen) >= FEWEST:
        yield Pair(name, source.family, source.language, source.licence, source.origin, half, old, new, chosen)


def _sound(name: str, old: Edition, new: Edition) -> bool:
    """Whether companion reads both editions as they are meant."""
    if max(old.text + new.text) > "\uffff":
        print(f"left out: {name}: letters beyond the basic plane")
        return False
    try:
        _ = old.rows, new.rows
    except ValueError as error:
        print(f"left out: {name}: {error}")
        return False
    return True


def halves(families: list[str]) -> dict[str, str]:
    """Drawn by family: every second one, in the order of their hashes."""
    order = sorted(families, key=lambda name: sha256(name.encode()).digest())
    return {name: ("dev", "test")[number % 2] for number, name in enumerate(order)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--commits", nargs="*", default=["7e49803", "69e940b", "c353457", "929ae73"])
    options = parser.parse_args(arguments)
    found = [*licences(options.folder), *manuals(options.folder), *gnome(options.folder)]
    found += own(Path.cwd(), options.commits)
    half = halves(sorted({each.source.family for each in found}))
    pairs = [pair for each in found for pair in labelled(each, half[each.source.family])]
    real = {pair.name for pair in pairs}
    chosen = [each for each in found if each.name in real][::4]
    pairs += [pair for each in chosen for pair in edited(each, half[each.source.family])]
    save(pairs)
    for which in ("dev", "test"):
        kinds = Counter(passage.kind for pair in pairs if pair.half == which for passage in pair.passages)
        print(which, sum(kinds.values()), dict(kinds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
