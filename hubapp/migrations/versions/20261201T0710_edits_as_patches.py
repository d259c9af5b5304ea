"""an edit is what one control held before and after, and no longer two whole documents

What was logged before stays as it is: a patch of the document as a whole (control '').

Revision ID: 20261201T0710
Revises: 20261201T0700
Create Date: 2026-12-01 07:10:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0710'
down_revision = '20261201T0700'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('edit', sa.Column('control', sa.String(255), nullable=False, server_default=''))
    op.add_column(
        'edit', sa.Column('overtaken', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index('ix_edit_hub_user_step', 'edit', ['hub_id', 'user_id', 'step'])
    op.create_index(
        'ix_edit_undone',
        'edit',
        ['hub_id', 'user_id'],
        sqlite_where=sa.text('undone'),
        postgresql_where=sa.text('undone'),
    )


def downgrade():
    """Patches of single controls say nothing to the release before."""
    op.execute(sa.text("delete from edit where control <> ''"))
    op.drop_index('ix_edit_undone', 'edit')
    op.drop_index('ix_edit_hub_user_step', 'edit')
    with op.batch_alter_table('edit') as table:
        table.drop_column('overtaken')
        table.drop_column('control')
