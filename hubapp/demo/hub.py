"""The demo's hub: Summer kick-off, published and connected to the sandbox."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hubapp.cards import CARD_TYPES
from hubapp.core.controls import with_new_ids
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import Account, Connection, Hub, MappingVersion, Member
from hubapp.models.account import SANDBOX
from hubapp.services.editing import change, create_hub, documents, publish

Json = dict[str, Any]
SLUG = "summer-kick-off"
_KEY = "sandbox-key"


def make_demo_hub(user_id: int, sandbox: str) -> None:
    """Make the demo hub on first start; later only point its connection at the sandbox's port."""
    hub = db.session.scalars(select(Hub).where(Hub.slug == SLUG)).one_or_none()
    if hub is None:
        member = db.session.scalars(select(Member).where(Member.user_id == user_id)).first()
        if member is None:
            return
        hub = create_hub(member.workspace_id, user_id, "Summer kick-off", SLUG)
        change(hub.id, user_id, Words("making the demo"), demo_documents(documents(hub.id)))
        publish(hub.id, user_id)
        connect_to_sandbox(hub.id, sandbox)
        return
    _follow(hub.id, sandbox)


def _follow(hub_id: int, sandbox: str) -> None:
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.kind == "braze")
    with transaction() as session:
        found = session.scalars(query).one_or_none()
        account = found.account if found else None
        if account and str(account.settings.get("endpoint", "")).startswith("http://127.0.0.1"):
            account.settings = {**account.settings, "endpoint": sandbox}


def connect_to_sandbox(hub_id: int, sandbox: str) -> None:
    """Connect a hub to the sandbox at this address, mapped as the demo is."""
    rows = (
        MappingRow("field.first_name", "attribute.first_name"),
        MappingRow("field.email", "attribute.email"),
        MappingRow("field.marketing_consent", "attribute.email_subscribe"),
        MappingRow("field.favourite", "custom.favourite_drink"),
        MappingRow("card.quiz.score", "custom.summer_quiz_score"),
        MappingRow("card.quiz.result", "custom.summer_quiz_result"),
        MappingRow("card.wheel.prize", "custom.wheel_prize"),
        MappingRow("card.poll.answer", "custom.summer_spot"),
        MappingRow("fact.card_title", "event.card"),
        MappingRow("card.quiz.score", "event.score"),
        MappingRow("fact.winner", "custom.summer_draw_winner"),
    )
    mapping = FieldMapping("alias_email", "field.email", "hub_submission", rows, whom=EVERYBODY)
    with transaction() as session:
        account = Account(
            workspace_id=session.get_one(Hub, hub_id).workspace_id,
            kind="braze",
            settings={"endpoint": sandbox},
            name="Braze sandbox",
            tag=SANDBOX,
            identify_by=mapping.identify_by,
            secret=seal(_KEY),
            secret_hint=_KEY[-4:],
        )
        connection = Connection(
            hub_id=hub_id,
            account=account,
            kind="braze",
            state="on",
            mapping=mapping.to_json(),
        )
        session.add(connection)
        session.flush()
        session.add(
            MappingVersion(connection_id=connection.id, number=1, mapping=connection.mapping)
        )


def demo_documents(docs: Json) -> Json:
    """The demo's hub, cards and forms, as changes to the draft of a new hub."""
    page_key = f"page:{docs['hub']['pages'][0]}"
    hub = {
        **docs["hub"],
        "tagline": "Five cards, one long weekend, and a cooler full of prizes.",
        "dates": "27 November to 6 December 2026",
        "theme": {"preset": "kick-off", "background": "#0d3b2e", "accent": "#ff6b45"},
        "terms_url": "https://example.com/terms",
        "privacy_url": "https://example.com/privacy",
    }
    changes: Json = {"hub": hub, page_key: {**docs[page_key], "cards": list(_CARDS)}}
    for card_id, (kind, slug, title, summary, content) in _CARDS.items():
        changes[f"card:{card_id}"] = {
            "kind": kind,
            "schema": CARD_TYPES[kind].schema,
            "slug": slug,
            "title": title,
            "summary": summary,
            "cover": "",
            "content": content or _default(kind),
            "entry": {"rule": CARD_TYPES[kind].entry_rule},
        }
    return changes | _FORMS


def _default(kind: str) -> Json:
    found: Json = with_new_ids(CARD_TYPES[kind].default_content()).model_dump(mode="json")
    return found


def _question(number: int, text: str, choices: tuple[str, ...], right: int, why: str) -> Json:
    return {
        "id": f"q{number}",
        "text": text,
        "image": "",
        "alt": "",
        "choices": [{"id": f"q{number}c{at}", "text": each} for at, each in enumerate(choices)],
        "correct": f"q{number}c{right}",
        "explanation": why,
    }


_QUIZ: Json = {
    "questions": [
        _question(
            1,
            "Which way does a southern summer sun go round?",
            ("Clockwise", "Anticlockwise", "It stays put"),
            1,
            "South of the tropics it passes north of you, from right to left.",
        ),
        _question(
            2,
            "What keeps a watermelon sweet the longest?",
            ("The fridge, cut", "A cool room, whole", "The freezer"),
            1,
            "Whole and cool it lasts for weeks; cut it lasts for days.",
        ),
        _question(
            3,
            "How often should sunscreen go on again?",
            ("Every two hours", "Once a day", "Only after a swim"),
            0,
            "Every two hours, and once more after each swim.",
        ),
    ],
    "results": [
        {
            "id": "r0",
            "from_score": 0,
            "title": "Shade seeker",
            "text": "A hat, a book, a cold drink: you are doing summer your way.",
        },
        {
            "id": "r2",
            "from_score": 2,
            "title": "Beach regular",
            "text": "You know your way around.",
        },
        {"id": "r3", "from_score": 3, "title": "Summer legend", "text": "Nothing gets past you."},
    ],
}
_POLL: Json = {
    "question": "Where does your summer begin?",
    "choices": [
        {"id": f"p{at}", "text": text, "image": "", "alt": ""}
        for at, text in enumerate(("At the beach", "Up a mountain", "In my own backyard"))
    ],
}
_WHEEL: Json = {
    "slices": [
        {"id": f"w{at}", "label": label, "win": win, "title": title, "text": text, "code": code}
        for at, (label, win, title, text, code) in enumerate(
            (
                ("15% off", True, "You won 15% off", "Show this code at the till.", "KICKOFF10"),
                ("No luck", False, "Not this time", "Thank you for spinning.", ""),
                ("Iced tea", True, "You won an iced tea", "Show this screen at the bar.", ""),
                ("So close", False, "So close", "One slice further and it was yours.", ""),
            )
        )
    ],
}
_CARDS: dict[str, tuple[str, str, str, str, Json | None]] = {
    "quiz": (
        "quiz",
        "summer-quiz",
        "How summer are you?",
        "Three questions, one honest verdict.",
        _QUIZ,
    ),
    "wheel": (
        "wheel",
        "spin-to-win",
        "Spin for a summer treat",
        "Everybody gets one spin.",
        _WHEEL,
    ),
    "poll": ("poll", "summer-spot", "Your summer spot", "See how everybody else voted.", _POLL),
    "draw": ("form", "enter-the-draw", "Win the cooler", "Ten to give away on 7 December.", None),
    "rules": (
        "content",
        "how-it-works",
        "How it works",
        "Prizes, dates and fair play.",
        {
            "body": "<p>Take the quiz as often as you like. The wheel gives one spin, and the draw "
            "takes <strong>one entry a person</strong>, told by the email address. The poll takes "
            "one vote.</p><p>We write to the winners by email within two days.</p>",
            "image": "",
            "alt": "",
            "link_text": "",
            "link_url": "",
        },
    ),
}


def _field(
    kind: str, key: str, label: str, required: bool = False, help_text: str = "", **options: Any
) -> Json:
    return {
        "id": key[:12].replace("_", ""),
        "kind": kind,
        "key": key,
        "label": label,
        "help": help_text,
        "required": required,
        "options": options,
    }


_EMAIL = _field("email", "email", "Email", True)
_NAME = _field("first_name", "first_name", "First name")
_CONSENT = _field(
    "consent",
    "marketing_consent",
    "Marketing consent",
    wording="Send me summer news and offers by email. I can stop it at any time.",
)
_FORMS: Json = {
    "form:quiz": {
        "placement": "end",
        "headline": "Where shall we send your result?",
        "button": "See my result",
        "fields": [_NAME, _EMAIL, _CONSENT],
    },
    "form:wheel": {
        "placement": "start",
        "headline": "Tell us who is spinning",
        "button": "Go to the wheel",
        "fields": [_EMAIL, _CONSENT],
    },
    "form:draw": {
        "placement": "end",
        "headline": "",
        "button": "Enter the draw",
        "fields": [
            _NAME,
            _EMAIL,
            _field(
                "single_choice",
                "favourite",
                "What goes into the cooler first?",
                choices="Lemonade\nIced tea\nSparkling water",
            ),
            _field("country", "country", "Country"),
            _field(
                "date_of_birth",
                "date_of_birth",
                "Date of birth",
                True,
                "You must be 18 or older.",
                minimum_age=18,
            ),
            _CONSENT,
        ],
    },
}
