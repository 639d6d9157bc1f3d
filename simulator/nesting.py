"""Which entities may overlap, and what Telegram makes of those that may not.

The documentation's 'Nested entities': 'If two entities have common characters, then one of them is fully contained
inside another'; bold, italic, underline, strikethrough and spoiler 'can contain and can be part of any other entities,
except pre and code'; 'blockquote and expandable_blockquote entities can't be nested'; 'All other entities can't contain
each other'. So the first group is soft: it is merged, and cut where anything else begins or ends.
"""

from simulator.formatting import Entity

SOFT = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
CODE = ("pre", "code")
FOUND = ("mention", "hashtag", "cashtag", "bot_command", "url", "email")
# Telegram's own order of entities that start and end together.
PRIORITY = {
    name: rank
    for rank, name in enumerate(
        (*QUOTES, *CODE, *FOUND, "text_link", "text_mention", "date_time", *SOFT, "custom_emoji")
    )
}

Span = tuple[int, int]


def settle(entities: list[Entity], found: list[Entity]) -> list[Entity]:
    """Return entities in Telegram's order and properly nested, with those `found` in the text that fit between them."""
    if not entities:
        return found
    entities = sorted([*entities, *found], key=_order)
    if _are_apart(entities):
        return entities
    return _nest([entity for entity in entities if entity not in found], found)


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], PRIORITY[entity["type"]]


def _are_apart(entities: list[Entity]) -> bool:
    end, kind = -1, ""
    for entity in entities:
        if entity["offset"] < end or (entity["offset"] == end and entity["type"] == kind):
            return False
        end, kind = entity["offset"] + entity["length"], entity["type"]
    return True


def _nest(entities: list[Entity], found: list[Entity]) -> list[Entity]:
    quotes = _apart([entity for entity in entities if entity["type"] in QUOTES], [])
    hard = [entity for entity in entities if entity["type"] not in QUOTES and entity["type"] not in SOFT]
    solid = _apart([entity for entity in [*hard, *found] if not _is_torn(entity, quotes)], [])
    return sorted([*quotes, *solid, *_cut(entities, quotes, solid)], key=_order)


def _apart(entities: list[Entity], kept: list[Entity]) -> list[Entity]:
    """Keep of entities that touch the same characters the first only."""
    for entity in entities:
        if not any(_meet(_span(entity), _span(other)) for other in kept):
            kept.append(entity)
    return kept


def _is_torn(entity: Entity, quotes: list[Entity]) -> bool:
    """Tell whether a quote begins or ends within an entity."""
    begin, end = _span(entity)
    spans = [_span(quote) for quote in quotes]
    return any(_meet((begin, end), span) and not (span[0] <= begin and end <= span[1]) for span in spans)


def _cut(entities: list[Entity], quotes: list[Entity], solid: list[Entity]) -> list[Entity]:
    code = [_span(entity) for entity in solid if entity["type"] in CODE]
    spans = {kind: _outside(_merged(entities, kind), code) for kind in SOFT}
    borders = {border for entity in [*quotes, *solid] for border in _span(entity)}
    borders |= {begin for found in spans.values() for begin, _end in found}
    ordered = sorted(borders)
    return [_soft(kind, piece) for kind in SOFT for span in spans[kind] for piece in _pieces(span, ordered)]


def _merged(entities: list[Entity], kind: str) -> list[Span]:
    merged: list[Span] = []
    for begin, end in (_span(entity) for entity in entities if entity["type"] == kind):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _outside(spans: list[Span], code: list[Span]) -> list[Span]:
    for begin, end in code:
        halves = [half for span in spans for half in ((span[0], min(span[1], begin)), (max(span[0], end), span[1]))]
        spans = [(first, last) for first, last in halves if first < last]
    return spans


def _pieces(span: Span, borders: list[int]) -> list[Span]:
    ends = [border for border in borders if span[0] < border < span[1]]
    return list(zip([span[0], *ends], [*ends, span[1]], strict=True))


def _soft(kind: str, span: Span) -> Entity:
    return {"type": kind, "offset": span[0], "length": span[1] - span[0]}


def _span(entity: Entity) -> Span:
    return entity["offset"], entity["offset"] + entity["length"]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
