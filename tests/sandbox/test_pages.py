"""The sandbox's pages, as somebody looks at them."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from hubapp.sandbox import create_sandbox
from hubapp.sandbox.pages import moment, name_of

TIME = "2026-01-15T10:00:00.000Z"
HEADERS = {"Authorization": "Bearer sandbox-key", "User-Agent": "partner-Hubapp/1"}


@pytest.fixture
def client() -> FlaskClient:
    return create_sandbox().test_client()


def told(client: FlaskClient, *attributes: dict, events: tuple = ()) -> None:
    body = {"attributes": list(attributes), "events": list(events)}
    assert client.post("/users/track", json=body, headers=HEADERS).status_code == 201


def page(client: FlaskClient, path: str, **query: object) -> str:
    """The words of a page, links kept."""
    reply = client.get(path, query_string=query)
    assert reply.status_code == 200
    return html.unescape(reply.text)


def names(text: str) -> list[str]:
    return re.findall(r'<a href="/profiles/\w+">(.*?)</a>', text)


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ({"external_id": "u1", "email": "ana@x"}, "u1"),
        ({"email": "ana@x", "phone": "+61"}, "ana@x"),
        ({"phone": "+61", "user_aliases": [{"alias_name": "ana"}]}, "+61"),
        ({"user_aliases": [{"alias_name": "ana"}]}, "ana"),
        ({"email": None}, "b1"),
    ],
)
def test_a_profile_is_named_by_the_best_that_is_known(about, name):
    blank = {"external_id": None, "user_aliases": [], "braze_id": "b1"}
    assert name_of(blank | about) == name


@pytest.mark.parametrize(
    ("stamp", "words"), [(0.0, "–"), (1768471200.0, "15 Jan 2026 10:00:00 UTC")]
)
def test_a_moment_is_told_in_utc(stamp, words):
    assert moment(stamp) == words


def test_an_empty_sandbox_says_what_to_do(client):
    assert "Nobody here yet" in page(client, "/")
    assert "No request yet" in page(client, "/requests")


def test_profiles_come_latest_first(client):
    told(client, {"external_id": "ana"}, {"external_id": "bo"}, {"external_id": "cy"})
    told(client, {"external_id": "ana", "score": 1})
    text = page(client, "/")
    assert names(text) == ["ana", "cy", "bo"]
    assert "3 profiles" in text


def test_profiles_are_searched_by_their_name(client):
    told(client, {"external_id": "Ana"}, {"external_id": "bo"})
    assert names(page(client, "/", q=" AN ")) == ["Ana"]
    assert "Nobody here yet" in page(client, "/", q="zoe")


def test_many_profiles_stand_on_several_pages(client):
    told(client, *({"external_id": f"u{at:02}"} for at in range(60)))
    first = page(client, "/", q="u")
    assert len(names(first)) == 50
    assert "/?q=u&from=50" in first
    second = page(client, "/", q="u", **{"from": 50})
    assert names(second) == [f"u{at:02}" for at in reversed(range(10))]
    assert "More profiles" not in second


def test_a_full_page_that_is_the_last_offers_no_other(client):
    told(client, *({"external_id": f"u{at}"} for at in range(50)))
    assert "More profiles" not in page(client, "/")


@pytest.mark.parametrize("start", ["-1", "ten", "", "1" * 12, "²"])
def test_a_page_number_that_makes_no_sense_is_the_first_page(client, start):
    told(client, {"external_id": "ana"})
    assert names(page(client, "/", **{"from": start})) == ["ana"]


def test_one_profile_shows_all_that_is_known(client):
    told(
        client,
        {"external_id": "ana", "first_name": "Ana", "tags": ["a"], "home_city": ""},
        events=({"external_id": "ana", "name": "won", "time": TIME, "properties": {"prize": 7}},),
    )
    text = page(client, re.search(r"/profiles/\w+", page(client, "/"))[0])
    for part in ("first_name", "Ana", "array", "won", TIME, "prize: 7"):
        assert part in text, part
    assert "home_city" not in text


def test_what_visitors_told_is_never_markup(client):
    told(client, {"external_id": "<script>alert(1)</script>", "x": "<b>"})
    for path in ("/", "/requests"):
        assert "<script>alert" not in client.get(path).text


def test_a_profile_that_nobody_has_is_not_found(client):
    assert client.get("/profiles/nobody").status_code == 404


def asked(*conditions: tuple[str, str, str, str]) -> dict[str, list[str]]:
    keys = ("what", "name", "operator", "value")
    return dict(zip(keys, map(list, zip(*conditions, strict=True)), strict=True))


SCORED = ("attribute", "score", "is more than", "2")
PLAYED = ("event", "played", "is", "1")
BLANK = ("attribute", " ", "is", "")


@pytest.mark.parametrize(
    ("conditions", "match", "members"),
    [
        ((SCORED,), "all", ["ana", "bo"]),
        ((SCORED, BLANK), "all", ["ana", "bo"]),
        ((SCORED, PLAYED), "all", ["ana"]),
        ((SCORED, PLAYED), "any", ["ana", "bo", "cy"]),
    ],
)
def test_a_segment_counts_and_lists_its_members(client, conditions, match, members):
    told(
        client,
        {"external_id": "ana", "score": 3},
        {"external_id": "bo", "score": 4},
        {"external_id": "cy", "score": 1},
        events=tuple(
            {"external_id": each, "name": "played", "time": TIME} for each in ("ana", "cy")
        ),
    )
    text = page(client, "/segments", match=match, **asked(*conditions))
    assert names(text) == members
    assert f'role="status">{len(members)}<' in text


def test_a_segment_of_one_has_a_member(client):
    told(client, {"external_id": "ana", "score": 3})
    assert "<p>member</p>" in page(client, "/segments", **asked(SCORED))


def test_a_segment_that_asks_nothing_counts_nobody(client):
    told(client, {"external_id": "ana", "score": 3})
    text = page(client, "/segments", **asked(BLANK))
    assert 'role="status"' not in text
    assert text.count('aria-label="Condition') == 4


def test_a_segment_keeps_its_first_twenty_conditions(client):
    text = page(client, "/segments", **asked(*[SCORED] * 30))
    assert text.count('value="score"') == 20


def test_a_segment_suggests_the_names_that_exist(client):
    told(
        client,
        {"external_id": "ana", "score": 3},
        events=({"external_id": "ana", "name": "played", "time": TIME},),
    )
    text = page(client, "/segments")
    for name in ("score", "played", "first_name"):
        assert f"<option>{name}</option>" in text


def test_requests_show_what_came_and_from_whom_latest_first(client):
    told(client, {"external_id": "ana"})
    told(client, {"external_id": "bo"})
    text = page(client, "/requests")
    assert text.index('"bo"') < text.index('"ana"')
    assert "partner-Hubapp/1" in text


@pytest.mark.parametrize(
    ("path", "kind"), [("/favicon.ico", "image/svg+xml"), ("/sandbox.css", "text/css")]
)
def test_the_pages_bring_their_own_looks(client, path, kind):
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.mimetype == kind
    assert reply.data
