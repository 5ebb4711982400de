"""Which sections the contents show: without those that are folded away, and only those with the words looked for."""

from __future__ import annotations

from bisect import bisect_right

from companion.model import Document, Heading


class ContentsRows:
    """Rows by their sections' indices. A section with others below it in level can be folded; words fold nothing."""

    def __init__(self) -> None:
        self.shown: list[int] = []
        self.words = ""
        self.folded: set[str] = set()
        self._headings: tuple[Heading, ...] = ()

    def lay(self, document: Document) -> None:
        """Make the rows again, if the document is another one."""
        if self._headings is not document.headings:
            self._headings = document.headings
            self._make()

    def _make(self) -> None:
        words, level, shown = self.words.casefold().split(), 99, []
        for index, heading in enumerate(self._headings):
            if words:
                title = " ".join((*heading.above, heading.title)).casefold()
                if all(word in title for word in words):
                    shown.append(index)
            elif heading.level <= level:
                shown.append(index)
                level = heading.level if heading.id in self.folded else 99
        self.shown = shown

    def filter(self, words: str) -> None:
        """Show only sections with these words in their titles, all of them for none."""
        self.words = words
        self._make()

    def row(self, section: int) -> int:
        """The row of a section, or that of the one it is folded into."""
        return max(bisect_right(self.shown, section) - 1, 0)

    def below(self, section: int) -> int:
        """How many sections stand below one in level."""
        own, count = self._headings[section].level, 0
        while section + count + 1 < len(self._headings) and self._headings[section + count + 1].level > own:
            count += 1
        return count

    def above(self, section: int) -> int:
        """The section that this one stands below, itself at the top."""
        own = self._headings[section].level
        return next((index for index in range(section - 1, -1, -1) if self._headings[index].level < own), section)

    def is_folded(self, section: int) -> bool:
        return not self.words and self._headings[section].id in self.folded

    def fold(self, section: int) -> int:
        """Fold what stands below a section, or else the section into the one above; the section to stand on."""
        if self.is_folded(section) or not self.below(section):
            section = self.above(section)
        if self.below(section):
            self.folded.add(self._headings[section].id)
            self._make()
        return section

    def unfold(self, section: int) -> int:
        """Unfold a section, or go to the first below it; the section to stand on."""
        if self._headings[section].id in self.folded:
            self.folded.discard(self._headings[section].id)
            self._make()
            return section
        return section + 1 if self.below(section) else section

    def open_to(self, section: int) -> bool:
        """Unfold what hides a section; whether anything did."""
        hiding, at = set[str](), section
        while (parent := self.above(at)) != at:
            at = parent
            hiding.add(self._headings[at].id)
        if not hiding & self.folded:
            return False
        self.folded -= hiding
        self._make()
        return True
