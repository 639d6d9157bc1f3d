"""All dialogs and notices by name, collected from their folders: a new file is enough."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import conversations.dialogs
import conversations.notices
from conversations.core import Dialog, Notice


@cache
def dialogs() -> Mapping[str, Dialog]:
    """Collect every DIALOG."""
    found = [_attribute(f"conversations.dialogs.{name}", "DIALOG") for name in _modules(conversations.dialogs.__path__)]
    return MappingProxyType({dialog.name: dialog for dialog in found if isinstance(dialog, Dialog)})


@cache
def notices() -> Mapping[str, Notice]:
    """Collect every NOTICE."""
    found = [_attribute(f"conversations.notices.{name}", "NOTICE") for name in _modules(conversations.notices.__path__)]
    return MappingProxyType({notice.name: notice for notice in found if isinstance(notice, Notice)})


def versions() -> Mapping[str, int]:
    """Tell each dialog's version, as callback data carries it."""
    return {name: dialog.version for name, dialog in dialogs().items()}


def _modules(path: list[str]) -> list[str]:
    """List the modules in a folder."""
    return sorted(module.name for module in pkgutil.iter_modules(path))


def _attribute(module: str, name: str) -> object:
    """Import a module and take its one export; a module without it is a mistake."""
    return getattr(importlib.import_module(module), name)
