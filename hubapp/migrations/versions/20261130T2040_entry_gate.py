"""entry_gate: who has had their turn at a card

Revision ID: 20261130T2040
Revises: 20261130T2030
Create Date: 2026-11-30 20:40:00

Cards of before have no rule, so nothing is derived from what was played.
"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2040'
down_revision = '20261130T2030'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'entry_gate',
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('rule', sa.String(10), nullable=False),
        sa.Column('subject', sa.String(32), nullable=False),
        sa.Column('window_start', sa.DateTime(timezone=True), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_entry_gate_hub_id_hub', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('hub_id', 'card_id', 'rule', 'subject', name='pk_entry_gate'),
    )


def downgrade():
    op.drop_table('entry_gate')
