"""No sentence stays English: every page and every refusal is read in a language that nobody speaks.
What is found here is not Words, or not marked in its template."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from hubapp.core.mapping import MappingRow
from hubapp.destinations import DESTINATIONS
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Contact, Delivery
from hubapp.services import editing, integrations
from hubapp.services.visiting import stamps
from hubapp.web import errors
from hubapp.work import sweep
from tests.architecture.foreign import foreign, new_lines, own, speak, untranslated
from tests.architecture.foreign_hub import make_foreign_hub, play
from tests.architecture.foreign_journey import Journey
from tests.support.deliveries import drain_all, due_now, states
from tests.support.factories import ConnectionFactory
from tests.support.saving import save


@pytest.fixture
def journey(app, workspace, owner, signed_in, monkeypatch) -> Journey:
    monkeypatch.setattr(stamps, "FASTEST", 0)
    workspace.name = own("Workshop")
    save()
    hub = make_foreign_hub(workspace.id, owner.id)
    member = signed_in("owner")
    speak(app, monkeypatch)
    return Journey(app, member, hub)


def test_the_reader_finds_what_is_english():
    page = "<title>{}</title><p title='{}'>{} <b>{}</b></p><pre>json</pre>"
    said = ["Saved", "Undo", "It is 5 ms", "On"]
    assert len(untranslated(page.format(*said))) == 4
    assert untranslated(page.format(*(foreign(each) for each in said))) == []
    read: set[str] = set()
    first = new_lines("<p\ntitle='One'>\n<code>\nTwo\n</code>\nThree", read)
    assert untranslated(first) == ["One", "\nThree"]
    again = new_lines("<p title='One'>\n<code>\nFour\n</code>\nFive", read)
    assert untranslated(again) == ["\nFive"]
    assert foreign("<b>%(count)s</b> cards") == "<b>%(count)s</b> ｃａｒｄｓ"


def test_pages_of_members_and_visitors(journey, signed_in):
    for client in (journey.member, journey.visitor(), signed_in("analyst")):
        journey.look(client)
    assert len(journey.seen) > 60
    journey.ends()


def test_every_step_of_every_card(journey):
    for card in editing.cards_in_order(editing.documents(journey.hub.id)):
        for where, page in play(journey.visitor(), journey.hub, card["slug"]):
            journey.read(where, page)
    assert len(journey.seen) > 40
    journey.ends()


def test_what_a_browser_told(journey):
    visitor = journey.visitor()
    for card in editing.cards_in_order(editing.documents(journey.hub.id)):
        for where, page in play(visitor, journey.hub, card["slug"]):
            journey.read(where, page)
    address = f"/h/{journey.hub.slug}/your-data"
    journey.get(visitor, address)
    for done in ("withdraw", "delete"):
        journey.get(visitor, f"{address}?done={done}")
    journey.ends()


def test_error_pages(journey, app):
    for code in errors._WORDS:
        with app.test_request_context():
            journey.read(str(code), errors.error_page(code)[0])
    address = f"/h/{journey.hub.slug}/"
    journey.take("forged", journey.visitor().post(f"{address}x/", data={"stamp": "forged"}))
    journey.take("no method", journey.visitor().post(address))
    app.config["WTF_CSRF_ENABLED"] = True
    journey.post(f"/hubs/{journey.hub.id}/publish")
    assert len(journey.seen) == len(errors._WORDS) + 3
    journey.ends()


def test_what_a_member_is_told_after_a_button(journey):
    hub = f"/hubs/{journey.hub.id}"
    first = editing.cards_in_order(editing.documents(journey.hub.id))[0]["id"]
    for verb in ("undo", "redo", "redo", "publish", "versions/1/live", "unpublish"):
        at = verb if verb in ("publish", "unpublish", "versions/1/live") else f"edit/{verb}"
        journey.post(f"{hub}/{at}")
    journey.post(f"{hub}/edit", name=own("Winter"))
    journey.post(f"{hub}/edit", name=own("Summer"), _autosave="1")
    journey.post(f"{hub}/settings", slug="3-4")
    for verb in ("", "/form", "/duplicate", "/remove"):
        journey.post(f"{hub}/edit/cards/{first}{verb}")
    for _ in range(3):
        journey.post(f"{hub}/edit/undo")
    journey.ends()


def test_what_a_member_is_told_when_something_is_refused(journey, owner):
    hub = f"/hubs/{journey.hub.id}"
    editing.create_hub(journey.hub.workspace_id, owner.id, own("Winter"), "5-6")
    journey.post("/hubs/new", name="", slug="5-6")
    journey.post("/hubs/new", name=own("x" * 130), slug="7")
    journey.post(f"{hub}/settings", slug="5-6")
    refused = {"name": "", "dates": own("x" * 200), "terms_url": own("nowhere")}
    journey.post(f"{hub}/edit", **refused)
    journey.post(f"{hub}/edit", **refused, _autosave="1")
    journey.post(f"{hub}/edit", name=own("Winter"), _revision="1")
    cards = editing.cards_in_order(editing.documents(journey.hub.id))
    for card in cards:
        at = f"{hub}/edit/cards/{card['id']}"
        journey.post(at, card_title=own("x" * 130))
        journey.post(at, card_slug=cards[0]["slug"], _revision="1")
        fields = {f"fields.n{n}.key": "k1" for n in (0, 1)}
        kinds = {f"fields.n{n}.kind": "text" for n in (0, 1)}
        journey.post(f"{at}/form", placement="end", **fields, **kinds)
    for how in ("texts", "lists"):
        journey.empty_all_cards(how)
        journey.post(f"{hub}/publish")
        journey.look(journey.member, "editor")
        editing.undo(journey.hub.id, None)
    journey.ends()


@pytest.fixture
def connected(journey, sandbox) -> Connection:
    """To the destination that the sandbox plays; one play came before. What others say of their
    own is held by their contract."""
    cards = editing.cards_in_order(editing.documents(journey.hub.id))
    card = next(each for each in cards if each["placement"] == "start")
    list(play(journey.visitor(), journey.hub, card["slug"]))
    sources = integrations.sources(journey.hub)
    made = ConnectionFactory(hub=journey.hub, endpoint=sandbox.url)
    destination = DESTINATIONS[made.kind]
    suggested = destination.suggest(sources)
    known = {each.key for each in destination.targets()}
    rows = [replace(each, target=_named(each.target, known)) for each in suggested.rows]
    rows.append(MappingRow("constant", f"event.{own('note')}", own("fixed")))
    mapping = replace(suggested, rows=tuple(rows), event_name=own("entered"))
    newest = db.session.scalar(select(func.max(Activity.id)))
    with transaction():
        made.mapping, made.account.secret_hint = mapping.to_json(), "1234"
        made.begins_after = newest
    return made


def _named(target: str, known: set[str]) -> str:
    group, _, name = target.partition(".")
    return target if target in known else f"{group}.{own(name)}"


def _enter(journey: Journey) -> None:
    """Somebody new sends a form, and it goes out."""
    cards = editing.cards_in_order(editing.documents(journey.hub.id))
    card = next(each for each in cards if each["placement"] == "start")
    list(play(journey.visitor(), journey.hub, card["slug"]))
    sweep.sweep()


def test_deliveries_in_every_state(journey, connected, sandbox, signed_in):
    error = {"type": own("Bad value"), "input_array": "attributes", "index": 0}
    _enter(journey)
    # All together, then each alone.
    sandbox.fault(status=400, body={"errors": [error]}, count=3)
    _enter(journey)
    for fault in ({"status": 500}, {"status": 429}, {"status": 413}, {"drop": True}):
        sandbox.fault(**fault)
        due_now(connected)
        _enter(journey)
        journey.look(journey.member, "deliveries", "integrations")
    assert {"delivered", "rejected", "waiting"} <= states(connected)
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    due_now(connected)
    _enter(journey)
    analyst = signed_in("analyst")
    for state in ("held", "paused"):
        connected.state = state
        save()
        for client in (journey.member, analyst):
            journey.look(client, "deliveries", "integrations")
    journey.ends()


def test_buttons_of_a_connection(journey, connected, sandbox):
    at = f"/hubs/{journey.hub.id}/settings/integrations/{connected.kind}"
    sandbox.fault(status=400, body={"errors": [own("Bad value")]}, count=3)
    _enter(journey)
    _enter(journey)
    wait, done, bad = (f"{at}/deliveries?{each}" for each in ("state=waiting", "of=1", "card=x"))
    reason = db.session.scalars(select(Delivery.reason).where(Delivery.reason != "")).first()
    for address in (wait, done, bad, f"{at}/deliveries?state=rejected&reason={reason}"):
        journey.get(journey.member, address)
    for address, data in (
        ("/backfill", {}),
        ("/backfill", {}),
        ("/resend", {}),
        ("/resend", {"of": "1"}),
        ("/deliveries/replay", {"reason": reason, "mapping": "now"}),
        ("/deliveries/replay", {"reason": own("none"), "mapping": "now"}),
        ("/runs/1/pause", {}),
        ("/runs/2/stop", {}),
        ("/deliveries/find", {"who": own("nobody")}),
        ("/deliveries/1/replay", {"mapping": "then"}),
        ("/deliveries/1/replay", {"mapping": "then"}),
        ("/pause", {}),
        ("/resume", {}),
        ("/test", {}),
        ("/test", {"test_identity": own("ana@example.com"), "test_sure": "y"}),
    ):
        journey.post(f"{at}{address}", **data)
    sweep.sweep()
    journey.look(journey.member, "deliveries", "integrations")
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    journey.post(f"{at}/test", test_identity=own("ana@example.com"), test_sure="y")
    journey.post(f"{at}/disconnect")
    journey.ends()


def test_contacts_that_are_found_looked_at_and_erased(journey, connected, signed_in):
    _enter(journey)
    journey.post("/contacts/", who=own("nobody"))
    journey.post("/contacts/", who="ana")
    for client in (journey.member, signed_in("analyst")):
        journey.look(client, "contacts")
    first = db.session.scalars(select(Contact.id)).first()
    journey.post(f"/contacts/{first}/erase", whole_profile="y")
    journey.look(journey.member, "contacts")
    drain_all(connected)
    sweep.sweep()
    journey.look(journey.member, "contacts")
    journey.ends()


def test_a_connection_that_is_refused(journey, sandbox):
    for kind, destination in DESTINATIONS.items():
        at = f"/hubs/{journey.hub.id}/settings/integrations/{kind}"
        mapping = destination.suggest(integrations.sources(journey.hub))
        given = {"identify_by": mapping.identify_by, "identity_source": mapping.identity_source}
        journey.post(at)
        journey.post(at, **given, endpoint=sandbox.url, secret="x", keep_days="30")
        journey.post(at, **given, endpoint="http://127.0.0.1:9", secret="x y", keep_days="0")
        named = next(each.key for each in destination.groups if each.named)
        wrong = {"rows.r0.source": "constant", "rows.r0.target": named, "rows.r1.source": "x"}
        journey.post(at, **given, **wrong, event="y", event_name="", burst="x", hourly="x")
        journey.post(at, **given, **wrong, _action="show:example")
    journey.ends()
