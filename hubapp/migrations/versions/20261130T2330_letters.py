"""a mail is a row until it is sent

Revision ID: 20261130T2330
Revises: 20261130T2130
Create Date: 2026-11-30 23:30:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2330'
down_revision = '20261130T2320'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'letter',
        sa.Column('id', KEY, nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
        # The queue is asked once for each number, so none is given out again.
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('letter') as batch_op:
        batch_op.create_index(op.f('ix_letter_due_at'), ['due_at'], unique=False)


def downgrade():
    op.drop_table('letter')
