"""What a request to a destination tells, and what it hides."""

from __future__ import annotations

from hubapp.core.destination import OutgoingRequest, Spot


def test_a_request_counts_the_records_that_it_is_about_also_those_without_a_spot():
    request = OutgoingRequest("POST", "https://x", {}, b"", ((Spot("events", 0),), ()))
    assert request.taken == 2


def test_the_credential_and_the_data_are_not_in_what_may_be_logged():
    request = OutgoingRequest("POST", "https://x", {"Authorization": "s3cret"}, b"ana@example.com")
    assert "s3cret" not in repr(request)
    assert "ana@" not in repr(request)
