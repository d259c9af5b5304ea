"""contacts are found by the beginning of an address; which takes indexes of their own

Revision ID: 20261130T2120
Revises: 20261130T2115
Create Date: 2026-11-30 21:20:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2120'
down_revision = '20261130T2115'
branch_labels = None
depends_on = None


def upgrade():
    for name in ('email', 'phone'):
        where = sa.text(f'{name} is not null')
        op.create_index(
            f'ix_contact_{name}_begins',
            'contact',
            ['workspace_id', name],
            postgresql_ops={name: 'varchar_pattern_ops'},
            postgresql_where=where,
            sqlite_where=where,
        )


def downgrade():
    for name in ('email', 'phone'):
        where = sa.text(f'{name} is not null')
        op.drop_index(f'ix_contact_{name}_begins', table_name='contact', postgresql_where=where, sqlite_where=where)
