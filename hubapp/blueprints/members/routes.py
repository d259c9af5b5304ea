"""Who belongs to a workspace: invitations, roles, log-ins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request, session, url_for
from flask_login import current_user

from hubapp.blueprints.members.pages import invitation_page, log_page, members_page
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.services import operating
from hubapp.web.access import for_members, for_visitors
from hubapp.web.posted import password_typed_twice, told, who, whole_number
from hubapp.web.words import tell

bp = Blueprint("members", __name__)


@bp.get("/members")
@for_members("admin")
def listing() -> Any:
    return members_page({})


@bp.get("/members/log")
@for_members("admin")
def log() -> Any:
    before = whole_number(request.args.get("before", ""))
    return log_page(request.args.get("kind", ""), before)


@bp.post("/members/invite")
@for_members("admin")
def invite() -> Any:
    email, role = request.form.get("email", ""), request.form.get("role", "")
    me = current_user._get_current_object()
    try:
        to = operating.invite(g.workspace.id, me, g.member.role, email, role)
    except Refused as refusal:
        return members_page(told(refusal), email, role)
    tell(Words("An invitation is on its way to %(email)s.", email=to), "good")
    return redirect(url_for("members.listing"))


@bp.post("/members/invitations/<int:invitation_id>/take-back")
@for_members("admin")
def take_back(invitation_id: int) -> Any:
    operating.take_back(g.workspace.id, invitation_id)
    tell(Words("The invitation is taken back. Its link leads nowhere."), "good")
    return redirect(url_for("members.listing"))


@bp.post("/members/<int:member_id>/role")
@for_members("admin")
def change_role(member_id: int) -> Any:
    role = request.form.get("role", "")
    try:
        operating.change_role(g.workspace.id, g.member.role, member_id, role)
        tell(Words("The role is changed."), "saved")
    except Refused as refusal:
        _tell(refusal)
    return redirect(url_for("members.listing"))


@bp.post("/members/<int:member_id>/remove")
@for_members("admin")
def remove(member_id: int) -> Any:
    try:
        email = operating.remove_member(g.workspace.id, g.member.role, member_id)
        tell(Words("%(email)s is no longer a member.", email=email), "good")
    except Refused as refusal:
        _tell(refusal)
    return redirect(url_for("members.listing"))


@bp.post("/members/<int:member_id>/log-out")
@for_members("admin")
def log_out(member_id: int) -> Any:
    try:
        email = operating.log_member_out(g.workspace.id, g.member.role, member_id)
        tell(Words("%(email)s is logged out everywhere.", email=email), "good")
    except Refused as refusal:
        _tell(refusal)
    return redirect(url_for("members.listing"))


@bp.post("/members/second-factor")
@for_members("owner")
def ask_for_second_factor() -> Any:
    try:
        operating.ask_for_second_factor(g.workspace.id, who(), "asks" in request.form)
    except Refused as refusal:
        return members_page(told(refusal))
    tell(Words("Saved."), "saved")
    return redirect(url_for("members.listing"))


@bp.post("/members/sharing")
@for_members("owner")
def share_between_hubs() -> Any:
    operating.share_between_hubs(g.workspace.id, "shares" in request.form)
    tell(Words("Saved."), "saved")
    return redirect(url_for("members.listing"))


@bp.get("/invitations/<token>")
@for_visitors
def invitation(token: str) -> Any:
    return _invitation(token, None)


@bp.post("/invitations/<token>")
@for_visitors
def join(token: str) -> Any:
    found = operating.invitation_of(token)
    workspace_id = found.workspace_id if found else None
    try:
        if current_user.is_authenticated:
            operating.join(token, current_user._get_current_object())
            session["workspace_id"] = workspace_id
            return redirect(url_for("hubs.listing"))
        operating.join_with_password(token, password_typed_twice())
    except Refused as refusal:
        return _invitation(token, refusal)
    tell(Words("Your account is made. Log in with it."), "info")
    return redirect(url_for("security.login"))


def _invitation(token: str, refusal: Refused | None) -> Any:
    found = operating.invitation_of(token)
    if found is None:
        sentence = Words(
            "That invitation was taken up or taken back, or is more than a week old. Ask for a "
            "new one."
        )
        tell(sentence, "info")
        return redirect(url_for("security.login"))
    page = invitation_page(token, found, told(refusal) if refusal else {})
    return page, {"Cache-Control": "private, no-store"}


def _tell(refusal: Refused) -> None:
    for problem in refusal.problems:
        tell(problem.sentence, "bad")
