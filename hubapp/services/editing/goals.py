"""What a new hub may be for: cards, forms and a consent that can be published as they are, named
after whoever asks. They are the marketer's own texts from the first moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hubapp.cards import CARD_TYPES
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.services.editing.addresses import free_card_slug
from hubapp.services.editing.drafts import Json

Say = Callable[[Words], str]
"""Puts a sentence into the language of the hub."""


class NewCard(NamedTuple):
    """content: as its type keeps it; form: its document, or None."""

    kind: str
    title: str
    summary: str
    content: Json
    form: Json | None = None


class Goal(NamedTuple):
    """cards: of a brand of this name."""

    key: str
    label: Words
    sentence: Words
    cards: Callable[[str, Say], Sequence[NewCard]]


def goal_of(key: str) -> Goal | None:
    """None for an empty hub."""
    return next((each for each in GOALS if each.key == key), None)


def documents_of(
    goal: Goal | None, brand: str, hub: Json, page_id: str, say: Say
) -> dict[str, Json]:
    """The documents of a new hub of this goal, or of an empty one. Its cards have the ids that they
    were previewed with, for their art is made of them."""
    docs: dict[str, Json] = {"hub": hub, f"page:{page_id}": {"title": "Home", "cards": []}}
    for number, card in enumerate(goal.cards(brand, say) if goal else (), 1):
        card_id, card_type = f"{card.kind}{number}", CARD_TYPES[card.kind]
        slug = free_card_slug(docs, card.title)
        docs[f"page:{page_id}"]["cards"].append(card_id)
        docs[f"card:{card_id}"] = {
            "kind": card.kind,
            "schema": card_type.schema,
            "slug": slug,
            "title": card.title,
            "summary": card.summary,
            "cover": "",
            "content": card.content,
            "entry": {"rule": card_type.entry_rule},
        }
        if card.form is not None:
            docs[f"form:{card_id}"] = card.form
    return docs


def _grow(brand: str, say: Say) -> list[NewCard]:
    return [
        NewCard(
            "form",
            say(Words("Be the first to know")),
            say(Words("News and offers, once in a while.")),
            _entry(
                say(Words("Leave your email, and we write when there is something worth it.")),
                say(Words("Welcome to the list")),
                say(Words("Look out for our first mail.")),
            ),
            _form(say(Words("Join the list")), _who(brand, say)),
        ),
        NewCard(
            "poll",
            say(Words("What shall we write about?")),
            say(Words("One tap, and you see what others want.")),
            _poll(
                say(Words("What would you open first?")),
                say(Words("New arrivals")),
                say(Words("Offers")),
                say(Words("Tips and stories")),
                say(Words("Events near me")),
            ),
        ),
    ]


def _preferences(brand: str, say: Say) -> list[NewCard]:
    return [
        NewCard(
            "poll",
            say(Words("What brings you here?")),
            say(Words("Help us to show you the right things.")),
            _poll(
                say(Words("What are you looking for?")),
                say(Words("Something for myself")),
                say(Words("A present")),
                say(Words("Just looking")),
            ),
            _form(say(Words("See what others said")), _who(brand, say)),
        ),
        NewCard(
            "poll",
            say(Words("How often shall we write?")),
            say(Words("You decide.")),
            _poll(
                say(Words("How often would you like to hear from us?")),
                say(Words("Every week")),
                say(Words("Once a month")),
                say(Words("Only when it is important")),
            ),
        ),
        NewCard(
            "poll",
            say(Words("Morning or evening?")),
            say(Words("When do you have a minute?")),
            _poll(
                say(Words("When do you read your mail?")),
                say(Words("With the first coffee")),
                say(Words("In the lunch break")),
                say(Words("In the evening")),
            ),
        ),
    ]


def _feedback(brand: str, say: Say) -> list[NewCard]:
    return [
        NewCard(
            "poll",
            say(Words("How was it?")),
            say(Words("Ten seconds of your time.")),
            _poll(
                say(Words("How was your last visit with %(brand)s?", brand=brand)),
                say(Words("Great")),
                say(Words("All right")),
                say(Words("Not so good")),
            ),
        ),
        NewCard(
            "form",
            say(Words("Tell us more")),
            say(Words("We read every word.")),
            _entry(
                say(Words("What should stay, and what should change?")),
                say(Words("Thank you")),
                say(Words("If you left your email, we answer.")),
            ),
            _form(
                say(Words("Send")),
                [
                    _field("text", "feedback", say(Words("Your words")), required=True),
                    _email(say, required=False),
                    _news(brand, say),
                ],
            ),
        ),
    ]


GOALS = (
    Goal(
        "grow",
        Words("Grow the email list"),
        Words("A sign-up with consent, and a poll on what to write about."),
        _grow,
    ),
    Goal(
        "preferences",
        Words("Learn preferences"),
        Words("Three quick polls; the first asks who it was."),
        _preferences,
    ),
    Goal(
        "feedback",
        Words("Ask for feedback"),
        Words("A poll, and a form for what people want to add."),
        _feedback,
    ),
)


def _poll(question: str, *choices: str) -> Json:
    listed = [{"id": new_id(), "text": each, "image": "", "alt": ""} for each in choices]
    return {"question": question, "choices": listed}


def _entry(intro: str, title: str, text: str) -> Json:
    return {"intro": intro, "thanks_title": title, "thanks_text": text}


def _form(button: str, fields: list[Json], headline: str = "") -> Json:
    return {"placement": "end", "headline": headline, "button": button, "fields": fields}


def _field(kind: str, key: str, label: str, required: bool = False, **options: str) -> Json:
    return {
        "id": new_id(),
        "kind": kind,
        "key": key,
        "label": label,
        "help": "",
        "required": required,
        "options": options,
    }


def _who(brand: str, say: Say) -> list[Json]:
    return [_first_name(say), _email(say), _news(brand, say)]


def _first_name(say: Say) -> Json:
    return _field("first_name", "first_name", say(Words("First name")))


def _email(say: Say, required: bool = True) -> Json:
    return _field("email", "email", say(Words("Email")), required)


def _news(brand: str, say: Say) -> Json:
    wording = Words(
        "Send me news and offers of %(brand)s by email. I can stop it at any time.", brand=brand
    )
    label = say(Words("Marketing consent"))
    return _field("consent", "marketing_consent", label, wording=say(wording))
