"""Lists of codes of a draft's card: they are no part of it, and publishing asks for them."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES, Opened
from hubapp.core.errors import HubNotPublishable, NotFoundHere, Refused
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.services import editing, stock
from hubapp.services.editing.codes import Put, needs_codes, without_codes
from hubapp.services.editing.drafts import documents
from tests.support.codes import POOL, SECRET, make_secret_hub
from tests.support.prizes import CARD, COFFEE, make_lucky_hub


def said(put: Put) -> list[str]:
    return [str(each) for each in put.in_words()]


def test_what_was_put_in_is_said_to_the_last_code(app):
    hub = make_secret_hub("SUN")
    put = editing.put_codes(hub.id, SECRET, POOL, "code\nMOON\nSTAR\nstar\nMOON\nsun\n")
    assert put == Put(added=2, again=3, heading=True)
    assert said(put) == [
        "2 codes are in.",
        "3 codes were there already: they count once.",
        "The first line was taken for a heading.",
    ]
    assert said(Put(added=1, again=1, heading=False)) == [
        "1 code is in.",
        "1 code was there already: it counts once.",
    ]


def test_how_the_lists_stand(app):
    hub = make_lucky_hub(["A1", "B2"])
    [(pool, standing)] = editing.pools_of(hub.id, CARD)
    assert (pool.name, str(pool.label)) == (COFFEE, "Codes of “Coffee”")
    assert standing == stock.Standing(total=2, left=2)
    assert editing.limited_of(hub.id, CARD) == []


def test_how_many_of_a_number_were_given(app):
    hub = make_lucky_hub(limit=5)
    [limited] = editing.limited_of(hub.id, CARD)
    assert (limited.label, limited.there_are, limited.given) == ("Coffee", 5, 0)


def test_taking_out_what_is_left(app):
    hub = make_secret_hub("SUN", "MOON")
    assert editing.drop_codes(hub.id, SECRET, POOL) == 2
    assert editing.pools_of(hub.id, SECRET)[0][1].total == 0


def test_the_file_has_a_line_for_each_that_is_used(app):
    hub = make_secret_hub("SUN", "MOON")
    with transaction():
        stock.use_code(hub.id, SECRET, POOL, "sun", once=True)
    headings, line = editing.given_codes(hub.id, SECRET, POOL)
    assert [str(each) for each in headings] == ["Code", "Time (UTC)", "Entry", "Email"]
    assert (line[0], line[2:]) == ("SUN", ("", ""))


@pytest.mark.parametrize(("card", "pool"), [("nobody", POOL), (SECRET, "nobody")])
def test_what_is_not_there_is_not_found(app, card, pool):
    hub = make_secret_hub("SUN")
    for use in (
        lambda: editing.put_codes(hub.id, card, pool, "MOON"),
        lambda: editing.drop_codes(hub.id, card, pool),
        # At once, and not when the first line is read.
        lambda: editing.given_codes(hub.id, card, pool),
    ):
        with pytest.raises(NotFoundHere):
            use()


def test_what_cannot_be_read_changes_nothing(app):
    hub = make_secret_hub("SUN")
    with pytest.raises(Refused, match="Line 2"):
        editing.put_codes(hub.id, SECRET, POOL, f"MOON\n{'x' * 61}")
    assert editing.pools_of(hub.id, SECRET)[0][1].total == 1


def test_a_card_without_codes_cannot_be_published(app):
    hub = make_secret_hub("SUN")
    editing.drop_codes(hub.id, SECRET, POOL)
    [problem] = without_codes(hub.id, documents(hub.id))
    assert problem.where == f"card:{SECRET}/codes"
    assert "“Secret” has no codes yet" in str(problem.sentence)
    with pytest.raises(HubNotPublishable, match="no codes yet"):
        editing.publish(hub.id, None)


def test_a_card_whose_codes_are_all_given_can(app):
    hub = make_secret_hub("SUN")
    with transaction():
        stock.use_code(hub.id, SECRET, POOL, "SUN", once=True)
    assert editing.publish(hub.id, None).number == 2


def test_a_card_that_is_on_no_page_needs_none(app):
    hub = make_secret_hub("SUN")
    editing.drop_codes(hub.id, SECRET, POOL)
    docs = documents(hub.id)
    page = f"page:{docs['hub']['pages'][0]}"
    editing.change(hub.id, None, Words("off"), {page: {**docs[page], "cards": []}})
    assert without_codes(hub.id, documents(hub.id)) == []


def test_an_unknown_kind_has_no_lists(app):
    hub = make_secret_hub("SUN")
    card = {**documents(hub.id)[f"card:{SECRET}"], "kind": "from tomorrow"}
    editing.change(hub.id, None, Words("odd"), {f"card:{SECRET}": card})
    assert without_codes(hub.id, documents(hub.id)) == []
    with pytest.raises(NotFoundHere):
        editing.pools_of(hub.id, SECRET)


def test_cards_with_prizes_have_a_screen_for_codes_before_one_needs_them():
    opened_of = {kind: editing_card(kind) for kind in ("code", "scratch", "wheel", "poll", "video")}
    assert [kind for kind, each in opened_of.items() if needs_codes(each)] == [
        "code",
        "scratch",
        "wheel",
    ]


def editing_card(kind: str):
    from_type = CARD_TYPES[kind]
    return Opened(from_type, from_type.default_content())
