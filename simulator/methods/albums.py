"""Albums: several media at once under one media_group_id."""

from simulator.checks import Parameters
from simulator.methods.media import show_input_media
from simulator.methods.reach import writable_chat
from simulator.methods.registry import method
from simulator.methods.sending import post
from simulator.refusals import RefusedError, bad_request
from simulator.world import Body, StoredFile, World

LEAST, MOST = 2, 10
ALONE = ("document", "audio")


@method("sendMediaGroup")
def send_media_group(world: World, given: Parameters) -> list[Body]:
    """Use this method to send a group of photos, live photos, videos, documents or audios as an album."""
    chat = writable_chat(world, given)
    media = given["media"]
    _check(media)
    shown = [_show(world, place, item) for place, item in enumerate(media, 1)]
    group = new_group(world)
    return [post(world, chat, given, {**content, "media_group_id": group}, stored) for content, stored in shown]


def new_group(world: World) -> str:
    """Return a number for a new album."""
    return str(14_000_000_000_000_000 + world.number())


def _check(media: list[Body]) -> None:
    """'Must include 2-10 items'; 'Documents and audio files can be only grouped ... with messages of the same type'."""
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > MOST:
        raise bad_request("too many messages to send as an album")
    if len(media) < LEAST:
        raise bad_request(f'field "media" must include {LEAST}-{MOST} items')
    kinds = {item["type"] for item in media}
    for kind in ALONE:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    if len({item.get("show_caption_above_media", False) for item in media}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")


def _show(world: World, place: int, item: Body) -> tuple[Body, StoredFile]:
    """A file that the server refuses is named by its place in the album."""
    try:
        return show_input_media(world, item)
    except RefusedError as refused:
        reason = refused.description.removeprefix("Bad Request: ")
        if not reason.isupper():
            raise
        raise bad_request(f'failed to send message #{place} with the error message "{reason}"') from None
