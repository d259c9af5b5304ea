"""visitors are told from people: a browser, whom it speaks for, what was told to which hub

Revision ID: 20261130T2030
Revises: 20261130T2017
Create Date: 2026-11-30 20:30:00

Every browser starts anonymous. What contacts of before were told by nobody knows whom; they keep
it, and nobody is lent it. Contacts with the same email become one, the oldest; those that nobody
named are no people and go.
"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2030'
down_revision = '20261130T2017'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')
TIME = sa.DateTime(timezone=True)
OPEN_SPEAKER = sa.text('ended_at is null')
OPEN_PLAY = sa.text('finished_at is null and left_at is null')
OF_CONTACTS = ('play', 'submission', 'consent')


def upgrade():
    op.create_table(
        'visitor',
        sa.Column('id', KEY, nullable=False),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.Column('mark', sa.String(32), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name='fk_visitor_workspace_id_workspace', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_visitor'),
        sa.UniqueConstraint('mark', name='uq_visitor_mark'),
    )
    op.create_index('ix_visitor_workspace_id', 'visitor', ['workspace_id'])
    op.create_table(
        'speaker',
        sa.Column('id', KEY, nullable=False),
        sa.Column('visitor_id', KEY, nullable=False),
        sa.Column('contact_id', KEY, nullable=True),
        sa.Column('claims', JSON, nullable=False),
        sa.Column('standing', sa.String(40), nullable=False),
        sa.Column('last_at', TIME, nullable=False),
        sa.Column('ended_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['visitor_id'], ['visitor.id'], name='fk_speaker_visitor_id_visitor', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name='fk_speaker_contact_id_contact', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_speaker'),
    )
    op.create_index('ix_speaker_visitor_id', 'speaker', ['visitor_id'])
    op.create_index('ix_speaker_contact_id', 'speaker', ['contact_id'])
    op.create_index('uq_speaker_open', 'speaker', ['visitor_id'], unique=True, postgresql_where=OPEN_SPEAKER, sqlite_where=OPEN_SPEAKER)
    op.create_table(
        'told',
        sa.Column('speaker_id', KEY, nullable=False),
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('values', JSON, nullable=False),
        sa.ForeignKeyConstraint(['speaker_id'], ['speaker.id'], name='fk_told_speaker_id_speaker', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_told_hub_id_hub', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('speaker_id', 'hub_id', name='pk_told'),
    )
    op.create_index('ix_told_hub_id', 'told', ['hub_id'])
    with op.batch_alter_table('play') as batch_op:
        batch_op.add_column(sa.Column('speaker_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('left_at', TIME, nullable=True))
        batch_op.alter_column('contact_id', existing_type=KEY, nullable=True)
        batch_op.create_foreign_key('fk_play_speaker_id_speaker', 'speaker', ['speaker_id'], ['id'], ondelete='CASCADE')
        batch_op.create_index('ix_play_speaker', ['speaker_id', 'hub_id', 'id'])
        batch_op.create_index('ix_play_open', ['created_at'], postgresql_where=OPEN_PLAY, sqlite_where=OPEN_PLAY)
    for table in ('submission', 'consent'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column('contact_id', existing_type=KEY, nullable=True)
    # The event of a play that is not at its end went with its form.
    op.execute('update play set left_at = created_at where finished_at is null')
    _one_contact_per_email()
    with op.batch_alter_table('contact') as batch_op:
        batch_op.drop_index('ix_contact_workspace_email')
        batch_op.create_index('uq_contact_workspace_email', ['workspace_id', 'email'], unique=True)
        batch_op.drop_constraint('uq_contact_token', type_='unique')
        batch_op.drop_column('token')
        batch_op.drop_column('claims')


def _one_contact_per_email():
    op.execute("""
        create temporary table same_person as
        select contact.id as id, oldest.id as first from contact
        join (select workspace_id, email, min(id) as id from contact where email is not null
              group by workspace_id, email) as oldest
          on oldest.workspace_id = contact.workspace_id and oldest.email = contact.email
        where contact.id <> oldest.id
    """)
    op.execute('create index ix_same_person on same_person (id)')
    for table in OF_CONTACTS:
        op.execute(
            f'update {table} set contact_id = (select first from same_person where same_person.id = contact_id)'
            ' where contact_id in (select id from same_person)'
        )
        op.execute(
            f'update {table} set contact_id = null where contact_id in'
            ' (select id from contact where email is null and phone is null)'
        )
    op.execute('delete from contact where id in (select id from same_person)')
    op.execute('delete from contact where email is null and phone is null')
    op.execute('drop table same_person')


def downgrade():
    with op.batch_alter_table('contact') as batch_op:
        batch_op.add_column(sa.Column('claims', JSON, server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('token', sa.String(32), nullable=True))
    # No browser has the cookie of one: they are people that nobody speaks for.
    bind = op.get_bind()
    of_contact = "'contact-' || id"
    bind.execute(sa.text(f'update contact set token = {of_contact}'))
    nobody = sa.text(
        "insert into contact (workspace_id, token, properties, created_at, seen_at)"
        " select hub.workspace_id, 'play-' || play.id, '{}', play.created_at, play.created_at"
        " from play join hub on hub.id = play.hub_id where play.contact_id is null"
    )
    bind.execute(nobody)
    bind.execute(sa.text(
        "update play set contact_id = (select c.id from contact c where c.token = 'play-' || play.id)"
        " where contact_id is null"
    ))
    bind.execute(sa.text(
        'update submission set contact_id = (select p.contact_id from play p where p.id = submission.play_id)'
        ' where contact_id is null'
    ))
    bind.execute(sa.text(
        'update consent set contact_id = (select s.contact_id from submission s where s.id = consent.submission_id)'
        ' where contact_id is null'
    ))
    with op.batch_alter_table('contact') as batch_op:
        batch_op.alter_column('token', existing_type=sa.String(32), nullable=False)
        batch_op.create_unique_constraint('uq_contact_token', ['token'])
        batch_op.drop_index('uq_contact_workspace_email')
        batch_op.create_index('ix_contact_workspace_email', ['workspace_id', 'email'])
    for table in ('submission', 'consent'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column('contact_id', existing_type=KEY, nullable=False)
    with op.batch_alter_table('play') as batch_op:
        batch_op.drop_index('ix_play_open')
        batch_op.drop_index('ix_play_speaker')
        batch_op.drop_constraint('fk_play_speaker_id_speaker', type_='foreignkey')
        batch_op.drop_column('left_at')
        batch_op.drop_column('speaker_id')
        batch_op.alter_column('contact_id', existing_type=KEY, nullable=False)
    for table in ('told', 'speaker', 'visitor'):
        op.drop_table(table)
