"""A visitor's plays and submissions, and what a mapping may use of them."""

from __future__ import annotations

from hubapp.services.visiting.entries import NoTurn, last_play, must_have_turn, sentence_of
from hubapp.services.visiting.left import end_left
from hubapp.services.visiting.pace import put_off, wait_of
from hubapp.services.visiting.plays import (
    Standing,
    Visit,
    Went,
    answer,
    is_own,
    opened_card,
    play_of,
    shown_to_others,
    standing,
    steps_of,
    tally_of,
)
from hubapp.services.visiting.presence import not_you, presence
from hubapp.services.visiting.sources import known_of, receipts_of, sources_of
from hubapp.services.visiting.stamps import (
    read_link,
    read_stamp,
    read_visitor,
    seal_link,
    seal_visitor,
    stamp,
)
from hubapp.services.visiting.submissions import Returned, submit

__all__ = [
    "NoTurn",
    "Returned",
    "Standing",
    "Visit",
    "Went",
    "answer",
    "end_left",
    "is_own",
    "known_of",
    "last_play",
    "must_have_turn",
    "not_you",
    "opened_card",
    "play_of",
    "presence",
    "put_off",
    "read_link",
    "read_stamp",
    "read_visitor",
    "receipts_of",
    "seal_link",
    "seal_visitor",
    "sentence_of",
    "shown_to_others",
    "sources_of",
    "stamp",
    "standing",
    "steps_of",
    "submit",
    "tally_of",
    "wait_of",
]
