"""Entry form: a card that is its form."""

from __future__ import annotations

import random

from hubapp.cards.form import FormCard
from hubapp.cards.form.content import EntryContent

FORM = FormCard()


def test_the_thank_you_is_told_only_after_the_form():
    content = EntryContent(intro="Come in", thanks_title="Done", thanks_text="Bye")
    assert FORM.public_content(content) == {"intro": "Come in"}
    screen = FORM.outcome(content, [], random.Random(1)).screen  # noqa: S311
    assert screen == {"title": "Done", "text": "Bye"}


def test_it_needs_a_form_and_a_title_for_its_thanks():
    assert FORM.needs_form
    (problem,) = FORM.problems(EntryContent(), publishing=True)
    assert problem.where == "thanks_title"
    assert FORM.problems(EntryContent(), publishing=False) == []
