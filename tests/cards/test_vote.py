"""Vote: counted by who was chosen, whatever they are called later, and ranked for everybody."""

from __future__ import annotations

import random

import pytest
from flask import render_template

from hubapp.cards.vote import Vote
from hubapp.cards.vote.content import Candidate, VoteContent
from hubapp.core.card_type import Accepted, NotAccepted

VOTE = Vote()
CONTENT = VoteContent(
    question="Goal of the month?",
    candidates=(
        Candidate(id="ana", text="Ana", about="From 30 metres"),
        Candidate(id="ben", text="Ben", image="p1", alt="Ben jumps"),
    ),
)


def test_a_vote_is_for_one_of_them():
    assert VOTE.check_answer(CONTENT, 0, ["ben"]) == Accepted("ben")


@pytest.mark.parametrize("raw", [[], ["carl"], [""]])
def test_who_chooses_nobody_is_told(raw):
    refused = VOTE.check_answer(CONTENT, 0, raw)
    assert isinstance(refused, NotAccepted)
    assert str(refused.sentence) == "Choose one, then vote."


def test_the_outcome_is_a_name_and_the_count_is_by_id():
    chance = random.Random(1)  # noqa: S311
    voted = VOTE.outcome(CONTENT, ["ben"], chance)
    assert (dict(voted.values), dict(voted.screen)) == ({"vote": "Ben"}, {"chosen": "ben"})
    assert VOTE.tally_keys(CONTENT, ["ben"]) == ["ben"]
    assert VOTE.outcome(CONTENT, [], chance).values == {"vote": ""}
    assert VOTE.tally_keys(CONTENT, []) == []


def test_what_is_missing_is_named():
    blank = VoteContent(candidates=(Candidate(id="a", image="p1"),))
    places = [each.where for each in VOTE.problems(blank, publishing=True)]
    assert places == ["question", "candidates", "candidates.a.text", "candidates.a.alt"]
    assert VOTE.problems(blank, publishing=False) == []
    assert VOTE.problems(CONTENT, publishing=True) == []


def page(app, tally: dict[str, int]) -> str:
    with app.test_request_context():
        return render_template(
            "cards/vote/result.html",
            card_type=VOTE,
            public=VOTE.public_content(CONTENT),
            result={"chosen": "ana"},
            tally=tally,
        )


def test_the_ranking_says_places_shares_and_whose_vote_was_ones_own(app):
    shown = page(app, {"ana": 1, "ben": 3, "removed": 9})
    assert shown.index("Ben</span>") < shown.index("Ana <strong>· your vote</strong>")
    assert '<li class="mine" value="2">' in shown
    assert ("75%" in shown, "25%" in shown, "4 votes so far." in shown) == (True, True, True)


def test_the_ranking_of_no_votes_is_one_too(app):
    assert "0 votes so far." in page(app, {})


def test_the_results_count_each_of_them():
    (output,) = VOTE.outputs(CONTENT)
    assert (output.key, output.sample) == ("vote", "Ana")
    assert output.choices == [("ana", "Ana"), ("ben", "Ben")]
    assert output.chosen("Ben") == ["ben"]
