"""The marketer's draft: hubs, cards, forms, pictures, and versions that are published from it."""

from __future__ import annotations

from hubapp.services.editing.arrivals import Sent, take
from hubapp.services.editing.brand import colours_of
from hubapp.services.editing.cards import (
    add_card,
    cards_in_order,
    duplicate_card,
    move_card,
    remove_card,
)
from hubapp.services.editing.codes import (
    drop_codes,
    given_codes,
    limited_of,
    needs_codes,
    pools_of,
    put_codes,
)
from hubapp.services.editing.copies import HubCopy, copy_card_to, duplicate_hub
from hubapp.services.editing.differences import Change
from hubapp.services.editing.doubts import Doubt, ask_before_publishing
from hubapp.services.editing.drafts import (
    change,
    document,
    documents,
    draft_snapshot,
    forget,
    last_saved,
    locked,
    make_step,
    redo,
    removed,
    undo,
    undoable,
)
from hubapp.services.editing.entries import countable, entry_as_posted
from hubapp.services.editing.faces import choose_face, drop_face, face_file
from hubapp.services.editing.forms import (
    form_as_posted,
    form_of_card,
    freed_consents,
    published_keys,
    save_form,
)
from hubapp.services.editing.framing import save_frame_sites, save_unlisted
from hubapp.services.editing.goals import GOALS
from hubapp.services.editing.hub_addresses import card_moved_to, change_address, moved_to
from hubapp.services.editing.hubs import (
    HUB_LIMITS,
    choose_language,
    choose_stay,
    create_hub,
    erase_days_of,
    hubs_of,
    language_at,
    language_of,
    save_hub,
    start_of,
    stays_of,
    waits_of,
)
from hubapp.services.editing.listing import Listed, Shelf, hub_page, shelves_of
from hubapp.services.editing.openings import opening_as_posted, save_times
from hubapp.services.editing.outlook import changes_of_version, outlook_of
from hubapp.services.editing.pictures import picture, picture_in_size, store_picture
from hubapp.services.editing.preview_links import (
    hub_of_preview,
    make_preview_link,
    preview_links_of,
    take_back_preview_link,
)
from hubapp.services.editing.rewordings import Asked
from hubapp.services.editing.saves import CARD_LIMITS, save_card
from hubapp.services.editing.shelf import (
    KEPT,
    archive_hub,
    delete_hub,
    hubs_to_erase,
    restore_hub,
    unarchive_hub,
)
from hubapp.services.editing.signals import hub_changed
from hubapp.services.editing.versions import (
    Consent,
    has_changes,
    live_snapshot,
    publish,
    roll_back,
    snapshot_of_version,
    told_draft,
    told_of_card,
    told_of_form,
    unpublish,
    version_numbered,
    versions_of,
)

__all__ = [
    "Asked",
    "CARD_LIMITS",
    "Change",
    "Consent",
    "Doubt",
    "GOALS",
    "HUB_LIMITS",
    "HubCopy",
    "KEPT",
    "Listed",
    "Sent",
    "Shelf",
    "add_card",
    "archive_hub",
    "ask_before_publishing",
    "card_moved_to",
    "cards_in_order",
    "change",
    "change_address",
    "changes_of_version",
    "choose_face",
    "choose_language",
    "choose_stay",
    "colours_of",
    "copy_card_to",
    "countable",
    "create_hub",
    "delete_hub",
    "document",
    "documents",
    "draft_snapshot",
    "drop_codes",
    "drop_face",
    "duplicate_card",
    "duplicate_hub",
    "entry_as_posted",
    "erase_days_of",
    "face_file",
    "form_as_posted",
    "form_of_card",
    "freed_consents",
    "given_codes",
    "has_changes",
    "hub_changed",
    "hub_of_preview",
    "hub_page",
    "hubs_of",
    "hubs_to_erase",
    "language_at",
    "language_of",
    "forget",
    "last_saved",
    "limited_of",
    "live_snapshot",
    "locked",
    "make_preview_link",
    "make_step",
    "move_card",
    "moved_to",
    "needs_codes",
    "opening_as_posted",
    "outlook_of",
    "picture",
    "picture_in_size",
    "pools_of",
    "preview_links_of",
    "publish",
    "published_keys",
    "put_codes",
    "redo",
    "remove_card",
    "removed",
    "restore_hub",
    "roll_back",
    "save_card",
    "save_form",
    "save_frame_sites",
    "save_hub",
    "save_times",
    "save_unlisted",
    "shelves_of",
    "snapshot_of_version",
    "start_of",
    "stays_of",
    "store_picture",
    "take",
    "take_back_preview_link",
    "told_draft",
    "told_of_card",
    "told_of_form",
    "unarchive_hub",
    "undo",
    "undoable",
    "unpublish",
    "version_numbered",
    "versions_of",
    "waits_of",
]
