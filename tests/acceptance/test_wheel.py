"""The wheel: built from a clean tree, installed into an empty environment, it brings along all that it needs."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.acceptance.phones import Phones
from tests.acceptance.shell import ROOT, Shell, says, stopped

pytestmark = pytest.mark.slow

PACKAGES = ("bot", "conversations", "storage", "locales", "simulator", "benchmarks")
BESIDE = ("pyproject.toml", "README.md", "hatch_build.py", ".gitignore")
NOT_COMMITTED = shutil.ignore_patterns("*.mo", "__pycache__")
DATA = ("*.po", "*.csv", "*.json", "*.mako", "*.html", "*.js", "*.css", "*.svg")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project as it is committed, without anything that was built."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=NOT_COMMITTED)
    for name in BESIDE:
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(tree: Path) -> Path:
    """Build the wheel, with what is installed here and nothing from elsewhere."""
    asyncio.run(run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "built", cwd=tree))
    (built,) = (tree / "built").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own; the dependencies are those installed here."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    pip = (sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check")
    asyncio.run(run(*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel), cwd=folder))
    (site,) = (folder / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "quartierbot"


async def run(*command: str, cwd: Path) -> None:
    """Run a command that has to succeed."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=asyncio.subprocess.STDOUT, cwd=cwd)
    out, _ = await process.communicate()
    assert 0 == process.returncode, out.decode()


def test_the_wheel_carries_catalogues_migrations_sample_and_page(tree: Path, wheel: Path) -> None:
    wanted = {
        str(path.relative_to(tree)) for package in PACKAGES for kind in DATA for path in (tree / package).rglob(kind)
    }
    wanted = {name.removesuffix(".po") + ".mo" if name.endswith(".po") else name for name in wanted}

    assert set() == wanted - set(ZipFile(wheel).namelist())


def test_the_wheel_carries_nothing_but_the_packages(wheel: Path) -> None:
    folders = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}

    assert {*PACKAGES, "quartierbot-0.1.0.dist-info"} == folders


async def test_the_installed_command_tells_its_version(command: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path, command=(str(command),))

    assert "quartierbot 0.1.0\n" == (await shell.run("--version")).out


async def test_the_demo_works_from_the_wheel_in_another_folder(command: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path, command=(str(command),))
    async with shell.start("demo", "--port", "0") as process:
        phones = Phones(await says(process.stdout, "http://127.0.0.1:"))
        page, state, said = await phones.page(), await phones.ask("state"), await phones.answer_to_start("ar")
        ended = await stopped(process, signal.SIGINT)

    assert "<title>" in page
    assert "quartierbot_demo_bot" == state["bot"]["username"]
    assert "أهلًا" in said
    assert (0, "") == ended
