"""Who may do what: each endpoint, and the least role that enters. Written down a second time,
beside the guards: whoever loosens a guard has to say so here as well."""

from __future__ import annotations

_LEAST = {
    "owner": {
        "members": "ask_for_second_factor",
    },
    "admin": {
        "contacts": "receipts",
        "deliveries": "backfill replay replay_all resend steer",
        "integrations": "connect disconnect pause resume save send_test",
        "members": "change_role invite listing log log_out remove take_back",
    },
    "editor": {
        "contacts": "confirm erase export",
        "editor": (
            "add_card build card card_form duplicate_card move_card picker publish redo "
            "remove_card save_card save_card_form save_hub undo"
        ),
        "hubs": (
            "create new opening roll_back save_language save_opening save_settings settings "
            "unpublish"
        ),
        "results": "cancel disqualify draw find readmit replace seal winners",
    },
    "analyst": {
        "account": (
            "change_password log_out log_out_everywhere renew_recovery_codes screen "
            "set_up_second_factor turn_off_second_factor turn_on_second_factor"
        ),
        "contacts": "erased listing profile search",
        "deliveries": "explained find listing",
        "hubs": "listing versions",
        "integrations": "listing",
        "public": "answer_in_preview preview preview_card preview_theme",
        "results": "drawing_of export listing",
    },
    "visitor": {
        "auth": "front_door log_out second_step",
        "health": "alive metrics ready",
        "members": "invitation join",
        "public": "act_on_yours begin card go_on hub not_you picture play theme yours",
        "results": "entries_file method proof",
        "security": "forgot_password login reset_password",
        "web": "asset favicon",
    },
}
EXPECTED = {
    f"{room}.{name}": role
    for role, rooms in _LEAST.items()
    for room, names in rooms.items()
    for name in names.split()
}
"""Endpoint -> ``owner``, ``admin``, ``editor``, ``analyst``, or ``visitor``, who is everybody."""
