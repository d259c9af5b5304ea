"""A link that makes a visit a test, as browsers follow it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Play, Visitor
from hubapp.services import visiting
from tests.support.application import stamp_in

HUB = "/h/summer-kick-off/"
POLL = f"{HUB}summer-spot/"
BANNER = "Test: nothing here counts."


@pytest.fixture
def link(hub) -> str:
    return f"{HUB}?hub_test={visiting.key_of_test(hub.id)}&utm_source=mail"


@pytest.fixture
def tester(link, client):
    assert client.get(link, follow_redirects=True).request.full_path == f"{HUB}?utm_source=mail"
    return client


def vote(client, page: str) -> str:
    form = {"stamp": stamp_in(page), "step": "0", "answer": "p1"}
    return client.post(POLL, data=form)


def test_the_key_leaves_the_address_and_every_page_says_so(tester, app):
    # What is remembered for everybody is not for whoever tests, nor the other way round.
    stranger = app.test_client()
    for _ in range(2):
        assert BANNER not in stranger.get(HUB).text
        assert BANNER in tester.get(HUB).text
    assert BANNER in tester.get(POLL).text
    there = vote(tester, tester.get(POLL).text)
    assert there.status_code == 303
    assert BANNER in tester.get(there.location).text
    assert "hubapp_visitor" not in str(there.headers)
    assert db.session.scalars(select(Play.test)).all() == [True]


def test_its_pages_are_not_counted(tester, app):
    app.extensions["views"].take()
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140"}
    tester.get(POLL, headers=agent)
    tester.get(HUB, headers=agent)
    assert not app.extensions["views"].take()
    app.test_client().get(POLL, headers=agent)
    assert app.extensions["views"].take()


def test_it_is_over_by_a_press_and_what_was_played_in_it_is_of_somebody_else(tester):
    there = vote(tester, tester.get(POLL).text).location
    before = tester.get(POLL).text
    page = tester.get(f"{HUB}?hub_test=over", follow_redirects=True)
    assert (page.request.full_path, BANNER in page.text) == (f"{HUB}?", False)
    assert "Somebody else played this" in tester.get(there).text
    # A page that said that nothing counts begins nothing that does.
    assert vote(tester, before).status_code == 400
    vote(tester, tester.get(POLL).text)
    assert db.session.scalars(select(Play.test).order_by(Play.id)).all() == [True, False]
    assert db.session.scalar(select(func.count()).select_from(Visitor)) == 2


def test_a_page_from_before_begins_no_test(link, client):
    before = client.get(POLL).text
    client.get(link, follow_redirects=True)
    assert vote(client, before).status_code == 400


def test_a_browser_without_cookies_is_told_that_nothing_has_begun(link, app):
    browser = app.test_client(use_cookies=False)
    page = browser.get(link, follow_redirects=True)
    assert page.status_code == 403
    assert "The test could not begin" in page.text


@pytest.mark.parametrize("key", ["x", "kept"])
def test_a_forged_key_begins_nothing(hub, client, key):
    page = client.get(f"{HUB}?hub_test={key}")
    assert page.status_code == 403
    assert BANNER not in client.get(HUB).text


def test_your_data_is_of_the_browser_and_says_nothing_of_tests(tester):
    assert BANNER not in tester.get(f"{HUB}your-data").text
