"""The page that asks for a code, from what is known."""

from __future__ import annotations

from hubapp.blueprints.public.confirm_pages import Note, code_page
from hubapp.core.snapshot import CardSnapshot, HubSnapshot, PageSnapshot
from hubapp.core.words import Words
from hubapp.services.visiting import Visit, Waiting

ANA = "ana@example.com"


def page(app, mailed: bool, *given: object) -> str:
    card = CardSnapshot("c1", "form", "win", "Win")
    hub = HubSnapshot("Summer", pages=(PageSnapshot("p", "Home", (card,)),))
    visit = Visit(1, 1, 1, hub, card, play_token="t")
    with app.test_request_context():
        return code_page("summer", visit, Waiting(ANA, mailed), *given)


def test_it_says_whether_a_code_is_on_its_way(app):
    assert f"We sent six digits to {ANA}" in page(app, mailed=True)
    assert f"No code has been sent to {ANA}" in page(app, mailed=False)


def test_a_wrong_address_comes_back_where_it_was_typed(app):
    wrong = Note(Words("There is no @ in it."), wrong=True)
    said = page(app, True, wrong, "change", "ana")
    assert 'value="ana"' in said
    assert '<details class="change" open>' in said
    other = page(app, True, wrong, "check", "ana")
    assert f'value="{ANA}"' in other
    assert 'aria-describedby="code-wrong"' in other
