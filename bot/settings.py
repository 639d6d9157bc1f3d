"""Read the settings from the environment and `.env`, and say in plain words what is wrong with them.

Nothing is read when this module is imported: whoever needs settings loads them and hands them on.
"""

import difflib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.holiday_file import HolidayFileError
from bot.holiday_file import read as read_holidays
from conversations.school_holidays import SchoolHolidays
from storage.records.announcements import Rules

PREFIX: Final = "QUARTIERBOT_"
ENV_FILE: Final = Path(".env")
TELEGRAM: Final = "https://api.telegram.org"
DRIVERS: Final = ("sqlite+aiosqlite", "postgresql+asyncpg")
LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
WEBHOOK_PORTS: Final = (443, 80, 88, 8443)
FASTEST, FASTEST_PAID = 30, 1000
"""messages a second over all chats, free of charge and paid for, as the Bot API's documentation says"""
RATE: Final = re.compile(r"\d{1,4}(\.\d{1,3})?")
TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


class SettingsError(Exception):
    """Settings that are missing or wrong; each of `lines` names a variable and the remedy and tells no secret."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Listen(NamedTuple):
    """Where the webhook's server listens."""

    host: str
    port: int


class Settings(BaseSettings):
    """Everything that differs from one installation to the next; made by `load_settings`, which checks more."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = None
    api_url: str = TELEGRAM
    database_url: SecretStr | None = None
    secret_key: SecretStr | None = None
    secret_key_file: Path | None = None
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr | None = None
    timezone: ZoneInfo = ZoneInfo("Europe/Berlin")
    data_dir: Path = Path("data")
    school_holidays_file: Path | None = None
    approval_above: int = 200
    announcements_per_second: float = 25.0
    paid_broadcasts: bool = False
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"

    # -- what the others ask for

    @property
    def database(self) -> str:
        """The database's address: the one given, else an SQLite file in the data folder. It may hold a password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{(self.data_dir.absolute() / 'quartierbot.db').as_posix()}"

    @property
    def rules(self) -> Rules:
        """What the installation decided about announcements."""
        return Rules(self.approval_above, self.announcements_per_second, self.paid_broadcasts)

    @property
    def listen(self) -> Listen:
        """Where the webhook's server listens."""
        return _split_address(self.webhook_listen)

    def require_token(self) -> str:
        """Return the bot's token. Raises SettingsError when there is none."""
        if self.token is None:
            raise SettingsError(_token_lines(self))
        return self.token.get_secret_value()

    def require_keys(self) -> tuple[str, ...]:
        """Return the Fernet keys, newest first. Raises SettingsError when there is none or one is no key."""
        if lines := (*_key_lines(self), *_missing_key_lines(self)):
            raise SettingsError(lines)
        return _split_keys(self)

    def read_school_holidays(self) -> SchoolHolidays | None:
        """Read the school holidays that the installation adds, if any. Raises HolidayFileError."""
        return None if self.school_holidays_file is None else read_holidays(self.school_holidays_file)

    def secrets(self) -> tuple[str, ...]:
        """List what no log may show; passwords in addresses are known by their form."""
        told = [secret.get_secret_value() for secret in (self.token, self.webhook_secret) if secret is not None]
        return (*told, *_split_keys(self))

    # -- one field each

    @field_validator("*", mode="before")
    @classmethod
    def _strip(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("token")
    @classmethod
    def _check_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("does not look like a bot token (digits, a colon, 35 characters): copy it from @BotFather")
        return value

    @field_validator("api_url")
    @classmethod
    def _check_api_url(cls, value: str) -> str:
        if not _is_web_address(value):
            raise ValueError(f"must be the root of a Bot API server such as {TELEGRAM}")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().partition("://")[0] not in DRIVERS:
            raise ValueError(f"must start with {' or '.join(f'{driver}://' for driver in DRIVERS)}")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _check_webhook_url(cls, value: str | None) -> str | None:
        if value is not None and not _is_web_address(value):
            raise ValueError("must be the public address of the webhook such as https://bot.example.org/updates")
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _check_webhook_listen(cls, value: str) -> str:
        _split_address(value)
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _check_webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 1 to 256 letters, digits, '_' or '-'")
        return value

    @field_validator("timezone", mode="before")
    @classmethod
    def _check_timezone(cls, value: object) -> object:
        try:
            return ZoneInfo(str(value))
        except (KeyError, ValueError, OSError):
            raise ValueError("is not a known time zone: write it like Europe/Berlin") from None

    @field_validator("approval_above", mode="before")
    @classmethod
    def _check_approval_above(cls, value: object) -> object:
        if not isinstance(value, str) or (value.isascii() and value.isdecimal() and len(value) <= 9):
            return value
        raise ValueError("must be a whole number from 0, such as 200; with 0 every announcement needs a second person")

    @field_validator("announcements_per_second", mode="before")
    @classmethod
    def _check_announcements_per_second(cls, value: object) -> object:
        if isinstance(value, str) and not (RATE.fullmatch(value) and 0 < float(value) <= FASTEST_PAID):
            raise ValueError(f"must be a number above 0, at most {FASTEST}, or {FASTEST_PAID} with paid broadcasts")
        return value

    @field_validator("paid_broadcasts", mode="before")
    @classmethod
    def _check_paid_broadcasts(cls, value: object) -> object:
        words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        if isinstance(value, str) and value.lower() not in words:
            raise ValueError("must be yes or no")
        return words[value.lower()] if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _check_log_level(cls, value: str) -> str:
        if value.upper() not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}")
        return value.upper()

    @field_validator("log_format", mode="before")
    @classmethod
    def _check_log_format(cls, value: object) -> object:
        if str(value).lower() not in ("text", "json"):
            raise ValueError("must be text or json")
        return str(value).lower()


def load_settings(*, need_token: bool = False, need_keys: bool = False, env_file: Path | None = ENV_FILE) -> Settings:
    """Read the environment, and `env_file` for what the environment leaves open.

    Raises SettingsError with everything that is wrong, and with a missing token or key where that is needed.
    """
    settings = _read(env_file)
    lines = [*_key_lines(settings), *_webhook_lines(settings), *_pace_lines(settings), *_holiday_lines(settings)]
    if need_token:
        lines += _token_lines(settings)
    if need_keys:
        lines += _missing_key_lines(settings)
    if lines:
        raise SettingsError(lines)
    return settings


def list_warnings(settings: Settings, env_file: Path | None = ENV_FILE) -> tuple[str, ...]:
    """List what works but should be put right: names nobody reads, and files that everybody can read."""
    return (*_unknown_names(env_file), *_readable_files(settings, env_file))


# -- reading


def _read(env_file: Path | None) -> Settings:
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg] # pydantic's own, unknown without its plugin
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise SettingsError(
            _describe(str(e["loc"][0]), e.get("ctx", {}).get("error", e["msg"])) for e in found
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{env_file} cannot be read ({type(error).__name__}): it must be a UTF-8 text"]) from None


def _describe(field: str, message: object) -> str:
    return f"{PREFIX}{field.upper()} {message}"


def _is_web_address(text: str) -> bool:
    address = _split(text)
    return address is not None and address.scheme in ("http", "https") and bool(address.hostname)


def _split(text: str) -> SplitResult | None:
    try:
        address = urlsplit(text)
        _ = address.port  # only now is the port looked at
    except ValueError:
        return None
    return address


def _split_address(text: str) -> Listen:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("must be host:port such as 127.0.0.1:8443")
    return Listen(host.strip("[]"), int(port))


# -- several fields together


def _token_lines(settings: Settings) -> Iterator[str]:
    if settings.token is None:
        yield _describe("token", "is missing: ask @BotFather for a bot and put its token into the environment or .env")


def _webhook_lines(settings: Settings) -> Iterator[str]:
    address = _split(settings.webhook_url or "")
    if not settings.webhook_url or address is None:
        return
    if settings.webhook_secret is None:
        yield _describe(
            "webhook_secret", "is missing: with a webhook, set it to a long random text of letters and digits"
        )
    if settings.api_url != TELEGRAM:
        return  # a Bot API server of one's own takes any address
    if address.scheme != "https":
        yield _describe("webhook_url", "must start with https://, Telegram takes no other")
    if (address.port or 443) not in WEBHOOK_PORTS:
        yield _describe("webhook_url", f"must use one of the ports {', '.join(map(str, WEBHOOK_PORTS))}")


def _pace_lines(settings: Settings) -> Iterator[str]:
    if settings.announcements_per_second > FASTEST and not settings.paid_broadcasts and settings.api_url == TELEGRAM:
        yield _describe(
            "announcements_per_second", f"must be at most {FASTEST}: Telegram takes more only with PAID_BROADCASTS=yes"
        )


def _holiday_lines(settings: Settings) -> Iterator[str]:
    try:
        settings.read_school_holidays()
    except HolidayFileError as error:
        yield _describe("school_holidays_file", error)


def _missing_key_lines(settings: Settings) -> Iterator[str]:
    if settings.secret_key is None and settings.secret_key_file is None:
        yield _describe(
            "secret_key",
            "is missing: run 'quartierbot keys new' and set what it prints, or keep it in a file outside the data "
            f"folder and set {PREFIX}SECRET_KEY_FILE to its path",
        )


def _key_lines(settings: Settings) -> Iterator[str]:
    if settings.secret_key is not None and settings.secret_key_file is not None:
        yield _describe("secret_key", f"and {PREFIX}SECRET_KEY_FILE are both set: keep one of them")
    elif settings.secret_key is not None:
        yield from _wrong_keys("secret_key", _split_keys(settings))
    elif settings.secret_key_file is not None:
        yield from _key_file_lines(settings, settings.secret_key_file)


def _key_file_lines(settings: Settings, file: Path) -> Iterator[str]:
    if file.resolve().is_relative_to(settings.data_dir.resolve()) or _lies_beside_database(settings, file):
        yield _describe("secret_key_file", "lies in the data folder: move it elsewhere, key and data are kept apart")
        return
    try:
        file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text"
        yield _describe("secret_key_file", f"names a file that cannot be read ({reason}): check its path and rights")
        return
    yield from _wrong_keys("secret_key_file", _split_keys(settings))


def _lies_beside_database(settings: Settings, file: Path) -> bool:
    """Say whether a file lies in the folder of an SQLite database, wherever that is."""
    scheme, _, path = settings.database.partition(":///")
    return scheme == "sqlite+aiosqlite" and file.resolve().parent == Path(path.partition("?")[0]).resolve().parent


def _split_keys(settings: Settings) -> tuple[str, ...]:
    if settings.secret_key is not None:
        text = settings.secret_key.get_secret_value()
    else:
        text = settings.secret_key_file.read_text("utf-8") if settings.secret_key_file is not None else ""
    return tuple(re.split(r"[\s,]+", text.strip(" \t\r\n,"))) if text.strip(" \t\r\n,") else ()


def _wrong_keys(field: str, keys: tuple[str, ...]) -> Iterator[str]:
    if not keys:
        yield _describe(field, "holds no key: run 'quartierbot keys new' to make one")
    for number, key in enumerate(keys, start=1):
        if not _is_key(key):
            yield _describe(
                field, f"holds something else than a key in place {number}: 'quartierbot keys new' makes keys"
            )


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


# -- warnings


def _unknown_names(env_file: Path | None) -> Iterator[str]:
    known = [field.upper() for field in Settings.model_fields]
    in_file = dotenv_values(env_file, interpolate=False) if env_file is not None and env_file.is_file() else {}
    ours = {name.upper().removeprefix(PREFIX) for name in (*os.environ, *in_file) if name.upper().startswith(PREFIX)}
    for name in sorted(ours.difference(known)):
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
        hint = f": did you mean {PREFIX}{close[0]}?" if close else ""
        yield f"{PREFIX}{name} is not a setting and has no effect{hint}"


def _readable_files(settings: Settings, env_file: Path | None) -> Iterator[str]:
    for file in (settings.secret_key_file, env_file):
        if file is not None and file.is_file() and file.stat().st_mode & stat.S_IROTH:
            yield f"{file} holds secrets and everybody on this machine can read it: run 'chmod 600 {file}'"
