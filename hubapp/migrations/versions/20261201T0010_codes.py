"""lists of codes, what was given of them, and what there is only so much of

Revision ID: 20261201T0010
Revises: 20261130T2130
Create Date: 2026-12-01 00:10:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0010'
down_revision = '20261201T0000'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TIME = sa.DateTime(timezone=True)
FREE = sa.text('used_at is null')


def upgrade():
    op.create_table(
        'code_pool',
        sa.Column('id', KEY, nullable=False),
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('name', sa.String(20), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('told_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_code_pool_hub_id_hub', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_code_pool'),
        sa.UniqueConstraint('hub_id', 'card_id', 'name', name='uq_code_pool_hub_id'),
    )
    op.create_table(
        'code',
        sa.Column('id', KEY, nullable=False),
        sa.Column('pool_id', KEY, nullable=False),
        sa.Column('mark', sa.String(32), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('used_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['pool_id'], ['code_pool.id'], name='fk_code_pool_id_code_pool', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_code'),
        sa.UniqueConstraint('pool_id', 'mark', name='uq_code_pool_id'),
    )
    op.create_index('ix_code_free', 'code', ['pool_id', 'id'], postgresql_where=FREE, sqlite_where=FREE)
    op.create_table(
        'award',
        sa.Column('id', KEY, nullable=False),
        sa.Column('play_id', KEY, nullable=False),
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('prize', sa.String(20), nullable=False),
        sa.Column('code_id', KEY, nullable=True),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['play_id'], ['play.id'], name='fk_award_play_id_play', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_award_hub_id_hub', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['code_id'], ['code.id'], name='fk_award_code_id_code', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_award'),
        sa.UniqueConstraint('play_id', name='uq_award_play_id'),
        sa.UniqueConstraint('code_id', name='uq_award_code_id'),
    )
    op.create_index('ix_award_card', 'award', ['hub_id', 'card_id', 'prize'])
    op.create_table(
        'stock',
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('prize', sa.String(20), nullable=False),
        sa.Column('taken', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_stock_hub_id_hub', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('hub_id', 'card_id', 'prize', name='pk_stock'),
    )


def downgrade():
    op.drop_table('stock')
    op.drop_table('award')
    op.drop_table('code')
    op.drop_table('code_pool')
