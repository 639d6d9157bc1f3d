"""Who exported what: read from the audit, for administrators; and which message in a chat a file became."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from storage import texts
from storage.access import is_administrator
from storage.catalogue import TITLES
from storage.engine import Transaction
from storage.office import scope
from storage.records.exports import Exported, ExportedPage
from storage.tables import audit, offerings, outbox
from storage.tables.base import AnyRow
from storage.texts import Texts

ACTION = "export"
OFFERING, FIGURES = "offering", "figures"
POSTER = "poster"
"""it invites to what is open to all"""


class Exports:
    """Reads exports for somebody; who does not administer finds none."""

    def __init__(self, tx: Transaction, me: int, languages: Sequence[str]) -> None:
        self._tx = tx
        self._me = me
        self._languages = languages

    async def read(self, page: int, page_size: int = 5) -> ExportedPage:
        """Read a page of them, the newest first; one past the end is the last."""
        if not await is_administrator(self._tx, self._me):
            return ExportedPage((), 0, 1)
        mine = (audit.c.tenant_id == self._tx.tenant_id, audit.c.action == ACTION)
        total = await self._tx.connection.scalar(select(func.count()).select_from(audit).where(*mine)) or 0
        pages = max(1, -(-total // page_size))
        page = min(max(0, page), pages - 1)
        asked = select(audit).where(*mine).order_by(audit.c.id.desc()).limit(page_size).offset(page * page_size)
        rows = (await self._tx.connection.execute(asked)).all()
        ids = {row.subject_id for row in rows if row.subject == OFFERING}
        titles = await texts.read(self._tx, self._languages, {OFFERING: ids}, TITLES)
        return ExportedPage(tuple(self._exported(row, titles) for row in rows), page, pages)

    def _exported(self, row: AnyRow, titles: Texts) -> Exported:
        detail = json.loads(row.detail)
        title = titles.get(OFFERING, row.subject_id, "title") if row.subject == OFFERING else None
        return Exported(
            at=row.at,
            by=row.actor_id,
            me=row.actor_id == self._me,
            kind=str(detail.get("kind", "")),
            form=str(detail.get("format", "")),
            count=int(detail.get("count", 0)),
            title=title,
        )


async def may_have(tx: Transaction, participant_id: int, offering_id: int, kind: str) -> bool:
    """Say whether somebody may have an export of an offering: they run it; a poster of a draft there is not."""
    mine = select(offerings.c.draft).where(offerings.c.id == offering_id, await scope.within(tx, participant_id))
    draft = await tx.connection.scalar(mine)
    return draft is not None and not (draft and kind == POSTER)


async def message_of(tx: Transaction, participant_id: int, row_id: int, kind: str, after: datetime) -> int | None:
    """Tell the number of the message that a row of the outbox became; None for another's, or one from before that time."""
    mine = (outbox.c.id == row_id, outbox.c.tenant_id == tx.tenant_id, outbox.c.participant_id == participant_id)
    asked = select(outbox.c.message_id).where(*mine, outbox.c.kind == kind, outbox.c.ended_at > after)
    found: int | None = await tx.connection.scalar(asked)
    return found
