"""The ledger of announcements: a row for every recipient, and how it gets from waiting to its fate.

A row is `claimed` by a worker for a time, then `sending`, committed right before the message goes. It ends as sent, failed,
missed (too late), stopped, withdrawn (they objected, or are gone) or unknown: it may have arrived, and is never sent again.
Whatever is held for a weekly letter has no due time and is settled with its letter (`storage.news`).
"""

from storage.ledger.claiming import claim, start
from storage.ledger.counting import progress, sums
from storage.ledger.edits import (
    Edited,
    Message,
    claim_corrections,
    claim_deletions,
    settle_corrections,
    settle_deletions,
)
from storage.ledger.rows import Counts, Recipient, Run, Settled
from storage.ledger.runs import expire_leases, finish, is_open, miss, recover, runs, sweep
from storage.ledger.settling import settle

__all__ = [
    "Counts",
    "Edited",
    "Message",
    "Recipient",
    "Run",
    "Settled",
    "claim",
    "claim_corrections",
    "claim_deletions",
    "expire_leases",
    "finish",
    "is_open",
    "miss",
    "progress",
    "recover",
    "runs",
    "settle",
    "settle_corrections",
    "settle_deletions",
    "start",
    "sums",
    "sweep",
]
