"""The search line at the bottom, and the search typed in it. It covers the status line and hides no text."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from companion import reading as verbs
from companion.reading import Reading, replace
from companion.text.clean import clean, normalise
from companion.tui.keymap import dialog_line
from companion.tui.widgets.status import search_words

KEYS = "enter keep · {give_up} give up ·"


class SearchPrompt(Horizontal):
    """Input for words, with the number of hits; `exact` lets case and accents count."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    #search { layer: above; dock: bottom; height: 1; background: $panel; }
    #search Static { width: auto; }
    #search-words { width: 1fr; background: $panel; padding: 0 1 0 0; }
    #search #search-found { max-width: 60%; padding: 0 2 0 1; text-style: bold; }
    #search-keys, #search-exact { color: $text-muted; }
    #search #search-keys { padding: 0 1 0 0; }
    ReaderScreen.-narrow #search-keys, ReaderScreen.-stacked #search-keys { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "give up, back to where the search began"),
        Binding("tab,shift+tab", "exact", "let case and accents count, or not"),
    ]

    reading: reactive[Reading | None] = reactive(None, repaint=False)

    class Changed(Message):
        """The reader looks for other words, or otherwise."""

        def __init__(self, words: str, exact: bool) -> None:
            super().__init__()
            self.words, self.exact = words, exact

    class Closed(Message):
        """The line is done with: the search is kept, or given up."""

        def __init__(self, kept: bool) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self, words: str, exact: bool) -> None:
        super().__init__(id="search")
        self.exact = exact
        # Selecting on focus would come after the first letters of who types fast, and the next would replace them.
        self.field = Input(
            words, "words in the text and the notes", select_on_focus=False, compact=True, id="search-words"
        )
        self._count = Static(id="search-found")
        self._toggle = Static(id="search-exact")

    def compose(self) -> ComposeResult:
        yield Static(Content("/"), id="search-sign")
        yield self.field
        yield self._count
        yield Static(Content(dialog_line(self._bindings, KEYS)), id="search-keys")
        yield self._toggle

    def on_mount(self) -> None:
        self._say_keys()

    def _say_keys(self) -> None:
        words = "{exact} any case" if self.exact else "{exact} as typed"
        self._toggle.update(Content(dialog_line(self._bindings, words)))

    def watch_reading(self, reading: Reading | None) -> None:
        if reading is not None:
            self._count.update(Content(search_words(reading)))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """What was typed or pasted, cleaned like the texts it is looked for in."""
        self.post_message(self.Changed(clean(normalise(self.field.value)), self.exact))

    @on(Input.Submitted)
    def _kept(self) -> None:
        self.post_message(self.Closed(kept=True))

    @on(Input.Blurred)
    def _left(self) -> None:
        if self.app.app_focus:
            self._kept()

    def action_give_up(self) -> None:
        self.post_message(self.Closed(kept=False))

    def action_exact(self) -> None:
        self.exact = not self.exact
        self._say_keys()
        self._tell()


class SearchBar:
    """The search that is being typed; `prompt` is its line while it is open. A screen shows the Readings it gives."""

    def __init__(self) -> None:
        self.prompt: SearchPrompt | None = None
        self._before: tuple[Reading, int] | None = None
        self._last = ("", False)

    def begin(self, reading: Reading, top: int) -> SearchPrompt:
        """The line, with the words of the last search; `top` is the first row of the passage shown."""
        self._before, self.prompt = (reading, top), SearchPrompt(*self._last)
        return self.prompt

    def typed(self, reading: Reading, words: str, exact: bool) -> Reading:
        """The Reading that looks for other words, from where the search began."""
        self._last = (words, exact)
        return verbs.search(reading, words, exact=exact, origin=self._before[0].cursor if self._before else None)

    def given_up(self, reading: Reading) -> tuple[Reading, int]:
        """The Reading as it was before the search, and the first row of the passage shown then."""
        assert self._before is not None
        before, top = self._before
        search = before.search if before.document is reading.document else None
        return replace(reading, cursor=before.cursor, chosen=before.chosen, tab=before.tab, search=search), top

    def take(self, event: events.Key) -> bool:
        """Put a character that came before the line could take it into the line; False if it is for others."""
        if self.prompt is None or not event.character or not event.is_printable:
            return False
        field = self.prompt.field
        field.replace(event.character, *field.selection)
        return True
