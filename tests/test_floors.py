"""The direction of imports, as a running Python sees it; the contracts themselves are `lint-imports`' in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
STRANGERS = ("telegram", "sqlalchemy", "aiosqlite", "asyncpg", "alembic", "apscheduler", "cryptography", "simulator")
IMPORT_ALL = """
import sys
from conversations.registry import dialogs, notices
assert len(dialogs()) > 5 and len(notices()) > 3
print(*sorted(sys.modules), sep="\\n")
"""


def test_importing_every_dialog_and_notice_loads_neither_telegram_nor_a_database() -> None:
    command = (sys.executable, "-c", IMPORT_ALL)
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    loaded = ended.stdout.split()

    assert [] == [name for name in STRANGERS if name in loaded]


def test_importing_storage_alone_imports_nothing() -> None:
    assert "" == (ROOT / "storage" / "__init__.py").read_text("utf-8")
