"""Errors as the Bot API words them: a code, a description, and sometimes parameters."""


class RefusedError(Exception):
    """Says why a call is refused; `code` and `description` reach the caller as they are."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> RefusedError:
    """Make the 400 that Telegram answers to a call it understood but will not do."""
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    """Make the 403 that Telegram answers when the other side does not want the bot."""
    return RefusedError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusedError:
    """Make the 409 that Telegram answers when two ways of receiving updates meet."""
    return RefusedError(409, f"Conflict: {reason}")


def too_many(retry_after: int) -> RefusedError:
    """Make the 429 that names how many seconds to wait."""
    return RefusedError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
