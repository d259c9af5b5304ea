"""What is on its way to destinations: the outbox, lanes, draining, holds and retention."""

from __future__ import annotations

from hubapp.services.delivery.aside import move, move_all
from hubapp.services.delivery.drain import drain_lane, stopping
from hubapp.services.delivery.holds import (
    key_mark,
    probe,
    probes_due,
    release,
    tell,
    untold,
)
from hubapp.services.delivery.lanes import is_free
from hubapp.services.delivery.outbox import (
    Event,
    Lane,
    add_deliveries,
    backlog,
    is_due,
    mapped,
    put_in_line,
    wake_after_commit,
)
from hubapp.services.delivery.reasons import reason_in_words
from hubapp.services.delivery.retention import wipe_old
from hubapp.services.delivery.settle import SECONDS, SIZES

__all__ = [
    "Event",
    "Lane",
    "SECONDS",
    "SIZES",
    "add_deliveries",
    "backlog",
    "drain_lane",
    "is_due",
    "is_free",
    "key_mark",
    "mapped",
    "move",
    "move_all",
    "probe",
    "probes_due",
    "put_in_line",
    "reason_in_words",
    "release",
    "stopping",
    "tell",
    "untold",
    "wake_after_commit",
    "wipe_old",
]
