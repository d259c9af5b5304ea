"""A visitor's plays and submissions, and what a mapping may use of them."""

from __future__ import annotations

from hubapp.services.visiting.entries import NoTurn, last_play, must_have_turn, sentence_of
from hubapp.services.visiting.plays import (
    Standing,
    Visit,
    Went,
    answer,
    opened_card,
    play_of,
    standing,
    steps_of,
    tally_of,
)
from hubapp.services.visiting.sources import known_of, receipts_of, sources_of
from hubapp.services.visiting.stamps import (
    read_contact,
    read_link,
    read_stamp,
    seal_contact,
    seal_link,
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
    "known_of",
    "last_play",
    "must_have_turn",
    "opened_card",
    "play_of",
    "read_contact",
    "read_link",
    "read_stamp",
    "receipts_of",
    "seal_contact",
    "seal_link",
    "sentence_of",
    "sources_of",
    "stamp",
    "standing",
    "steps_of",
    "submit",
    "tally_of",
]
