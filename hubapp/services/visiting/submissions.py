"""Accept a form: submission, contact, consents and deliveries in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from hubapp.core.card_type import Outcome
from hubapp.core.field_kind import Unclean
from hubapp.core.snapshot import FieldSnapshot, FormSnapshot
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Consent, Contact, Play, Submission
from hubapp.models.columns import now
from hubapp.services import delivery, people
from hubapp.services.visiting import entries
from hubapp.services.visiting.plays import (
    Visit,
    Went,
    count,
    is_own,
    open_play,
    play_of,
    settle,
    submission_of,
)
from hubapp.services.visiting.sources import known_of, receipts_of


@dataclass(frozen=True)
class Returned:
    """The form comes back. problems: field key -> sentence."""

    problems: Mapping[str, Words]


def clean_form(
    form: FormSnapshot, raw: Mapping[str, Sequence[str]], captured: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Words]]:
    """Field key -> clean value, and field key -> sentence. captured: URL parameter -> value."""
    values: dict[str, Any] = {}
    problems: dict[str, Words] = {}
    for field in form.fields:
        kind = field_kind_of(field.kind)
        if kind is None:
            continue
        given = kind.source_of(raw.get(field.key, ()), captured, field.options)
        read = kind.clean(given, field.options, field.required, field.label)
        if isinstance(read, Unclean):
            problems[field.key] = read.sentence
        else:
            values[field.key] = read.value
    return values, problems


def submit(visit: Visit, raw: Mapping[str, Sequence[str]]) -> Went | Returned:
    """Accept a form once per play: a second try finds the first. raw: field key -> values."""
    form = visit.card.form
    if form is None:
        return Returned({})
    # Before anything is written: a form that comes back begins no play.
    play = play_of(visit.token())
    values, problems = clean_form(form, raw, (play.captured if play else visit.captured) or {})
    if problems and (play is None or submission_of(play) is None):
        return Returned(problems)
    try:
        return _accept(visit, form, values)
    except IntegrityError:
        # The same click came twice at the same moment: the other one was accepted.
        return _accept(visit, form, values)


def _accept(visit: Visit, form: FormSnapshot, values: dict[str, Any]) -> Went:
    """values: clean, unless the play has its submission already; then they change nothing."""
    with transaction():
        play, owner = open_play(visit)
        own = is_own(visit, owner)
        if submission_of(play) is not None:
            return Went(play.token, owner.token if own else "")
        entries.admit_form(
            visit.hub_id, visit.snapshot, visit.card, owner.token, values, begins=not play.answers
        )
        contact = owner if own else people.contact_for(visit.workspace_id, visit.contact_token)
        named = people.name(contact, form.fields, values)
        if own:
            play.contact_id = named.speaker.id
        submission = _keep(visit, form, play, named.person, values)
        settle(visit, play, submitted=True)
        if entries.waits(visit.card):
            count(visit, play)
        delivery.wake_after_commit(_deliver(visit, play, submission))
        went = Went(play.token, named.speaker.token)
    return went


def _keep(
    visit: Visit, form: FormSnapshot, play: Play, contact: Contact, values: dict[str, Any]
) -> Submission:
    submission = Submission(
        public_id=str(uuid.uuid4()),
        hub_id=visit.hub_id,
        version_id=play.version_id,
        card_id=visit.card.id,
        placement=form.placement,
        contact_id=contact.id,
        play_id=play.id,
        values=values,
        created_at=now(),
    )
    db.session.add(submission)
    db.session.flush()
    db.session.add_all(_consents(form.fields, values, submission))
    return submission


def _consents(
    fields: Sequence[FieldSnapshot], values: Mapping[str, Any], submission: Submission
) -> list[Consent]:
    return [
        Consent(
            contact_id=submission.contact_id,
            submission_id=submission.id,
            version_id=submission.version_id,
            field_key=field.key,
            wording=str(field.options["wording"]),
            given=bool(values.get(field.key)),
        )
        for field in fields
        if (kind := field_kind_of(field.kind)) is not None and kind.receipt
    ]


def _deliver(visit: Visit, play: Play, submission: Submission) -> list[delivery.Lane]:
    outcome = Outcome(**play.outcome) if play.outcome else None
    known = known_of(
        visit.snapshot,
        visit.card,
        submission.values,
        play.answers,
        outcome,
        submission.public_id,
        submission.created_at,
    )
    return delivery.add_deliveries(
        visit.hub_id,
        known,
        receipts_of(visit.snapshot),
        card_id=visit.card.id,
        submission_id=submission.id,
        play_id=play.id,
        time=submission.created_at,
    )
