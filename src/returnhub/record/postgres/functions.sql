-- What may be done with a record. Every function is owned by returnhub_record_owner; grants.sql says who calls which.
-- Refusals have codes of their own: RH001 no such entry, RH002 erasure refused, RH003 hand-over refused,
-- RH004 content refused, RH005 not a checkpoint of this tree.

CREATE OR REPLACE FUNCTION record.durable() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- whatever the session is used to: a promise is given, or a tree signed, on what survives a crash
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
END
$$;

-- This and the next have no SET, and are no more than STABLE, so that they dissolve into the queries around them.
CREATE OR REPLACE FUNCTION record.commitment(salt bytea, body text) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256('returnhub/content/v1\012'::bytea || salt || convert_to(body, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION record.entry(e record.event) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT convert_to(concat(
    '{', '"commitment":"' || encode(e.commitment, 'base64') || '",',
    CASE WHEN e.kind IN ('erasure', 'handover') THEN '"' || e.kind || '":' || e.open || ',' END,
    '"id":"', e.id, '","recorded":"',
    to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '",',
    CASE WHEN e.kind = 'seal' THEN '"seal":' || e.open || ',' END,
    '"v":1}'), 'UTF8')
$$;

CREATE OR REPLACE FUNCTION record.hashes(level integer, first bigint, width bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF hashes.level = 0 THEN
    RETURN (SELECT string_agg(hash, ''::bytea ORDER BY index) FROM record.leaf
            WHERE index >= first AND index < first + width);
  END IF;
  RETURN (SELECT string_agg(hash, ''::bytea ORDER BY index) FROM record.node
          WHERE level = hashes.level AND index >= first AND index < first + width);
END
$$;

CREATE OR REPLACE FUNCTION record.perfect_root(hashes bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  WHILE octet_length(hashes) > 32 LOOP
    SELECT string_agg(sha256('\x01'::bytea || substr(hashes, 64 * i + 1, 64)), ''::bytea ORDER BY i)
      INTO hashes FROM generate_series(0, octet_length(hashes) / 64 - 1) AS i;
  END LOOP;
  RETURN hashes;
END
$$;

CREATE OR REPLACE FUNCTION record.root(size bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  peak bytea;
  root bytea;
BEGIN
  -- a perfect subtree for each bit of the size, the rightmost first
  FOR bit IN 0 .. 62 LOOP
    CONTINUE WHEN (size >> bit) & 1 = 0;
    peak := record.perfect_root(record.hashes(bit / 8, ((size >> bit) - 1) << (bit % 8), 1 << (bit % 8)));
    root := CASE WHEN root IS NULL THEN peak ELSE sha256('\x01'::bytea || peak || root) END;
  END LOOP;
  RETURN coalesce(root, sha256(''::bytea));
END
$$;

CREATE OR REPLACE FUNCTION record.put_on_record(what text, openly text, bodies text[])
RETURNS TABLE (number bigint, id uuid, recorded_at timestamptz, commitment bytea)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM record.durable();
  IF EXISTS (SELECT FROM unnest(bodies) AS body WHERE body IS NULL OR octet_length(body) NOT BETWEEN 1 AND 1048576) THEN
    RAISE EXCEPTION 'a content has 1 to 1,048,576 bytes' USING ERRCODE = 'RH004';
  END IF;
  RETURN QUERY
    WITH salted AS MATERIALIZED (
      -- 244 random bits
      SELECT nextval('record.event_number') AS number, body,
             sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS salt
      FROM unnest(bodies) AS body
    ), stored AS (
      INSERT INTO record.content (event, salt, body) SELECT number, salt, body FROM salted
    ), added AS (
      INSERT INTO record.event (number, kind, commitment, open)
      SELECT number, what, record.commitment(salt, body), openly FROM salted
      RETURNING number, id, recorded_at, commitment
    )
    SELECT number, id, recorded_at, commitment FROM added ORDER BY number;
END
$$;

CREATE OR REPLACE FUNCTION record.append(bodies text[])
RETURNS TABLE (id uuid, recorded_at timestamptz, commitment bytea)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT id, recorded_at, commitment FROM record.put_on_record('content', NULL, bodies)
$$;
COMMENT ON FUNCTION record.append(text[]) IS
  'Put contents (canonical JSON each) on record, in order, in the caller''s own transaction: all of them or none.';

CREATE OR REPLACE FUNCTION record.integrate(most integer, guards text, rules text, software text, source text, store text)
RETURNS TABLE (taken bigint, seal bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  old bigint;
  new bigint;
  previous bigint;
  sealed bigint;
  level integer := 0;
BEGIN
  IF num_nulls(most, guards, rules, software, source, store) > 0 THEN
    RAISE EXCEPTION 'a seal says all of its manifest' USING ERRCODE = 'null_value_not_allowed';
  END IF;
  PERFORM record.durable();
  -- one at a time; what the one before did is seen below, because each statement looks anew
  PERFORM FROM record.log FOR UPDATE;
  old := (SELECT coalesce(max(index) + 1, 0) FROM record.leaf);
  previous := greatest((SELECT max(size) FROM record.checkpoint), (SELECT max(size) FROM record.unsigned), 0);
  -- by number, not from a number on: one that committed late has a lower number than others in the tree
  INSERT INTO record.leaf (index, event, entry)
    SELECT old + row_number() OVER (ORDER BY w.event) - 1, w.event,
           (SELECT record.entry(e) FROM record.event AS e WHERE e.number = w.event)
    FROM (SELECT event FROM record.waiting ORDER BY event LIMIT most) AS w;
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken = 0 THEN
    RETURN;
  END IF;
  new := old + taken + 1;
  INSERT INTO record.event (kind, open)
    VALUES ('seal', format('{"guards":%s,"previous":%s,"rules":%s,"size":%s,"software":%s,"source":%s,"store":%s}',
      guards, previous, rules, new, to_json(software), to_json(source), to_json(store)))
    RETURNING number INTO sealed;
  INSERT INTO record.leaf (index, event, entry)
    SELECT new - 1, e.number, record.entry(e) FROM record.event AS e WHERE e.number = sealed
    RETURNING entry INTO seal;
  DELETE FROM record.waiting WHERE event IN (SELECT event FROM record.leaf WHERE index >= old);
  WHILE new >> (8 * level + 8) > old >> (8 * level + 8) LOOP
    INSERT INTO record.node (level, index, hash)
      SELECT level + 1, tile, record.perfect_root(record.hashes(level, 256 * tile, 256))
      FROM generate_series(old >> (8 * level + 8), (new >> (8 * level + 8)) - 1) AS tile;
    level := level + 1;
  END LOOP;
  INSERT INTO record.unsigned (size) VALUES (new);
  RETURN NEXT;
END
$$;

CREATE OR REPLACE FUNCTION record.keep(given bigint, words text, lines text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM record.durable();
  INSERT INTO record.checkpoint (size, text)
    SELECT u.size, words FROM record.unsigned AS u WHERE u.size = given ON CONFLICT DO NOTHING;
  -- two that bring the same signature at once: the second waits here, and finds it there
  PERFORM FROM record.checkpoint AS c WHERE c.size = given AND c.text = words FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the tree has no such checkpoint at %', given USING ERRCODE = 'RH005', HINT = given;
  END IF;
  INSERT INTO record.signature (size, line)
    SELECT given, line FROM unnest(lines) AS line
    WHERE NOT EXISTS (SELECT FROM record.signature AS s WHERE s.size = given AND s.line = line.line);
  DELETE FROM record.unsigned WHERE size = given;
END
$$;

CREATE OR REPLACE FUNCTION record.hand_over(note text, old text, new text)
RETURNS TABLE (id uuid, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  added bigint;
BEGIN
  PERFORM record.durable();
  -- one hand-over after the other: the second sees the first, and has the higher number
  PERFORM FROM record.log FOR UPDATE;
  IF old IS DISTINCT FROM (SELECT vkey FROM record.log_key ORDER BY event DESC LIMIT 1) THEN
    RAISE EXCEPTION 'the key that hands over is not in office' USING ERRCODE = 'RH003';
  END IF;
  IF EXISTS (SELECT FROM record.log_key AS k JOIN record.waiting AS w USING (event)) THEN
    RAISE EXCEPTION 'another hand-over waits for the tree' USING ERRCODE = 'RH003';
  END IF;
  INSERT INTO record.event (kind, open) VALUES ('handover', to_json(note)::text)
    RETURNING number, id, recorded_at INTO added, id, recorded_at;
  INSERT INTO record.log_key (event, vkey) VALUES (added, new);
  RETURN NEXT;
END
$$;

CREATE OR REPLACE FUNCTION record.erase(given bigint, basis text, body text)
RETURNS TABLE (id uuid, recorded_at timestamptz, commitment bytea, erased uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  target bigint;
  what text;
  says bigint;
BEGIN
  IF btrim(basis, E' \t\n\r') = '' THEN
    RAISE EXCEPTION 'no legal basis is given' USING ERRCODE = 'RH002', HINT = 'basis';
  END IF;
  SELECT e.number, e.id, e.kind INTO target, erased, what
    FROM record.leaf AS l JOIN record.event AS e ON e.number = l.event WHERE l.index = given;
  IF target IS NULL THEN
    RAISE EXCEPTION 'no entry at %', given USING ERRCODE = 'RH001', HINT = given;
  END IF;
  IF what <> 'content' THEN
    RAISE EXCEPTION 'entry % is of the kind %', given, what USING ERRCODE = 'RH002', HINT = what;
  END IF;
  -- two that erase the same at once: the second waits here, and finds nothing
  PERFORM FROM record.content AS c WHERE c.event = target FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'entry % has been erased', given USING ERRCODE = 'RH002', HINT = 'erased';
  END IF;
  SELECT number, id, recorded_at, commitment INTO says, id, recorded_at, commitment
    FROM record.put_on_record('erasure',
      format('{"basis":%s,"id":"%s","index":%s}', to_json(basis), erased, given), ARRAY[body]);
  INSERT INTO record.erasure (event, said_by) VALUES (target, says);
  DELETE FROM record.content WHERE event = target;
  RETURN NEXT;
END
$$;
