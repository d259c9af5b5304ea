"""what is known of a contact stands in rows: each value with who told it, where and when

Revision ID: 20261201T0200
Revises: 20261201T0300
Create Date: 2026-12-01 02:00:00

What speakers told hubs becomes theirs to show: verified where a code or a signed link has shown who
they are. What a contact kept from before there were speakers was told by nobody knows whom; it is
claimed, of no hub, and nobody is lent it.
"""
import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0200'
down_revision = '20261201T0300'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')
TIME = sa.DateTime(timezone=True)
MEANS = {'email': 'email', 'phone': 'phone', 'first_name': 'first_name', 'last_name': 'last_name'}
CHUNK = 2000
EACH = {
    'postgresql': ('jsonb_each({}) as each(key, value)', 'each.value', "each.value not in ('null', '\"\"', '[]')"),
    'sqlite': (
        'json_each({}) as each',
        "case each.type when 'true' then 'true' when 'false' then 'false'"
        " when 'array' then each.value when 'object' then each.value else json_quote(each.value) end",
        "each.type <> 'null' and each.value not in ('', '[]')",
    ),
}


def upgrade():
    op.create_table(
        'contact_value',
        sa.Column('id', KEY, nullable=False),
        sa.Column('contact_id', KEY, nullable=True),
        sa.Column('speaker_id', KEY, nullable=True),
        sa.Column('hub_id', KEY, nullable=True),
        sa.Column('version_id', KEY, nullable=True),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('key', sa.String(60), nullable=False),
        sa.Column('means', sa.String(40), nullable=False),
        sa.Column('value', JSON, nullable=False),
        sa.Column('standing', sa.String(40), nullable=False),
        sa.Column('at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name='fk_contact_value_contact_id_contact', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['speaker_id'], ['speaker.id'], name='fk_contact_value_speaker_id_speaker', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_contact_value_hub_id_hub', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['version_id'], ['hub_version.id'], name='fk_contact_value_version_id_hub_version'),
        sa.PrimaryKeyConstraint('id', name='pk_contact_value'),
    )
    op.create_table(
        'contact_word',
        sa.Column('value_id', KEY, nullable=False),
        sa.Column('word', sa.String(40), nullable=False),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.ForeignKeyConstraint(['value_id'], ['contact_value.id'], name='fk_contact_word_value_id_contact_value', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name='fk_contact_word_workspace_id_workspace', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('value_id', 'word', name='pk_contact_word'),
    )
    bind = op.get_bind()
    each, value, told = EACH[bind.dialect.name]
    op.execute(f"""
        insert into contact_value (contact_id, card_id, key, means, value, standing, at)
        select contact.id, '', substr(each.key, 1, 60), '', {value}, 'claimed', contact.seen_at
        from contact, {each.format('contact.properties')} where {told} order by contact.id
    """)
    op.execute(f"""
        insert into contact_value (contact_id, speaker_id, hub_id, card_id, key, means, value, standing, at)
        select speaker.contact_id, speaker.id, told.hub_id, '', substr(each.key, 1, 60), '', {value},
            case when speaker.standing = 'verified' and speaker.contact_id is not null then 'verified' else 'claimed' end,
            speaker.last_at
        from told join speaker on speaker.id = told.speaker_id, {each.format('told."values"')}
        where {told} order by speaker.last_at, speaker.id
    """)
    op.create_index('uq_contact_value_told', 'contact_value', ['speaker_id', 'hub_id', 'key'], unique=True)
    op.create_index('ix_contact_value_contact', 'contact_value', ['contact_id', 'id'])
    op.create_index('ix_contact_value_hub_id', 'contact_value', ['hub_id'])
    _say_what_they_mean(bind)
    _take_names_apart(bind)
    op.create_index(
        'ix_contact_word_begins',
        'contact_word',
        ['workspace_id', 'word', 'value_id'],
        postgresql_ops={'word': 'varchar_pattern_ops'},
    )
    op.drop_column('contact', 'properties')


def _say_what_they_mean(bind):
    """A key is of the workspace: what one of its hubs asks for by it says what it is."""
    kinds = {}
    versions = bind.execute(sa.text(
        'select hub.workspace_id, hub_version.snapshot from hub_version'
        ' join hub on hub.id = hub_version.hub_id order by hub_version.id'
    ))
    for workspace_id, snapshot in versions:
        snapshot = json.loads(snapshot) if isinstance(snapshot, str) else snapshot
        for page in snapshot.get('pages', ()):
            for card in page['cards']:
                for field in (card.get('form') or {}).get('fields', ()):
                    kinds[workspace_id, field['key']] = field['kind']
    for (workspace_id, key), kind in kinds.items():
        if kind in MEANS:
            bind.execute(sa.text(
                'update contact_value set means = :means where key = :key and ('
                ' hub_id in (select id from hub where workspace_id = :workspace)'
                ' or contact_id in (select id from contact where workspace_id = :workspace))'
            ), {'means': MEANS[kind], 'key': key, 'workspace': workspace_id})


def _take_names_apart(bind):
    after = 0
    while True:
        rows = bind.execute(sa.text(
            "select v.id, v.value, coalesce(hub.workspace_id, contact.workspace_id) from contact_value v"
            " left join hub on hub.id = v.hub_id left join contact on contact.id = v.contact_id"
            " where v.id > :after and v.means in ('first_name', 'last_name') order by v.id limit :chunk"
        ), {'after': after, 'chunk': CHUNK}).all()
        if not rows:
            return
        words = [
            {'value': id_, 'word': word, 'workspace': workspace_id}
            for id_, value, workspace_id in rows
            for word in _words(_read(bind, value))
        ]
        if words:
            bind.execute(sa.text(
                'insert into contact_word (value_id, word, workspace_id) values (:value, :word, :workspace)'
            ), words)
        after = rows[-1][0]


def _read(bind, value):
    """SQLite takes the text of a number for a number."""
    return json.loads(value) if bind.dialect.name == 'sqlite' and isinstance(value, str) else value


def _words(name):
    apart = unicodedata.normalize('NFKD', str(name)).casefold()
    plain = ''.join(each for each in apart if not unicodedata.combining(each))
    whole = re.sub(r"['’ʼ`´.]", '', unicodedata.normalize('NFC', plain))
    return list(dict.fromkeys(each[:40] for each in re.split(r'[\W_]+', whole) if each))[:12]


def downgrade():
    op.add_column('contact', sa.Column('properties', JSON, nullable=False, server_default='{}'))
    bind = op.get_bind()
    kept = bind.execute(sa.text(
        'select contact_id, key, value from contact_value where speaker_id is null and hub_id is null order by id'
    )).all()
    found = {}
    for contact_id, key, value in kept:
        found.setdefault(contact_id, {})[key] = _read(bind, value)
    contact = sa.table('contact', sa.column('id', KEY), sa.column('properties', JSON))
    for contact_id, values in found.items():
        bind.execute(contact.update().where(contact.c.id == contact_id).values(properties=values))
    op.drop_table('contact_word')
    op.drop_table('contact_value')
