"""Contacts found by how their address or a word of their name begins, or by an exact ID; by indexes
alone, however many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from hubapp.core.name_words import name_words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Contact, ContactValue, ContactWord, Delivery, Play, Submission
from hubapp.services import delivery

MOST = 50
"""Contacts on the screen."""
NEWEST = 20
_LAST = 500
"""Contacts of all workspaces among which the newest of one are looked for; and names among which
different people are."""
_WORDS = 4
"""Words of a name that are looked for."""
SHORTEST = 2
"""Characters of an address; with fewer nearly everybody would be found."""
_NAMES = (Contact.email, Contact.phone, Contact.external_id)
_HIGHEST = "\U0010ffff"


def search(workspace_id: int, text: str, whole: bool = False) -> Sequence[Contact]:
    """At most ``MOST`` contacts. text: the beginning of an email, of a phone or of each word of a
    name, or a whole ID of ours or of a destination. whole: addresses and words are found only as
    they are, for whoever may not read them.
    """
    text = text.strip()
    if not text:
        return []
    found: dict[int, Contact] = {}
    if len(text) >= SHORTEST:
        for column, beginning in ((Contact.email, text.lower()), (Contact.phone, _phone(text))):
            if beginning:
                same = column == beginning if whole else begins(column, beginning)
                query = _ours(workspace_id).where(same).order_by(column)
                found |= {each.id: each for each in db.session.scalars(query.limit(MOST))}
        # An address is no name; its words would be looked for among those of everybody.
        for each in () if "@" in text else _by_name(workspace_id, text, whole):
            found.setdefault(each.id, each)
    by_link = _ours(workspace_id).where(Contact.external_id == text)
    for each in [*db.session.scalars(by_link), *_by_id(workspace_id, text)]:
        found.setdefault(each.id, each)
    return list(found.values())[:MOST]


def _by_name(workspace_id: int, text: str, whole: bool) -> Sequence[Contact]:
    """Whose names have a word that begins with each of these; in the order of the longest."""
    words = sorted(name_words(text), key=len, reverse=True)[:_WORDS]
    if not words:
        return []
    named = _with_word(workspace_id, words[0], whole)
    for word in words[1:]:
        named = named.where(ContactValue.contact_id.in_(_with_word(workspace_id, word, whole)))
    # Somebody may have told their name many times.
    rows = db.session.scalars(named.order_by(ContactWord.word, ContactWord.value_id).limit(_LAST))
    ids = list(dict.fromkeys(rows))[:MOST]
    query = _ours(workspace_id).where(Contact.id.in_(ids))
    found = {each.id: each for each in db.session.scalars(query)}
    return [found[each] for each in ids if each in found]


def _with_word(workspace_id: int, word: str, whole: bool) -> Select[Any]:
    """Whose they are of whom such a word was told."""
    same = ContactWord.word == word if whole else begins(ContactWord.word, word)
    return (
        select(ContactValue.contact_id)
        .join(ContactWord, ContactWord.value_id == ContactValue.id)
        .where(ContactWord.workspace_id == workspace_id, same)
        .where(ContactValue.contact_id.is_not(None))
    )


def _ours(workspace_id: int) -> Any:
    return select(Contact).where(Contact.workspace_id == workspace_id)


def _phone(text: str) -> str:
    """A number as it is stored, however it was typed; empty when it is none."""
    number = re.sub(r"[\s().\-/]", "", text)
    number = f"+{number[2:]}" if number.startswith("00") else number
    return number if re.fullmatch(r"\+\d{2,15}", number) else ""


def begins(column: Any, beginning: str) -> ColumnElement[bool]:
    """The column begins so, in the way that an index can tell."""
    if db.engine.dialect.name == "postgresql":
        found: ColumnElement[bool] = column.startswith(beginning, autoescape=True)
        return found
    return and_(column >= beginning, column < beginning + _HIGHEST)


def _by_id(workspace_id: int, text: str) -> list[Contact]:
    ids = {int(text)} if text.isascii() and text.isdecimal() and len(text) < 19 else set()
    for connection in delivery.connections_of(workspace_id):
        destination = destination_of(connection.kind)
        keys = [
            f"{rule.key}:{text}"
            for rule in (destination.identity_rules if destination else ())
            if "id" in rule.identifies
        ]
        ids |= _behind([id_ for _, id_ in delivery.of_people(connection.id, keys)][:MOST])
    if not ids:
        return []
    return list(db.session.scalars(_ours(workspace_id).where(Contact.id.in_(ids))))


def _behind(deliveries: Sequence[int]) -> set[int]:
    """Whose submissions, or plays, these deliveries came from."""
    if not deliveries:
        return set()
    of = select(Delivery.submission_id, Delivery.play_id).where(Delivery.id.in_(deliveries))
    rows = db.session.execute(of).all()
    forms = [row[0] for row in rows if row[0] is not None]
    plays = [row[1] for row in rows if row[0] is None and row[1] is not None]
    found = set(db.session.scalars(select(Submission.contact_id).where(Submission.id.in_(forms))))
    found |= set(db.session.scalars(select(Play.contact_id).where(Play.id.in_(plays))))
    return {each for each in found if each is not None}


def newest(workspace_id: int) -> Sequence[Contact]:
    """The last that said who they are."""
    last = db.session.scalars(select(Contact.id).order_by(Contact.id.desc()).limit(_LAST)).all()
    query = (
        select(Contact)
        # With a sum no index is the workspace's, through all of which SQLite would walk.
        .where(Contact.id.in_(last), Contact.workspace_id + 0 == workspace_id)
        .where(or_(*(each.is_not(None) for each in _NAMES)))
        .order_by(Contact.id.desc())
        .limit(NEWEST)
    )
    return db.session.scalars(query).all()
