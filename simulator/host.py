"""What the program that starts the simulator may bring to the page: links that give a role, and people to watch."""

from typing import Protocol


class Host(Protocol):
    """The program around, as far as the page may ask it for something.

    `scene` names what `set_scene` brings, on the button for it.
    """

    scene: str

    async def link(self, role: str) -> str:
        """Return the start parameter of a link that gives a role to whoever opens it; "" where none is needed."""

    async def set_scene(self) -> None:
        """Add people who are ready to be watched."""
