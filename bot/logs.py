"""Write logs that carry no token, key or password, as text for people or JSON for machines."""

import json
import logging
import re
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Final, Literal, TextIO

from pythonjsonlogger.json import JsonFormatter

TOKEN: Final = re.compile(r"\d+(?::|%3[aA])[A-Za-z0-9_-]{30,}")
CREDENTIALS: Final = re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)")
HIDDEN: Final = "[hidden]"
# At INFO or DEBUG these write addresses that hold the token, what people sent, the letters of their names, or a line for
# every tick and request.
QUIET: Final = (
    "aiohttp.access",
    "alembic",
    "aiosqlite",
    "apscheduler",
    "fontTools",
    "fpdf",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
)
TEXT_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
JSON_FIELDS: Final = ("asctime", "levelname", "name", "message")
DATE_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"


class Redactor:
    """Hides bot tokens, passwords in addresses and the secrets it was told."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        told = {secret for secret in secrets if secret}
        # A secret stands in JSON as JSON writes it.
        forms = told | {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in told}
        longest_first = sorted(forms, key=len, reverse=True)
        self._told = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def redact(self, text: str) -> str:
        """Return the text with everything secret replaced."""
        if self._told is not None:
            text = self._told.sub(HIDDEN, text)
        return CREDENTIALS.sub(HIDDEN, TOKEN.sub(HIDDEN, text))


class RedactedText(logging.Formatter):
    """One line a record and the traceback below it, redacted as a whole."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(TEXT_FORMAT, DATE_FORMAT)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Format message, arguments and traceback, then redact what came out."""
        return self._redactor.redact(super().format(record))


class RedactedJson(JsonFormatter):
    """One JSON object a record, redacted as a whole."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redactor: Redactor) -> None:
        renamed = {"asctime": "time", "levelname": "level", "name": "logger"}
        super().__init__(JSON_FIELDS, datefmt=DATE_FORMAT, rename_fields=renamed, json_ensure_ascii=False)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Format message, extra fields and traceback, then redact what came out."""
        return self._redactor.redact(super().format(record))


def configure_logs(
    level: str = "INFO",
    style: Literal["text", "json"] = "text",
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send every record, warning and uncaught exception, redacted, to `stream` (standard error by default).

    Replaces the handlers that the root logger had, so it may be called again.
    """
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactedJson(redactor) if style == "json" else RedactedText(redactor))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what would end the process: Python itself would print it with the token in it."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("the process ends on an error", exc_info=(kind, error, trace))
