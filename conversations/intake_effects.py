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
class UndoImport:
    """Take an import back. Result: bool."""

    import_id: int


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
    ApplyImport,
    KeepMissing,
    DiscardImport,
    UndoImport,
    SendTemplate,
    AddSource,
    SwitchSource,
    CheckSource,
    RemoveSource,
)
