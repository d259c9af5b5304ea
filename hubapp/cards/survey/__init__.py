"""Survey: questions without right answers, each asked in the way that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from hubapp.cards.survey.asking import (
    WAYS,
    Asking,
    InWords,
    Multiple,
    Ranking,
    Rating,
    Scale,
    Single,
    way_of,
)
from hubapp.cards.survey.content import Choice, Question, SurveyContent
from hubapp.core.card_type import Accepted, Answer, CardType, Chance, NotAccepted, Outcome, Output
from hubapp.core.content import Json
from hubapp.core.errors import Problem
from hubapp.core.mixing import mixed
from hubapp.core.words import Words

_FIRST = "_first"
"""At the end of the key of what came first."""


class Survey(CardType[SurveyContent]):
    """See the module."""

    kind: ClassVar[str] = "survey"
    label: ClassVar[Words] = Words("Survey")
    icon: ClassVar[str] = "list-check"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "Choices, stars, scales and open questions. Good for hearing what people think."
    )
    art: ClassVar[str] = "waves"
    call_to_action: ClassVar[Words] = Words("Tell us")
    default_title: ClassVar[str] = "How was it?"
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[SurveyContent]] = SurveyContent
    ways: ClassVar[dict[str, Asking]] = WAYS

    def default_content(self) -> SurveyContent:
        sources = ("A friend", "Social media", "Your newsletter")
        matters = ("A good line-up", "Short queues", "A fair price")
        liked = ("The music", "The food", "The people")
        return SurveyContent(
            questions=(
                Question(text="How did you like the evening?", asks=Rating.name),
                Question(
                    text="What did you like best?", asks=Multiple.name, choices=_choices(liked)
                ),
                Question(
                    text="What matters most to you?", asks=Ranking.name, choices=_choices(matters)
                ),
                Question(
                    text="How did you hear of us?", asks=Single.name, choices=_choices(sources)
                ),
                Question(
                    text="Would you tell a friend to come?",
                    asks=Scale.name,
                    from_zero=True,
                    most=10,
                    low="Never",
                    high="For sure",
                ),
                Question(
                    text="What should we do better next time?", asks=InWords.name, optional=True
                ),
            ),
            thanks_title="Thank you",
            thanks_text="We read every answer.",
        )

    def problems(self, content: SurveyContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content.questions:
            sentence = Words("The survey has no questions. Add one.")
            problems.append(Problem("questions", sentence))
        for number, question in enumerate(content.questions, 1):
            if not question.text:
                sentence = Words("Question %(number)s has no text. Ask something.", number=number)
                problems.append(Problem(f"questions.{question.id}.text", sentence))
            problems += way_of(question).problems(question, number)
        if not content.thanks_title:
            sentence = Words("Say thank you: the screen after the survey has no title.")
            problems.append(Problem("thanks_title", sentence))
        return problems

    def duration(self, content: SurveyContent) -> Words:
        return Words("%(minutes)s min", minutes=max(1, round(len(content.questions) / 4)))

    def public_content(self, content: SurveyContent) -> Json:
        """Beside what is not secret, how each question is shown."""
        public = super().public_content(content)
        for shown, question in zip(public["questions"], content.questions, strict=True):
            way = way_of(question)
            shown["template"], shown["several"] = way.template, way.value_type == "list"
            shown["steps"] = way.shown_steps(question)
        return public

    def dealt(self, content: SurveyContent, seed: str) -> SurveyContent:
        if not content.mixed:
            return content
        questions = tuple(
            each.model_copy(update={"choices": mixed(each.choices, seed)})
            for each in content.questions
        )
        return content.model_copy(update={"questions": questions})

    def steps(self, content: SurveyContent) -> int:
        return len(content.questions)

    def check_answer(
        self, content: SurveyContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        question = content.questions[step]
        return way_of(question).read(question, raw)

    def outcome(self, content: SurveyContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome({}, {"title": content.thanks_title, "text": content.thanks_text})

    def outputs(self, content: SurveyContent) -> list[Output]:
        """Of an order, beside all of it, what came first: that is what can be counted."""
        return [output for each in content.questions for output in _outputs_of(each)]

    def output_values(
        self, content: SurveyContent, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        """Of an optional question that was left open there is none."""
        asked = zip(content.questions, answers, strict=False)
        values = {}
        for each, answer in asked:
            if answer is not None:
                value = values[f"q_{each.id}"] = way_of(each).value(each, answer)
                if way_of(each).ranks:
                    values[f"q_{each.id}{_FIRST}"] = value[0] if value else ""
        return values

    def example_plays(self, content: SurveyContent) -> list[list[list[str]]]:
        return [[way_of(each).example(each) for each in content.questions]]


def _outputs_of(question: Question) -> list[Output]:
    way, key, asked = way_of(question), f"q_{question.id}", question.text
    label, choices = Words("Answer to “%(question)s”", question=asked), way.choices(question)
    if not way.ranks:
        return [Output(key, label, way.value_type, _sample(question), name=asked, choices=choices)]
    order = _sample(question)
    first = Words("First place in “%(question)s”", question=asked)
    return [
        Output(key, label, way.value_type, order, name=asked, choices=choices, counted=False),
        Output(key + _FIRST, first, "text", order[0] if order else "", choices=choices),
    ]


def _choices(texts: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(text=each) for each in texts)


def _sample(question: Question) -> Any:
    way = way_of(question)
    read = way.read(question, way.example(question))
    answer = read.answer if isinstance(read, Accepted) else None
    return way.value(question, answer if answer is not None else "")
