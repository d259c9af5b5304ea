"""entries of a hub are listed by time, and can be disqualified with a reason

Revision ID: 20261130T2100
Revises: 20261130T2045
Create Date: 2026-11-30 21:00:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2100'
down_revision = '20261130T2045'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TIME = sa.DateTime(timezone=True)
STANDS = sa.text('undone_at is null')


def upgrade():
    op.create_table(
        'disqualification',
        sa.Column('id', KEY, nullable=False),
        sa.Column('submission_id', KEY, nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('by_id', KEY, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('undone_by_id', KEY, nullable=True),
        sa.Column('undone_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name='fk_disqualification_submission_id_submission', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_disqualification_by_id_user', ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['undone_by_id'], ['user.id'], name='fk_disqualification_undone_by_id_user', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_disqualification'),
    )
    op.create_index('uq_disqualification_stands', 'disqualification', ['submission_id'], unique=True, postgresql_where=STANDS, sqlite_where=STANDS)
    op.create_index('ix_disqualification_submission', 'disqualification', ['submission_id', 'id'])
    op.create_index('ix_submission_hub_time', 'submission', ['hub_id', 'created_at', 'id'])
    op.create_index('ix_submission_hub_card_time', 'submission', ['hub_id', 'card_id', 'created_at', 'id'])
    op.drop_index('ix_submission_hub_card', table_name='submission')


def downgrade():
    op.create_index('ix_submission_hub_card', 'submission', ['hub_id', 'card_id'])
    op.drop_index('ix_submission_hub_card_time', table_name='submission')
    op.drop_index('ix_submission_hub_time', table_name='submission')
    op.drop_table('disqualification')
