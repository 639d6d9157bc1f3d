"""Personal data at rest: sealed columns, and the keyed hash by which a sealed value is found again.

Telegram's terms demand user data encrypted at rest with the key kept apart. Values are sealed with `cryptography`'s
MultiFernet, so keys rotate. Equality goes through an index: HMAC-SHA256 with a random key made once per database and
stored wrapped by the Fernet keys, so that rotating them never changes an index.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

WRONG_KEY = "what is stored was sealed with another key; put the key that was used back into QUARTIERBOT_SECRET_KEY"


class WrongKeyError(RuntimeError):
    """The keys given cannot open what is stored."""


class Sealer:
    """Seals and opens values with the newest and any of the given Fernet keys."""

    def __init__(self, keys: Sequence[str | bytes]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = b""

    def seal(self, value: bytes) -> bytes:
        """Encrypt with the newest key."""
        return self._fernet.encrypt(value)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt with whichever key fits; WrongKeyError when none does."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise WrongKeyError(WRONG_KEY) from None

    def reseal(self, sealed: bytes) -> bytes:
        """Encrypt again with the newest key; WrongKeyError when none fits."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise WrongKeyError(WRONG_KEY) from None

    @staticmethod
    def new_index_key() -> bytes:
        """Make the random key of a database's index."""
        return secrets.token_bytes(32)

    def use_index_key(self, key: bytes) -> None:
        """Set the database's own index key, once it was read and unwrapped."""
        self._index_key = key

    def index(self, purpose: str, value: str) -> bytes:
        """Hash a value for look-up: equal for equal values in this database, meaningless elsewhere."""
        if not self._index_key:
            message = "the database's index key was not read yet"
            raise RuntimeError(message)
        return hmac.digest(self._index_key, f"{purpose}\x00{value}".encode(), hashlib.sha256)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted in the database. The engine's dialect carries the `sealer`; comparison is refused."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else sealer_of(dialect).seal(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else sealer_of(dialect).open(bytes(value)).decode()

    class comparator_factory(TypeDecorator.Comparator[str]):  # noqa: N801 - SQLAlchemy's name
        """Refuses every operator: two sealings of one value differ, so a comparison would quietly find nothing."""

        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's signature
            """Refuse, unless it asks for null."""
            if getattr(op, "__name__", "") in {"is_", "is_not"}:
                return super().operate(op, *other, **kwargs)
            message = "a sealed column cannot be compared; look it up by its index"
            raise TypeError(message)


def sealer_of(dialect: Dialect) -> Sealer:
    """Find the sealer that the engine carries."""
    sealer = getattr(dialect, "sealer", None)
    if not isinstance(sealer, Sealer):
        message = "this engine was opened without keys"
        raise TypeError(message)
    return sealer
