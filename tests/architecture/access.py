"""Who may do what: each endpoint, and the least role that enters. Written down a second time,
beside the guards: whoever loosens a guard has to say so here as well."""

from __future__ import annotations

_LEAST = {
    "owner": {
        "members": "ask_for_second_factor share_between_hubs",
    },
    "admin": {
        "accounts": "check join listing passport passport_file remove save screen",
        "contacts": "receipts",
        "deliveries": "backfill replay replay_all resend steer watch",
        "editor": "given_codes",
        "hubs": "before_deleting delete restore",
        "integrations": "connect disconnect drop_default link_person make_default make_links "
        "pairs pause receive redo resume save send_test take_version undo use_account "
        "versions",
        "messages": "listing message remove save",
        "members": "change_role invite listing log log_out remove take_back",
    },
    "editor": {
        "contacts": "confirm erase export",
        "editor": (
            "add_card before_publishing build card card_form choose_face codes copy_card "
            "drop_codes drop_face "
            "choose_hub duplicate_card move_card picker publish put_codes redo remove_card "
            "save_card save_card_form save_hub thumbnail undo upload_picture"
        ),
        "hubs": (
            "archive create duplicate make_preview new opening roll_back save_language "
            "save_frames save_opening save_settings save_unlisted save_visitors settings "
            "take_back_preview try_logo unarchive unpublish visitors"
        ),
        "public": "start_preview start_theme",
        "results": (
            "cancel delete_tests disqualify draw find readmit replace seal stage tell_winners "
            "winners"
        ),
    },
    "analyst": {
        "account": (
            "change_password choose_language log_out log_out_everywhere renew_recovery_codes "
            "screen set_up_second_factor turn_off_second_factor turn_on_second_factor"
        ),
        "contacts": "erased listing profile search",
        "deliveries": "explained export find listing",
        "hubs": "listing qr_code share version versions",
        "integrations": "listing",
        "public": "answer_in_preview preview preview_card preview_theme",
        "results": "card card_csv drawing_of export export_workbook figures figures_csv listing",
    },
    "visitor": {
        "auth": "front_door log_out second_step",
        "health": "alive metrics ready seen",
        "members": "invitation join",
        "public": (
            "act_on_yours answer_in_shared_preview begin card code code_again face go_on hub "
            "kiosk mail_again mail_code not_you picture play shared_preview shared_preview_card "
            "shared_preview_theme theme yours"
        ),
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
