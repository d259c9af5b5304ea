"""Terms and consents as a form keeps them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Consent, Delivery, Hub
from hubapp.services import editing
from hubapp.services.rights import receipts, yours
from hubapp.services.visiting.submissions import Returned, submit
from tests.services.visiting.visits import ENTRY, submissions, visit_to
from tests.support.application import make_hub

WORDING = "I accept the [rules](https://example.org/rules)."


@pytest.fixture
def hub(both, sandbox) -> Hub:
    """The demo's hub, whose draw asks for agreement to terms that have the key of the consent."""
    made = make_hub(sandbox.url)
    form = editing.documents(made.id)["form:draw"]
    others = [each for each in form["fields"] if each["kind"] != "consent"]
    terms = {"id": "t", "kind": "terms", "key": "marketing_consent", "label": "Terms"}
    fields = [*others, {**terms, "options": {"wording": WORDING}}]
    changes = {"form:draw": {**form, "fields": fields}}
    editing.change(made.id, None, Words.verbatim("terms"), changes)
    editing.publish(made.id, None)
    return made


def test_nobody_takes_part_without_them(hub):
    without = {key: value for key, value in ENTRY.items() if key != "marketing_consent"}
    back = submit(visit_to(hub, "draw"), without)
    assert isinstance(back, Returned)
    assert list(back.problems) == ["marketing_consent"]


def test_their_receipt_says_what_it_is_and_they_go_nowhere(hub):
    went = submit(visit_to(hub, "draw"), {**ENTRY, "marketing_consent": ["y"]})
    (made,) = submissions()
    kept = db.session.scalars(select(Consent)).one()
    assert (kept.condition, kept.given, kept.version_id) == (True, True, made.version_id)
    assert kept.wording == "I accept the rules (https://example.org/rules)."
    record = db.session.scalars(select(Delivery)).one().record
    assert record["once"] == []
    assert not {target for target in record["values"] if "subscribe" in target}
    header, line = "".join(receipts.all_receipts(hub.workspace_id)).splitlines()
    assert (header.split(",")[-1], line.split(",")[-1]) == ("kind", "terms")
    with pytest.raises(NotFoundHere):
        yours.withdraw(yours.Browser(hub.workspace_id, hub.id, went.visitor_token), kept.id)
