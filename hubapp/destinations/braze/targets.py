"""What Braze takes, and how a submission's person becomes a Braze user (CONTRACT 3, 4, 5)."""

from __future__ import annotations

import re

from hubapp.core.destination import IdentityRule, Target, TargetGroup
from hubapp.core.words import Words
from hubapp.core.writing import ALWAYS, APPEND, FIRST
from hubapp.destinations.braze import subscriptions

IDENTITY_RULES = (
    IdentityRule(
        "email",
        Words("Email"),
        Words(
            "Updates the profile with this email; creates one with the email alone if there is "
            "none."
        ),
        ("email",),
    ),
    IdentityRule(
        "alias_email",
        Words("User alias (email)"),
        Words(
            "Creates or updates a profile with the alias “email”; it stays apart from profiles "
            "that only share the address."
        ),
        ("email",),
        label_of="email",
    ),
    IdentityRule(
        "external_id",
        Words("External ID"),
        Words(
            "Updates the profile with your own user ID, usually passed in the link by a field "
            "hidden from the visitor; creates it if there is none."
        ),
        ("id",),
    ),
    IdentityRule(
        "braze_id",
        Words("Braze ID"),
        Words(
            "Updates the profile that a Braze message linked from, by {{${braze_id}}} in its link. "
            "Never creates one."
        ),
        ("id",),
        creates=False,
    ),
    IdentityRule(
        "alias_phone",
        Words("User alias (phone)"),
        Words("Creates or updates a profile with the alias “phone”."),
        ("phone",),
        label_of="phone",
    ),
    IdentityRule(
        "phone",
        Words("Phone"),
        Words(
            "Updates the profile with this phone number; creates one with the number alone if "
            "there is none."
        ),
        ("phone",),
    ),
)

_ANY = ("text", "number", "boolean", "date", "time", "list")
_TEXT = ("text", "number")
_STANDARD = Words("Standard attributes")
_CONSENT = Words("A given consent becomes opted_in; a consent that was not given changes nothing.")
STANDARD = (
    Target("attribute.email", Words("Email"), _STANDARD, ("text",)),
    Target("attribute.phone", Words("Phone"), _STANDARD, ("text",)),
    Target("attribute.first_name", Words("First name"), _STANDARD, ("text",)),
    Target("attribute.last_name", Words("Last name"), _STANDARD, ("text",)),
    Target("attribute.dob", Words("Date of birth"), _STANDARD, ("date",)),
    Target("attribute.country", Words("Country"), _STANDARD, ("text",)),
    Target("attribute.language", Words("Language"), _STANDARD, ("text",)),
    Target("attribute.home_city", Words("Home city"), _STANDARD, ("text",)),
    Target("attribute.gender", Words("Gender"), _STANDARD, ("text",)),
    Target("attribute.time_zone", Words("Time zone"), _STANDARD, ("text",)),
    Target(
        "attribute.email_subscribe",
        Words("Email subscription"),
        _STANDARD,
        ("boolean", "text"),
        _CONSENT,
        once=True,
    ),
    Target(
        "attribute.push_subscribe",
        Words("Push subscription"),
        _STANDARD,
        ("boolean", "text"),
        _CONSENT,
        once=True,
    ),
)
GROUPS = (
    TargetGroup("custom.", Words("custom attribute"), Words("Custom attribute"), named=True),
    TargetGroup("date.", Words("date attribute"), Words("Custom attribute (date)"), named=True),
    TargetGroup("event.", Words("event property"), Words("Event property"), True, lasting=False),
    TargetGroup("attribute.", Words("attribute"), Words("Standard attributes")),
    TargetGroup(
        f"{subscriptions.GROUP}.",
        Words("subscription group"),
        Words("Subscription group (by its ID)"),
        named=True,
    ),
    TargetGroup(
        f"{subscriptions.CONFIRMED}.",
        Words("subscription group, confirmed first"),
        Words("SMS subscription group that Braze confirms first (by its ID)"),
        named=True,
    ),
)
MEANINGS = {
    "email": "attribute.email",
    "phone": "attribute.phone",
    "first_name": "attribute.first_name",
    "last_name": "attribute.last_name",
    "country": "attribute.country",
    "birthday": "attribute.dob",
    "consent": "attribute.email_subscribe",
    "fact.card_title": "event.card",
    "fact.submission_id": "event.submission_id",
}
"""What a source means -> where it belongs."""
DATES = ("date", "time")
"""Value types that a date attribute is made of, and no other custom attribute."""
TYPES = {target.key: target.value_types for target in STANDARD}
LABELS = {target.key: target.label for target in STANDARD}

RESERVED = frozenset(
    """external_id user_alias braze_id email phone first_name last_name home_city dob gender country
    language time_zone email_subscribe push_subscribe subscription_groups current_location
    date_of_first_session date_of_last_session marked_email_as_spam_at email_open_tracking_disabled
    email_click_tracking_disabled push_tokens facebook twitter alias_name alias_label image_url
    email_subscription_info _update_existing_only _merge_objects push_token_import""".split()
)
"""Names that mean something else to Braze than a custom attribute (CONTRACT 4.1, 4.2)."""
_RESERVED_PROPERTIES = frozenset({"time", "event_name"})
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\x22$.]")
MOST_PROPERTIES = 256
"""Of one event; Braze drops the others without a word (CONTRACT 5.1)."""
LONGEST_NAME = 255
"""Characters (CONTRACT 4.3, 5.1)."""


def _seen(found: re.Match[str]) -> str:
    """Of what a name may not hold, what can be shown."""
    return found[0] if found[0].isprintable() else "\N{REPLACEMENT CHARACTER}"


def name_problem(name: str, what: Words) -> Words | None:
    """Why ``name`` cannot be the name of a ``what``; None when it can."""
    if not name.strip():
        return Words("Give the %(what)s a name.", what=what)
    if len(name) > LONGEST_NAME:
        return Words(
            "The name of the %(what)s is longer than %(most)s characters. Shorten it.",
            what=what,
            most=LONGEST_NAME,
        )
    if _FORBIDDEN.search(name):
        return Words(
            "“%(name)s” cannot be the name of a %(what)s: leave out $, full stops, quotes and "
            "characters that nobody sees.",
            name=_FORBIDDEN.sub(_seen, name),
            what=what,
        )
    return None


def target_problem(target: str) -> Words | None:
    """Why a mapping cannot point at ``target``; None when it can."""
    group, _, name = target.partition(".")
    if subscriptions.is_group(target):
        return subscriptions.group_problem(name)
    if group == "attribute":
        if target in TYPES:
            return None
        return Words("Braze has no standard attribute “%(name)s”. Choose another.", name=name)
    if group in ("custom", "date"):
        if name.strip() in RESERVED:
            return Words(
                "“%(name)s” is reserved by Braze. Choose the standard attribute of that name, or "
                "another name.",
                name=name,
            )
        return name_problem(name, Words("custom attribute"))
    if group == "event":
        if name.strip() in _RESERVED_PROPERTIES:
            return Words(
                "Braze keeps the property “%(name)s” for itself. Choose another name.", name=name
            )
        return name_problem(name, Words("event property"))
    return Words("Choose where the value goes in Braze.")


_PERSONAL_CHOICES = ("attribute.email_subscribe", "attribute.push_subscribe")
"""The person may have unsubscribed in Braze meanwhile, so a new consent is always sent."""


def keeps(target: str) -> bool:
    """What stands there stays until another value is sent."""
    lasting = target.startswith(("attribute.", "custom.", "date."))
    return lasting and target not in _PERSONAL_CHOICES


def ways(target: str) -> tuple[str, ...]:
    """How it can be written: what stays may be left as it is, and a custom attribute be a list."""
    if not keeps(target):
        return (ALWAYS,)
    return (ALWAYS, FIRST, APPEND) if target.startswith("custom.") else (ALWAYS, FIRST)
