"""New rows are written as a flush would write them, and are the session's from then on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from hubapp.doors.database import transaction
from hubapp.doors.rows import write, write_all
from hubapp.extensions import db
from hubapp.models import Contact, Visitor
from hubapp.models.columns import now
from tests.support.factories import MemberFactory


@pytest.fixture
def workspace_id(both) -> int:
    return MemberFactory().workspace_id


@pytest.fixture
def asked(both) -> Iterator[list[str]]:
    """The statements that were run."""
    said = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_was_written_is_known_and_changed_as_ever(workspace_id, asked):
    with transaction():
        contact = Contact(workspace_id=workspace_id, email="ana@example.com")
        write(contact)
        asked.clear()
        assert (contact.id is None, contact.phone) == (False, None)
        assert not asked, "its id, and what nobody gave it, are known without asking"
        contact.phone = "+61400000000"
    found = db.session.scalars(select(Contact)).one()
    assert found is contact
    assert (found.phone, found.email) == ("+61400000000", "ana@example.com")
    assert found.created_at <= now(), "the column's own default holds"


def test_what_the_session_has_already_is_not_written_again(workspace_id):
    with transaction():
        contact = Contact(workspace_id=workspace_id)
        write(contact)
        with pytest.raises(ValueError, match="new"):
            write(contact)


def test_what_may_not_be_twice_is_refused_as_by_a_flush(workspace_id):
    with transaction():
        write(Visitor(workspace_id=workspace_id, mark="same"))
    again = Visitor(workspace_id=workspace_id, mark="same")
    with pytest.raises(IntegrityError), transaction():
        write(again)


def test_many_take_one_statement_and_none_takes_none(workspace_id, asked):
    with transaction():
        asked.clear()
        write_all(Visitor, [])
        write_all(Visitor, [{"workspace_id": workspace_id, "mark": each} for each in ("a", "b")])
        assert len(asked) == 1
    assert set(db.session.scalars(select(Visitor.mark))) == {"a", "b"}


def test_what_was_rolled_back_is_gone_and_its_id_free(workspace_id):
    gone = Visitor(workspace_id=workspace_id, mark="gone")

    def twice() -> None:
        with transaction():
            write(gone)
            write(gone)

    with pytest.raises(ValueError, match="new"):
        twice()
    assert gone not in db.session
    with transaction():
        write(there := Visitor(workspace_id=workspace_id, mark="there"))
    assert db.session.get(Visitor, there.id) is there
