"""What cards come to, mapped: a personality's outcome, a swiper's answers, a survey and a quiz
arrive as attributes and as one event each, and a segment finds the person by them."""

from __future__ import annotations

from typing import Any

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.identifiers import new_id
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.words import Words
from hubapp.models import Connection, Hub
from hubapp.services import editing, visiting
from hubapp.services.visiting import Visit
from tests.support.application import connect
from tests.support.deliveries import drain_all
from tests.support.every_card import BEST, content_of, play_of
from tests.support.factories import MemberFactory

KINDS = ("personality", "swiper", "survey", "quiz")
ANA, EVENT = "ana@example.com", "hub_played"
FORM = {
    "placement": "end",
    "headline": "",
    "button": "Go on",
    "fields": [
        {
            "id": "email",
            "kind": "email",
            "key": "email",
            "label": "Email",
            "help": "",
            "required": True,
            "options": {},
        }
    ],
}


def make_research_hub() -> Hub:
    """With a card of each of these kinds, which asks for an address at its end."""
    member = MemberFactory(workspace__name="Research")
    hub = editing.create_hub(member.workspace_id, member.user_id, f"Research {new_id()}")
    docs = editing.documents(hub.id)
    page = f"page:{docs['hub']['pages'][0]}"
    changes: dict[str, Any] = {page: {**docs[page], "cards": list(KINDS)}}
    for kind in KINDS:
        card_type = CARD_TYPES[kind]
        changes[f"form:{kind}"] = FORM
        changes[f"card:{kind}"] = {
            "kind": kind,
            "schema": card_type.schema,
            "slug": kind,
            "title": f"Our {kind}",
            "summary": "",
            "cover": "",
            "content": content_of(kind, BEST).model_dump(mode="json"),
        }
    editing.change(hub.id, member.user_id, Words("research"), changes)
    editing.publish(hub.id, member.user_id)
    return hub


def play(hub: Hub, kind: str) -> None:
    """To its end, and send the form."""
    snapshot = editing.snapshot_of_version(hub.live_version_id)

    def at(**more: str) -> Visit:
        card = snapshot.card(kind)
        return Visit(hub.id, hub.workspace_id, hub.live_version_id, snapshot, card, **more)

    visit = at(nonce=new_id(16))
    for step, raw in enumerate(play_of(kind, BEST)):
        went = visiting.answer(visit, step, raw)
        visit = at(play_token=went.play_token, visitor_token=went.visitor_token)
    visiting.submit(visit, {"email": [ANA]})


@pytest.fixture
def sent(both, sandbox) -> Connection:
    """Everything that the cards tell is mapped, and Ana has played each of them."""
    hub = make_research_hub()
    outputs = [each for each in visiting.sources_of(editing.draft_snapshot(hub.id)) if each.card]
    rows = [MappingRow("fact.card_title", "event.card")]
    for each in outputs:
        name = each.key.removeprefix("card.").replace(".", "_")
        rows += [MappingRow(each.key, f"custom.{name}"), MappingRow(each.key, f"event.{name}")]
    mapping = FieldMapping("email", "field.email", EVENT, tuple(rows))
    connection = connect(hub, sandbox.url, mapping=mapping.to_json())
    for kind in KINDS:
        play(hub, kind)
    drain_all(connection)
    return connection


def told_by(profile: dict, kind: str) -> dict[str, Any]:
    attributes = profile["custom_attributes"]
    return {key: value for key, value in attributes.items() if key.startswith(f"{kind}_")}


def test_each_card_arrives_as_attributes_and_as_one_event(sent, sandbox):
    profile = sandbox.profile(f"email:{ANA}")
    assert profile["events"][EVENT]["count"] == len(KINDS)
    bodies = [each["body"] for each in sandbox.state()["requests"]]
    said = [each["properties"] for body in bodies for each in body.get("events", ())]
    assert sorted(each["card"] for each in said) == sorted(f"Our {kind}" for kind in KINDS)
    for kind in KINDS:
        attributes = told_by(profile, kind)
        assert attributes, kind
        (event,) = [each for each in said if each["card"] == f"Our {kind}"]
        assert {key: value for key, value in event.items() if key != "card"} == attributes


def test_a_segment_finds_the_person_by_each_of_them(sent, sandbox):
    profile = sandbox.profile(f"email:{ANA}")
    for kind in KINDS:
        for name, value in told_by(profile, kind).items():
            operator = "contains" if isinstance(value, list) else "is"
            wanted = value[0] if isinstance(value, list) else value
            asked = {"what": "attribute", "name": name, "operator": operator, "value": wanted}
            assert ANA in segment(sandbox, asked), asked
    assert ANA in segment(sandbox, {"what": "event", "name": EVENT, "value": len(KINDS)})
    assert ANA not in segment(sandbox, {"what": "event", "name": EVENT, "value": len(KINDS) + 1})


def segment(sandbox, asked: dict[str, Any]) -> str:
    """The page of people of whom this is so."""
    given = {"operator": "is", **asked, "match": "all"}
    return " ".join(sandbox.client.get("/segments", query_string=given).text.split())
