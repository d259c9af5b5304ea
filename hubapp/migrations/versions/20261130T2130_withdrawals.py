"""a consent can be taken back, as an act of its own

Revision ID: 20261130T2130
Revises: 20261130T2120
Create Date: 2026-11-30 21:30:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2130'
down_revision = '20261130T2120'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'withdrawal',
        sa.Column('consent_id', KEY, autoincrement=False, nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['consent_id'], ['consent.id'], name='fk_withdrawal_consent_id_consent', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('consent_id', name='pk_withdrawal'),
    )


def downgrade():
    op.drop_table('withdrawal')
