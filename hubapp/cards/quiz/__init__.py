"""Quiz: questions with one right choice each, a score, and a result screen by score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.cards.quiz.form import read_content
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    Content,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.errors import Problem
from hubapp.core.words import Words

_BLANK_CHOICE = {"id": "", "text": ""}
_BLANK_QUESTION = {
    "id": "",
    "text": "",
    "image": "",
    "alt": "",
    "choices": [_BLANK_CHOICE, _BLANK_CHOICE],
    "correct": "",
    "explanation": "",
}


class Quiz(CardType):
    """See the module."""

    kind: ClassVar[str] = "quiz"
    label: ClassVar[Words] = Words("Quiz")
    icon: ClassVar[str] = "help-circle"
    purpose: ClassVar[Words] = Words(
        "Questions with right answers and a score. Good for learning who knows what."
    )
    art: ClassVar[str] = "tiles"
    call_to_action: ClassVar[Words] = Words("Take the quiz")
    default_title: ClassVar[str] = "How well do you know us?"
    blank_items: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "questions": _BLANK_QUESTION,
        "questions-*-choices": _BLANK_CHOICE,
        "results": {"id": "", "from_score": 0, "title": "", "text": ""},
    }

    def default_content(self) -> Content:
        def question(text: str, choices: tuple[str, ...], explanation: str) -> Content:
            parts = [{"id": f"c{at}", "text": each} for at, each in enumerate(choices)]
            return {
                "id": "q",
                "text": text,
                "image": "",
                "alt": "",
                "choices": parts,
                "correct": "c0",
                "explanation": explanation,
            }

        return {
            "questions": [
                question("Which of these is a fruit?", ("Tomato", "Carrot"), "It has seeds."),
                question("How many legs has a spider?", ("Eight", "Six"), "Insects have six."),
            ],
            "results": [
                {
                    "id": "r0",
                    "from_score": 0,
                    "title": "Good try",
                    "text": "Play again and beat it.",
                },
                {
                    "id": "r1",
                    "from_score": 2,
                    "title": "Perfect score",
                    "text": "Nothing gets past you.",
                },
            ],
        }

    def content_from(self, posted: Mapping[str, Any], before: Content) -> Content:
        return read_content(posted)

    def problems(self, content: Content, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content["questions"]:
            problems.append(Problem("questions", Words("The quiz has no questions. Add one.")))
        for at, question in enumerate(content["questions"]):
            problems += _question_problems(at, question)
        for at, result in enumerate(content["results"]):
            if not result["title"]:
                sentence = Words(
                    "Result screen %(number)s has no title. Say how it went.", number=at + 1
                )
                problems.append(Problem(f"results-{at}-title", sentence))
        if not any(result["from_score"] <= 0 for result in content["results"]):
            sentence = Words("A score of 0 has no result screen. Let one begin at score 0.")
            problems.append(Problem("results", sentence))
        return problems

    def duration(self, content: Content) -> Words:
        return Words("%(minutes)s min", minutes=max(1, round(len(content["questions"]) / 3)))

    def asset_ids(self, content: Content) -> list[str]:
        return [each["image"] for each in content["questions"] if each["image"]]

    def public_content(self, content: Content) -> Content:
        shown = ("id", "text", "image", "alt", "choices")
        return {"questions": [{key: each[key] for key in shown} for each in content["questions"]]}

    def steps(self, content: Content) -> int:
        return len(content["questions"])

    def check_answer(
        self, content: Content, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        ids = {choice["id"] for choice in content["questions"][step]["choices"]}
        if raw and raw[0] in ids:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose one of the answers."))

    def feedback(self, content: Content, step: int, answer: Answer) -> Mapping[str, Any]:
        question = content["questions"][step]
        return {
            "right": answer == question["correct"],
            "answer": _text_of(question, question["correct"]),
            "text": question["explanation"],
        }

    def outcome(self, content: Content, answers: Sequence[Answer], chance: Chance) -> Outcome:
        asked = list(zip(content["questions"], answers, strict=False))
        score = sum(answer == question["correct"] for question, answer in asked)
        out_of = len(content["questions"])
        fitting = [each for each in content["results"] if each["from_score"] <= score]
        result = max(fitting, key=lambda each: float(each["from_score"]), default=None)
        review = [
            {
                "question": question["text"],
                "right": answer == question["correct"],
                "chosen": _text_of(question, answer),
                "answer": _text_of(question, question["correct"]),
                "explanation": question["explanation"],
            }
            for question, answer in asked
        ]
        values = {
            "score": score,
            "out_of": out_of,
            "percent": round(100 * score / out_of) if out_of else 0,
            "result": result["title"] if result else "",
        }
        title, text = (result["title"], result["text"]) if result else ("", "")
        return Outcome(values, {**values, "title": title, "text": text, "review": review})

    def outputs(self, content: Content) -> list[Output]:
        questions = content["questions"]
        return [
            Output("score", Words("Score"), "number", len(questions)),
            Output("percent", Words("Score in percent"), "number", 100),
            Output("result", Words("Result"), "text", _first_title(content)),
            *(_output(each) for each in questions),
        ]

    def output_values(
        self, content: Content, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        asked = zip(content["questions"], answers, strict=False)
        values = {f"q_{question['id']}": _text_of(question, answer) for question, answer in asked}
        return values | (dict(outcome.values) if outcome else {})


def _output(question: Content) -> Output:
    label = Words("Answer to “%(question)s”", question=question["text"])
    return Output(f"q_{question['id']}", label, "text", _first_choice(question))


def _question_problems(at: int, question: Content) -> list[Problem]:
    where, number = f"questions-{at}", at + 1
    problems = []
    if not question["text"]:
        sentence = Words("Question %(number)s has no text. Ask something.", number=number)
        problems.append(Problem(f"{where}-text", sentence))
    if len(question["choices"]) < 2:
        sentence = Words("Question %(number)s needs at least two choices. Add one.", number=number)
        problems.append(Problem(f"{where}-choices", sentence))
    for index, choice in enumerate(question["choices"]):
        if not choice["text"]:
            sentence = Words(
                "Choice %(choice)s of question %(number)s is empty. Fill it in or remove it.",
                choice=index + 1,
                number=number,
            )
            problems.append(Problem(f"{where}-choices-{index}-text", sentence))
    if question["correct"] not in {choice["id"] for choice in question["choices"]}:
        sentence = Words("Question %(number)s has no correct answer. Mark one.", number=number)
        problems.append(Problem(f"{where}-correct", sentence))
    if question["image"] and not question["alt"]:
        sentence = Words(
            "The picture of question %(number)s has no description. Say what it shows.",
            number=number,
        )
        problems.append(Problem(f"{where}-alt", sentence))
    return problems


def _text_of(question: Content, choice_id: Any) -> str:
    found = (each["text"] for each in question["choices"] if each["id"] == choice_id)
    return str(next(found, ""))


def _first_title(content: Content) -> str:
    return str(next((each["title"] for each in content["results"]), ""))


def _first_choice(question: Content) -> str:
    return str(next((each["text"] for each in question["choices"]), ""))
