-- The journal's own tables; made once, by migration 0001. Functions and triggers are in guards.sql, put back at each set-up.

CREATE TABLE journal_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CONSTRAINT journal_event_kind CHECK (kind ~ '^[a-z_]+\.[a-z_]+$'),
  "case" bigint,
  actor bigint,
  role text NOT NULL,
  reason text NOT NULL,
  happened timestamptz NOT NULL,
  recorded timestamptz NOT NULL,
  data jsonb NOT NULL,
  corrects bigint REFERENCES journal_event (id),
  key uuid CONSTRAINT journal_event_key_once UNIQUE,
  record uuid NOT NULL CONSTRAINT journal_event_record_once UNIQUE,
  tx xid8 NOT NULL,
  CONSTRAINT journal_event_not_before_it_happened CHECK (happened <= recorded + interval '1 minute')
);
CREATE INDEX journal_event_case ON journal_event ("case", id) WHERE "case" IS NOT NULL;
CREATE INDEX journal_event_kind ON journal_event (kind, id);

CREATE TABLE journal_read (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "case" bigint NOT NULL,
  actor bigint,
  role text NOT NULL,
  what text NOT NULL,
  at timestamptz NOT NULL,
  -- the person of the case has no user account
  CONSTRAINT journal_read_by CHECK ((actor IS NULL) = (role = 'person'))
);
CREATE INDEX journal_read_case ON journal_read ("case", id);
