"""A hub as a brand would fill it in German, with the longest words there are, in Arabic and in
Korean: a quiz of one question, a wheel, a vote and a form with a field of every kind."""

from __future__ import annotations

from typing import Any

from hubapp.cards import CARD_TYPES
from hubapp.models import Hub
from hubapp.services.editing import drafts, hubs, versions
from tests.support.factories import MemberFactory

ORDER = ("de", "ar", "ko")
_TEXTS = {
    "name": ("Winterschlussverkaufsauftakt", "افتتاح موسم الصيف", "여름 축제 개막"),
    "tagline": (
        "Mitmachen, mitfiebern und Jahreskarten für die Straßenbahngesellschaft gewinnen.",
        "شارك والعب واربح تذاكر الموسم كله.",
        "함께 즐기고 시즌 이용권에 당첨되세요.",
    ),
    "dates": (
        "27. November bis 6. Dezember",
        "من 27 نوفمبر إلى 6 ديسمبر",
        "11월 27일부터 12월 6일까지",
    ),
    "quiz": (
        "Donaudampfschifffahrtsgesellschaftswissen",
        "ماذا تعرف عن الصيف؟",
        "여름을 얼마나 알고 있나요?",
    ),
    "asked": (
        "Was bedeutet Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz?",
        "كم مرة ينبغي وضع واقي الشمس؟",
        "자외선 차단제는 얼마나 자주 발라야 할까요?",
    ),
    "a": ("Ein Grundstücksverkehrsgenehmigungszuständigkeitsgesetz", "كل ساعتين", "두 시간마다"),
    "b": ("Kraftfahrzeughaftpflichtversicherung", "مرة في اليوم", "하루에 한 번"),
    "why": (
        "Die Aufgabenübertragung war gemeint.",
        "كل ساعتين، ومرة بعد السباحة.",
        "두 시간마다, 수영 후에 한 번 더요.",
    ),
    "low": ("Aufwärmtraining abgeschlossen", "بداية جيدة", "좋은 시작이에요"),
    "high": ("Wortschatzweltmeisterschaft gewonnen", "بطل الصيف", "여름 박사"),
    "well": ("Das hätte kaum jemand gewusst.", "لا يفوتك شيء.", "모르는 게 없네요."),
    "wheel": ("Überraschungsglücksrad", "أدر عجلة الصيف", "여름 돌림판"),
    "slice": ("Eintrittskarte", "مشروب بارد", "시원한 음료"),
    "other": ("Trostpreisgutschein", "حظًا أوفر", "다음 기회에"),
    "won": (
        "Du hast eine Jahreseintrittskarte gewonnen",
        "ربحت مشروبًا باردًا",
        "시원한 음료에 당첨됐어요",
    ),
    "poll": ("Lieblingssommerurlaubsziel", "أين يبدأ صيفك؟", "나의 여름 명소"),
    "draw": ("Gewinnspielteilnahmeformular", "اربح صندوق التبريد", "아이스박스 응모"),
    "button": ("Verbindlich teilnehmen", "شارك في السحب", "응모하기"),
    "thanks": ("Teilnahmebestätigung verschickt", "تم تسجيل مشاركتك", "응모가 완료됐어요"),
    "email": ("E-Mail-Adresse", "البريد الإلكتروني", "이메일"),
    "phone": ("Mobiltelefonnummer", "رقم الجوال", "휴대폰 번호"),
    "first_name": ("Vorname", "الاسم الأول", "이름"),
    "single_choice": ("Benachrichtigungswunsch", "كيف نتواصل معك؟", "연락 방법"),
    "country": ("Staatsangehörigkeit", "البلد", "국가"),
    "date_of_birth": ("Geburtsdatum", "تاريخ الميلاد", "생년월일"),
    "consent": ("Werbeeinwilligung", "موافقة", "동의"),
    "wording": (
        "Schickt mir Neuigkeiten per E-Mail. Die Einwilligungserklärung ist jederzeit widerrufbar.",
        "أرسلوا إليّ الأخبار والعروض بالبريد، ويمكنني إيقافها متى شئت.",
        "이메일로 소식을 받겠습니다. 언제든지 거부할 수 있어요.",
    ),
}
KINDS = ("email", "phone", "first_name", "single_choice", "country", "date_of_birth", "consent")
Json = dict[str, Any]


def texts_in(language: str) -> dict[str, str]:
    """The brand's own words."""
    at = ORDER.index(language)
    return {name: each[at] for name, each in _TEXTS.items()}


def make_hub_in(language: str, preset: Json | None = None) -> Hub:
    """Published, at ``/h/<language>/``."""
    member, said = MemberFactory(workspace__name="Brand"), texts_in(language)
    hub = hubs.create_hub(
        member.workspace_id, member.user_id, said["name"], language, preset, language=language
    )
    docs = drafts.documents(hub.id)
    (page,) = docs["hub"]["pages"]
    words = {"tagline": said["tagline"], "dates": said["dates"]}
    links = {"terms_url": "https://example.com/1", "privacy_url": "https://example.com/2"}
    contents = {kind: _content(kind, said) for kind in ("quiz", "wheel", "poll", "form")}
    changes = {
        "hub": {**docs["hub"], **words, **links},
        f"page:{page}": {**docs[f"page:{page}"], "cards": list(contents)},
        **{f"card:{kind}": _card(kind, said, content) for kind, content in contents.items()},
        "form:form": _form(said),
    }
    drafts.change(hub.id, member.user_id, "making it", changes)
    versions.publish(hub.id, member.user_id)
    return hub


def _card(kind: str, said: dict[str, str], content: Json) -> Json:
    return {
        "kind": kind,
        "schema": CARD_TYPES[kind].schema,
        "slug": kind,
        "title": said["draw" if kind == "form" else kind],
        "summary": said["tagline"],
        "cover": "",
        "content": content,
    }


def _content(kind: str, said: dict[str, str]) -> Json:
    choices = [{"id": each, "text": said[each], "image": "", "alt": ""} for each in ("a", "b")]
    asked = {"id": "q", "text": said["asked"], "choices": choices, "correct": "a"}
    return {
        "quiz": {
            "questions": [{**asked, "explanation": said["why"]}, {**asked, "id": "r"}],
            "results": [
                {"id": "low", "from_score": 0, "title": said["low"], "text": said["well"]},
                {"id": "high", "from_score": 2, "title": said["high"], "text": said["well"]},
            ],
        },
        "wheel": {
            "slices": [
                {"id": "w", "label": said["slice"], "weight": 1, "win": True, "title": said["won"]},
                {"id": "l", "label": said["other"], "weight": 0, "title": said["other"]},
            ]
        },
        "poll": {"question": said["poll"], "choices": choices},
        "form": {"intro": said["tagline"], "thanks_title": said["thanks"]},
    }[kind]


def _form(said: dict[str, str]) -> Json:
    options = {
        "single_choice": {"choices": f"{said['a']}\n{said['b']}"},
        "date_of_birth": {"minimum_age": 18},
        "consent": {"wording": said["wording"]},
    }
    fields = [
        {
            "id": kind[:12].replace("_", ""),
            "kind": kind,
            "key": kind,
            "label": said[kind],
            "help": "",
            "required": kind != "first_name",
            "options": options.get(kind, {}),
        }
        for kind in KINDS
    ]
    return {
        "placement": "end",
        "headline": said["draw"],
        "button": said["button"],
        "fields": fields,
    }
