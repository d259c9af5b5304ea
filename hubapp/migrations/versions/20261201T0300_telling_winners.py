"""winners are told

Revision ID: 20261201T0300
Revises: 20261201T0530
Create Date: 2026-12-01 03:00:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0300'
down_revision = '20261201T0530'
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'draw_telling',
        sa.Column('id', BigKey, nullable=False),
        sa.Column('draw_id', BigKey, nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('by_id', BigKey, nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name='fk_draw_telling_draw_id_draw', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_draw_telling_by_id_user', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_draw_telling'),
    )
    op.create_index('ix_draw_telling_draw_id', 'draw_telling', ['draw_id'])
    with op.batch_alter_table('draw_place') as batch:
        batch.add_column(sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('mail', sa.String(12), nullable=False, server_default=''))
        batch.add_column(sa.Column('mail_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('telling_id', BigKey, nullable=True))
        batch.create_foreign_key(
            'fk_draw_place_telling_id_draw_telling', 'draw_telling', ['telling_id'], ['id'], ondelete='SET NULL'
        )


def downgrade():
    with op.batch_alter_table('draw_place') as batch:
        batch.drop_constraint('fk_draw_place_telling_id_draw_telling', type_='foreignkey')
        for name in ('telling_id', 'mail_at', 'mail', 'told_at'):
            batch.drop_column(name)
    op.drop_table('draw_telling')
