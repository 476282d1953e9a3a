-- What a record keeps in a database. Applied once, by `install`; functions, triggers and grants anew each time.
-- Constraints are written as PostgreSQL prints them, so that `guards` can hold the catalogue to this file.

COMMENT ON SCHEMA record IS 'A log that nobody can quietly rewrite: docs/record-format.md';

CREATE TABLE record.version (
  number integer NOT NULL,
  CONSTRAINT version_once PRIMARY KEY (number)
);

CREATE TABLE record.log (
  origin text NOT NULL,
  one boolean NOT NULL DEFAULT true,
  CONSTRAINT log_one PRIMARY KEY (one),
  CONSTRAINT log_only CHECK (one)
);
COMMENT ON TABLE record.log IS 'One row. Whoever holds it FOR UPDATE gives indexes: one sequencer at a time.';

-- Not an identity column: an append needs the numbers before it inserts, and takes them in the order it was given.
CREATE SEQUENCE record.event_number;

CREATE TABLE record.event (
  number bigint NOT NULL DEFAULT nextval('record.event_number'),
  recorded_at timestamptz NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  commitment bytea,
  open text,
  CONSTRAINT event_number_once PRIMARY KEY (number),
  CONSTRAINT event_id_once UNIQUE (id),
  CONSTRAINT event_kind CHECK ((kind = ANY (ARRAY['content'::text, 'erasure'::text, 'seal'::text, 'handover'::text]))),
  CONSTRAINT event_commitment CHECK (((commitment IS NOT NULL) = (kind = ANY (ARRAY['content'::text, 'erasure'::text])))),
  CONSTRAINT event_commitment_length CHECK ((octet_length(commitment) = 32)),
  CONSTRAINT event_open CHECK (((open IS NOT NULL) = (kind <> 'content'::text))),
  CONSTRAINT event_open_length CHECK ((octet_length(open) <= 60000))
);
COMMENT ON TABLE record.event IS 'What was appended. Numbers may have gaps and say nothing; a place in the log is an index of record.leaf.';
COMMENT ON COLUMN record.event.open IS 'What an entry says openly: canonical JSON of its seal, handover or erasure.';

CREATE TABLE record.content (
  event bigint NOT NULL,
  salt bytea NOT NULL,
  body text NOT NULL,
  CONSTRAINT content_once PRIMARY KEY (event),
  CONSTRAINT content_salt CHECK ((octet_length(salt) = 32)),
  CONSTRAINT content_on_one_line CHECK ((strpos(body, chr(10)) = 0)),
  CONSTRAINT content_length CHECK (((octet_length(body) >= 1) AND (octet_length(body) <= 1048576)))
);
-- An erased row lies in its page until a vacuum: have one come at the next round, not at a fifth of the table.
ALTER TABLE record.content SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE record.waiting (
  event bigint NOT NULL,
  CONSTRAINT waiting_once PRIMARY KEY (event)
);

CREATE TABLE record.leaf (
  index bigint NOT NULL,
  event bigint NOT NULL,
  entry bytea NOT NULL,
  hash bytea GENERATED ALWAYS AS (sha256('\x00'::bytea || entry)) STORED NOT NULL,
  CONSTRAINT leaf_index_once PRIMARY KEY (index),
  CONSTRAINT leaf_event_once UNIQUE (event),
  CONSTRAINT leaf_index CHECK ((index >= 0)),
  CONSTRAINT leaf_length CHECK ((octet_length(entry) <= 65535))
);

CREATE TABLE record.node (
  level integer NOT NULL,
  index bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT node_once PRIMARY KEY (level, index),
  CONSTRAINT node_level CHECK (((level >= 1) AND (level <= 7)))
);
COMMENT ON TABLE record.node IS 'Hashes of the tiles above the lowest: each the root of a full tile of 256 below it.';

CREATE TABLE record.unsigned (
  size bigint NOT NULL,
  CONSTRAINT unsigned_once PRIMARY KEY (size)
);
COMMENT ON TABLE record.unsigned IS 'Sizes at which the tree is sealed and not signed.';

CREATE TABLE record.checkpoint (
  size bigint NOT NULL,
  text text NOT NULL,
  CONSTRAINT checkpoint_once PRIMARY KEY (size)
);

CREATE TABLE record.signature (
  size bigint NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  line text NOT NULL,
  CONSTRAINT signature_once PRIMARY KEY (size, number)
);

CREATE TABLE record.log_key (
  event bigint NOT NULL,
  vkey text NOT NULL,
  CONSTRAINT log_key_event_once PRIMARY KEY (event),
  CONSTRAINT log_key_once UNIQUE (vkey)
);
COMMENT ON COLUMN record.log_key.event IS 'The hand-over to this key; 0 for the first key.';

CREATE TABLE record.erasure (
  event bigint NOT NULL,
  said_by bigint NOT NULL,
  CONSTRAINT erasure_once PRIMARY KEY (event),
  CONSTRAINT erasure_said_once UNIQUE (said_by)
);
COMMENT ON COLUMN record.erasure.said_by IS 'The event whose entry says that the content of the other was erased.';
