"""What Braze takes, and how a submission's person becomes a Braze user (CONTRACT 3, 4, 5)."""

from __future__ import annotations

import re

from hubapp.core.destination import IdentityRule, Target

IDENTITY_RULES = (
    IdentityRule(
        "email",
        "Email",
        "Updates the profile with this email; creates one with the email alone if there is none.",
        ("email",),
    ),
    IdentityRule(
        "alias_email",
        "User alias (email)",
        "Creates or updates a profile with the alias “email”; it stays apart from profiles that "
        "only share the address.",
        ("email",),
    ),
    IdentityRule(
        "external_id",
        "External ID",
        "Updates the profile with your own user ID, usually passed in the link by a field hidden "
        "from the visitor; creates it if there is none.",
        ("hidden", "text"),
    ),
    IdentityRule(
        "braze_id",
        "Braze ID",
        "Updates the profile that a Braze message linked from, by {{${braze_id}}} in its link. "
        "Never creates one.",
        ("hidden", "text"),
    ),
    IdentityRule(
        "alias_phone",
        "User alias (phone)",
        "Creates or updates a profile with the alias “phone”.",
        ("phone",),
    ),
    IdentityRule(
        "phone",
        "Phone",
        "Updates the profile with this phone number; creates one with the number alone if there "
        "is none.",
        ("phone",),
    ),
)

_ANY = ("text", "number", "boolean", "date", "time", "list")
_TEXT = ("text", "number")
STANDARD = (
    Target("attribute.email", "Email", "Standard attributes", ("text",)),
    Target("attribute.phone", "Phone", "Standard attributes", ("text",)),
    Target("attribute.first_name", "First name", "Standard attributes", ("text",)),
    Target("attribute.last_name", "Last name", "Standard attributes", ("text",)),
    Target("attribute.dob", "Date of birth", "Standard attributes", ("date",)),
    Target("attribute.country", "Country", "Standard attributes", ("text",)),
    Target("attribute.language", "Language", "Standard attributes", ("text",)),
    Target("attribute.home_city", "Home city", "Standard attributes", ("text",)),
    Target("attribute.gender", "Gender", "Standard attributes", ("text",)),
    Target("attribute.time_zone", "Time zone", "Standard attributes", ("text",)),
    Target(
        "attribute.email_subscribe",
        "Email subscription",
        "Standard attributes",
        ("boolean", "text"),
        "A given consent becomes opted_in; a consent that was not given changes nothing.",
        once=True,
    ),
    Target(
        "attribute.push_subscribe",
        "Push subscription",
        "Standard attributes",
        ("boolean", "text"),
        "A given consent becomes opted_in; a consent that was not given changes nothing.",
        once=True,
    ),
)
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
_FORBIDDEN = re.compile(r"[\x00-\x1f\x22$.]")
LONGEST_NAME = 255
"""Characters (CONTRACT 4.3, 5.1)."""


def name_problem(name: str, what: str) -> str:
    """Why ``name`` cannot be the name of a ``what``; empty when it can."""
    if not name.strip():
        return f"Give the {what} a name."
    if len(name) > LONGEST_NAME:
        return f"The name of the {what} is longer than {LONGEST_NAME} characters. Shorten it."
    if _FORBIDDEN.search(name):
        return f"“{name}” cannot be the name of a {what}: leave out $, full stops and quotes."
    return ""


def target_problem(target: str) -> str:
    """Why a mapping cannot point at ``target``; empty when it can."""
    group, _, name = target.partition(".")
    if group == "attribute":
        return (
            "" if target in TYPES else f"Braze has no standard attribute “{name}”. Choose another."
        )
    if group == "custom":
        if name.strip() in RESERVED:
            return (
                f"“{name}” is reserved by Braze. Choose the standard attribute of that name, or "
                "another name."
            )
        return name_problem(name, "custom attribute")
    if group == "event":
        if name.strip() in _RESERVED_PROPERTIES:
            return f"Braze keeps the property “{name}” for itself. Choose another name."
        return name_problem(name, "event property")
    return "Choose where the value goes in Braze."
