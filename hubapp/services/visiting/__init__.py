"""A visitor's plays and submissions, and what a mapping may use of them."""

from __future__ import annotations

from hubapp.services.visiting.activities import (
    facts_of,
    known_to,
    no_winner_since,
    record,
    submission_of,
    take_back,
)
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
from hubapp.services.visiting.examples import example_standing
from hubapp.services.visiting.filling import Returned
from hubapp.services.visiting.known import hints_of, lent_to
from hubapp.services.visiting.left import end_left
from hubapp.services.visiting.pace import put_off, wait_of
from hubapp.services.visiting.plays import (
    Standing,
    Went,
    answer,
    is_own,
    opened_card,
    play_of,
    shown_to_others,
    standing,
    steps_of,
)
from hubapp.services.visiting.presence import Presence, not_you, presence
from hubapp.services.visiting.sources import (
    WINNER,
    WINNER_SOURCES,
    hidden_fields,
    receipts_of,
    sources_of,
)
from hubapp.services.visiting.stamps import (
    Carried,
    carry,
    enclose_link,
    nonce_in,
    read_carried,
    read_link,
    read_source,
    read_stamp,
    read_visitor,
    seal_visitor,
    stamp,
)
from hubapp.services.visiting.submissions import submit
from hubapp.services.visiting.suspects import is_suspect, send_kept_out
from hubapp.services.visiting.tallies import tally_of
from hubapp.services.visiting.telling import event_of, tell_won
from hubapp.services.visiting.testing import (
    LINK_DAYS,
    TEST,
    begin_test,
    is_key_of_test,
    key_of_test,
    visitor_of_test,
)
from hubapp.services.visiting.visit import Visit, first_cookie, first_play
from hubapp.services.visiting.won_codes import WonCode, mail_won_code, may_be_mailed, won_in
from hubapp.services.visiting.wording import READ, told_in_form

__all__ = [
    "LINK_DAYS",
    "NoTurn",
    "Presence",
    "READ",
    "Returned",
    "Say",
    "Standing",
    "example_standing",
    "TEST",
    "Tried",
    "Visit",
    "WINNER",
    "WINNER_SOURCES",
    "Waiting",
    "Went",
    "WonCode",
    "answer",
    "ask_for_code",
    "begin_test",
    "carry",
    "confirm",
    "correct",
    "enclose_link",
    "end_left",
    "end_waiting",
    "event_of",
    "facts_of",
    "first_cookie",
    "first_play",
    "go_on_without",
    "hidden_fields",
    "hints_of",
    "is_key_of_test",
    "is_own",
    "is_suspect",
    "key_of_test",
    "known_to",
    "last_play",
    "lent_to",
    "mail_code",
    "mail_won_code",
    "mark_of",
    "may_be_mailed",
    "must_have_turn",
    "new_code",
    "no_winner_since",
    "nonce_in",
    "not_you",
    "opened_card",
    "play_of",
    "presence",
    "put_off",
    "read_carried",
    "read_link",
    "read_source",
    "read_stamp",
    "read_visitor",
    "receipts_of",
    "record",
    "seal_visitor",
    "send_kept_out",
    "sentence_of",
    "shown_to_others",
    "sources_of",
    "stamp",
    "standing",
    "steps_of",
    "submission_of",
    "submit",
    "take_back",
    "tally_of",
    "tell_won",
    "told_in_form",
    "tried",
    "visitor_of_test",
    "wait_of",
    "waiting",
    "won_in",
    "Carried",
]
