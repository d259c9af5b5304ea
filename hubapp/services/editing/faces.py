"""The brand's own face for headlines: a file that somebody uploads, checked and measured."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from pathlib import PurePath

import brotli
from sqlalchemy import select
from sqlalchemy.orm import undefer

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.face import brand_face
from hubapp.core.one_line import one_line
from hubapp.core.woff2 import Measures, NoFace, measured
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Asset, Hub
from hubapp.services.editing.drafts import hub_step, locked

LARGEST_FACE = 100 * 1024
"""Bytes: each visitor waits for it."""
_MIME = "font/woff2"
_LONGEST_NAME = 60
_NO_FACE = Words(
    "This is not a WOFF2 file of one face, or it is damaged. Convert your face to WOFF2 and upload "
    "that file."
)


def choose_face(hub_id: int, user_id: int | None, name: str, body: bytes) -> None:
    """Write the headlines of a hub in this face, from its next version on. name: of the file.

    Raises Refused with a sentence when it is too large or no WOFF2 file.
    """
    measures = _checked(body)
    public_id = secrets.token_hex(12)
    called = one_line([PurePath(name.replace("\\", "/")).stem])[:_LONGEST_NAME]
    face = brand_face(public_id, called or public_id, measures)
    with transaction() as session:
        workspace_id = session.get_one(Hub, hub_id).workspace_id
        file = {"mime": _MIME, "width": 0, "height": 0, "body": body}
        session.add(Asset(public_id=public_id, workspace_id=workspace_id, **file))
        before = locked(hub_id)["hub"]
        what = Words("choosing a face for headlines")
        hub_step(hub_id, user_id, what, before, {"face": asdict(face)}, alone=True)


def drop_face(hub_id: int, user_id: int | None) -> None:
    """Write the headlines in the face of the look again. The file stays for the versions that were
    published with it."""
    with transaction():
        before = locked(hub_id)["hub"]
        what = Words("taking away the face of headlines")
        hub_step(hub_id, user_id, what, before, {"face": None}, alone=True)


def face_file(public_id: str) -> bytes:
    """A face as it was uploaded. Raises NotFoundHere."""
    query = select(Asset).where(Asset.public_id == public_id, Asset.mime == _MIME)
    asset = db.session.scalars(query.options(undefer(Asset.body))).one_or_none()
    if asset is None:
        raise NotFoundHere
    return asset.body


def _checked(body: bytes) -> Measures:
    if not body:
        raise Refused(Problem("face", Words("Choose a file first.")))
    if len(body) > LARGEST_FACE:
        sentence = Words(
            "The file has %(size)s KB, and %(most)s KB are the most, for each visitor waits for "
            "it. Cut it down to the letters that you need.",
            size=-(-len(body) // 1024),
            most=LARGEST_FACE // 1024,
        )
        raise Refused(Problem("face", sentence))
    try:
        return measured(body, _unpacked)
    except NoFace:
        raise Refused(Problem("face", _NO_FACE)) from None


def _unpacked(packed: bytes, length: int) -> bytes | None:
    """In little memory, whatever it would unpack to."""
    stream, found = brotli.Decompressor(), b""
    try:
        while len(found) <= length and not stream.is_finished():
            more = stream.process(packed, output_buffer_limit=length + 1)
            packed = b""
            if not more:
                break
            found += more
    except brotli.error:
        return None
    return found if stream.is_finished() and len(found) == length else None
