"""What is served as it is: the page with the phones, and files that were sent."""

import mimetypes
from importlib.resources import files

from aiohttp import web

from simulator.world import World

PAGE = files("simulator").joinpath("page")
# A document from a bot may be a web page: it is shown, but runs nothing in the name of this one.
SANDBOX = {"Content-Security-Policy": "sandbox"}
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def page(path: str) -> web.Response:
    """Return the page at `/` or one of its files below `/static/`."""
    name = "index.html" if path == "/" else path.removeprefix("/static/")
    parts = name.split("/")
    wanted = PAGE.joinpath(*parts)
    if ".." in parts or not (path == "/" or path.startswith("/static/")) or not wanted.is_file():
        return web.Response(status=404, text="Not Found")
    return web.Response(body=wanted.read_bytes(), content_type=_kind(name), charset=_charset(name), headers=HEADERS)


def file(world: World, path: str, token: str | None) -> web.Response:
    """Return a file by `/file/bot<token>/<file_path>`, or for the page by `/file/view/<file_path>`."""
    owner, _, name = path.removeprefix("/file/").partition("/")
    stored = world.paths.get(name)
    if owner != "view" and (not owner.startswith("bot") or (token is not None and owner != f"bot{token}")):
        return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
    if stored is None:
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
    return web.Response(body=stored.content, content_type=stored.mime_type.partition(";")[0], headers=HEADERS | SANDBOX)


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _charset(name: str) -> str | None:
    return "utf-8" if _kind(name).startswith("text/") else None
