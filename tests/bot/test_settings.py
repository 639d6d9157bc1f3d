"""Settings come from the environment and `.env`; what is wrong is said in plain words and without secrets."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from bot.settings import PREFIX, Listen, Settings, SettingsError, list_warnings, load_settings
from storage.records.announcements import Rules

TOKEN = "123456789:" + "AbC-_9x" * 5
KEYS = tuple(Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in, and an environment without our names."""
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> "Environment":
    return Environment(monkeypatch)


class Environment:
    """Sets variables by their short names."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def set(self, **values: str) -> None:
        """Set variables until the test ends."""
        for name, value in values.items():
            self._monkeypatch.setenv(f"{PREFIX}{name}", value)


def lines_of(*, need_token: bool = False, need_keys: bool = False) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load_settings(need_token=need_token, need_keys=need_keys)
    return caught.value.lines


# -- what is read ------------------------------------------------------------------------------------------------------


def test_everything_has_a_default_but_token_and_key(folder: Path) -> None:
    settings = load_settings()

    assert settings.model_dump() == {
        "token": None,
        "api_url": "https://api.telegram.org",
        "database_url": None,
        "secret_key": None,
        "secret_key_file": None,
        "webhook_url": None,
        "webhook_listen": "127.0.0.1:8443",
        "webhook_secret": None,
        "timezone": ZoneInfo("Europe/Berlin"),
        "data_dir": Path("data"),
        "school_holidays_file": None,
        "approval_above": 200,
        "announcements_per_second": 25.0,
        "paid_broadcasts": False,
        "log_level": "INFO",
        "log_format": "text",
    }
    assert f"sqlite+aiosqlite:///{folder.as_posix()}/data/quartierbot.db" == settings.database


def test_the_environment_is_read(environment: Environment) -> None:
    environment.set(TOKEN=f" {TOKEN}\n", LOG_LEVEL="debug", LOG_FORMAT="JSON", TIMEZONE="Europe/Paris")
    environment.set(
        WEBHOOK_LISTEN="[::1]:80", API_URL="http://localhost:8081/", DATABASE_URL="postgresql+asyncpg://h/d"
    )
    settings = load_settings(need_token=True)

    assert TOKEN == settings.require_token()
    assert ("DEBUG", "json", ZoneInfo("Europe/Paris")) == (settings.log_level, settings.log_format, settings.timezone)
    assert (Listen("::1", 80), "http://localhost:8081") == (settings.listen, settings.api_url)
    assert "postgresql+asyncpg://h/d" == settings.database


def test_an_installation_decides_about_announcements(environment: Environment) -> None:
    assert Rules() == load_settings().rules

    environment.set(APPROVAL_ABOVE="0", ANNOUNCEMENTS_PER_SECOND="12.5", PAID_BROADCASTS="Yes")
    assert Rules(approval_above=0, per_second=12.5, paid=True) == load_settings().rules


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("APPROVAL_ABOVE", "-1", "must be a whole number from 0"),
        ("APPROVAL_ABOVE", "many", "must be a whole number from 0"),
        ("ANNOUNCEMENTS_PER_SECOND", "0", "must be a number above 0"),
        ("ANNOUNCEMENTS_PER_SECOND", "nan", "must be a number above 0"),
        ("ANNOUNCEMENTS_PER_SECOND", "2000", "must be a number above 0"),
        ("ANNOUNCEMENTS_PER_SECOND", "100", "must be at most 30"),
        ("PAID_BROADCASTS", "maybe", "must be yes or no"),
    ],
)
def test_a_wrong_rule_says_what_it_must_be(environment: Environment, name: str, value: str, reason: str) -> None:
    environment.set(**{name: value})

    (line,) = lines_of()
    assert line.startswith(f"QUARTIERBOT_{name} {reason}")


def test_paying_lets_announcements_go_faster(environment: Environment) -> None:
    environment.set(ANNOUNCEMENTS_PER_SECOND="100", PAID_BROADCASTS="yes")

    assert Rules(per_second=100.0, paid=True) == load_settings().rules


def test_the_file_fills_what_the_environment_leaves_open(environment: Environment) -> None:
    Path(".env").write_text(f"QUARTIERBOT_TOKEN={TOKEN}\nQUARTIERBOT_LOG_LEVEL=ERROR\nOTHER=1\n", "utf-8")
    environment.set(LOG_LEVEL="WARNING")
    settings = load_settings()

    assert (TOKEN, "WARNING") == (settings.require_token(), settings.log_level)


def test_an_empty_variable_counts_as_not_set(environment: Environment) -> None:
    environment.set(TOKEN="", TIMEZONE="", DATABASE_URL="")
    settings = load_settings()

    assert (None, None, "Europe/Berlin") == (settings.token, settings.database_url, settings.timezone.key)


@pytest.mark.parametrize("between", [",", " ", "\n", ", ", ",\r\n"])
def test_keys_are_split_newest_first(environment: Environment, between: str) -> None:
    environment.set(SECRET_KEY=between.join(KEYS) + "\n")

    assert KEYS == load_settings(need_keys=True).require_keys()


def test_keys_come_from_a_file_as_well(environment: Environment, folder: Path) -> None:
    (folder / "key").write_text("\n".join(KEYS) + "\n", "utf-8")
    environment.set(SECRET_KEY_FILE=str(folder / "key"))

    assert KEYS == load_settings(need_keys=True).require_keys()


def test_settings_show_no_secret(environment: Environment) -> None:
    environment.set(TOKEN=TOKEN, SECRET_KEY=KEYS[0], WEBHOOK_SECRET="abc", DATABASE_URL="postgresql+asyncpg://u:pw@h/d")
    shown = repr(load_settings())

    assert [] == [secret for secret in (TOKEN, KEYS[0], "abc", "pw") if secret in shown]


def test_the_secrets_are_listed_for_the_logs(environment: Environment) -> None:
    environment.set(TOKEN=TOKEN, SECRET_KEY=",".join(KEYS), WEBHOOK_SECRET="abc")

    assert (TOKEN, "abc", *KEYS) == load_settings().secrets()


# -- what is missing ---------------------------------------------------------------------------------------------------


def test_a_missing_token_and_key_are_named_together() -> None:
    lines = lines_of(need_token=True, need_keys=True)

    assert ["QUARTIERBOT_TOKEN", "QUARTIERBOT_SECRET_KEY"] == [line.split()[0] for line in lines]
    assert [True, True] == ["@BotFather" in lines[0], "quartierbot keys new" in lines[1]]


def test_commands_that_need_no_token_do_without(environment: Environment) -> None:
    environment.set(SECRET_KEY=KEYS[0])

    assert load_settings(need_keys=True).token is None


def test_asking_for_a_missing_token_or_key_says_how_to_get_one() -> None:
    settings = load_settings()

    with pytest.raises(SettingsError, match="QUARTIERBOT_TOKEN is missing"):
        settings.require_token()
    with pytest.raises(SettingsError, match="QUARTIERBOT_SECRET_KEY is missing"):
        settings.require_keys()


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN", "not-a-token-but-secret"),
        ("API_URL", "api.telegram.org"),
        ("API_URL", "http://host:port"),
        ("DATABASE_URL", "postgresql://user:not-shown@host/db"),
        ("SECRET_KEY", "not-a-key-but-secret"),
        ("SECRET_KEY", ",,"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
        ("WEBHOOK_URL", "bot.example.org"),
        ("WEBHOOK_LISTEN", "8443"),
        ("WEBHOOK_LISTEN", "localhost:99999"),
        ("WEBHOOK_SECRET", "not allowed!"),
        ("TIMEZONE", "Berlin"),
        ("TIMEZONE", "Europe"),
        ("TIMEZONE", "../etc/passwd"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_named_once(environment: Environment, name: str, value: str) -> None:
    environment.set(**{name: value})

    assert [f"{PREFIX}{name}"] == [line.split()[0] for line in lines_of()]


@pytest.mark.parametrize("name", ["TOKEN", "DATABASE_URL", "SECRET_KEY", "WEBHOOK_SECRET"])
def test_a_wrong_secret_is_not_shown(environment: Environment, name: str) -> None:
    environment.set(**{name: "wrong, but my secret"})

    assert [] == [line for line in lines_of() if "my secret" in line]


def test_everything_wrong_is_said_at_once(environment: Environment) -> None:
    environment.set(TOKEN="x", LOG_LEVEL="loud", TIMEZONE="Berlin")

    assert ["TOKEN", "TIMEZONE", "LOG_LEVEL"] == [line.split()[0].removeprefix(PREFIX) for line in lines_of()]


def test_the_wrong_key_among_several_is_counted_out(environment: Environment) -> None:
    environment.set(SECRET_KEY=f"{KEYS[0]},{KEYS[1][:-2]}")

    assert [True] == ["place 2" in line and KEYS[1][:-2] not in line for line in lines_of()]


def test_key_and_key_file_together_are_refused(environment: Environment, folder: Path) -> None:
    (folder / "key").write_text(KEYS[0], "utf-8")
    environment.set(SECRET_KEY=KEYS[0], SECRET_KEY_FILE=str(folder / "key"))

    assert [True] == ["both set" in line for line in lines_of()]


def test_a_key_file_in_the_data_folder_is_refused(environment: Environment, folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "key").write_text(KEYS[0], "utf-8")
    (folder / "link").symlink_to(folder / "data" / "key")
    environment.set(SECRET_KEY_FILE="link")

    assert [True] == ["data folder" in line for line in lines_of()]


def test_a_key_beside_a_database_anywhere_else_is_refused(environment: Environment, folder: Path) -> None:
    (folder / "key").write_text(KEYS[0], "utf-8")
    environment.set(SECRET_KEY_FILE=str(folder / "key"), DATABASE_URL=f"sqlite+aiosqlite:///{folder}/bot.db")

    assert [True] == ["data folder" in line for line in lines_of()]


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"QUARTIERBOT_TOKEN=\xff\xfe")

    assert [True] == [line.startswith(".env cannot be read") for line in lines_of()]


# -- the webhook -------------------------------------------------------------------------------------------------------


def test_a_webhook_needs_a_secret(environment: Environment) -> None:
    environment.set(WEBHOOK_URL="https://bot.example.org/updates")

    assert [True] == [line.startswith("QUARTIERBOT_WEBHOOK_SECRET is missing") for line in lines_of()]


@pytest.mark.parametrize("address", ["http://bot.example.org/updates", "https://bot.example.org:9000/updates"])
def test_a_webhook_that_telegram_would_refuse_is_refused(environment: Environment, address: str) -> None:
    environment.set(WEBHOOK_URL=address, WEBHOOK_SECRET="abc")

    assert [True] == [line.startswith("QUARTIERBOT_WEBHOOK_URL must") for line in lines_of()]


def test_a_bot_api_server_of_ones_own_takes_any_webhook(environment: Environment) -> None:
    environment.set(WEBHOOK_URL="http://127.0.0.1:9000/updates", WEBHOOK_SECRET="abc", API_URL="http://127.0.0.1:8081")

    assert "http://127.0.0.1:9000/updates" == load_settings().webhook_url


# -- warnings ----------------------------------------------------------------------------------------------------------


def test_a_misspelt_name_is_pointed_out(environment: Environment) -> None:
    environment.set(TOKN="x")
    Path(".env").write_text("QUARTIERBOT_COLOUR=green\n", "utf-8")
    Path(".env").chmod(0o600)

    assert (
        "QUARTIERBOT_COLOUR is not a setting and has no effect",
        "QUARTIERBOT_TOKN is not a setting and has no effect: did you mean QUARTIERBOT_TOKEN?",
    ) == list_warnings(load_settings())


def test_a_key_file_that_everybody_can_read_is_pointed_out(environment: Environment, folder: Path) -> None:
    file = folder / "key"
    file.write_text(KEYS[0], "utf-8")
    environment.set(SECRET_KEY_FILE=str(file))
    file.chmod(0o644)
    open_to_all = list_warnings(load_settings())
    file.chmod(0o600)

    assert [True] == [f"chmod 600 {file}" in line for line in open_to_all]
    assert () == list_warnings(load_settings())


def test_settings_do_not_change(environment: Environment) -> None:
    settings = load_settings()

    with pytest.raises(ValueError, match="frozen"):
        settings.log_level = "DEBUG"
    assert isinstance(settings, Settings)
