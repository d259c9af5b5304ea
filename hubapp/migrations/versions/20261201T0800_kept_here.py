"""what is kept here is found by an index

Revision ID: 20261201T0800
Revises: 20261201T0750
Create Date: 2026-12-01 08:00:00

No index may know the state itself: see models/delivery.
"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0800'
down_revision = '20261201T0750'
branch_labels = None
depends_on = None

WHERE = {'postgresql_where': sa.text('kept'), 'sqlite_where': sa.text('kept = 1')}


def upgrade():
    op.add_column('delivery', sa.Column('kept', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("update delivery set kept = true where state = 'kept'")
    op.create_index('ix_delivery_kept_here', 'delivery', ['connection_id', 'created_at', 'id'], **WHERE)


def downgrade():
    op.drop_index('ix_delivery_kept_here', 'delivery')
    op.drop_column('delivery', 'kept')
