"""Links to the draft for people without an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from hubapp.core.errors import NotFoundHere
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services.editing import hubs
from hubapp.services.editing.preview_links import (
    hub_of_preview,
    make_preview_link,
    preview_links_of,
    take_back_preview_link,
)


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def carried(hub, owner) -> str:
    make_preview_link(hub.id, owner.id)
    return preview_links_of(hub.id)[0][1]


def test_it_opens_its_hub_for_seven_days(hub, carried):
    assert hub_of_preview(carried) == hub
    with time_machine.travel(now() + timedelta(days=6, hours=23)):
        assert hub_of_preview(carried) == hub
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        assert preview_links_of(hub.id) == []
        with pytest.raises(NotFoundHere):
            hub_of_preview(carried)


def test_taken_back_it_opens_nothing_and_others_of_the_hub_still_do(hub, carried):
    make_preview_link(hub.id, None)
    (_, other), (first, _) = preview_links_of(hub.id)
    first_id = first.id
    take_back_preview_link(hub.id, first_id)
    take_back_preview_link(hub.id, first_id)
    with pytest.raises(NotFoundHere):
        hub_of_preview(carried)
    assert hub_of_preview(other) == hub


def test_nobody_takes_back_what_is_another_hubs(hub, carried, owner):
    other = hubs.create_hub(hub.workspace_id, owner.id, "Other")
    take_back_preview_link(other.id, preview_links_of(hub.id)[0][0].id)
    assert hub_of_preview(carried) == hub


@pytest.mark.parametrize("forged", ["", "1", "MQ", "MQ.abc", "x" * 500])
def test_what_nobody_signed_opens_nothing(hub, carried, forged):
    with pytest.raises(NotFoundHere):
        hub_of_preview(forged)
    with pytest.raises(NotFoundHere):
        hub_of_preview(f"{carried}x")


def test_those_that_have_ended_go_when_a_new_one_is_made(hub, carried):
    with time_machine.travel(now() + timedelta(days=8)):
        make_preview_link(hub.id, None)
        assert len(preview_links_of(hub.id)) == 1
