"""Who comes by a link of a message. Signed, it shows whose browser this is; unsigned, it says so.
These pieces join the caller's transaction and do not commit."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from sqlalchemy import exists, select

from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Connection, Contact, Speaker
from hubapp.models.columns import now
from hubapp.services.people.known import by, claim, made
from hubapp.services.people.values import EXTERNAL_ID, Place, keep_shown
from hubapp.services.people.visitors import VERIFIED, other_person, sits_still

SIGNED_DAYS = 30
"""So long a signature shows who somebody is: whoever finds the message later is told nothing."""
_DAY = 24 * 3600


@dataclass(frozen=True)
class Link:
    """mark: of this arrival; ids: URL parameter -> what it says of the person; external_id: what
    its signature shows; mail: what the signed link tells of the person's email: the hub whose key
    signed it, and a hash."""

    mark: str
    ids: Mapping[str, str] = field(default_factory=dict)
    external_id: str = ""
    mail: str = ""

    def unsigned(self) -> Link:
        """The same, showing nothing."""
        return replace(self, external_id="", mail="")

    def claim(self) -> str:
        """Its ids as one text."""
        return urlencode(sorted(self.ids.items()))


@dataclass(frozen=True)
class Signature:
    """What signs a link: when it was made, the hash of the email, and the hash of it all."""

    at: str
    mail: str
    hash: str


def shown_by(hub_id: int, ids: Mapping[str, str], signature: Signature) -> tuple[str, str]:
    """The id that a link's signature shows, and what it tells of that person's email, empty when
    they have none; both empty when it shows nothing, or no more. Only reads."""
    if not signature.at.isdecimal() or len(signature.at) > 12:
        return "", ""
    if not -_DAY <= now().timestamp() - int(signature.at) <= SIGNED_DAYS * _DAY:
        return "", ""
    for key in keys_of(hub_id):
        for value in ids.values():
            said = f"{value}|{signature.at}|{signature.mail}"
            if hmac.compare_digest(signed(key, said), signature.hash.lower().encode()):
                nobodys = signature.mail.lower().encode() == signed(key, "")
                return value, "" if nobodys else f"{hub_id} {signature.mail.lower()}"
    return "", ""


def signed(key: str, text: str) -> bytes:
    """As the destination signs it, in hexadecimal."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest().encode()


def keys_of(hub_id: int) -> list[str]:
    """What signs the links to this hub."""
    query = select(Connection.link_key).where(
        Connection.hub_id == hub_id, Connection.link_key.is_not(None)
    )
    opened = (open_sealed(each) for each in db.session.scalars(query) if each)
    return [each for each in opened if each]


def arrive(speaker: Speaker, hub: tuple[int, int], link: Link) -> Speaker:
    """Who speaks now that somebody acts who came by this link: its person, somebody new when the
    one before is another, or the speaker as before when the link is of a person before them. hub:
    its workspace's id and its own."""
    if speaker.link != link.mark:
        if _is_anothers(speaker, link):
            return speaker
        contact = by(hub[0], "external_id", link.external_id) if link.external_id else None
        if link.ids and not _is_same(speaker, link, contact):
            speaker = other_person(speaker)
        speaker.link = link.mark
        if link.ids:
            speaker.claims = {**speaker.claims, "link": link.claim()}
        if link.external_id:
            _is_shown(speaker, hub, link, contact)
    if link.ids:
        # Whoever comes by it again shares an identifier with whoever came before.
        speaker.last_at = now()
    return speaker


def came_by(speaker: Speaker, link: Link | None) -> bool:
    """The link is of whoever speaks. None: of no visit that is known, so nobody else's either."""
    return link is None or speaker.link == link.mark


def _is_anothers(speaker: Speaker, link: Link) -> bool:
    """Somebody came by it in this browser who speaks no more."""
    others = exists().where(
        Speaker.visitor_id == speaker.visitor_id,
        Speaker.link == link.mark,
        Speaker.id != speaker.id,
    )
    return bool(db.session.scalar(select(others)))


def _is_same(speaker: Speaker, link: Link, contact: Contact | None) -> bool:
    before, email = speaker.claims.get("link"), speaker.claims.get("email")
    if before:
        return bool(before == link.claim())
    if email and (said := says(link.mail, contact, email)) is not None:
        return said
    return sits_still(speaker)


def says(mail: str, contact: Contact | None, email: str) -> bool | None:
    """Whether an email is the one of the person of a link; None: nobody knows."""
    if mail:
        return is_mail(mail, email)
    return contact.email == email if contact and contact.email else None


def is_mail(mail: str, email: str) -> bool:
    """What a signed link told of an email is of this one. mail: see ``Link``."""
    hub_id, _, told = mail.partition(" ")
    return any(
        hmac.compare_digest(signed(key, email.strip().lower()), told.encode())
        for key in keys_of(int(hub_id))
    )


def _is_shown(speaker: Speaker, hub: tuple[int, int], link: Link, contact: Contact | None) -> None:
    """The signature shows whose browser this is."""
    email = speaker.claims.get("email")
    proven = bool(email and link.mail and is_mail(link.mail, email))
    claims = {**speaker.claims, "mail": link.mail}
    before = db.session.get(Contact, speaker.contact_id) if speaker.contact_id else None
    if before is not None and proven:
        join(before, contact, link.external_id)
        contact, claims["proven"] = before, email
    elif email and (contact is None or contact.email != email):
        # Their address was typed, and nothing shows that it is the address of the link's person.
        speaker.claims = claims
        return
    speaker.claims, speaker.standing = claims, VERIFIED
    if contact is None:
        contact, _ = made(hub[0], external_id=link.external_id)
    speaker.contact_id = contact.id
    claim(speaker)
    keep_shown(speaker, Place(*hub), EXTERNAL_ID, link.external_id)


def join(contact: Contact, other: Contact | None, external_id: str) -> None:
    """The contact of an email is the person of an id: it has the id from now on."""
    if contact.external_id is not None:
        return
    if other is not None and other.id != contact.id:
        other.external_id = None
        # Nobody else may have it at any moment.
        db.session.flush()
    contact.external_id = external_id
