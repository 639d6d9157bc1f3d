"""Compile the catalogues before a wheel or a source distribution is packed, so that it carries them ready to use."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Runs `locales.compile`; the .mo files are then packed as artifacts, though git ignores them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what changed."""
        sys.path.insert(0, self.root)
        from locales.compile import compile_catalogues  # importable only now

        compile_catalogues()
