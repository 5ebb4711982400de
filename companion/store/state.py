"""State that may be lost: last places in documents, recent documents, drafts being typed.

Each is a small JSON file of ours, replaced whole. One that cannot be read is moved aside and said, and
never stops a start. Paths of documents are kept here and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from companion.model.faults import CompanionError
from companion.store import errors, files, traces
from companion.store.locks import lock_file
from companion.store.paths import Paths
from companion.store.state_values import (
    Draft,
    Progress,
    Recent,
    draft_fields,
    draft_from,
    progress_from,
    recent_from,
    text_in,
)
from companion.store.traces import document_key, fits, identity
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from companion.store.external_edit import LentFile
    from companion.store.library import OpenDocument

_LIMIT = 4 << 20


class State:
    """The state folder. `notices` tells what could not be read or kept; nothing here stops the reader."""

    def __init__(self, paths: Paths) -> None:
        self.folder = paths.state
        self.notices: list[str] = []
        self._latest = ""

    def progress(self, opened: OpenDocument) -> Progress:
        """Where the reader left off in this document, also after its file was moved or edited."""
        raw = self._get("documents", f"{document_key(opened)}.json")
        if raw is None and not opened.shipped:
            matches = (entry for _, entry in self._all("documents") if fits(entry, opened))
            raw = next(matches, None)
        return Progress() if raw is None else progress_from(raw)

    def remember(self, opened: OpenDocument, progress: Progress) -> None:
        """Keep the place, and put the document first among the recent ones."""
        entry = {
            **identity(opened),
            "title": opened.document.title,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "order": self._order(),
            "progress": progress._replace(sections=len(opened.document))._asdict(),
        }
        try:
            self._put("documents", f"{document_key(opened)}.json", entry, flush=False)
        except OSError as error:
            self.notices.append(f"the place in this document is not remembered: {errors.words(error)}")

    def recent(self) -> list[Recent]:
        """Documents opened before, the last one first."""
        entries = [recent_from(raw) for _, raw in self._all("documents")]
        return sorted(entries, key=lambda entry: entry.order, reverse=True)

    def _order(self) -> str:
        """The present moment, or the one after the last that is known: clocks are set back."""
        now = datetime.now(UTC)
        self._latest = self._latest or max((entry.order for entry in self.recent()), default="")
        with suppress(ValueError, OverflowError):  # none is known, or somebody else wrote what is no time
            now = max(now, datetime.fromisoformat(self._latest).astimezone(UTC) + timedelta(microseconds=1))
        self._latest = now.isoformat(timespec="microseconds")
        return self._latest

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever kept here."""
        return not os.path.exists(self.folder)

    def screen(self, name: str) -> str:
        """What was chosen last on the screen, as its `theme`, `panes` or `width`; empty if nothing was."""
        return text_in(self._get("screen", f"{name}.json") or {}, name)

    def keep_screen(self, name: str, value: str) -> None:
        """Keep a choice made on the screen."""
        try:
            self._put("screen", f"{name}.json", {name: value}, flush=False)
        except OSError as error:
            self.notices.append(f"the {name} is not remembered: {errors.words(error)}")

    def is_news(self, about: str, what: str) -> bool:
        """True if this is not what was told about it last; it then counts as told."""
        name = f"{about}.json"
        if text_in(self._get("told", name) or {}, "told") == what:
            return False
        try:
            self._put("told", name, {"told": what}, flush=False)
        except OSError as error:
            self.notices.append(f"what was told is not remembered: {errors.words(error)}")
        return True

    def way(self, opened: OpenDocument) -> str:
        """How the reader wants the headings of this document told; "" where they did not choose."""
        raw = self._get("ways", f"{document_key(opened)}.json")
        if raw is None:
            raw = next((entry for _, entry in self._all("ways") if fits(entry, opened)), None)
        return text_in(raw or {}, "way")

    def keep_way(self, opened: OpenDocument, way: str) -> None:
        try:
            self._put("ways", f"{document_key(opened)}.json", {**identity(opened), "way": way}, flush=False)
        except OSError as error:
            self.notices.append(f"how to read this document is not remembered: {errors.words(error)}")

    def linked(self, opened: OpenDocument) -> Path | None:
        """The notebook folder used last for the document of this name, at this path, or else with these bytes."""
        raw = self._get("links", f"{document_key(opened)}.json")
        return Path(raw["folder"]) if raw is not None and isinstance(raw.get("folder"), str) else None

    def link(self, opened: OpenDocument, folder: Path) -> None:
        """Remember which notebook folder goes with a document, unless that is remembered already."""
        entry = {**identity(opened), "folder": str(folder)}
        if self._get("links", f"{document_key(opened)}.json") == entry:
            return
        try:
            self._put("links", f"{document_key(opened)}.json", entry, flush=False)
        except OSError as error:
            self.notices.append(f"the notebook of this document is not remembered: {errors.words(error)}")

    def links(self) -> dict[str, Path]:
        """Every path that has a notebook folder linked to it."""
        return {text_in(raw, "path"): Path(text_in(raw, "folder")) for _, raw in self._all("links")}

    def forget(self, opened: OpenDocument | str, reader: str = "", notebook: Path | None = None) -> bool:
        """Remove all that is kept for a document outside its notes; True if there was any.

        Texts of its editions are those of `reader`, in `notebook` and the notebooks that were used for it. A name or a
        path serves as well, for a document that is gone. `notices` tells what could not be removed.
        """
        dropped = False
        for trace in traces.traces(self.folder, opened, reader, notebook):
            try:
                if traces.remove(trace):
                    dropped = True
                else:
                    self.notices.append(f"{clean_line(str(trace))}: an editor has it open; forget it again afterwards")
            except OSError as error:
                self.notices.append(f"{clean_line(str(trace))}: not removed: {errors.words(error)}")
        return dropped

    def unlink_notebook(self, folder: Path) -> None:
        """Forget a notebook folder that is gone: which documents it was for, and its lock."""
        for name, raw in self._all("links"):
            if raw.get("folder") == str(folder):
                self._drop("links", name)
        lock_file(self.folder, folder).unlink(missing_ok=True)

    def drafts(self, opened: OpenDocument) -> list[Draft]:
        """The drafts of this document that were neither saved nor dropped, by their key."""
        self._take_back()
        found = {draft.key: draft for _, raw in self._all("drafts") if fits(raw, opened) and (draft := draft_from(raw))}
        return [found[key] for key in sorted(found)]

    def draft(self, opened: OpenDocument, key: str) -> Draft | None:
        return next((draft for draft in self.drafts(opened) if draft.key == key), None)

    def keep_draft(self, opened: OpenDocument, draft: Draft) -> None:
        """Keep what is being typed, in place of what was kept under its key. Raises NotSaved."""
        with errors.not_saved(clean_line(str(self.folder / "drafts"))):
            self._put("drafts", _draft_name(opened, draft.key), {**identity(opened), **draft_fields(draft)})

    @contextmanager
    def lend(self, opened: OpenDocument, draft: Draft) -> Iterator[LentFile]:
        """Lend the words of a draft to another program as a file; the draft is kept as well. Raises NotSaved."""
        from companion.store import external_edit  # only where it is asked for

        self.keep_draft(opened, draft)
        name = _draft_name(opened, draft.key)
        with external_edit.lend(self.folder, name, draft.record.note) as lent:
            yield lent

    def _take_back(self) -> None:
        """Drafts that another program had when companion ended become what it saved; newer words stay before it."""
        from companion.store import external_edit

        for name, lent in external_edit.abandoned(self.folder):
            draft = self.folder / "drafts" / name
            try:
                text, lent_text = lent.text().removesuffix("\n"), lent.begun()
                raw = self._get("drafts", name) if draft.exists() and text != lent_text else None
                if raw and (began := draft_from(raw)):
                    kept = began.record.note
                    record = replace(began.record, note=text if kept == lent_text else f"{kept}\n\n{text}")
                    self._put("drafts", name, {**raw, **draft_fields(replace(began, record=record))})
                lent.remove()
            except (OSError, CompanionError) as error:
                self.notices.append(f"{clean_line(str(lent.file))}: not taken back as a draft: {error}")

    def drop_draft(self, opened: OpenDocument, key: str) -> None:
        """The draft was saved or given up."""
        for name, raw in self._all("drafts"):
            if raw.get("key") == key and fits(raw, opened):
                self._drop("drafts", name)

    def _put(self, kind: str, name: str, value: Mapping[str, Any], *, flush: bool = True) -> None:
        """Replace a file whole. Raises OSError."""
        import json  # not on the way to the first frame

        files.make_folders(self.folder / kind)
        with files.opened_folder(self.folder / kind) as folder:
            files.sweep(folder)
            temporary = files.write_temporary(folder, json.dumps(value).encode(), flush=flush)
            files.replace(folder, temporary, name)

    def _get(self, kind: str, name: str) -> dict[str, Any] | None:
        """What a file holds, or None if there is none; a broken one is moved aside."""
        path = self.folder / kind / name
        if not os.path.exists(path):
            return None
        import json

        try:
            raw = json.loads(files.read_bytes(path, _LIMIT))
        except (CompanionError, OSError, ValueError, RecursionError):
            raw = []
        if isinstance(raw, dict):
            return raw
        self.notices.append(f"{clean_line(str(path))}: cannot be read, put aside as {name}.broken")
        with suppress(OSError):
            os.replace(path, path.with_name(f"{name}.broken"))
        return None

    def _all(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        try:
            names = sorted(name for name in os.listdir(self.folder / kind) if name.endswith(".json"))
        except OSError:
            return
        for name in names:
            raw = self._get(kind, name)
            if raw is not None:
                yield name, raw

    def _drop(self, kind: str, name: str) -> bool:
        with suppress(OSError):
            os.unlink(self.folder / kind / name)
            return True
        return False


def _draft_name(opened: OpenDocument, key: str) -> str:
    return f"{document_key(opened)}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.json"
