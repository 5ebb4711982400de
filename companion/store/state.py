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
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from companion.model.faults import CompanionError
from companion.store import errors, files
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

    def progress(self, opened: OpenDocument) -> Progress:
        """Where the reader left off in this document, also after its file was moved or edited."""
        raw = self._get("documents", f"{_key(opened)}.json")
        if raw is None and not opened.shipped:
            matches = (entry for _, entry in self._all("documents") if _fits(entry, opened))
            raw = next(matches, None)
        return Progress() if raw is None else progress_from(raw)

    def remember(self, opened: OpenDocument, progress: Progress) -> None:
        """Keep the place, and put the document first among the recent ones."""
        entry = {
            **_identity(opened),
            "title": opened.document.title,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "progress": progress._replace(sections=len(opened.document))._asdict(),
        }
        try:
            self._put("documents", f"{_key(opened)}.json", entry, flush=False)
        except OSError as error:
            self.notices.append(f"the place in this document is not remembered: {errors.words(error)}")

    def recent(self) -> list[Recent]:
        """Documents opened before, the last one first."""
        entries = [recent_from(raw) for _, raw in self._all("documents")]
        return sorted(entries, key=lambda entry: entry.when, reverse=True)

    def theme(self) -> str:
        """The theme chosen last on the screen; empty if none was."""
        return text_in(self._get("screen", "theme.json") or {}, "theme")

    def keep_theme(self, theme: str) -> None:
        try:
            self._put("screen", "theme.json", {"theme": theme}, flush=False)
        except OSError as error:
            self.notices.append(f"the theme is not remembered: {errors.words(error)}")

    def way(self, opened: OpenDocument) -> str:
        """How the reader wants the headings of this document told; "" where they did not choose."""
        raw = self._get("ways", f"{_key(opened)}.json")
        if raw is None:
            raw = next((entry for _, entry in self._all("ways") if _fits(entry, opened)), None)
        return text_in(raw or {}, "way")

    def keep_way(self, opened: OpenDocument, way: str) -> None:
        try:
            self._put("ways", f"{_key(opened)}.json", {**_identity(opened), "way": way}, flush=False)
        except OSError as error:
            self.notices.append(f"how to read this document is not remembered: {errors.words(error)}")

    def linked(self, opened: OpenDocument) -> Path | None:
        """The notebook folder used last for the document of this name, at this path, or else with these bytes."""
        raw = self._get("links", f"{_key(opened)}.json")
        return Path(raw["folder"]) if raw is not None and isinstance(raw.get("folder"), str) else None

    def link(self, opened: OpenDocument, folder: Path) -> None:
        """Remember which notebook folder goes with a document, unless that is remembered already."""
        entry = {**_identity(opened), "folder": str(folder)}
        if self._get("links", f"{_key(opened)}.json") == entry:
            return
        try:
            self._put("links", f"{_key(opened)}.json", entry, flush=False)
        except OSError as error:
            self.notices.append(f"the notebook of this document is not remembered: {errors.words(error)}")

    def folders(self, opened: OpenDocument | str) -> list[Path]:
        """The notebook folders that were used for a document, also for one that is gone, by its name or path."""
        links = (text_in(raw, "folder") for _, raw in self._all("links") if _fits(raw, opened))
        return [Path(folder) for folder in links if folder]

    def links(self) -> dict[str, Path]:
        """Every path that has a notebook folder linked to it."""
        return {text_in(raw, "path"): Path(text_in(raw, "folder")) for _, raw in self._all("links")}

    def forget(self, opened: OpenDocument | str) -> bool:
        """Drop all traces of a document: place, recent entry, link, drafts, lock; True if there were any.

        A name or a path serves as well, for a document that is gone. Its notes are no trace; they stay.
        """
        dropped = False
        for kind in ("links", "documents", "drafts", "ways"):
            for name, raw in self._all(kind):
                if _fits(raw, opened):
                    if isinstance(raw.get("folder"), str):
                        lock_file(self.folder, Path(raw["folder"])).unlink(missing_ok=True)
                    dropped = self._drop(kind, name) or dropped
        return dropped

    def drafts(self, opened: OpenDocument) -> list[Draft]:
        """The drafts of this document that were neither saved nor dropped, by their key."""
        self._take_back()
        found = {
            draft.key: draft for _, raw in self._all("drafts") if _fits(raw, opened) and (draft := draft_from(raw))
        }
        return [found[key] for key in sorted(found)]

    def draft(self, opened: OpenDocument, key: str) -> Draft | None:
        return next((draft for draft in self.drafts(opened) if draft.key == key), None)

    def keep_draft(self, opened: OpenDocument, draft: Draft) -> None:
        """Keep what is being typed, in place of what was kept under its key. Raises NotSaved."""
        with errors.not_saved(clean_line(str(self.folder / "drafts"))):
            self._put("drafts", _draft_name(opened, draft.key), {**_identity(opened), **draft_fields(draft)})

    @contextmanager
    def lend(self, opened: OpenDocument, draft: Draft) -> Iterator[LentFile]:
        """Lend the words of a draft to another program as a file; the draft is kept as well. Raises NotSaved."""
        from companion.store import external_edit  # only where it is asked for

        self.keep_draft(opened, draft)
        name = _draft_name(opened, draft.key)
        with external_edit.lend(self.folder, name, draft.record.note) as lent:
            yield lent

    def _take_back(self) -> None:
        """Drafts that another program had when companion ended become what it saved, unless they are newer."""
        from companion.store import external_edit

        for name, lent in external_edit.abandoned(self.folder):
            draft = self.folder / "drafts" / name
            try:
                newer = draft.exists() and lent.file.stat().st_mtime_ns >= draft.stat().st_mtime_ns
                if newer and (raw := self._get("drafts", name)) and (began := draft_from(raw)):
                    record = replace(began.record, note=lent.text().removesuffix("\n"))
                    self._put("drafts", name, {**raw, **draft_fields(replace(began, record=record))})
                lent.remove()
            except (OSError, CompanionError) as error:
                self.notices.append(f"{clean_line(str(lent.file))}: not taken back as a draft: {error}")

    def drop_draft(self, opened: OpenDocument, key: str) -> None:
        """The draft was saved or given up."""
        for name, raw in self._all("drafts"):
            if raw.get("key") == key and _fits(raw, opened):
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


def _identity(opened: OpenDocument) -> dict[str, str]:
    path = "" if opened.path is None or opened.shipped else os.path.realpath(opened.path)
    return {"shipped": opened.shipped, "path": path, "fingerprint": opened.document.fingerprint}


def _key(opened: OpenDocument) -> str:
    identity = _identity(opened)
    chosen = next(f"{name}:{value}" for name, value in identity.items() if value)
    return hashlib.sha256(os.fsencode(chosen)).hexdigest()[:16]


def _draft_name(opened: OpenDocument, key: str) -> str:
    return f"{_key(opened)}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.json"


def _fits(raw: Mapping[str, Any], document: OpenDocument | str) -> bool:
    """Whether an entry is of this document: the same shipped name, path or bytes; or of this name or path."""
    if isinstance(document, str):
        return bool(document) and (raw.get("shipped") == document or raw.get("path") == os.path.realpath(document))
    identity = _identity(document)
    return any(value and raw.get(name) == value for name, value in identity.items())
