"""a second factor beside the password

Revision ID: 20261130T2331
Revises: 20261130T2330
Create Date: 2026-11-30 23:31:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261130T2331'
down_revision = '20261130T2330'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade():
    op.create_table(
        'second_factor',
        sa.Column('user_id', KEY, nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('last_counter', KEY, nullable=False),
        sa.Column('codes', JSON, nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], name=op.f('fk_second_factor_user_id_user'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_second_factor')),
    )
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.add_column(
            sa.Column('asks_second_factor', sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.drop_column('asks_second_factor')
    op.drop_table('second_factor')
