"""The rights that the bot asks for when people make it an administrator."""

from simulator.checks import Parameters
from simulator.methods.registry import method
from simulator.records import Body
from simulator.rights import rights_in
from simulator.world import World


@method("setMyDefaultAdministratorRights")
def set_my_default_administrator_rights(world: World, given: Parameters) -> bool:
    """'If not specified, the default administrator rights will be cleared'."""
    for_channels = given.get("for_channels", False)
    if "rights" in given:
        known = {"is_anonymous", *_rights(for_channels)}
        world.bot.default_rights[for_channels] = {name: has for name, has in given["rights"].items() if name in known}
    else:
        world.bot.default_rights.pop(for_channels, None)
    return True


@method("getMyDefaultAdministratorRights")
def get_my_default_administrator_rights(world: World, given: Parameters) -> Body:
    """'Pass True to get default administrator rights of the bot in channels'."""
    for_channels = given.get("for_channels", False)
    none = dict.fromkeys(("is_anonymous", *_rights(for_channels)), False)
    return none | world.bot.default_rights.get(for_channels, {})


def _rights(for_channels: bool) -> tuple[str, ...]:
    return rights_in("channel" if for_channels else "supergroup")
