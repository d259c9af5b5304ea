"""Quiz: questions with one right choice each, a score, and a result screen by score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.cards.quiz.content import Choice, Question, QuizContent, Result
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.errors import Problem
from hubapp.core.mixing import mixed
from hubapp.core.words import Words


class Quiz(CardType[QuizContent]):
    """See the module."""

    kind: ClassVar[str] = "quiz"
    label: ClassVar[Words] = Words("Quiz")
    icon: ClassVar[str] = "help-circle"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "Questions with right answers and a score. Good for learning who knows what."
    )
    art: ClassVar[str] = "tiles"
    call_to_action: ClassVar[Words] = Words("Take the quiz")
    default_title: ClassVar[str] = "How well do you know us?"
    Content: ClassVar[type[QuizContent]] = QuizContent

    def default_content(self) -> QuizContent:
        return QuizContent(
            questions=(
                _example("Which of these is a fruit?", ("Tomato", "Carrot"), "It has seeds."),
                _example("How many legs has a spider?", ("Eight", "Six"), "Insects have six."),
            ),
            results=(
                Result(title="Good try", text="Play again and beat it."),
                Result(from_score=2, title="Perfect score", text="Nothing gets past you."),
            ),
        )

    def problems(self, content: QuizContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content.questions:
            sentence = Words("The quiz has no questions. Add one.")
            problems.append(Problem("questions", sentence))
        for number, question in enumerate(content.questions, 1):
            problems += _question_problems(number, question)
        for number, result in enumerate(content.results, 1):
            if not result.title:
                sentence = Words(
                    "Result screen %(number)s has no title. Say how it went.", number=number
                )
                problems.append(Problem(f"results.{result.id}.title", sentence))
        if not any(result.from_score <= 0 for result in content.results):
            sentence = Words("A score of 0 has no result screen. Let one begin at score 0.")
            problems.append(Problem("results", sentence))
        return problems

    def duration(self, content: QuizContent) -> Words:
        return Words("%(minutes)s min", minutes=max(1, round(len(content.questions) / 3)))

    def dealt(self, content: QuizContent, seed: str) -> QuizContent:
        if not content.mixed:
            return content
        questions = tuple(
            each.model_copy(update={"choices": mixed(each.choices, seed)})
            for each in content.questions
        )
        return content.model_copy(update={"questions": questions})

    def steps(self, content: QuizContent) -> int:
        return len(content.questions)

    def check_answer(
        self, content: QuizContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        ids = {choice.id for choice in content.questions[step].choices}
        if raw and raw[0] in ids:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose one of the answers."))

    def feedback(self, content: QuizContent, step: int, answer: Answer) -> Mapping[str, Any]:
        question = content.questions[step]
        return {
            "right": answer == question.correct,
            "answer": _text_of(question, question.correct),
            "text": question.explanation,
            "asked": question.text,
            "image": question.image,
            "alt": question.alt,
            "tiles": [
                {
                    "text": choice.text,
                    "chosen": choice.id == answer,
                    "right": choice.id == question.correct,
                }
                for choice in question.choices
            ],
        }

    def outcome(self, content: QuizContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        asked = list(zip(content.questions, answers, strict=False))
        score = sum(answer == question.correct for question, answer in asked)
        out_of = len(content.questions)
        result = _result_for(content, score)
        values = {
            "score": score,
            "out_of": out_of,
            "percent": round(100 * score / out_of) if out_of else 0,
            "result": result.title,
        }
        review = [_reviewed(question, answer) for question, answer in asked]
        screen = {**values, "title": result.title, "text": result.text, "review": review}
        return Outcome(values, screen)

    def outputs(self, content: QuizContent) -> list[Output]:
        sample = next((result.title for result in content.results), "")
        scores = [(str(score), score) for score in range(len(content.questions) + 1)]
        results = [(result.id, result.title) for result in content.results]
        return [
            Output(
                "score",
                Words("Score"),
                "number",
                len(content.questions),
                shared=True,
                choices=scores,
            ),
            Output("percent", Words("Score in percent"), "number", 100),
            Output("result", Words("Result"), "text", sample, shared=True, choices=results),
            *(
                Output(
                    f"q_{question.id}",
                    Words("Answer to “%(question)s”", question=question.text),
                    "text",
                    next((choice.text for choice in question.choices), ""),
                    name=question.text,
                    choices=[(choice.id, choice.text) for choice in question.choices],
                )
                for question in content.questions
            ),
        ]

    def output_values(
        self, content: QuizContent, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        asked = zip(content.questions, answers, strict=False)
        values = {f"q_{question.id}": _text_of(question, answer) for question, answer in asked}
        return values | (dict(outcome.values) if outcome else {})

    def example_plays(self, content: QuizContent) -> list[list[list[str]]]:
        """One for each score, so each result screen is among them."""
        return [
            [
                [question.correct if at < score else _wrong(question)]
                for at, question in enumerate(content.questions)
            ]
            for score in range(len(content.questions) + 1)
        ]


def _example(text: str, choices: tuple[str, ...], explanation: str) -> Question:
    parts = tuple(Choice(text=each) for each in choices)
    return Question(text=text, choices=parts, correct=parts[0].id, explanation=explanation)


def _result_for(content: QuizContent, score: int) -> Result:
    fitting = [result for result in content.results if result.from_score <= score]
    return max(fitting, key=lambda result: result.from_score, default=Result())


def _reviewed(question: Question, answer: Answer) -> dict[str, Any]:
    return {
        "question": question.text,
        "right": answer == question.correct,
        "chosen": _text_of(question, answer),
        "answer": _text_of(question, question.correct),
        "explanation": question.explanation,
    }


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
    if question.correct not in {choice.id for choice in question.choices}:
        sentence = Words("Question %(number)s has no correct answer. Mark one.", number=number)
        problems.append(Problem(f"{where}.correct", sentence))
    if question.image and not (question.alt or question.decorative):
        sentence = Words(
            "The picture of question %(number)s has no description. Say what it shows.",
            number=number,
        )
        problems.append(Problem(f"{where}.alt", sentence))
    return problems


def _text_of(question: Question, choice_id: Any) -> str:
    return next((choice.text for choice in question.choices if choice.id == choice_id), "")


def _wrong(question: Question) -> str:
    others = (choice.id for choice in question.choices if choice.id != question.correct)
    return next(others, "")
