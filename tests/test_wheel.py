"""The wheel as users get it: built through the sdist, put into an environment that has only what it asks for."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.documents.pdf.pdfs import Sheet, pdf
from tests.documents.words import docx, paragraph

ROOT = Path(__file__).parents[1]


def ran(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False, input=""
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that was built from it."""
    out = tmp_path_factory.mktemp("dist")
    ran(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel, and of all else installed here only what it requires."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    wheel = next(built.glob("*.whl"))
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    ran(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=home)
    packages = Path(ran(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    for name in required("reading-companion", wheel):
        for file in distribution(name).files or ():
            top = file.parts[0]
            target = packages / top
            if top not in ("..", "__pycache__") and not target.exists():
                target.symlink_to(Path(str(distribution(name).locate_file(top))))
    return home / "bin"


def required(name: str, wheel: Path) -> set[str]:
    """What the wheel requires without any extra, and what that requires in turn."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        head = archive.read(metadata).decode().partition("\n\n")[0]
    waiting = [line.removeprefix("Requires-Dist: ") for line in head.splitlines() if line.startswith("Requires-Dist: ")]
    found: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        marker = requirement.marker
        if (marker is None or marker.evaluate({"extra": ""})) and requirement.name not in found:
            found.add(requirement.name)
            waiting += distribution(requirement.name).requires or []
    return found - {name}


def test_what_is_in_them(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    assert {
        "companion/py.typed",
        "companion/tui/companion.tcss",
        "companion/tui/dialogs.tcss",
        "companion/annotations/kinds.yaml",
        "companion/annotations/LICENSE",
        "companion/annotations/nso-2023/report.md",
        "companion/annotations/nso-2023/critique.yaml",
        "companion/annotations/nso-2023/questions.yaml",
    } <= inside
    assert {name.partition("/")[0].partition("-")[0] for name in inside} == {"companion", "reading_companion"}
    assert any(name.endswith(".data/data/share/man/man1/companion.1") for name in inside)
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    pages = {"LICENSE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"}
    assert pages | {"pyproject.toml", "annotations/kinds.yaml", "tests/conftest.py"} <= names


def test_it_lists_and_shows_the_shipped_companion(environment: Path, tmp_path: Path) -> None:
    command = environment / "companion"
    assert "nso-2023: " in ran(command, "list", cwd=tmp_path)
    assert "Section 8 of 8: " in ran(command, "show", "nso-2023", cwd=tmp_path)
    assert "28 of 28 placed" in ran(command, "check", "nso-2023", cwd=tmp_path)
    identifier = ran(command, "note", "nso-2023", "--document", "--text", "kept", cwd=tmp_path).strip()
    assert identifier in ran(command, "notes", "nso-2023", cwd=tmp_path)


def test_it_is_the_wheel_that_ran_and_its_screen_can_be_loaded(environment: Path, tmp_path: Path) -> None:
    code = "import companion, companion.tui.app; print(companion.__file__)"
    assert Path(ran(environment / "python", "-c", code, cwd=tmp_path).strip()).is_relative_to(environment.parent)


def test_no_development_package_is_there(environment: Path, tmp_path: Path) -> None:
    code = "import importlib.util as u; print([n for n in ('pytest', 'hypothesis', 'mypy', 'build') if u.find_spec(n)])"
    assert ran(environment / "python", "-c", code, cwd=tmp_path).strip() == "[]"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", pdf([Sheet().put(72, 700, "A report.")])),
        ("report.html", b"<p>A report."),
        ("a.docx", docx(paragraph("A report."))),
    ],
    ids=["pdf", "html", "docx"],
)
def test_every_format_opens_without_an_extra(environment: Path, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert "A report." in ran(environment / "companion", "show", name, cwd=tmp_path)
