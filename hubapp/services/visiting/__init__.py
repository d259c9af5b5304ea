"""A visitor's plays and submissions, and what a mapping may use of them."""

from __future__ import annotations

from hubapp.services.visiting.activities import facts_of, known_to, record, submission_of, take_back
from hubapp.services.visiting.codes import Say, Tried, mail_code, mark_of, new_code, tried
from hubapp.services.visiting.confirming import (
    Waiting,
    ask_for_code,
    confirm,
    correct,
    end_waiting,
    go_on_without,
    waiting,
)
from hubapp.services.visiting.entries import NoTurn, last_play, must_have_turn, sentence_of
from hubapp.services.visiting.filling import Returned
from hubapp.services.visiting.known import hints_of
from hubapp.services.visiting.left import end_left
from hubapp.services.visiting.plays import (
    Standing,
    Visit,
    Went,
    answer,
    first_cookie,
    is_own,
    opened_card,
    play_of,
    shown_to_others,
    standing,
    steps_of,
    tally_of,
)
from hubapp.services.visiting.presence import not_you, presence
from hubapp.services.visiting.sources import hidden_fields, receipts_of, sources_of
from hubapp.services.visiting.stamps import (
    Carried,
    enclose_link,
    read_link,
    read_source,
    read_stamp,
    read_visitor,
    seal_visitor,
    stamp,
)
from hubapp.services.visiting.submissions import submit
from hubapp.services.visiting.suspects import is_suspect, send_kept_out
from hubapp.services.visiting.telling import event_of

__all__ = [
    "Carried",
    "NoTurn",
    "Returned",
    "Standing",
    "Visit",
    "Waiting",
    "Went",
    "Say",
    "Tried",
    "mail_code",
    "mark_of",
    "new_code",
    "tried",
    "answer",
    "ask_for_code",
    "confirm",
    "correct",
    "end_waiting",
    "go_on_without",
    "waiting",
    "enclose_link",
    "end_left",
    "hints_of",
    "first_cookie",
    "hidden_fields",
    "event_of",
    "facts_of",
    "is_own",
    "known_to",
    "not_you",
    "last_play",
    "is_suspect",
    "send_kept_out",
    "must_have_turn",
    "opened_card",
    "play_of",
    "presence",
    "read_link",
    "read_source",
    "read_stamp",
    "read_visitor",
    "receipts_of",
    "record",
    "seal_visitor",
    "shown_to_others",
    "sentence_of",
    "sources_of",
    "stamp",
    "standing",
    "steps_of",
    "submission_of",
    "submit",
    "take_back",
    "tally_of",
]
