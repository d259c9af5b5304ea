"""A card type that keeps every rule, and one for each rule that breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.content import Content, Item, Json, items, line, picture
from hubapp.core.errors import Problem
from hubapp.core.words import Words


class Hint(Item):
    """One hint."""

    text: str = line(40)


class RiddleContent(Content):
    """A question, hints, and an answer that is told in the end."""

    question: str = line(80)
    image: str = picture()
    hints: tuple[Hint, ...] = items(3)
    answer: str = line(40, secret=True)


class Riddle(CardType[RiddleContent]):
    """Keeps every rule."""

    kind: ClassVar[str] = "riddle"
    label: ClassVar[Words] = Words("Riddle")
    icon: ClassVar[str] = "help-circle"
    purpose: ClassVar[Words] = Words("A riddle. Good for nothing but tests.")
    call_to_action: ClassVar[Words] = Words("Guess")
    default_title: ClassVar[str] = "Guess what"
    Content: ClassVar[type[Any]] = RiddleContent

    def default_content(self) -> RiddleContent:
        return RiddleContent(question="What?", hints=(Hint(id="h1", text="Red"),), answer="Fox")

    def problems(self, content: RiddleContent, publishing: bool) -> list[Problem]:
        if content.question or not publishing:
            return []
        return [Problem("question", Words("The riddle asks nothing."))]

    def steps(self, content: RiddleContent) -> int:
        return 1

    def check_answer(
        self, content: RiddleContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        if raw and raw[0] == "guess":
            return Accepted("guess")
        return NotAccepted(Words("Guess something."))

    def outcome(self, content: RiddleContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        hints = [each.text for each in content.hints]
        return Outcome({"guess": "guess", "hints": hints}, {"answer": content.answer})

    def outputs(self, content: RiddleContent) -> list[Output]:
        hints = [(each.id, each.text) for each in content.hints]
        shown = [text for _, text in hints]
        return [
            Output("guess", Words("Guess"), "text", "guess"),
            Output("hints", Words("Hints"), "list", shown, choices=hints),
        ]

    def example_plays(self, content: RiddleContent) -> list[list[list[str]]]:
        return [[["guess"]]]


CONTROLS = '{% import "components/controls.html" as controls with context %}'
EDITOR = (
    CONTROLS
    + """
{{ controls.line('question', _('Question'), content.question, problems) }}
{{ controls.picture('image', _('Picture'), content.image, problems) }}
{{ controls.order('hints', content.hints) }}
{% for hint in content.hints %}
{{ controls.line('hints.' ~ hint.id ~ '.text', _('Hint'), hint.text, problems) }}
{{ controls.told(hint.id) }}
{% endfor %}
<p id="hints"></p>
{{ controls.line('answer', _('Answer'), content.answer, problems) }}
"""
)
PLAY = """<p>{{ public.question }}</p>{% for hint in public.hints %}{{ hint.text }}{% endfor %}
<button name="answer" value="guess">{{ _('Guess') }}</button>"""
RESULT = """<h1 id="result" tabindex="-1">{{ result.answer }}</h1>"""


def templates_of(kind: CardType) -> dict[str, str]:
    """The fake's templates, by their names."""
    texts = {"editor": EDITOR, "play": PLAY, "result": RESULT, **getattr(kind, "templates", {})}
    return {f"cards/{kind.kind}/{name}.html": text for name, text in texts.items() if text}


class _BadKind(Riddle):
    kind = "Bad Kind"


class _Wordless(Riddle):
    label = "Riddle"  # type: ignore[assignment]


class _Iconless(Riddle):
    icon = "no-such-icon"


class _Unruly(Riddle):
    entry_rule = "twice"


class _WithoutResult(Riddle):
    templates: ClassVar[dict[str, str]] = {"result": ""}


class _WithoutScript(Riddle):
    scripts = ("gone.js",)


class _Undescribed(Riddle):
    class Content(RiddleContent):  # type: ignore[assignment]
        note: str = ""


class _Unchained(Riddle):
    schema = 2


class _Unreadable(Riddle):
    def read(self, stored: Any, schema: int) -> RiddleContent:
        return RiddleContent(question=stored["question"].upper())


class _Unpublishable(Riddle):
    def default_content(self) -> RiddleContent:
        return RiddleContent()


class _Cutting(Riddle):
    templates: ClassVar[dict[str, str]] = {
        "editor": EDITOR.replace("content.answer,", "content.answer[:2],")
    }


class _WithoutControl(Riddle):
    templates: ClassVar[dict[str, str]] = {
        "editor": EDITOR.replace("controls.picture('image'", "controls.picture('imag'")
    }


class _Misspelt(Riddle):
    templates: ClassVar[dict[str, str]] = {
        "editor": EDITOR + "{{ controls.line('anwser', _('Answer'), '', problems) }}"
    }


class _UnaddableHint(Hint):
    @classmethod
    def blank(cls) -> Self:
        raise NotImplementedError


class _Unaddable(Riddle):
    class Content(RiddleContent):  # type: ignore[assignment]
        hints: tuple[_UnaddableHint, ...] = items(3)


class _Trusting(Riddle):
    templates: ClassVar[dict[str, str]] = {"play": PLAY + "{{ public.hints[0].text.upper() }}"}


class _Lost(Riddle):
    def problems(self, content: RiddleContent, publishing: bool) -> list[Problem]:
        found = super().problems(content, publishing)
        return [Problem("questoin", problem.sentence) for problem in found]


class _Open(Riddle):
    def public_content(self, content: RiddleContent) -> Json:
        return content.model_dump(mode="json")


class _Whispering(Riddle):
    templates: ClassVar[dict[str, str]] = {"play": PLAY + "<i data-tip='{{ public.tip }}'></i>"}

    def public_content(self, content: RiddleContent) -> Json:
        return {**super().public_content(content), "tip": content.answer}


class _Silent(Riddle):
    def outcome(self, content: RiddleContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome({"guess": "guess"}, {})


class _Endless(Riddle):
    templates: ClassVar[dict[str, str]] = {"result": "<h1>{{ result.answer }}</h1>"}


class _Fragile(Riddle):
    def check_answer(
        self, content: RiddleContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        return Accepted(raw[0])


class _Misnamed(Riddle):
    def outputs(self, content: RiddleContent) -> list[Output]:
        return [Output("gues", Words("Guess"), "text", "guess")]


class _Splitting(Riddle):
    def outputs(self, content: RiddleContent) -> list[Output]:
        return [replace(each, choices=()) for each in super().outputs(content)]


class _Blind(Riddle):
    def pictures(self, content: RiddleContent) -> list[str]:
        return []


BREAKERS: dict[str, type[Riddle]] = {
    "its_kind_is_a_plain_name": _BadKind,
    "it_speaks_in_words": _Wordless,
    "its_icon_and_art_are_there": _Iconless,
    "its_entry_rule_is_known": _Unruly,
    "its_templates_are_there": _WithoutResult,
    "its_files_are_there": _WithoutScript,
    "its_content_is_described": _Undescribed,
    "its_schemas_are_chained": _Unchained,
    "what_it_stores_it_reads": _Unreadable,
    "a_new_card_can_be_published": _Unpublishable,
    "its_editor_posts_back_what_it_shows": _Cutting,
    "every_field_has_its_control": _WithoutControl,
    "no_control_is_nobodys": _Misspelt,
    "whatever_can_be_added_is_added": _Unaddable,
    "an_empty_card_breaks_nothing": _Trusting,
    "its_problems_name_controls": _Lost,
    "nothing_secret_is_in_what_is_public": _Open,
    "no_byte_tells_a_secret_before_its_time": _Whispering,
    "every_secret_is_told_in_the_end": _Silent,
    "its_example_plays_come_to_their_end": _Endless,
    "no_answer_breaks_it": _Fragile,
    "its_outputs_are_what_it_gives": _Misnamed,
    "in_other_words_it_tells_the_same": _Splitting,
    "its_pictures_are_known": _Blind,
}
"""Rule -> a type that breaks it."""
