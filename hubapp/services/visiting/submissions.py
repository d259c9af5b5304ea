"""Accept a form: submission, contact, consents and deliveries in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.exc import IntegrityError

from hubapp.core.mapping import CONFIRMED
from hubapp.core.opening import zone_of
from hubapp.core.snapshot import FieldSnapshot, FormSnapshot
from hubapp.core.staying import NEVER
from hubapp.doors import rows
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Activity, Consent, MailedCode, Play, Speaker, Submission
from hubapp.models.activity import SUBMITTED
from hubapp.models.columns import now
from hubapp.services import delivery, people, stock
from hubapp.services.visiting import awarding, entries, suspects
from hubapp.services.visiting.activities import facts_of, record, submission_of
from hubapp.services.visiting.codes import mark_of
from hubapp.services.visiting.filling import Returned, clean_form, questions_of
from hubapp.services.visiting.known import with_known
from hubapp.services.visiting.plays import Went, browser, count, keep, open_play, play_of, settle
from hubapp.services.visiting.sources import (
    carried,
    hidden_fields,
    known_of,
    receipts_of,
    without_ids,
)
from hubapp.services.visiting.staying import stays_of_link
from hubapp.services.visiting.telling import tell_earlier
from hubapp.services.visiting.visit import Visit
from hubapp.services.visiting.wording import told_in_form

_EMAIL = "email"
"""How a field is called by which somebody is found and written to."""


def submit(visit: Visit, raw: Mapping[str, Sequence[str]]) -> Went | Returned:
    """Accept a form once per play: a second try finds the first. raw: field key -> values."""
    form = visit.card.form
    if form is None:
        return Returned({})
    raw = with_known(visit, raw)
    # Before anything is written: a form that comes back begins no play.
    play = play_of(visit.play_token) if visit.play_token else None
    captured = (play.captured if play else visit.captured) or {}
    today = now().astimezone(zone_of(visit.snapshot.time_zone)).date()
    values, problems = clean_form(form, raw, captured, today)
    questions = questions_of(form, raw, values)
    if (problems or questions) and not _was_sent(play or play_of(visit.token())):
        return Returned(problems, questions)
    try:
        return _accept(visit, form, values)
    except IntegrityError:
        # The same click came twice at the same moment: the other one was accepted.
        return _accept(visit, form, values)


def _was_sent(play: Play | None) -> bool:
    return play is not None and submission_of(play.id) is not None


def _accept(visit: Visit, form: FormSnapshot, values: dict[str, Any]) -> Went:
    """values: clean, unless the play has its submission already; then they change nothing."""
    # What is changed meanwhile is written once, at the end.
    with transaction() as session, session.no_autoflush:
        opened_play = open_play(visit)
        if opened_play is None:
            return Went(visit.token(), "")
        play, here, begun = opened_play
        if not begun and _was_sent(play):
            return Went(play.token, here.token)
        where = visit.hub_id, visit.snapshot, visit.card
        if not play.test:
            entries.admit_form(*where, browser(here), values, begins=not play.answers)
        values, asked = typed_in(form, values)
        named = _named(visit, form, values, here)
        _is_of(play, here, named)
        values = {**asked, **values, **_by_link(visit, play, named.speaker)}
        submission = _sent(visit, form, play, values)
        ended = settle(visit, play, submission)
        keep(play)
        if ended is None and form.placement == "end":
            awarding.award(visit.card, play)
        _keep(visit, form, play, submission)
        _keep_values(visit, form, named, values)
        if entries.waits(visit.card):
            count(visit, play)
        _pass_on(visit, form, play, submission, named)
        # Now: what was committed is read anew when it is asked for.
        went = Went(play.token, here.token)
    return went


def _named(
    visit: Visit, form: FormSnapshot, values: Mapping[str, Any], here: people.Here
) -> people.Named:
    # What is told with later plays, by other versions, is told as it is with this form.
    values = told_in_form(visit.snapshot, visit.card, values)
    if visit.test:
        return people.name_tester(here, visit.hub_id, form.fields, values)
    hub = visit.workspace_id, visit.hub_id
    waits = visit.snapshot.waits != NEVER
    by_link = partial(stays_of_link, visit)
    return people.name(here.speaker, hub, form.fields, values, here.began, by_link, waits)


def _is_of(play: Play, here: people.Here, named: people.Named) -> None:
    if named.speaker.id != here.speaker.id:
        # It is another person: the link says nothing of them.
        play.captured = without_ids(play.captured)
    play.speaker_id = named.speaker.id
    play.contact_id = named.contact.id if named.contact else None


def _pass_on(
    visit: Visit, form: FormSnapshot, play: Play, submission: Submission, named: people.Named
) -> None:
    """What was told goes to the connections, unless something holds it back."""
    sent = _happened(visit, play, submission, _written(submission.values, named))
    sent.is_new = named.new if named.contact else None
    if visit.suspect:
        suspects.keep_out(submission)
    elif not _waits_for_code(visit, form, submission, named):
        lanes = _tell_earlier(visit, play, named)
        delivery.wake_after_commit([*lanes, *deliver(visit, play, submission, sent)])


def _tell_earlier(visit: Visit, play: Play, named: people.Named) -> list[delivery.Lane]:
    """What was played here before this hub heard who they are."""
    says_so = named.first_here and not named.began and visit.snapshot.waits != NEVER
    return tell_earlier(named.speaker.id, visit.hub_id, play.id) if says_so else []


def _by_link(visit: Visit, play: Play, speaker: Speaker) -> dict[str, Any]:
    """What the link says of the speaker, which they have told this hub with it."""
    found = carried(visit.snapshot, play.captured)
    if found:
        people.keep_told(speaker, visit.hub_id, found)
    return found


def _keep_values(
    visit: Visit, form: FormSnapshot, named: people.Named, values: Mapping[str, Any]
) -> None:
    """Where each value came from, for the profile of whoever it is of."""
    if visit.test:
        return
    fields = [*form.fields, *hidden_fields(visit.snapshot)]
    place = people.Place(visit.workspace_id, visit.hub_id, visit.version_id, visit.card.id)
    lasting = people.lasting_values(form.fields, _written(values, named))
    people.keep_values(named.speaker, place, fields, lasting, named.before)


def _waits_for_code(
    visit: Visit, form: FormSnapshot, submission: Submission, named: people.Named
) -> bool:
    """Nothing of the form goes out before its address was confirmed, see ``confirming.py``."""
    found = email_in(form, submission.values) if form.confirm else None
    if found is None:
        return False
    if named.speaker.claims.get("proven") == found[1]:
        submission.confirmed_at = now()
        return False
    mark = mark_of(visit.workspace_id, found[1])
    row = MailedCode(
        hub_id=visit.hub_id, play_id=submission.play_id, first=named.first_here, mark=mark
    )
    db.session.add(row)
    return True


def email_in(form: FormSnapshot, values: Mapping[str, Any]) -> tuple[FieldSnapshot, str] | None:
    """The field of a form that was given an email, and the email."""
    for field in form.fields:
        kind, value = field_kind_of(field.kind), values.get(field.key)
        if kind is not None and kind.identifies == _EMAIL and value:
            return field, str(value)
    return None


def typed_in(
    form: FormSnapshot, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was typed of a form's values; and its fields that a link fills in, still empty."""
    asked = {
        field.key: None
        for field in form.fields
        if (kind := field_kind_of(field.kind)) is not None and kind.link_parameter(field.options)
    }
    return {key: value for key, value in values.items() if key not in asked}, asked


def _sent(visit: Visit, form: FormSnapshot, play: Play, values: dict[str, Any]) -> Submission:
    return Submission(
        public_id=str(uuid.uuid4()),
        hub_id=visit.hub_id,
        version_id=play.version_id,
        card_id=visit.card.id,
        placement=form.placement,
        contact_id=play.contact_id,
        values=values,
        created_at=now(),
        test=play.test,
    )


def _keep(visit: Visit, form: FormSnapshot, play: Play, submission: Submission) -> None:
    submission.play_id = play.id
    rows.write(submission)
    rows.write_all(Consent, _consents(form.fields, submission, visit.snapshot.language))


def _consents(
    fields: Sequence[FieldSnapshot], submission: Submission, language: str
) -> list[dict[str, Any]]:
    return [
        {
            "contact_id": submission.contact_id,
            "submission_id": submission.id,
            "version_id": submission.version_id,
            "field_key": field.key,
            "wording": kind.receipt_of(field.options),
            "condition": kind.condition,
            "language": language,
            "given": bool(submission.values.get(field.key)),
        }
        for field in fields
        if (kind := field_kind_of(field.kind)) is not None and kind.receipt
    ]


def _written(values: Mapping[str, Any], named: people.Named) -> dict[str, Any]:
    """Without an address in place of which the one that is known of the link's person stays."""
    return {key: value for key, value in values.items() if key not in named.unwritten}


def _happened(
    visit: Visit, play: Play, submission: Submission, values: Mapping[str, Any]
) -> Activity:
    """values: what the form tells of whoever sent it."""
    known = known_of(
        visit.snapshot,
        visit.card,
        values,
        play.answers,
        stock.outcome_of(play),
        submission.public_id,
        submission.created_at,
    )
    return record(SUBMITTED, play, known, submission.created_at)


def deliver(
    visit: Visit,
    play: Play,
    submission: Submission,
    sent: Activity,
    known: Mapping[str, Any] | None = None,
) -> list[delivery.Lane]:
    """What a form said, on its way to each connection; the caller wakes after its commit. sent:
    that it was sent. known: source key -> value, where that is no longer all that it said."""
    # Its id is what the deliveries point at.
    db.session.flush()
    shown = {CONFIRMED: True} if submission.confirmed_at else {}
    return delivery.add_deliveries(
        visit.hub_id,
        {**(facts_of(sent) if known is None else known), **shown},
        receipts_of(visit.snapshot),
        card_id=visit.card.id,
        submission_id=submission.id,
        play_id=play.id,
        activity_id=sent.id,
        time=submission.created_at,
        # One play, one event: what is still to be played ends it.
        event=delivery.Event.WITHOUT if _goes_on(visit, play) else delivery.Event.WITH_IT,
        test=play.test,
    )


def _goes_on(visit: Visit, play: Play) -> bool:
    form = visit.card.form
    return form is not None and form.placement == "start" and not play.outcome
