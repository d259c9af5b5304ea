"""After a restore, whoever was erased since the backup is erased again; who came back is not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, Erasure, Submission
from hubapp.models.columns import now
from hubapp.services.rights import again, erasing
from tests.services.rights.planted import EMAIL, hub_with_everything, rows_with, take_part
from tests.support.factories import ContactFactory


def restored(hub, **told: object) -> Contact:
    """A contact as the backup has it, and the table of erasures as it was then: empty."""
    with transaction() as session:
        session.query(Erasure).delete()
    return ContactFactory(workspace_id=hub.workspace_id, **told)


def test_who_is_on_the_list_is_erased_again(both, sandbox):
    hub = hub_with_everything(sandbox)
    before = now() - timedelta(days=1)
    contact = restored(hub, email=EMAIL)
    erasing.erase(hub.workspace_id, contact.id)
    restored(hub, email=EMAIL, created_at=before)
    restored(hub, phone="+61412345678", created_at=before)
    other = restored(hub, email="other@example.com", created_at=before)
    assert again.erase_again() == 1
    left = db.session.scalars(select(Contact.email)).all()
    assert sorted(left, key=str) == sorted([None, other.email], key=str)
    assert again.erase_again() == 0


def test_who_came_back_after_it_stays(both, sandbox):
    hub = hub_with_everything(sandbox)
    erasing.erase(hub.workspace_id, restored(hub, email=EMAIL).id)
    back = restored(hub, email=EMAIL)
    assert again.erase_again() == 0
    assert db.session.get(Contact, back.id) is not None


def test_a_submission_on_somebody_elses_contact_is_found_too(both, sandbox):
    hub = hub_with_everything(sandbox)
    erasing.erase_address(hub.workspace_id, EMAIL)
    take_part(hub)
    with transaction() as session:
        session.query(Erasure).delete()
        contact = session.scalars(select(Contact)).one()
        contact.email = "ben@example.com"
        session.scalars(select(Submission)).one().created_at = now() - timedelta(days=1)
    assert again.erase_again() == 1
    assert [each for each in rows_with() if each.startswith("submission")] == []
