"""Results in figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import Activity, Hub
from hubapp.services import editing
from hubapp.services.results import (
    count_new,
    figures,
    of_card,
    period_of,
    table_of,
    table_of_card,
)
from hubapp.services.visiting import plays
from hubapp.services.visiting.submissions import submit
from tests.services.results.entrants import in_zone
from tests.services.visiting.visits import ENTRY, visit_to, vote
from tests.support.application import make_hub, submit_entries
from tests.support.factories import HubFactory

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url, connect=False)


def counted(hub: Hub, **given: str):
    count_new()
    return figures(hub, period_of(hub, given))


def bars(found) -> dict[str, int]:
    return {bar.label: bar.counts["submitted"] for bar in found.bars if bar.counts["submitted"]}


def entry_at(hub: Hub, *moments: datetime) -> None:
    """A form that was sent then, once for each."""
    for number, at in enumerate(moments):
        submit_entries(hub, f"p{number}@example.com")
        with transaction() as session:
            query = select(Activity).order_by(Activity.id.desc()).limit(1)
            newest = session.scalars(query).one()
            newest.at = at


@time_machine.travel(NOON, tick=False)
def test_the_last_day_is_today_and_the_first_four_weeks_back(hub):
    labels = [bar.label for bar in counted(hub).bars]
    assert (labels[0], labels[-1], len(labels)) == ("2026-10-24", "2026-11-20", 28)


@time_machine.travel(NOON, tick=False)
def test_a_day_begins_at_midnight_of_the_hubs_zone(hub):
    # 12:00 UTC is 23:00 in Sydney; an hour later it is the next day there.
    entry_at(hub, NOON.replace(day=19), NOON.replace(day=19, hour=13), NOON)
    assert bars(counted(hub)) == {"2026-11-19": 2, "2026-11-20": 1}
    in_zone(hub, "Australia/Sydney")
    assert bars(counted(hub)) == {"2026-11-19": 1, "2026-11-20": 2}
    by_hour = counted(hub, begin="2026-11-19", end="2026-11-20", by="hour")
    assert bars(by_hour) == {"2026-11-19 23:00": 1, "2026-11-20 00:00": 1, "2026-11-20 23:00": 1}


@time_machine.travel(datetime(2026, 10, 6, 12, tzinfo=UTC), tick=False)
def test_a_day_on_which_clocks_change_has_its_own_hours(hub):
    """In Sydney 4 October 2026 has 23 hours: from 14:00 UTC on the 3rd to 13:00 UTC on the 4th."""
    in_zone(hub, "Australia/Sydney")
    times = ((3, 13, 59), (3, 14, 0), (4, 12, 59), (4, 13, 0))
    entry_at(hub, *(datetime(2026, 10, d, h, m, tzinfo=UTC) for d, h, m in times))
    assert bars(counted(hub)) == {"2026-10-03": 1, "2026-10-04": 2, "2026-10-05": 1}


def test_each_card_and_source_has_its_sums(hub, sandbox):
    submit_entries(hub, "ana@example.com", "bea@example.com")
    submit(visit_to(hub, "draw", source="mail"), ENTRY)
    vote(hub)
    submit_entries(make_hub(sandbox.url, connect=False), "elsewhere@example.com")
    found = counted(hub)
    lines = {str(each.label): each.counts for each in found.cards}
    cooler = lines["Win the cooler"]
    assert [cooler[each] for each in ("begun", "finished", "submitted", "new", "known")] == [
        3,
        3,
        3,
        2,
        1,
    ]
    assert lines["Your summer spot"]["finished"] == 1
    assert lines["How summer are you?"]["begun"] == 0
    assert "How it works" not in lines
    sources = [(str(each.label), each.counts["submitted"]) for each in found.sources]
    assert sources == [("mail", 1), ("Not known", 2)]
    assert (found.sums["submitted"], found.before["submitted"]) == (3, 0)


@time_machine.travel(NOON, tick=False)
def test_a_period_is_beside_the_one_before(hub):
    entry_at(hub, NOON.replace(day=17), NOON.replace(day=18), NOON.replace(day=20))
    found = counted(hub, begin="2026-11-19", end="2026-11-20")
    assert (found.sums["submitted"], found.before["submitted"]) == (1, 2)


def test_a_card_answer_by_answer(hub):
    for choice in ("p0", "p1", "p1"):
        plays.answer(visit_to(hub, "poll"), 0, [choice])
    count_new()
    found = of_card(hub, "poll", period_of(hub, {}))
    (question,) = found.questions
    assert question.times == 3
    told = [(str(each.label), each.times, each.share) for each in question.choices]
    assert told[:2] == [("At the beach", 1, 33), ("Up a mountain", 2, 67)]
    rows = [[str(cell) for cell in row] for row in table_of_card(found)]
    assert rows[0] == ["Question", "Answer", "Count", "Per cent"]
    assert rows[2][1:] == ["Up a mountain", "2", "67"]


def test_a_choice_that_was_removed_keeps_its_votes_and_words(hub):
    vote(hub)
    docs = editing.documents(hub.id)
    card = docs["card:poll"]
    left = [each for each in card["content"]["choices"] if each["id"] != "p1"]
    content = {**card["content"], "choices": left}
    editing.change(hub.id, None, Words("less"), {"card:poll": {**card, "content": content}})
    editing.publish(hub.id, None)
    count_new()
    (question,) = of_card(hub, "poll", period_of(hub, {})).questions
    assert [(str(each.label), each.times) for each in question.choices][-1] == ("Up a mountain", 1)


def test_consents_and_where_people_left(hub):
    submit(visit_to(hub, "draw"), ENTRY)
    submit(visit_to(hub, "draw"), {**ENTRY, "marketing_consent": []})
    count_new()
    found = of_card(hub, "draw", period_of(hub, {}))
    assert [each[1:] for each in found.consents] == [(2, 1)]
    assert (found.left, found.questions) == ([], [])


def test_a_card_that_never_was_has_no_figures(hub):
    assert of_card(hub, "nothing", period_of(hub, {})) is None


def test_a_hub_that_was_never_published_has_nothing_yet(both):
    found = counted(HubFactory())
    assert (found.cards, sum(found.sums.values())) == ([], 0)
    assert len(list(table_of(found))) == 29
