"""Somebody who took part elsewhere shows by a mailed code that they are who is known here. Whether
anybody is known is told to nobody but them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from hubapp.core.field_kind import Unclean
from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import transaction
from hubapp.doors.vault import enclose, enclosed
from hubapp.fields import field_kind_of
from hubapp.models import Contact, Hub, MailedCode
from hubapp.services import people, visiting
from hubapp.services.visiting import Say, Tried

_LONGEST = 3600
_EMAIL = "email"
"""The kind of field whose values are mailed to."""


class Asked(NamedTuple):
    """token: for the page that asks for the code; wrong: why there is none."""

    token: str = ""
    wrong: Words = NOTHING


class Proven(NamedTuple):
    """visitor_token: of the browser's cookie, once the code was right."""

    tried: Tried
    visitor_token: str = ""


def ask_for_code(hub: Hub, hub_name: str, typed: str, say: Say) -> Asked:
    """Mail a code to an address, if anybody is known by it. The answer is the same if not."""
    kind = field_kind_of(_EMAIL)
    read = kind.clean([typed], {}, True, say(kind.label)) if kind else Unclean(NOTHING)
    if isinstance(read, Unclean):
        return Asked(wrong=read.sentence)
    email, hub_id, workspace_id = str(read.value), hub.id, hub.workspace_id
    with transaction() as session:
        known = Contact.workspace_id == workspace_id, Contact.email == email
        contact_id = session.scalar(select(Contact.id).where(*known))
        mark = visiting.mark_of(workspace_id, email)
        row = MailedCode(hub_id=hub_id, contact_id=contact_id, mark=mark)
        session.add(row)
        session.flush()
        code, token = visiting.new_code(row), enclose("asked", f"{hub_id} {row.id}")
        if code and contact_id is not None:
            visiting.mail_code(email, hub_name, code, say)
    return Asked(token)


def prove(hub: Hub, visitor_token: str, asked: str, typed: str) -> Proven:
    """The code was typed: with the right one this browser speaks for whom it was mailed to. asked:
    the token of ``ask_for_code``; visitor_token: of the cookie that the browser has, or gets."""
    workspace_id, row_id = hub.workspace_id, _row_of(hub.id, asked)
    with transaction() as session:
        query = select(MailedCode).where(MailedCode.id == row_id, MailedCode.play_id.is_(None))
        row = session.scalars(query.with_for_update()).one_or_none()
        verdict = visiting.tried(row, typed) if row is not None else Tried.OLD
        contact = session.get(Contact, row.contact_id) if row and row.contact_id else None
        if row is None or contact is None or verdict is not Tried.RIGHT:
            return Proven(Tried.WRONG if verdict is Tried.RIGHT else verdict)
        speaker = people.speaker_for(workspace_id, visitor_token).speaker
        if speaker.contact_id != contact.id and speaker.claims:
            speaker = people.other_person(speaker)
        people.prove(speaker, contact, hub.id)
        session.delete(row)
    return Proven(verdict, visitor_token)


def _row_of(hub_id: int, asked: str) -> int:
    found = enclosed("asked", asked, _LONGEST)
    where, _, row_id = found[0].partition(" ") if found else ("", "", "")
    return int(row_id) if where == str(hub_id) else 0
