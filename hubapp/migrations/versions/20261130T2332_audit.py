"""who did what

Revision ID: 20261130T2332
Revises: 20261130T2331
Create Date: 2026-11-30 23:32:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2332'
down_revision = '20261130T2331'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'audit_entry',
        sa.Column('id', KEY, nullable=False),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('by_email', sa.String(length=255), nullable=False),
        sa.Column('about', sa.String(length=255), nullable=False),
        sa.Column('network', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['workspace_id'], ['workspace.id'], name=op.f('fk_audit_entry_workspace_id_workspace'),
            ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    )
    with op.batch_alter_table('audit_entry') as batch_op:
        batch_op.create_index('ix_audit_entry_workspace_id_id', ['workspace_id', 'id'])
        batch_op.create_index('ix_audit_entry_workspace_id_kind_id', ['workspace_id', 'kind', 'id'])
        batch_op.create_index('ix_audit_entry_created_at', ['created_at'])


def downgrade():
    op.drop_table('audit_entry')
