"""The topics of offerings: they have several, and the first says most."""

from __future__ import annotations

from sqlalchemy import Label, select

from storage.tables import offering_topics, offerings, topics

FIRST = 0


def first_topic() -> Label[str | None]:
    """Make a column that tells an offering's first topic, as `topic`; it reads along with `offerings`."""
    statement = (
        select(topics.c.slug)
        .join(offering_topics, offering_topics.c.topic_id == topics.c.id)
        .where(offering_topics.c.offering_id == offerings.c.id, offering_topics.c.position == FIRST)
        .correlate(offerings)
    )
    return statement.scalar_subquery().label("topic")
