"""What the page of a play offers of its code."""

from __future__ import annotations

import pytest

from hubapp.blueprints.public.won_pages import Mailed, by_mail
from hubapp.core.words import Words
from hubapp.services import visiting
from tests.support.prizes import lucky_visit, make_lucky_hub


@pytest.fixture
def at(app):
    """A hub's address, and a visit and play at its end."""

    def played(**coffee):
        hub = make_lucky_hub(**coffee)
        went = visiting.answer(lucky_visit(hub), 0, ["scratch"])
        visit = lucky_visit(hub, play_token=went.play_token, visitor_token=went.visitor_token)
        return visit, visiting.play_of(went.play_token)

    with app.test_request_context("/"):
        yield played


def test_it_asks_for_an_address_and_keeps_what_was_typed(at):
    visit, play = at(code="FOR-ALL")
    told = by_mail(visit, play, Mailed(Words("wrong"), True, "ana"))["by_mail"]
    assert told["way"] == "mail"
    assert (str(told["to"]), told["typed"], told["wrong"]) == ("", "ana", True)


def test_nothing_without_a_code_or_a_play(at):
    visit, play = at()
    assert by_mail(visit, play, Mailed()) == {}
    assert by_mail(visit, None, Mailed()) == {}
