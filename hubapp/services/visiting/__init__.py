"""A visitor's plays and submissions, and what a mapping may use of them."""

from __future__ import annotations

from hubapp.services.visiting.entries import NoTurn, last_play, must_have_turn, sentence_of
from hubapp.services.visiting.filling import Returned
from hubapp.services.visiting.known import hints_of
from hubapp.services.visiting.left import end_left
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
from hubapp.services.visiting.submissions import submit
from hubapp.services.visiting.suspects import let_in

__all__ = [
    "NoTurn",
    "Returned",
    "Standing",
    "Visit",
    "Went",
    "answer",
    "end_left",
    "hints_of",
    "is_own",
    "known_of",
    "not_you",
    "last_play",
    "let_in",
    "must_have_turn",
    "opened_card",
    "play_of",
    "presence",
    "read_link",
    "read_stamp",
    "read_visitor",
    "receipts_of",
    "seal_link",
    "seal_visitor",
    "shown_to_others",
    "sentence_of",
    "sources_of",
    "stamp",
    "standing",
    "steps_of",
    "submit",
    "tally_of",
]
