"""A hub's connections: mapping, trial, the log of deliveries and its explanations, replay, runs."""

from __future__ import annotations

from hubapp.services.integrations.accounts import (
    TAGS,
    AccountForm,
    account_of,
    accounts_of,
    hubs_with,
    name_of_account,
    save_account,
)
from hubapp.services.integrations.checks import check_account, found_in
from hubapp.services.integrations.connections import (
    connection_of,
    existing,
    pause,
    resume,
    save,
)
from hubapp.services.integrations.controls import MAPPING_LIMITS, RowControls, at_controls
from hubapp.services.integrations.defaults import (
    begun_in_words,
    default_of,
    drop_default,
    make_default,
)
from hubapp.services.integrations.drafting import (
    draft_form,
    is_saved,
    key_of_draft,
    save_draft,
    take_version,
    with_draft,
)
from hubapp.services.integrations.earlier import MOST_COUNTED, earlier_offered
from hubapp.services.integrations.erasing_hubs import erase_hubs
from hubapp.services.integrations.erasing_tests import delete_tests
from hubapp.services.integrations.explain import story
from hubapp.services.integrations.figures import health, reasons
from hubapp.services.integrations.filtering import Filter, person_of
from hubapp.services.integrations.leaving import clear_accounts, disconnect, remove_account
from hubapp.services.integrations.links import (
    choose_link_person,
    identifies_by_link,
    link_parameter,
    make_link_key,
    message_link,
)
from hubapp.services.integrations.log import deliveries, newest_of
from hubapp.services.integrations.mappings import (
    Form,
    destination_or_404,
    held_in,
    read_form,
    sources,
    with_secret_gone,
)
from hubapp.services.integrations.offered import ACCEPT, Offer, offers
from hubapp.services.integrations.pairs import pairs_of
from hubapp.services.integrations.passport import HEADINGS, passport_of
from hubapp.services.integrations.passport import table as passport_table
from hubapp.services.integrations.presets import PRESETS
from hubapp.services.integrations.progress import runs_of
from hubapp.services.integrations.receiving import CHOSEN, INVENTED, LAST, Choice, example
from hubapp.services.integrations.replay import replay_one
from hubapp.services.integrations.rules import beside_the_account
from hubapp.services.integrations.runs import (
    advance_runs,
    start_backfill,
    start_replay,
    start_resend,
    steer,
)
from hubapp.services.integrations.sent import sent_of, spared_tests, told_of, winner_mapped
from hubapp.services.integrations.standing import rests, saved_words, standing_of
from hubapp.services.integrations.switching import (
    choices_of,
    join_accounts,
    joinings_of,
    use_account,
    waiting_of,
)
from hubapp.services.integrations.table import table_of
from hubapp.services.integrations.telling import tell_needs
from hubapp.services.integrations.trial import Tested, send_test, whom_to_test
from hubapp.services.integrations.triggers import (
    MOMENTS,
    cards_of,
    outcomes_of,
    plan_of,
    plans_of,
    properties_of,
    read_plan,
    remove_plan,
    save_plan,
    sends_messages,
)
from hubapp.services.integrations.unfed import doubted_targets
from hubapp.services.integrations.versions import changes_of_mapping, mapping_versions_of
from hubapp.services.integrations.watching import just_played, just_sent
from hubapp.services.integrations.whom import asks_for_code, consents_among

__all__ = [
    "MOMENTS",
    "cards_of",
    "changes_of_mapping",
    "outcomes_of",
    "plan_of",
    "plans_of",
    "properties_of",
    "read_plan",
    "remove_plan",
    "save_plan",
    "sends_messages",
    "ACCEPT",
    "HEADINGS",
    "MOST_COUNTED",
    "PRESETS",
    "TAGS",
    "AccountForm",
    "CHOSEN",
    "Choice",
    "INVENTED",
    "LAST",
    "Filter",
    "Form",
    "Offer",
    "Tested",
    "account_of",
    "accounts_of",
    "advance_runs",
    "beside_the_account",
    "check_account",
    "choices_of",
    "clear_accounts",
    "connection_of",
    "consents_among",
    "deliveries",
    "destination_or_404",
    "delete_tests",
    "disconnect",
    "doubted_targets",
    "earlier_offered",
    "erase_hubs",
    "example",
    "existing",
    "found_in",
    "health",
    "join_accounts",
    "joinings_of",
    "just_played",
    "just_sent",
    "link_parameter",
    "make_link_key",
    "choose_link_person",
    "identifies_by_link",
    "message_link",
    "hubs_with",
    "name_of_account",
    "mapping_versions_of",
    "newest_of",
    "offers",
    "pairs_of",
    "passport_of",
    "passport_table",
    "pause",
    "person_of",
    "read_form",
    "reasons",
    "remove_account",
    "replay_one",
    "resume",
    "runs_of",
    "save",
    "save_account",
    "send_test",
    "sent_of",
    "spared_tests",
    "told_of",
    "use_account",
    "waiting_of",
    "winner_mapped",
    "sources",
    "rests",
    "saved_words",
    "standing_of",
    "start_backfill",
    "start_replay",
    "start_resend",
    "steer",
    "story",
    "table_of",
    "whom_to_test",
    "with_secret_gone",
    "MAPPING_LIMITS",
    "RowControls",
    "asks_for_code",
    "at_controls",
    "begun_in_words",
    "default_of",
    "drop_default",
    "make_default",
    "tell_needs",
    "draft_form",
    "held_in",
    "is_saved",
    "key_of_draft",
    "save_draft",
    "take_version",
    "with_draft",
]
