"""Who offers something, as administrators change it: what hangs on a name, and what came of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Renamed(StrEnum):
    """What came of giving a provider another name."""

    DONE = "done"
    TAKEN = "taken"
    """somebody else is called that"""
    REFUSED = "refused"
    """it is not theirs to change, there is none of this number, or that is no name"""


@dataclass(frozen=True, slots=True)
class ProviderUses:
    """What hangs on a provider: offerings, over ones and drafts too, addresses of files, roles and open invitations."""

    offerings: int = 0
    sources: int = 0
    roles: int = 0

    @property
    def free(self) -> bool:
        """Say whether it may go."""
        return not (self.offerings or self.sources or self.roles)
