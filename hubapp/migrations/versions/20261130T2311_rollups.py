"""results are summed up from what is not yet counted

Revision ID: 20261130T2311
Revises: 20261130T2310
Create Date: 2026-11-30 23:11:00

Everything from before is counted by the sweep, a part at a time. Who was new then is who sent the
first form of theirs.
"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2311'
down_revision = '20261130T2310'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
UNCOUNTED = sa.text('not counted')


def upgrade():
    op.create_table(
        'rollup',
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('span', sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('metric', sa.String(12), nullable=False),
        sa.Column('key', sa.String(80), nullable=False),
        sa.Column('source', sa.String(60), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_rollup_hub_id_hub', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('hub_id', 'span', 'at', 'card_id', 'metric', 'key', 'source', name='pk_rollup'),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table('play') as batch_op:
        batch_op.add_column(sa.Column('source', sa.String(60), server_default='', nullable=False))
        batch_op.add_column(sa.Column('counted', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_play_uncounted', 'play', ['id'], postgresql_where=UNCOUNTED, sqlite_where=UNCOUNTED)
    with op.batch_alter_table('activity') as batch_op:
        batch_op.add_column(sa.Column('is_new', sa.Boolean(), nullable=True))
    op.execute("""
        update activity set is_new = false where kind = 'submitted' and contact_id is not null
    """)
    op.execute("""
        update activity set is_new = true where id in (
            select min(id) from activity where kind = 'submitted' and contact_id is not null group by contact_id)
    """)


def downgrade():
    with op.batch_alter_table('activity') as batch_op:
        batch_op.drop_column('is_new')
    op.drop_index('ix_play_uncounted', 'play')
    with op.batch_alter_table('play') as batch_op:
        batch_op.drop_column('counted')
        batch_op.drop_column('source')
    op.drop_table('rollup')
