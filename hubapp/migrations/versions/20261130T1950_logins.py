"""a log-in is a row that can be deleted: whoever is logged in logs in once more

Revision ID: 20261130T1950
Revises: 20261130T1945
Create Date: 2026-11-30 19:50:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T1950'
down_revision = '20261130T1945'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'login',
        sa.Column('id', KEY, nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('user_id', KEY, nullable=False),
        sa.Column('device', sa.String(length=40), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_login_user_id_user'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_login')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_login_token_hash')),
    )
    op.create_index(op.f('ix_login_user_id'), 'login', ['user_id'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_login_user_id'), table_name='login')
    op.drop_table('login')
