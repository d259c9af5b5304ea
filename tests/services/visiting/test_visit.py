"""Who is where: a second click is the first one again."""

from __future__ import annotations

from hubapp.core.snapshot import CardSnapshot, HubSnapshot
from hubapp.services.visiting.visit import Visit, first_cookie


def visit(**more: str) -> Visit:
    return Visit(1, 1, 1, HubSnapshot("Summer"), CardSnapshot("c", "poll", "c", "C"), **more)


def test_a_page_that_begins_a_play_says_which():
    one, again, other = (visit(nonce=each) for each in ("a", "a", "b"))
    assert one.token() == again.token() != other.token()
    assert one.cookie() == again.cookie() == first_cookie("a")
    assert one.cookie() != one.token()


def test_what_the_browser_brings_comes_first():
    assert visit(play_token="p", nonce="a").token() == "p"
    assert visit(visitor_token="v", nonce="a").cookie() == "v"
    assert visit(play_token="p").cookie() == ""
