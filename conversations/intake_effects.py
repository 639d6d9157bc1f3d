"""What coordinators may ask for about files taken in. Each is authorised where it is performed, by role and provider.

`look` is the number of the preview on the screen that was tapped: what was looked at is what is applied.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BringIn:
    """Read a file somebody sent; a notice tells what is in it. Result: the import's number, or None."""

    file_id: str = field(repr=False)
    name: str = field(repr=False)
    size: int = 0


@dataclass(frozen=True, slots=True)
class NameProvider:
    """Say whose offerings a file holds, and read it again; a provider we know, or a new one. Result: bool."""

    import_id: int
    provider_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Read what came so far, without files in more languages. Result: bool."""

    import_id: int


@dataclass(frozen=True, slots=True)
class ApplyImport:
    """Change the catalogue as the preview says. Result: bool, False when it is another preview now."""

    import_id: int
    look: int


@dataclass(frozen=True, slots=True)
class KeepMissing:
    """Let nothing end that is missing in a file: it is read again. Result: bool."""

    import_id: int


@dataclass(frozen=True, slots=True)
class DiscardImport:
    """Forget a file. Result: bool."""

    import_id: int


@dataclass(frozen=True, slots=True)
class LookAtUndo:
    """Find whom taking an import back would reach; a notice tells. Result: bool."""

    import_id: int


@dataclass(frozen=True, slots=True)
class UndoImport:
    """Take an import back as it was looked at. Result: bool, False when it is another look by now."""

    import_id: int
    look: int


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """Send the template, an XLSX with an example row. Result: bool."""


@dataclass(frozen=True, slots=True)
class AddSource:
    """Fetch files from an address from now on. Result: its number, or a `SourceRefusal`."""

    address: str


@dataclass(frozen=True, slots=True)
class SwitchSource:
    """Fetch from an address, or no longer. Result: bool."""

    source_id: int
    live: bool


@dataclass(frozen=True, slots=True)
class NameSource:
    """Say whose offerings an address has; a provider we know, a new one, or '' for what its file says. Result: bool."""

    source_id: int
    provider_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleSource:
    """Choose how often an address is looked at, for whole days at an hour on the wall or at any. Result: bool."""

    source_id: int
    hours: int
    at_hour: int | None = None


@dataclass(frozen=True, slots=True)
class CheckSource:
    """Look at an address now. Result: bool."""

    source_id: int


@dataclass(frozen=True, slots=True)
class RemoveSource:
    """Forget an address. Result: bool."""

    source_id: int


CHANGES = (
    BringIn,
    NameProvider,
    GoOn,
    ApplyImport,
    KeepMissing,
    DiscardImport,
    LookAtUndo,
    UndoImport,
    SendTemplate,
    AddSource,
    SwitchSource,
    NameSource,
    ScheduleSource,
    CheckSource,
    RemoveSource,
)
