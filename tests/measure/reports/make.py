"""Make the PDFs and their truth: `python -m tests.measure.reports.make FOLDER [NAME…]`.

Layouts whose tool is missing are skipped, which is said. All of them:

    pip install pikepdf fonttools weasyprint typst
    apt-get install --no-install-recommends chromium libreoffice-writer texlive-xetex texlive-latex-recommended \\
        texlive-latex-extra texlive-fonts-recommended fonts-liberation fonts-dejavu fonts-wqy-microhei

`--word FOLDER` keeps ODT and DOCX files of the LibreOffice layouts.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.measure.reports.as_html import html
from tests.measure.reports.as_odt import odt
from tests.measure.reports.as_tex import tex
from tests.measure.reports.as_typst import typst
from tests.measure.reports.finish import finish
from tests.measure.reports.layouts import LAYOUTS, Layout, Tool
from tests.measure.reports.source import Report, load
from tests.measure.reports.truth import outline_pages, write_truth

MADE = Path(__file__).with_name("made")
_SECONDS = 180
_PROGRAMS: dict[Tool, str] = {"chromium": "chromium", "libreoffice": "soffice", "xelatex": "xelatex"}
_EXPORT = (
    'pdf:writer_pdf_Export:{{"UseTaggedPDF":{{"type":"boolean","value":"{tags}"}},'
    '"ExportBookmarks":{{"type":"boolean","value":"true"}}}}'
)


def missing(tool: Tool) -> bool:
    if tool in _PROGRAMS:
        return shutil.which(_PROGRAMS[tool]) is None
    return importlib.util.find_spec(tool) is None


def _run(*command: object, folder: Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr or done.stdout).decode(errors='replace')[-600:]}")


def _by_chromium(report: Report, layout: Layout, pages: Sequence[str], folder: Path) -> Path:
    page = folder / "report.html"
    page.write_text(html(report, layout, pages), encoding="utf-8")
    out = folder / "report.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/own"]
    _run("chromium", *flags, "--generate-pdf-document-outline", f"--print-to-pdf={out}", page.as_uri(), folder=folder)
    return out


def _by_weasyprint(report: Report, layout: Layout, pages: Sequence[str], folder: Path) -> Path:
    weasyprint: Any = importlib.import_module("weasyprint")
    out = folder / "report.pdf"
    weasyprint.HTML(string=html(report, layout, pages)).write_pdf(out, pdf_tags=layout.tags)
    return out


def _by_typst(report: Report, layout: Layout, pages: Sequence[str], folder: Path) -> Path:
    compiler: Any = importlib.import_module("typst")
    source = folder / "report.typ"
    source.write_text(typst(report, layout), encoding="utf-8")
    out = folder / "report.pdf"
    compiler.compile(str(source), output=str(out), pdf_tags=layout.tags)
    return out


def _by_libreoffice(report: Report, layout: Layout, pages: Sequence[str], folder: Path) -> Path:
    source = folder / "report.fodt"
    source.write_text(odt(report, layout, pages), encoding="utf-8")
    if layout.docx:
        _convert("docx:MS Word 2007 XML", source)
        source = folder / "report.docx"
    _convert(_EXPORT.format(tags=str(layout.tags).lower()), source)
    return folder / "report.pdf"


def _convert(form: str, source: Path) -> None:
    profile = f"-env:UserInstallation=file://{source.parent}/own"
    _run("soffice", profile, "--headless", "--convert-to", form, source.name, folder=source.parent)


def _by_xelatex(report: Report, layout: Layout, pages: Sequence[str], folder: Path) -> Path:
    (folder / "report.tex").write_text(tex(report, layout), encoding="utf-8")
    for _ in range(2 + layout.contents):
        _run("xelatex", "-interaction=nonstopmode", "-halt-on-error", "report.tex", folder=folder)
    return folder / "report.pdf"


_MAKERS: dict[Tool, Callable[[Report, Layout, Sequence[str], Path], Path]] = {
    "chromium": _by_chromium,
    "weasyprint": _by_weasyprint,
    "typst": _by_typst,
    "libreoffice": _by_libreoffice,
    "xelatex": _by_xelatex,
}


def make(layout: Layout, out: Path) -> int:
    """Write one PDF and its truth; its size in bytes."""
    report = load(layout.report)
    maker = _MAKERS[layout.tool]
    with TemporaryDirectory() as folder:
        data = maker(report, layout, (), Path(folder)).read_bytes()
        pages = outline_pages(data, report)
        if layout.contents:
            front = min(pages) if layout.roman else 0
            data = maker(report, layout, [str(page + 1 - front) for page in pages], Path(folder)).read_bytes()
            pages = outline_pages(data, report)
    done = finish(data, layout, min(pages))
    (out / f"{layout.name}.pdf").write_bytes(done)
    write_truth(out / f"{layout.name}.json", layout, done, pages)
    return len(done)


def keep_word(layout: Layout, out: Path) -> None:
    """The ODT and DOCX files of a LibreOffice layout."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / f"{layout.name}.fodt"
        source.write_text(odt(load(layout.report), layout, ()), encoding="utf-8")
        for form, ending in (("odt", "odt"), ("docx:MS Word 2007 XML", "docx")):
            _convert(form, source)
            shutil.copy(source.with_suffix(f".{ending}"), out)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=MADE)
    parser.add_argument("names", nargs="*", help="layouts to make; all where none is named")
    parser.add_argument("--word", type=Path, help="where to keep ODT and DOCX files")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("pikepdf") is None:
        print("pikepdf is missing: pip install pikepdf")
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    skipped = 0
    for layout in LAYOUTS:
        if options.names and layout.name not in options.names:
            continue
        if missing(layout.tool):
            print(f"skipped: {layout.name}: {layout.tool} is missing")
            skipped += 1
            continue
        print(f"made: {layout.name}: {make(layout, options.folder):,} bytes", flush=True)
        if options.word and layout.tool == "libreoffice":
            options.word.mkdir(parents=True, exist_ok=True)
            keep_word(layout, options.word)
    if skipped:
        print(f"{skipped} of {len(LAYOUTS)} layouts skipped")
    return 1 if skipped else 0


if __name__ == "__main__":
    sys.exit(main())
