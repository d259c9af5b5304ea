"""What is on its way to destinations: the outbox, lanes, draining, holds and retention."""

from __future__ import annotations

from hubapp.services.delivery.aside import move, move_all
from hubapp.services.delivery.confirmed import confirmed_of
from hubapp.services.delivery.drain import drain_lane, stopping
from hubapp.services.delivery.forgetting import (
    Told,
    claimed_of,
    connections_of,
    forget,
    forget_confirmed,
    hold_account,
    hold_still,
    let_go,
    may_have_arrived,
    of_activities,
    of_people,
    of_plays,
    of_submissions,
    send_last,
    take_out,
    wipe,
)
from hubapp.services.delivery.holds import (
    admins_of,
    key_mark,
    probe,
    probes_due,
    release,
    tell,
    untold,
)
from hubapp.services.delivery.lanes import is_free
from hubapp.services.delivery.moving import (
    in_hand,
    join_confirmed,
    join_exchanges,
    join_tallies,
    take_along,
    waiting_of,
)
from hubapp.services.delivery.outbox import (
    Lane,
    add_deliveries,
    backlog,
    in_line,
    is_due,
    put_in_line,
    wake_after_commit,
)
from hubapp.services.delivery.plan import left_for_earlier, says_earlier_stays
from hubapp.services.delivery.reasons import reason_in_words
from hubapp.services.delivery.retention import wipe_old
from hubapp.services.delivery.settle import EVENT, SECONDS, SIZES
from hubapp.services.delivery.telling import (
    Case,
    Event,
    mapped,
    record_for,
    told_alone,
)
from hubapp.services.delivery.withdrawing import take_consent_back

__all__ = [
    "Case",
    "EVENT",
    "Event",
    "Lane",
    "SECONDS",
    "SIZES",
    "Told",
    "add_deliveries",
    "admins_of",
    "backlog",
    "claimed_of",
    "confirmed_of",
    "connections_of",
    "drain_lane",
    "forget",
    "forget_confirmed",
    "hold_account",
    "hold_still",
    "in_hand",
    "in_line",
    "is_due",
    "is_free",
    "join_confirmed",
    "join_exchanges",
    "join_tallies",
    "key_mark",
    "left_for_earlier",
    "let_go",
    "may_have_arrived",
    "mapped",
    "move",
    "move_all",
    "of_activities",
    "of_people",
    "of_plays",
    "of_submissions",
    "probe",
    "probes_due",
    "put_in_line",
    "reason_in_words",
    "record_for",
    "release",
    "says_earlier_stays",
    "send_last",
    "stopping",
    "take_along",
    "take_consent_back",
    "take_out",
    "tell",
    "told_alone",
    "untold",
    "waiting_of",
    "wake_after_commit",
    "wipe",
    "wipe_old",
]
