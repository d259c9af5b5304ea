"""Braze's REST hosts, from whatever people paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.destinations.braze.endpoints import INSTANCES, endpoint_of, instance_of, rest_url

OURS = ["http://127.0.0.1:9911"]


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("US-08", "https://rest.iad-08.braze.com"),
        (" us-08 ", "https://rest.iad-08.braze.com"),
        ("EU-02", "https://rest.fra-02.braze.eu"),
        ("ID-01", "https://rest.id-01.braze.com"),
        ("https://dashboard-01.braze.eu/dashboard", "https://rest.fra-01.braze.eu"),
        ("http://dashboard-01.braze.eu", "https://rest.fra-01.braze.eu"),
        ("dashboard.us-10.braze.com", "https://rest.us-10.braze.com"),
        ("rest.iad-01.braze.com", "https://rest.iad-01.braze.com"),
        ("https://rest.iad-01.braze.com/users/track/", "https://rest.iad-01.braze.com"),
        ("https://REST.IAD-01.braze.com:443", "https://rest.iad-01.braze.com"),
        ("https://rest.iad-77.braze.com?key=1#x", "https://rest.iad-77.braze.com"),
        ("http://127.0.0.1:9911", "http://127.0.0.1:9911"),
        ("http://127.0.0.1:9911/users/track", "http://127.0.0.1:9911"),
    ],
)
def test_an_endpoint_is_found_from_what_people_paste(text, endpoint):
    assert endpoint_of(text, OURS) == (endpoint, None)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Pick the instance"),
        ("  ", "Pick the instance"),
        ("https://sdk.iad-01.braze.com", "SDK address"),
        ("http://rest.iad-01.braze.com", "https"),
        ("ftp://x", "https"),
        ("https://127.0.0.1/", "not a Braze REST endpoint"),
        ("https://rest.evil.com", "not a Braze REST endpoint"),
        ("https://rest.iad-01.braze.com.evil.com", "not a Braze REST endpoint"),
        ("https://rest.iad-01.braze.com.", "not a Braze REST endpoint"),
        ("https://rest.braze.com", "not a Braze REST endpoint"),
        ("https://xrest.iad-01.braze.com", "not a Braze REST endpoint"),
        ("US-99", "not a Braze REST endpoint"),
        ("https://rest.iad-01.braze.com@evil.com", "user name"),
        ("https://me:secret@rest.iad-01.braze.com", "user name"),
        ("https://rest.iad-01.braze.com:8443", "port"),
        ("http://127.0.0.1:9912", "port"),
        ("http://[", "not an address"),
        ("https://rest.iad-01.braze.com:99999", "not an address"),
    ],
)
def test_other_endpoints_are_refused_with_a_sentence(text, part):
    endpoint, sentence = endpoint_of(text, OURS)
    assert endpoint == ""
    assert part in str(sentence)
    assert str(sentence).endswith(".")


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z.@:\[\]0-9-]{0,40}", fullmatch=True))
def test_whatever_is_pasted_the_key_goes_to_braze_or_nowhere(text):
    endpoint, sentence = endpoint_of(text)
    assert (endpoint == "") == (sentence is not None)
    if endpoint:
        assert endpoint.startswith("https://rest.")
        assert endpoint.endswith((".braze.com", ".braze.eu"))


@pytest.mark.parametrize("instance", INSTANCES)
def test_an_instance_its_dashboard_and_its_endpoint_name_each_other(instance):
    endpoint = rest_url(instance)
    assert endpoint_of(INSTANCES[instance][0]) == (endpoint, None)
    assert instance_of(endpoint) == instance


def test_an_instance_that_does_not_exist_has_no_endpoint():
    assert rest_url("US-99") is None


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [("https://rest.iad-77.braze.com", "rest.iad-77.braze.com"), ("", ""), ("odd", "odd")],
)
def test_an_endpoint_without_a_known_instance_is_called_by_its_host(endpoint, name):
    assert instance_of(endpoint) == name
