"""counters of a card in several rows, so that many who vote at once do not wait for one

Revision ID: 20261201T0530
Revises: 20261201T0400
Create Date: 2026-12-01 05:30:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0530'
down_revision = '20261201T0400'
branch_labels = None
depends_on = None

_KEY = ['hub_id', 'card_id', 'key']


def upgrade():
    with op.batch_alter_table('tally') as batch:
        batch.add_column(sa.Column('shard', sa.SmallInteger(), nullable=False, server_default='0'))
        batch.drop_constraint('pk_tally', type_='primary')
        batch.create_primary_key('pk_tally', [*_KEY, 'shard'])


def downgrade():
    op.execute(
        'UPDATE tally SET count = (SELECT sum(each.count) FROM tally AS each WHERE each.hub_id = tally.hub_id '
        'AND each.card_id = tally.card_id AND each.key = tally.key)'
    )
    op.execute(
        'DELETE FROM tally WHERE EXISTS (SELECT 1 FROM tally AS each WHERE each.hub_id = tally.hub_id '
        'AND each.card_id = tally.card_id AND each.key = tally.key AND each.shard < tally.shard)'
    )
    with op.batch_alter_table('tally') as batch:
        batch.drop_constraint('pk_tally', type_='primary')
        batch.drop_column('shard')
        batch.create_primary_key('pk_tally', _KEY)
