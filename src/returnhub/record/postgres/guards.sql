-- What no role may do, whatever its privileges: the functions of the triggers in triggers.sql.
-- Each refuses with SQLSTATE 23001 and the trigger's name as the constraint's.

CREATE OR REPLACE FUNCTION record.refuse(guard text, why text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'restrict_violation', CONSTRAINT = guard;
END
$$;

CREATE OR REPLACE FUNCTION record.never() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM record.refuse(TG_NAME, format('%s of record.%s is refused to everybody', TG_OP, TG_TABLE_NAME));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.event_recorded_now() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- nobody gives a time or an id; while a clock that was set back catches up, the last seal's time is given
  NEW.recorded_at := greatest(clock_timestamp(), (
    SELECT e.recorded_at FROM record.event AS e
    WHERE e.number = (SELECT l.event FROM record.leaf AS l ORDER BY l.index DESC LIMIT 1)));
  NEW.id := gen_random_uuid();
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION record.event_committed_soon() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- at the commit: an entry that others' seals overtook by more than clocks may differ would look backdated
  IF clock_timestamp() > NEW.recorded_at + interval '45 seconds' THEN
    PERFORM record.refuse(TG_NAME, 'what is put on record has to be committed within 45 seconds');
  END IF;
  RETURN NULL;
END
$$;

-- Below, a row's counterpart is looked up by a query of its own, never by a join: a plan made while the tables
-- were empty then still goes by the index when they are full.

CREATE OR REPLACE FUNCTION record.event_whole() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added AS a WHERE (a.commitment IS NOT NULL)
             <> ((SELECT c.event FROM record.content AS c WHERE c.event = a.number) IS NOT NULL)) THEN
    PERFORM record.refuse(TG_NAME, 'an event with a commitment comes with its content');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.event_waits() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO record.waiting (event) SELECT a.number FROM added AS a;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.content_committed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added AS a WHERE record.commitment(a.salt, a.body) IS DISTINCT FROM
             (SELECT e.commitment FROM record.event AS e WHERE e.number = a.event)) THEN
    PERFORM record.refuse(TG_NAME, 'a content has to be the one that its event commits to');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.content_erased_by_entry() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM record.erasure AS e WHERE e.event = OLD.event) THEN
    PERFORM record.refuse(TG_NAME, 'content goes by record.erase alone, which puts on record why');
  END IF;
  RETURN OLD;
END
$$;

CREATE OR REPLACE FUNCTION record.erasure_said() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added AS a WHERE NOT coalesce((
      SELECT s.kind = 'erasure' AND s.open::json ->> 'id' = e.id::text AND s.open::json ->> 'index' = l.index::text
      FROM record.event AS s, record.event AS e, record.leaf AS l
      WHERE s.number = a.said_by AND e.number = a.event AND l.event = a.event), false)
  ) THEN
    PERFORM record.refuse(TG_NAME, 'an erasure needs an entry that names what was erased');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.waiting_taken_up() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM removed AS r
             WHERE (SELECT l.event FROM record.leaf AS l WHERE l.event = r.event) IS NULL) THEN
    PERFORM record.refuse(TG_NAME, 'what waits leaves when it is in the tree');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.leaf_next() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first bigint;
  last bigint;
  many bigint;
BEGIN
  SELECT min(a.index), max(a.index), count(*) INTO first, last, many FROM added AS a;
  IF last - first + 1 <> many OR (first > 0 AND NOT EXISTS (SELECT FROM record.leaf AS l WHERE l.index = first - 1)) THEN
    PERFORM record.refuse(TG_NAME, 'indexes have no gap');
  END IF;
  IF EXISTS (SELECT FROM added AS a WHERE a.entry IS DISTINCT FROM
             (SELECT record.entry(e) FROM record.event AS e WHERE e.number = a.event)) THEN
    PERFORM record.refuse(TG_NAME, 'an entry says what its event says');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.node_right() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT a.hash, record.hashes(a.level - 1, 256 * a.index, 256) AS below FROM added AS a) AS n
             WHERE octet_length(n.below) IS DISTINCT FROM 8192 OR record.perfect_root(n.below) <> n.hash) THEN
    PERFORM record.refuse(TG_NAME, 'a node is the root of the full tile below it');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.unsigned_signed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM removed AS r WHERE NOT EXISTS (SELECT FROM record.checkpoint AS c WHERE c.size = r.size)) THEN
    PERFORM record.refuse(TG_NAME, 'a sealed tree stays until its checkpoint is kept');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.checkpoint_of_this_tree() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added AS a WHERE NOT coalesce((
      SELECT e.kind = 'seal' AND a.text = concat((SELECT g.origin FROM record.log AS g), E'\n', a.size, E'\n',
                                                 encode(record.root(a.size), 'base64'), E'\n')
      FROM record.leaf AS l JOIN record.event AS e ON e.number = l.event WHERE l.index = a.size - 1), false)
  ) THEN
    PERFORM record.refuse(TG_NAME, 'a checkpoint is of this tree, at one of its seals');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION record.log_key_handed_over() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added AS a WHERE a.event <> 0 AND NOT coalesce((
      SELECT e.kind = 'handover' AND strpos(e.open::json #>> '{}', E'\nto ' || a.vkey || E'\n') > 0
      FROM record.event AS e WHERE e.number = a.event), false)
  ) THEN
    PERFORM record.refuse(TG_NAME, 'a key comes by a hand-over that is on record');
  END IF;
  RETURN NULL;
END
$$;
