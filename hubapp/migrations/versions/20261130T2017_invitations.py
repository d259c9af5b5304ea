"""who was asked by mail to join a workspace

Revision ID: 20261130T2017
Revises: 20261130T1950
Create Date: 2026-11-30 20:17:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2017'
down_revision = '20261130T1950'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'invitation',
        sa.Column('id', KEY, nullable=False),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.Column('email', sa.String(length=255), nullable=False),
        sa.Column('role', sa.String(length=40), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['workspace_id'], ['workspace.id'], name=op.f('fk_invitation_workspace_id_workspace'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash')),
        sa.UniqueConstraint('workspace_id', 'email', name=op.f('uq_invitation_workspace_id')),
    )


def downgrade():
    op.drop_table('invitation')
