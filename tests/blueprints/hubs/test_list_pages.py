"""What is said of a copy of a hub."""

from __future__ import annotations

import pytest

from hubapp.blueprints.hubs.list_pages import sentences_of_copy
from hubapp.models import Hub
from hubapp.services.editing import HubCopy


@pytest.mark.parametrize(
    ("weeks", "dates", "said"),
    [
        (0, "", []),
        (1, "", ["Everything opens and closes 1 week later."]),
        (3, "", ["Everything opens and closes 3 weeks later."]),
        (0, "In May", ["The dates still read “In May”: change that line."]),
    ],
)
def test_only_what_concerns_it_is_said(weeks, dates, said):
    first, *more = sentences_of_copy(Hub(name="Summer"), HubCopy(Hub(), weeks, dates))
    assert str(first).startswith("This is the copy of “Summer”")
    assert [str(each) for each in more] == said
