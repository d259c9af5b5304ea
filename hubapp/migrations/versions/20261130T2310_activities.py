"""what happened with a visitor is a row of its own, which deliveries, results and profiles read

Revision ID: 20261130T2310
Revises: 20261130T2130
Create Date: 2026-11-30 23:10:00

What happened before is derived from submissions, plays, withdrawals and draws, in the order in
which it happened. Its facts stay empty: they are read from the play and its form, which still have
them. Runs that walk submissions, and where connections begin, are told in activities.
"""
import secrets
import uuid
from datetime import timezone

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2310'
down_revision = '20261130T2130'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')
OR_NULL = sa.JSON(none_as_null=True).with_variant(sa.dialects.postgresql.JSONB(none_as_null=True), 'postgresql')
TIME = sa.DateTime(timezone=True)
UNCOUNTED = sa.text('counted_at is null')
OF_ACTIVITY = sa.text('activity_id is not null')
CHUNK = 5000
BEFORE = """
    select 'finished' as kind, 1 as turn, finished_at as at, id as play_id, speaker_id, contact_id, null as told
      from play where finished_at is not null
    union all
    select 'left', 2, left_at, id, speaker_id, contact_id, null
      from play where left_at is not null and finished_at is null
    union all
    select 'submitted', 3, submission.created_at, play_id, play.speaker_id, submission.contact_id, null
      from submission join play on play.id = submission.play_id
    union all
    select 'withdrawn', 4, withdrawal.created_at, play_id, play.speaker_id, submission.contact_id, consent.field_key
      from withdrawal join consent on consent.id = consent_id
      join submission on submission.id = consent.submission_id join play on play.id = play_id
    union all
    select 'won', 5, draw.drawn_at, play_id, play.speaker_id, submission.contact_id,
        draw.public_id || ' ' || coalesce(draw_place.stands_for, draw_place.position)
      from draw_place join draw on draw.id = draw_id and draw.drawn_at is not null
      join submission on submission.public_id = draw_place.entry join play on play.id = play_id
      where draw_place.state = 'winner'
"""
FACTS = {
    'withdrawn': lambda told: {f'field.{told}': False},
    'won': lambda told: {'fact.draw_id': told.split()[0], 'fact.place': int(told.split()[1])},
}


def upgrade():
    op.create_table(
        'activity',
        sa.Column('id', KEY, nullable=False),
        sa.Column('public_id', sa.String(36), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('origin', sa.String(40), nullable=False),
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('version_id', KEY, nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.Column('play_id', KEY, nullable=True),
        sa.Column('speaker_id', KEY, nullable=True),
        sa.Column('contact_id', KEY, nullable=True),
        sa.Column('at', TIME, nullable=False),
        sa.Column('facts', JSON, nullable=True),
        sa.Column('counted_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_activity_hub_id_hub', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['version_id'], ['hub_version.id'], name='fk_activity_version_id_hub_version'),
        sa.ForeignKeyConstraint(['play_id'], ['play.id'], name='fk_activity_play_id_play', ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['speaker_id'], ['speaker.id'], name='fk_activity_speaker_id_speaker', ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name='fk_activity_contact_id_contact', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_activity'),
        sa.UniqueConstraint('public_id', name='uq_activity_public_id'),
    )
    _derive()
    op.create_index('ix_activity_hub', 'activity', ['hub_id', 'id'])
    op.create_index('ix_activity_play', 'activity', ['play_id'])
    op.create_index('ix_activity_speaker', 'activity', ['speaker_id', 'hub_id', 'id'])
    op.create_index('ix_activity_contact', 'activity', ['contact_id', 'id'])
    op.create_index('ix_activity_uncounted', 'activity', ['id'], postgresql_where=UNCOUNTED, sqlite_where=UNCOUNTED)
    with op.batch_alter_table('delivery') as batch_op:
        batch_op.add_column(sa.Column('activity_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('purpose', sa.String(12), server_default='told', nullable=False))
        batch_op.add_column(sa.Column('run', KEY, server_default='0', nullable=False))
        batch_op.create_foreign_key('fk_delivery_activity_id_activity', 'activity', ['activity_id'], ['id'], ondelete='SET NULL')
    _point_deliveries()
    op.create_index(
        'uq_delivery_activity',
        'delivery',
        ['activity_id', 'connection_id', 'purpose', 'run'],
        unique=True,
        postgresql_where=OF_ACTIVITY,
        sqlite_where=OF_ACTIVITY,
    )
    _in_activities('submission', "run.kind in ('backfill', 'resend')")


def _derive():
    """In the order of time, so that ids say what came later, a chunk at a time."""
    bind = op.get_bind()
    serial = 'bigserial' if bind.dialect.name == 'postgresql' else 'integer'
    op.execute(f"""
        create temporary table before_activities (number {serial} primary key, kind text, at timestamp{_zone(bind)},
            play_id bigint, speaker_id bigint, contact_id bigint, told text)
    """)
    op.execute(f"""
        insert into before_activities (kind, at, play_id, speaker_id, contact_id, told)
        select kind, at, play_id, speaker_id, contact_id, told from ({BEFORE}) as found order by at, turn, play_id
    """)
    before = sa.table(
        'before_activities',
        sa.column('number', sa.Integer),
        sa.column('kind', sa.String),
        sa.column('at', TIME),
        *(sa.column(name, sa.BigInteger) for name in ('play_id', 'speaker_id', 'contact_id')),
        sa.column('told', sa.String),
    )
    play = sa.table('play', *(sa.column(name) for name in ('id', 'hub_id', 'version_id', 'card_id')))
    columns = ('kind', 'at', 'play_id', 'speaker_id', 'contact_id', 'hub_id', 'version_id', 'card_id')
    activity = sa.table(
        'activity',
        sa.column('facts', OR_NULL),
        sa.column('at', TIME),
        *(sa.column(name) for name in ('public_id', 'origin', *columns) if name != 'at'),
    )
    after = 0
    while True:
        query = (
            sa.select(before, play.c.hub_id, play.c.version_id, play.c.card_id)
            .join(play, play.c.id == before.c.play_id)
            .where(before.c.number > after, before.c.number <= after + CHUNK)
            .order_by(before.c.number)
        )
        rows = bind.execute(query).mappings().all()
        if not rows:
            break
        bind.execute(activity.insert(), [
            {
                **{name: row[name] for name in columns},
                'public_id': _public_id(row['at']),
                'origin': 'web',
                'facts': FACTS[row['kind']](row['told']) if row['kind'] in FACTS else None,
            }
            for row in rows
        ])
        after += CHUNK
    op.execute('drop table before_activities')


def _zone(bind):
    return ' with time zone' if bind.dialect.name == 'postgresql' else ''


def _public_id(at):
    at = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
    number = int(at.timestamp() * 1000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


def _point_deliveries():
    """Of those that tell of the same, the first was sent as it happened."""
    for kinds, where in (
        ("('submitted')", 'a.play_id = (select s.play_id from submission s where s.id = delivery.submission_id)'),
        ("('finished', 'left')", 'a.play_id = delivery.play_id and delivery.submission_id is null'),
    ):
        op.execute(f"""
            update delivery set activity_id = (
                select max(a.id) from activity a where a.kind in {kinds} and {where})
            where activity_id is null
        """)
    op.create_index('ix_same_activity', 'delivery', ['activity_id', 'connection_id', 'id'])
    op.execute("""
        update delivery set run = id, purpose = 'resent' where activity_id is not null and exists (
            select 1 from delivery d where d.activity_id = delivery.activity_id
            and d.connection_id = delivery.connection_id and d.id < delivery.id)
    """)
    op.drop_index('ix_same_activity', 'delivery')


def _in_activities(table, runs):
    """Ids of submissions, in runs and where connections begin, as those of their activities; back
    again from the other table."""
    newest = {
        'submission': 'select max(a.id) from activity a join submission s on s.play_id = a.play_id'
        " where a.kind = 'submitted' and s.id <= {column}",
        'activity': 'select max(s.id) from submission s join activity a on s.play_id = a.play_id'
        " where a.kind = 'submitted' and a.id <= {column}",
    }[table]
    op.execute(f"update connection set begins_after = coalesce(({newest.format(column='begins_after')}), 0)")
    for column in ('cursor', 'until'):
        op.execute(f'update run set "{column}" = coalesce(({newest.format(column=column)}), 0) where {runs}')


def downgrade():
    _in_activities('activity', "run.kind in ('backfill', 'resend')")
    op.drop_index('uq_delivery_activity', 'delivery')
    with op.batch_alter_table('delivery') as batch_op:
        batch_op.drop_constraint('fk_delivery_activity_id_activity', type_='foreignkey')
        for column in ('run', 'purpose', 'activity_id'):
            batch_op.drop_column(column)
    op.drop_table('activity')
