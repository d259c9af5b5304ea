"""a workspace's default mapping, and when members were told that a connection needs them

Revision ID: 20261201T0750
Revises: 20261201T0740
Create Date: 2026-12-01 07:50:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261201T0750'
down_revision = '20261201T0740'
branch_labels = None
depends_on = None


JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'default_mapping',
        sa.Column('id', KEY, primary_key=True),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('mapping', JSON, nullable=False),
        sa.Column('hub_name', sa.String(200), nullable=False),
        sa.Column('number', sa.Integer, nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['workspace_id'], ['workspace.id'],
            name='fk_default_mapping_workspace_id_workspace', ondelete='CASCADE',
        ),
        sa.UniqueConstraint('workspace_id', 'kind', name='uq_default_mapping_workspace_id'),
    )
    op.add_column('connection', sa.Column('needs_told_at', sa.DateTime(timezone=True)))


def downgrade():
    op.drop_column('connection', 'needs_told_at')
    op.drop_table('default_mapping')
