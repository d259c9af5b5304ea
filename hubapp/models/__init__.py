"""Tables, one aggregate per file."""

from hubapp.models.account import Account, AccountLane
from hubapp.models.activity import Activity
from hubapp.models.asset import Asset, AssetSize
from hubapp.models.audit_entry import AuditEntry
from hubapp.models.code import Award, Code, CodePool, Stock
from hubapp.models.confirmed import Confirmed
from hubapp.models.connection import Connection
from hubapp.models.contact import Consent, Contact, ContactValue, ContactWord
from hubapp.models.default_mapping import DefaultMapping
from hubapp.models.delivery import Delivery
from hubapp.models.disqualification import Disqualification
from hubapp.models.draft import DraftDocument, Edit, EditorTab
from hubapp.models.draw import Draw, DrawPart, DrawPlace, DrawTelling
from hubapp.models.entry_gate import EntryGate
from hubapp.models.erasure import Erasure, ErasureStep
from hubapp.models.exchange import Exchange
from hubapp.models.finding import BY_EMAIL, BY_PHONE
from hubapp.models.former_address import FormerAddress, FormerCardAddress
from hubapp.models.hub import Hub
from hubapp.models.invitation import Invitation
from hubapp.models.letter import Letter
from hubapp.models.login import Login
from hubapp.models.mailed_code import CodeGate, MailedCode
from hubapp.models.mapping_version import MappingVersion
from hubapp.models.outbox import OutboxRow
from hubapp.models.play import Play, Tally
from hubapp.models.preview_link import PreviewLink
from hubapp.models.rollup import Rollup
from hubapp.models.run import Run
from hubapp.models.second_factor import SecondFactor
from hubapp.models.submission import Submission
from hubapp.models.user import Role, User
from hubapp.models.version import HubVersion
from hubapp.models.visitor import Speaker, Told, Visitor
from hubapp.models.withdrawal import Withdrawal
from hubapp.models.workspace import Member, Workspace

__all__ = [
    "BY_EMAIL",
    "BY_PHONE",
    "Account",
    "AccountLane",
    "Activity",
    "Asset",
    "AssetSize",
    "CodeGate",
    "Award",
    "Code",
    "CodePool",
    "AuditEntry",
    "Confirmed",
    "Connection",
    "Consent",
    "Contact",
    "ContactValue",
    "ContactWord",
    "DefaultMapping",
    "Delivery",
    "Disqualification",
    "DraftDocument",
    "Draw",
    "DrawPart",
    "DrawPlace",
    "DrawTelling",
    "Edit",
    "EditorTab",
    "EntryGate",
    "Erasure",
    "ErasureStep",
    "Exchange",
    "FormerAddress",
    "FormerCardAddress",
    "Hub",
    "HubVersion",
    "Invitation",
    "Letter",
    "Login",
    "MappingVersion",
    "MailedCode",
    "Member",
    "OutboxRow",
    "Play",
    "PreviewLink",
    "Role",
    "Rollup",
    "Run",
    "SecondFactor",
    "Speaker",
    "Stock",
    "Submission",
    "Tally",
    "Told",
    "User",
    "Visitor",
    "Withdrawal",
    "Workspace",
]
