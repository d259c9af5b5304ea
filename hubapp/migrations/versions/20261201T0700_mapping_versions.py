"""mappings have numbered versions

Revision ID: 20261201T0700
Revises: 20261201T0600
Create Date: 2026-12-01 07:00:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261201T0700'
down_revision = '20261201T0600'
branch_labels = None
depends_on = None


JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'mapping_version',
        sa.Column('id', KEY, primary_key=True),
        sa.Column('connection_id', KEY, nullable=False),
        sa.Column('number', sa.Integer, nullable=False),
        sa.Column('mapping', JSON, nullable=False),
        sa.Column('user_id', KEY, nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['connection_id'], ['connection.id'],
            name='fk_mapping_version_connection_id_connection', ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'],
            name='fk_mapping_version_user_id_user', ondelete='SET NULL',
        ),
        sa.UniqueConstraint(
            'connection_id', 'number', name='uq_mapping_version_connection_id'
        ),
    )
    # The mapping of each connection is its first version; of what was sent before, nobody knows by
    # which it was mapped.
    op.execute(
        'insert into mapping_version (connection_id, number, mapping, created_at) '
        'select id, 1, mapping, current_timestamp from connection'
    )
    op.add_column(
        'connection',
        sa.Column('mapping_number', sa.Integer, nullable=False, server_default='1'),
    )
    op.add_column('delivery', sa.Column('mapping_number', sa.Integer, nullable=True))


def downgrade():
    op.drop_column('delivery', 'mapping_number')
    op.drop_column('connection', 'mapping_number')
    op.drop_table('mapping_version')
