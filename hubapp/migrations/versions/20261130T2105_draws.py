"""draws of winners: the frozen list, its seed, and the places

Revision ID: 20261130T2105
Revises: 20261130T2100
Create Date: 2026-11-30 21:05:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2105'
down_revision = '20261130T2100'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')
TIME = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'draw',
        sa.Column('id', KEY, nullable=False),
        sa.Column('public_id', sa.String(36), nullable=False),
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('click', sa.String(32), nullable=False),
        sa.Column('about', JSON, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('winners', sa.Integer(), nullable=False),
        sa.Column('reserves', sa.Integer(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.Column('nobodies', sa.Integer(), nullable=False),
        sa.Column('list_hash', sa.String(64), nullable=False),
        sa.Column('seed', sa.String(64), nullable=False),
        sa.Column('by_id', KEY, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('drawn_at', TIME, nullable=True),
        sa.Column('cancelled_by_id', KEY, nullable=True),
        sa.Column('cancelled_at', TIME, nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_draw_hub_id_hub', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_draw_by_id_user', ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['cancelled_by_id'], ['user.id'], name='fk_draw_cancelled_by_id_user', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_draw'),
        sa.UniqueConstraint('public_id', name='uq_draw_public_id'),
        sa.UniqueConstraint('click', name='uq_draw_click'),
    )
    op.create_index('ix_draw_hub', 'draw', ['hub_id', 'id'])
    op.create_table(
        'draw_part',
        sa.Column('draw_id', KEY, nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name='fk_draw_part_draw_id_draw', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('draw_id', 'number', name='pk_draw_part'),
    )
    op.create_table(
        'draw_place',
        sa.Column('draw_id', KEY, nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('entry', sa.String(36), nullable=False),
        sa.Column('line', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('stands_for', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('by_id', KEY, nullable=True),
        sa.Column('replaced_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name='fk_draw_place_draw_id_draw', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_draw_place_by_id_user', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('draw_id', 'position', name='pk_draw_place'),
    )


def downgrade():
    op.drop_table('draw_place')
    op.drop_table('draw_part')
    op.drop_table('draw')
