"""Methods about receiving updates; getUpdates itself waits and is therefore played by the server."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from simulator.checks import Parameters
from simulator.methods.registry import Described, Waiting, method
from simulator.refusals import bad_request, conflict
from simulator.updates import MOST_AT_ONCE
from simulator.webhook import WebhookSettings
from simulator.world import Body, World

PORTS = frozenset((80, 88, 443, 8443))
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40


@method("getUpdates")
def get_updates(world: World, given: Parameters) -> Waiting:
    """'Values between 1-100 are accepted. Defaults to 100.' A limit outside is read as 100, as Telegram does."""
    if world.webhook.settings is not None:
        reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        raise conflict(reason)
    remember_allowed(world, given)
    limit = given.get("limit", MOST_AT_ONCE)
    limit = limit if 1 <= limit <= MOST_AT_ONCE else MOST_AT_ONCE
    return Waiting(given.get("offset", 0), limit, given.get("timeout", 0))


@method("setWebhook")
def set_webhook(world: World, given: Parameters) -> Described:
    """Use this method to specify a URL and receive incoming updates via an outgoing webhook."""
    if not given["url"]:
        return _stop_webhook(world, given)
    _check_url(given["url"])
    secret = given.get("secret_token", "")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    remember_allowed(world, given)
    if given.get("drop_pending_updates"):
        world.webhook.drop()
    connections = min(max(given.get("max_connections", USUAL_CONNECTIONS), 1), MOST_CONNECTIONS)
    is_same = world.webhook.set(WebhookSettings(given["url"], secret, connections, _ip_address(given)))
    world.updates.interrupt(conflict("terminated by setWebhook request"))
    return Described(True, "Webhook is already set" if is_same else "Webhook was set")


@method("deleteWebhook")
def delete_webhook(world: World, given: Parameters) -> Described:
    """Use this method to remove webhook integration if you decide to switch back to getUpdates."""
    return _stop_webhook(world, given)


def _ip_address(given: Parameters) -> str:
    """'The fixed IP address which will be used to send webhook requests'; Telegram's words for a wrong one are not known."""
    address: str = given.get("ip_address", "")
    if not address:
        return ""
    try:
        return str(ip_address(address))
    except ValueError:
        raise bad_request("bad webhook: invalid IP address specified") from None


def _stop_webhook(world: World, given: Parameters) -> Described:
    if given.get("drop_pending_updates"):
        world.webhook.drop()
    was_set = world.webhook.set(None)
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


@method("getWebhookInfo")
def get_webhook_info(world: World, given: Parameters) -> Body:
    """If the bot is using getUpdates, will return an object with the url field empty."""
    del given
    info = {**world.webhook.describe(), "pending_update_count": world.webhook.pending()}
    return info | ({"allowed_updates": world.updates.allowed} if world.updates.allowed else {})


def remember_allowed(world: World, given: Parameters) -> None:
    """'Specify an empty list to receive all update types except ... If not specified, the previous setting'."""
    if "allowed_updates" in given:
        world.updates.allowed = given["allowed_updates"] or None


def _check_url(url: str) -> None:
    """Https and Telegram's ports, except to this machine, as Telegram's own local server has it."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
