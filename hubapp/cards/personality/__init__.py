"""Personality test: no answer is wrong; each gives points to outcomes, and the one with the most is
who the visitor is. Of two with as many, the one higher in the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from hubapp.cards.personality.content import Choice, PersonalityContent, Question
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.endings import (
    Ending,
    Points,
    best_for,
    ending_problems,
    leading,
    mix_of,
    points_of,
)
from hubapp.core.errors import Problem
from hubapp.core.mixing import mixed
from hubapp.core.words import Words


class Personality(CardType[PersonalityContent]):
    """See the module."""

    kind: ClassVar[str] = "personality"
    label: ClassVar[Words] = Words("Personality test")
    icon: ClassVar[str] = "user"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "Questions without wrong answers that end in “You are…”. "
        "Good for learning what somebody likes."
    )
    art: ClassVar[str] = "confetti"
    call_to_action: ClassVar[Words] = Words("Find out")
    default_title: ClassVar[str] = "Which traveller are you?"
    Content: ClassVar[type[PersonalityContent]] = PersonalityContent

    def default_content(self) -> PersonalityContent:
        explorer = Ending(
            title="The explorer", text="No map, no plan, the best stories. Pack light and go."
        )
        dreamer = Ending(
            title="The dreamer", text="A hammock, a book and the sound of the sea. Rest well."
        )
        asked = (
            ("It is Saturday morning.", "Out, at once", "Five more minutes in bed"),
            ("What do you pack first?", "Walking boots", "A novel"),
            ("And in the evening?", "The street market", "A quiet dinner"),
        )
        return PersonalityContent(
            outcomes=(explorer, dreamer),
            questions=tuple(
                Question(text=text, choices=(_choice(first, explorer), _choice(second, dreamer)))
                for text, first, second in asked
            ),
        )

    def problems(self, content: PersonalityContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = ending_problems(content.outcomes, _all_points(content))
        if not content.questions:
            sentence = Words("The test has no questions. Add one.")
            problems.append(Problem("questions", sentence))
        for number, question in enumerate(content.questions, 1):
            problems += _question_problems(number, question)
        return problems

    def duration(self, content: PersonalityContent) -> Words:
        return Words("%(minutes)s min", minutes=max(1, round(len(content.questions) / 4)))

    def dealt(self, content: PersonalityContent, seed: str) -> PersonalityContent:
        if not content.mixed:
            return content
        questions = tuple(
            each.model_copy(update={"choices": mixed(each.choices, seed)})
            for each in content.questions
        )
        return content.model_copy(update={"questions": questions})

    def steps(self, content: PersonalityContent) -> int:
        return len(content.questions)

    def check_answer(
        self, content: PersonalityContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        ids = {choice.id for choice in content.questions[step].choices}
        if raw and raw[0] in ids:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose the answer that is most like you."))

    def outcome(
        self, content: PersonalityContent, answers: Sequence[Answer], chance: Chance
    ) -> Outcome:
        given = [
            points
            for question, answer in zip(content.questions, answers, strict=False)
            for points in _chosen(question, answer).points
        ]
        ending = leading(content.outcomes, given)
        points = points_of(content.outcomes, given)
        values = {"outcome": ending.title, **{f"points_{id_}": n for id_, n in points.items()}}
        mix = mix_of(content.outcomes, points) if content.show_mix else []
        return Outcome(values, {**ending.model_dump(mode="json"), "mix": mix})

    def outputs(self, content: PersonalityContent) -> list[Output]:
        sample = next((each.title for each in content.outcomes), "")
        return [
            Output(
                "outcome",
                Words("Outcome"),
                "text",
                sample,
                choices=[(each.id, each.title) for each in content.outcomes],
            ),
            *(
                Output(
                    f"points_{each.id}",
                    Words("Points for “%(outcome)s”", outcome=each.title),
                    "number",
                    len(content.questions),
                )
                for each in content.outcomes
            ),
            *(
                Output(
                    f"q_{each.id}",
                    Words("Answer to “%(question)s”", question=each.text),
                    "text",
                    next((choice.text for choice in each.choices), ""),
                    name=each.text,
                    choices=[(choice.id, choice.text) for choice in each.choices],
                )
                for each in content.questions
            ),
        ]

    def output_values(
        self, content: PersonalityContent, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        asked = zip(content.questions, answers, strict=False)
        values = {f"q_{each.id}": _chosen(each, answer).text for each, answer in asked}
        return values | (dict(outcome.values) if outcome else {})

    def example_plays(self, content: PersonalityContent) -> list[list[list[str]]]:
        """One for each outcome: always the answer that brings it furthest ahead."""
        if not all(question.choices for question in content.questions):
            return []
        return [
            [
                [question.choices[best_for(ending, [c.points for c in question.choices])].id]
                for question in content.questions
            ]
            for ending in content.outcomes
        ]


def _choice(text: str, ending: Ending) -> Choice:
    return Choice(text=text, points=(Points(outcome=ending.id),))


def _all_points(content: PersonalityContent) -> Iterator[Points]:
    for question in content.questions:
        for choice in question.choices:
            yield from choice.points


def _chosen(question: Question, choice_id: Any) -> Choice:
    return next((each for each in question.choices if each.id == choice_id), Choice())


def _question_problems(number: int, question: Question) -> list[Problem]:
    where = f"questions.{question.id}"
    problems = []
    if not question.text:
        sentence = Words("Question %(number)s has no text. Ask something.", number=number)
        problems.append(Problem(f"{where}.text", sentence))
    if len(question.choices) < 2:
        sentence = Words("Question %(number)s needs at least two choices. Add one.", number=number)
        problems.append(Problem(f"{where}.choices", sentence))
    for place, choice in enumerate(question.choices, 1):
        if not choice.text:
            sentence = Words(
                "Choice %(place)s of question %(number)s is empty. Fill it in or remove it.",
                place=place,
                number=number,
            )
            problems.append(Problem(f"{where}.choices.{choice.id}.text", sentence))
    if question.image and not (question.alt or question.decorative):
        sentence = Words(
            "The picture of question %(number)s has no description. Say what it shows.",
            number=number,
        )
        problems.append(Problem(f"{where}.alt", sentence))
    return problems
