"""an account has a name, a tag, an identity rule and what its last checks found

Revision ID: 20261201T0000
Revises: 20261130T2130
Create Date: 2026-12-01 00:00:00

"""
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261201T0000'
down_revision = '20261130T2350'
branch_labels = None
depends_on = None


JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def _read(value):
    return json.loads(value) if isinstance(value, str) else value or {}


def upgrade():
    with op.batch_alter_table('account') as batch:
        batch.add_column(sa.Column('name', sa.String(80), nullable=False, server_default=''))
        batch.add_column(sa.Column('tag', sa.String(20), nullable=False, server_default='production'))
        batch.add_column(sa.Column('identify_by', sa.String(40), nullable=False, server_default=''))
        batch.add_column(sa.Column('checks', JSON, nullable=False, server_default='[]'))
        batch.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
    link = op.get_bind()
    rows = link.execute(sa.text(
        'select account.id, account.settings, connection.mapping from account '
        'join connection on connection.account_id = account.id order by connection.id desc'
    )).all()
    for id_, settings, mapping in rows:
        endpoint = str(_read(settings).get('endpoint', ''))
        link.execute(
            sa.text('update account set identify_by = :rule, tag = :tag where id = :id'),
            {
                'id': id_,
                'rule': str(_read(mapping).get('identify_by', ''))[:40],
                'tag': 'sandbox' if endpoint.startswith('http:') else 'production',
            },
        )


def downgrade():
    with op.batch_alter_table('account') as batch:
        for name in ('checked_at', 'checks', 'identify_by', 'tag', 'name'):
            batch.drop_column(name)
