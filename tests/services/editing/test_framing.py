"""Sites that may show a hub, and search engines that leave it out."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Refused
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.editing import framing


@pytest.fixture
def hub(app, workspace, owner) -> Hub:
    return editing.create_hub(workspace.id, owner.id, "Summer")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.com", ["https://www.example.com"]),
        ("www.Example.com/shop?a=b", ["https://www.example.com"]),
        ("http://localhost:8080/", ["http://localhost:8080"]),
        ("a.com, b.com\n\n a.com", ["https://a.com", "https://b.com"]),
        ("münchen.de", ["https://xn--mnchen-3ya.de"]),
        (" ", []),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(hub, typed, kept):
    assert framing.save_frame_sites(hub.id, typed) == kept
    assert hub.frame_sites.split() == kept


@pytest.mark.parametrize(
    "typed",
    [
        "https://a.com;script-src",
        "javascript:alert(1)",
        "https://user@a.com",
        "*",
        "https://*.a.com",
        "'none'",
        "https://",
        "https://a..b\x00.com",
        "https://a.com:99999999",
        f"https://{'a' * 300}.com",
        "https://[::1",
    ],
)
def test_what_is_no_site_is_named_and_nothing_is_kept(hub, typed):
    with pytest.raises(Refused, match="is not the address of a site"):
        framing.save_frame_sites(hub.id, f"https://good.com\n{typed}")
    assert hub.frame_sites == ""


def test_there_is_an_end_to_them(hub):
    sites = "\n".join(f"s{at}.com" for at in range(framing.MOST_SITES + 1))
    with pytest.raises(Refused, match="more than 30 sites"):
        framing.save_frame_sites(hub.id, sites)


def test_search_engines_are_asked_or_no_longer(hub):
    for unlisted in (True, False):
        framing.save_unlisted(hub.id, unlisted)
        assert hub.unlisted is unlisted
