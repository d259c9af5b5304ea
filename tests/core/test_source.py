"""Where a visit came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.source import LONGEST, source_of

US = "hubs.example.com"


@pytest.mark.parametrize(
    ("query", "referrer", "source"),
    [
        ("utm_source=Newsletter&x=1", "https://www.bing.com/", "newsletter"),
        ("", "https://www.Bing.com/search?q=ana", "bing.com"),
        ("", f"https://{US}/h/summer/?utm_source=mail", "mail"),
        ("", f"https://{US}/h/summer/", ""),
        ("", "", ""),
        ("utm_source=ana@example.com", "", "ana"),
        ("utm_source=%00<b>", "", "b"),
        ("", "http://[", ""),
        ("utm_source=", "android-app://com.slack", "com.slack"),
    ],
)
def test_a_source_is_what_the_link_or_the_site_is_called(query, referrer, source):
    assert source_of(query, referrer, US) == source


@given(st.text(), st.text())
def test_whatever_is_sent_it_is_short_and_never_raises(query, referrer):
    assert len(source_of(f"utm_source={query}", referrer, US)) <= LONGEST
    assert len(source_of("", referrer, US)) <= LONGEST
