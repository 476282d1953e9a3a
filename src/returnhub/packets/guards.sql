-- What leaves to another state: typed packets with listed fields, and nothing else; who answers for a person, signed by both states.

-- Whether a value has a shape of `packets.kinds`. There is none for words of one's own.
CREATE OR REPLACE FUNCTION guard.has_shape(value jsonb, shape text, words text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(CASE shape
    WHEN 'reference' THEN jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^RH-[0-9A-Z]{4}-[0-9A-Z]{2}$'
    WHEN 'name' THEN jsonb_typeof(value) = 'string' AND length(value #>> '{}') BETWEEN 1 AND 300 AND value #>> '{}' !~ '[[:cntrl:]]'
    -- make_date would refuse the 31st of February with an error of its own
    WHEN 'date' THEN CASE WHEN jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
      THEN right(value #>> '{}', 2)::integer <= extract(day FROM (left(value #>> '{}', 8) || '01')::date + interval '1 month - 1 day') ELSE false END
    WHEN 'year' THEN jsonb_typeof(value) = 'number' AND value #>> '{}' ~ '^(19|20)[0-9]{2}$'
    WHEN 'yes_no' THEN jsonb_typeof(value) = 'boolean'
    WHEN 'word' THEN jsonb_typeof(value) = 'string' AND value #>> '{}' = ANY (words)
    WHEN 'references' THEN jsonb_typeof(value) = 'array' AND jsonb_array_length(value) <= 20
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS e WHERE jsonb_typeof(e) <> 'string' OR e #>> '{}' !~ '^RH-[0-9A-Z]{4}-[0-9A-Z]{2}$')
    WHEN 'names' THEN jsonb_typeof(value) = 'array' AND jsonb_array_length(value) BETWEEN 1 AND 20
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS e WHERE jsonb_typeof(e) <> 'string' OR length(e #>> '{}') NOT BETWEEN 1 AND 300 OR e #>> '{}' ~ '[[:cntrl:]]')
    WHEN 'numbers' THEN jsonb_typeof(value) = 'array' AND jsonb_array_length(value) <= 20
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS e WHERE jsonb_typeof(e) <> 'string' OR e #>> '{}' !~ '^[0-9A-Z/.-]{1,60}$')
    END, false)
$$;

-- What is wrong with the fields of a packet of a kind, as "field: why"; no row: nothing.
CREATE OR REPLACE FUNCTION guard.packet_wrong(of_kind text, fields jsonb) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF jsonb_typeof(fields) IS DISTINCT FROM 'object' OR NOT EXISTS (SELECT FROM packets_kind AS k WHERE k.kind = of_kind) THEN
    RETURN QUERY SELECT 'kind: no such packet';
    RETURN;
  END IF;
  RETURN QUERY
    SELECT coalesce(f.name, g.key) || CASE WHEN f.name IS NULL THEN ': not listed' WHEN g.key IS NULL THEN ': missing' ELSE ': not of its type' END
    FROM (SELECT * FROM packets_field AS p WHERE p.kind_id = of_kind) AS f FULL JOIN jsonb_each(fields) AS g ON g.key = f.name
    WHERE f.name IS NULL OR g.key IS NULL
      OR NOT (f.may_be_unknown AND g.value = 'null' OR guard.has_shape(g.value, f.shape, f.words));
END
$$;

-- What the record says of a person for any packet: a packet has this in its drawn fields, and nothing else.
CREATE OR REPLACE FUNCTION guard.drawn(of_case bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'reference', c.reference,
    'hub', (SELECT h.name FROM hubs_stay AS s JOIN hubs_hub AS h ON h.id = s.hub_id WHERE s.case_id = c.id AND s.ended_id IS NULL),
    'name', n.names -> 0,
    'names', n.names,
    'birth_on', k -> 'birth_on',
    'birth_year', to_jsonb(extract(year FROM (k ->> 'birth_on')::date)::integer),
    'sex', k -> 'sex',
    'nationality', (SELECT o.name FROM packets_origin AS o WHERE o.code = k ->> 'origin'),
    'family', (SELECT coalesce(jsonb_agg(o.reference ORDER BY o.reference), '[]') FROM casework_member AS m
               JOIN casework_member AS r ON r.family_id = m.family_id AND r.person_id <> m.person_id AND r.ended_id IS NULL
               JOIN casework_case AS o ON o.person_id = r.person_id AND o.scheme = c.scheme
               WHERE m.person_id = c.person_id AND m.ended_id IS NULL),
    'needs_step_free', k -> 'needs_step_free',
    'needs_care', to_jsonb((k ->> 'care_needed')::integer > 0),
    'needs_family_place', k -> 'family_with_children',
    'has_lawyer', EXISTS (SELECT FROM casework_representation AS r WHERE r.case_id = c.id AND r.ended_id IS NULL),
    -- papers of the origin alone: another state's would tell of a stay there, or of a claim
    'document_numbers', (SELECT coalesce(jsonb_agg(DISTINCT d.number), '[]') FROM casework_document AS d JOIN packets_origin AS o ON lower(d.state) IN (lower(o.code), lower(o.name))
                         WHERE d.person_id = c.person_id AND d.ended_id IS NULL AND o.code = k ->> 'origin'),
    'birth_place', i.birth_place, 'father', i.father, 'mother', i.mother,
    'photograph', coalesce(i.photograph, false), 'fingerprints', coalesce(i.fingerprints, false))
  FROM casework_case AS c CROSS JOIN guard.known(of_case, guard.today()) AS k
  CROSS JOIN LATERAL (SELECT coalesce(jsonb_agg(a.text ORDER BY a.kind, a.id), '[]') AS names FROM casework_name AS a
                      WHERE a.person_id = c.person_id AND a.ended_id IS NULL AND a.kind IN ('accepted', 'alias')) AS n
  LEFT JOIN packets_identity AS i ON i.case_id = c.id AND i.ended_id IS NULL
  WHERE c.id = of_case
$$;

-- Everything against speaking to the state of origin about somebody, one row a reason; none: nothing is. What is not known is not no.
CREATE OR REPLACE FUNCTION guard.against_contact(of_case bigint, as_of date) RETURNS TABLE (code text, what text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  k jsonb := guard.known(of_case, as_of);
  stood text := (SELECT s.stage FROM casework_standing AS s WHERE s.case_id = of_case);
BEGIN
  IF NOT EXISTS (SELECT FROM packets_kind AS p WHERE p.kind = 'document_request' AND stood = ANY (p.stages)) THEN
    RETURN QUERY SELECT 'stage', coalesce(stood, ''), '';
  END IF;
  RETURN QUERY
    SELECT CASE WHEN f.holds IS NULL THEN 'fact_unknown' ELSE 'fact_against' END, f.fact, ''
    FROM (VALUES
      ('claim_decision', k ->> 'claim_decision' IN ('refused', 'withdrawn')),
      ('appeal_outcome', k ->> 'appeal_outcome' IN ('dismissed', 'withdrawn') OR NOT (k ->> 'appeal_lodged')::boolean),
      ('rights_exhausted_on', (k ->> 'rights_exhausted_on')::date <= as_of),
      ('reconsideration_ends_on', (k ->> 'reconsideration_ends_on')::date < as_of),
      ('further_submissions_pending', NOT (k ->> 'further_submissions_pending')::boolean),
      ('late_evidence_unread', NOT (k ->> 'late_evidence_unread')::boolean),
      ('judicial_review_pending', NOT (k ->> 'judicial_review_pending')::boolean),
      ('court_stay', NOT (k ->> 'court_stay')::boolean),
      ('interim_measure', NOT (k ->> 'interim_measure')::boolean),
      ('trafficking_status', k ->> 'trafficking_status' = 'none'),
      ('protected_elsewhere', NOT (k ->> 'protected_elsewhere')::boolean),
      ('stateless', NOT (k ->> 'stateless')::boolean),
      ('origin', CASE WHEN k ->> 'origin' IS NOT NULL THEN true END),
      -- whoever has been in the host state may have asked there
      ('host_claim_open', NOT (k ->> 'host_claim_open')::boolean OR NOT EXISTS (
        SELECT FROM casework_happening AS h WHERE h.case_id = of_case AND h.ended_id IS NULL AND h.word IN ('departed', 'departed without authority', 'arrived', 'born in the hub')))
    ) AS f (fact, holds) WHERE f.holds IS NOT TRUE;
  RETURN QUERY SELECT 'bar', b.kind::text, b.says FROM casework_bar AS b WHERE b.case_id = of_case AND b.ended_id IS NULL
    AND b.kind IN ('court_order', 'interim_measure', 'further_submissions', 'judicial_review', 'new_evidence', 'trafficking');
  -- the stage forgets what was asked once a limit is reached or somebody leaves; what happened does not
  RETURN QUERY SELECT 'undecided', h.word::text, '' FROM casework_happening AS h JOIN (VALUES
      ('claim made in the host state', ARRAY['claim refused by the host state']),
      -- who was brought back for it is answered as submissions are
      ('new evidence raised', ARRAY['new evidence changes nothing', 'further submissions rejected', 'fresh claim refused']),
      ('further submissions made', ARRAY['further submissions rejected', 'fresh claim refused'])) AS a (asks, answers) ON a.asks = h.word
    WHERE h.case_id = of_case AND h.ended_id IS NULL AND NOT EXISTS (
      SELECT FROM casework_happening AS l WHERE l.case_id = of_case AND l.ended_id IS NULL AND l.word = ANY (a.answers) AND (l.at, l.id) > (h.at, h.id))
    -- at the limit of a stay the procedure has no such step, and the decision is on record all the same
      AND NOT EXISTS (SELECT FROM onward_hostanswer AS o WHERE o.case_id = of_case AND o.outcome = 'refused' AND o.event_id > h.event_id AND h.word = 'claim made in the host state')
      AND NOT EXISTS (SELECT FROM onward_review AS o WHERE o.case_id = of_case AND o.outcome = 'changes_nothing' AND o.event_id > h.event_id AND h.word = 'new evidence raised');
  RETURN QUERY SELECT 'protected', h.word::text, '' FROM casework_happening AS h WHERE h.case_id = of_case AND h.ended_id IS NULL
    AND h.word IN ('protection granted', 'appeal allowed', 'further submissions accepted', 'protected by the host state');
END
$$;

-- Canonical JSON (RFC 8785) of an object whose values are text, whole numbers, truth values, null and lists of text.
CREATE OR REPLACE FUNCTION guard.packet_digest(fields jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(convert_to('{' || string_agg(to_json(f.key)::text || ':' || CASE jsonb_typeof(f.value)
    WHEN 'string' THEN to_json(f.value #>> '{}')::text
    WHEN 'array' THEN '[' || coalesce((SELECT string_agg(to_json(e)::text, ',' ORDER BY n) FROM jsonb_array_elements_text(f.value) WITH ORDINALITY AS l (e, n)), '') || ']'
    ELSE f.value::text END, ',' ORDER BY f.key COLLATE "C") || '}', 'UTF8')), 'hex')
  FROM jsonb_each(fields) AS f
$$;

-- A packet that is sent is of its kind, says what the record says, and may be sent now. With the case's row held: a claim that is made in
-- the same moment comes before, and is seen, or after.
CREATE OR REPLACE FUNCTION guard.packet_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_kind packets_kind;
  c casework_case;
  wrong text;
  record jsonb;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO c FROM casework_case WHERE id = NEW.case_id;
  SELECT * INTO of_kind FROM packets_kind WHERE kind = NEW.kind;
  IF of_kind.kind IS NULL OR NEW."to" IS DISTINCT FROM of_kind.receiver THEN
    PERFORM guard.refuse('packets_packet_kind', 'there is no such packet for that state');
  END IF;
  SELECT string_agg(w, ', ' ORDER BY w) INTO wrong FROM guard.packet_wrong(NEW.kind, NEW.fields) AS w;
  IF wrong IS NOT NULL THEN
    PERFORM guard.refuse('packets_packet_fields', 'a packet has the listed fields, each of its type, and nothing else', wrong);
  END IF;
  record := guard.drawn(NEW.case_id);
  SELECT string_agg(f.name, ', ' ORDER BY f.name) INTO wrong FROM packets_field AS f
    WHERE f.kind_id = NEW.kind AND NOT f.given AND NEW.fields -> f.name IS DISTINCT FROM record -> f.name;
  IF wrong IS NOT NULL THEN
    PERFORM guard.refuse('packets_packet_drawn', 'a packet says what the record says', wrong);
  END IF;
  IF NOT (SELECT s.stage FROM casework_standing AS s WHERE s.case_id = NEW.case_id) = ANY (of_kind.stages) THEN
    PERFORM guard.refuse('packets_packet_stage', 'this packet is not sent in the stage of the case',
      (SELECT s.stage FROM casework_standing AS s WHERE s.case_id = NEW.case_id));
  END IF;
  IF of_kind.receiver = 'origin' THEN
    SELECT string_agg(concat_ws(' ', a.code, nullif(a.what, '')), ', ') INTO wrong FROM guard.against_contact(NEW.case_id, guard.today()) AS a;
    IF wrong IS NOT NULL THEN
      PERFORM guard.refuse('packets_origin_contact', 'the state of origin is not contacted before every claim is finally decided', wrong);
    END IF;
    IF NEW.kind = 'voluntary_return' AND (guard.known(NEW.case_id, guard.today()) ->> 'voluntary_return_accepted')::boolean IS NOT TRUE THEN
      PERFORM guard.refuse('packets_voluntary_accepted', 'nobody returns voluntarily who has not said so');
    END IF;
  END IF;
  IF NEW.state IS DISTINCT FROM (CASE of_kind.receiver WHEN 'origin' THEN record ->> 'nationality'
                                 ELSE (SELECT s.host FROM agreements_scheme AS s WHERE s.id = c.scheme) END) THEN
    PERFORM guard.refuse('packets_packet_state', 'a packet goes to the host of the scheme or to the person''s own state of origin');
  END IF;
  IF NEW.digest IS DISTINCT FROM guard.packet_digest(NEW.fields) OR NOT EXISTS (
    SELECT FROM journal_event AS e WHERE e.id = NEW.event_id AND e.kind = 'packets.packet_sent' AND e.data -> 'fields' = NEW.fields) THEN
    PERFORM guard.refuse('packets_packet_as_recorded', 'what is sent is what is put on record');
  END IF;
  RETURN NEW;
END
$$;

-- The words that an officer types for a consulate are names alone: short, and without digits or line breaks.
CREATE OR REPLACE FUNCTION guard.identity_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  IF EXISTS (SELECT FROM unnest(ARRAY[NEW.birth_place, NEW.father, NEW.mother]) AS w
             WHERE w IS NOT NULL AND (w !~ '^[^[:cntrl:][:digit:]:;!?"<>@/_]{1,100}$' OR array_length(regexp_split_to_array(btrim(w), '\s+'), 1) > 8 OR w <> btrim(w))) THEN
    PERFORM guard.refuse('packets_identity_named', 'a place or a name has 100 letters and eight words at most, and nothing else');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.packet_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p packets_packet;
BEGIN
  SELECT * INTO p FROM packets_packet WHERE id = NEW.packet_id;
  PERFORM guard.lock_case(p.case_id);
  IF NOT EXISTS (SELECT FROM journal_event AS e WHERE e.id = NEW.event_id AND e."case" = p.case_id) THEN
    PERFORM guard.refuse('packets_packetanswer_case', 'an answer is put on record in the case of its packet');
  END IF;
  IF NEW.answer NOT IN ('received') AND NEW.answer <> ALL (CASE p."to" WHEN 'host' THEN ARRAY['accepted', 'declined'] ELSE ARRAY['issued', 'refused'] END) THEN
    PERFORM guard.refuse('packets_packetanswer_kind', 'the host accepts or declines, the origin issues or refuses');
  END IF;
  IF NEW.answered_on > guard.today() OR NEW.answered_on < (SELECT (e.recorded AT TIME ZONE 'Europe/London')::date FROM journal_event AS e WHERE e.id = p.event_id) THEN
    PERFORM guard.refuse('packets_packetanswer_past', 'an answer comes after its packet, and not before it is there');
  END IF;
  RETURN NEW;
END
$$;

-- Which state answers for a person now.
CREATE OR REPLACE FUNCTION guard.responsible(of_case bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT h.to_side FROM packets_responsibility AS h JOIN packets_responsibilitytaken AS t ON t.responsibility_id = h.id
                   WHERE h.case_id = of_case AND h.ended_id IS NULL), 'sending_state')
$$;

-- Whether somebody signs for a side: an officer of the sending state in its scheme, or a host-state officer of the hub that the person is in.
CREATE OR REPLACE FUNCTION guard.signs_for(side text, of_user bigint, role text, of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM accounts_grant AS g JOIN casework_case AS c ON c.id = of_case
    WHERE g.user_id = of_user AND g.role = signs_for.role AND g.ended_id IS NULL AND g.scheme IN ('', c.scheme)
      AND CASE side WHEN 'sending_state' THEN g.role IN ('screening_officer', 'authorising_officer', 'escort')
          ELSE g.role = 'host_state_officer' AND EXISTS (SELECT FROM hubs_stay AS s WHERE s.case_id = c.id AND s.hub_id = g.hub AND s.ended_id IS NULL) END)
$$;

CREATE OR REPLACE FUNCTION guard.responsibility_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gives text := CASE NEW.to_side WHEN 'host_state' THEN 'sending_state' ELSE 'host_state' END;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  IF guard.responsible(NEW.case_id) IS DISTINCT FROM gives THEN
    PERFORM guard.refuse('packets_responsibility_side', 'responsibility is handed over by the state that has it');
  END IF;
  IF NOT guard.signs_for(gives, NEW.by_id, (SELECT e.role FROM journal_event AS e WHERE e.id = NEW.event_id), NEW.case_id) THEN
    PERFORM guard.refuse('packets_responsibility_officer', 'an officer of the state that hands over signs');
  END IF;
  IF NEW.at > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('packets_responsibility_past', 'what is to come is not signed for');
  END IF;
  IF EXISTS (SELECT FROM packets_responsibility AS h WHERE h.case_id = NEW.case_id AND h.ended_id IS NULL
             AND NOT EXISTS (SELECT FROM packets_responsibilitytaken AS t WHERE t.responsibility_id = h.id)) THEN
    PERFORM guard.refuse('packets_responsibility_waits', 'another handover of this person waits for its second signature');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.responsibility_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  h packets_responsibility;
BEGIN
  SELECT * INTO h FROM packets_responsibility WHERE id = NEW.responsibility_id;
  PERFORM guard.lock_case(h.case_id);
  IF NOT EXISTS (SELECT FROM journal_event AS e WHERE e.id = NEW.event_id AND e."case" = h.case_id) THEN
    PERFORM guard.refuse('packets_responsibilitytaken_case', 'a signature is put on record in the case of its handover');
  END IF;
  IF h.by_id = NEW.by_id THEN
    PERFORM guard.refuse('packets_responsibility_two_people', 'each state signs by a person of its own');
  END IF;
  IF NOT guard.signs_for(h.to_side, NEW.by_id, (SELECT e.role FROM journal_event AS e WHERE e.id = NEW.event_id), h.case_id) THEN
    PERFORM guard.refuse('packets_responsibilitytaken_officer', 'an officer of the state that takes over signs');
  END IF;
  IF EXISTS (SELECT FROM packets_responsibility WHERE id = h.id AND ended_id IS NOT NULL) THEN
    PERFORM guard.refuse('packets_responsibilitytaken_standing', 'the handover was withdrawn');
  END IF;
  IF EXISTS (SELECT FROM packets_responsibility AS o JOIN packets_responsibilitytaken AS t ON t.responsibility_id = o.id
             WHERE o.case_id = h.case_id AND o.id <> h.id AND o.ended_id IS NULL) THEN
    PERFORM guard.refuse('packets_responsibility_once', 'one state is responsible, not both');
  END IF;
  RETURN NEW;
END
$$;

-- What both states have signed ends with the next handover that both sign, and not otherwise.
CREATE OR REPLACE FUNCTION guard.responsibility_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.ended_id IS NOT NULL AND EXISTS (SELECT FROM packets_responsibilitytaken AS t WHERE t.responsibility_id = NEW.id) AND NOT EXISTS (
    SELECT FROM packets_responsibility AS h JOIN packets_responsibilitytaken AS t ON t.responsibility_id = h.id
    WHERE h.case_id = NEW.case_id AND h.id > NEW.id AND t.event_id = NEW.ended_id) THEN
    PERFORM guard.refuse('packets_responsibility_stands', 'what both states signed ends with the next handover');
  END IF;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('named', 'packets_identity',
  'CREATE TRIGGER $ BEFORE INSERT ON packets_identity FOR EACH ROW EXECUTE FUNCTION guard.identity_named()');
CALL guard.put_trigger('sent', 'packets_packet',
  'CREATE TRIGGER $ BEFORE INSERT ON packets_packet FOR EACH ROW EXECUTE FUNCTION guard.packet_sent()');
CALL guard.put_trigger('answered', 'packets_packetanswer',
  'CREATE TRIGGER $ BEFORE INSERT ON packets_packetanswer FOR EACH ROW EXECUTE FUNCTION guard.packet_answered()');
CALL guard.put_trigger('signed', 'packets_responsibility',
  'CREATE TRIGGER $ BEFORE INSERT ON packets_responsibility FOR EACH ROW EXECUTE FUNCTION guard.responsibility_signed()');
CALL guard.put_trigger('stands', 'packets_responsibility',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON packets_responsibility DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.responsibility_stands()');
CALL guard.put_trigger('taken', 'packets_responsibilitytaken',
  'CREATE TRIGGER $ BEFORE INSERT ON packets_responsibilitytaken FOR EACH ROW EXECUTE FUNCTION guard.responsibility_taken()');

CALL guard.guard_table('packets_identity', 'ended_id');
CALL guard.guard_table('packets_packet');
CALL guard.guard_table('packets_packetanswer');
CALL guard.guard_table('packets_responsibility', 'ended_id');
CALL guard.guard_table('packets_responsibilitytaken');
REVOKE ALL ON packets_kind, packets_field, packets_origin FROM PUBLIC, returnhub_app;
GRANT SELECT ON packets_kind, packets_field, packets_origin TO returnhub_app;
-- who signs checkpoints says with each whether the list is as shipped
GRANT SELECT ON packets_kind, packets_field TO returnhub_sequencer;
REVOKE ALL ON FUNCTION guard.has_shape(jsonb, text, text[]), guard.packet_wrong(text, jsonb), guard.drawn(bigint), guard.against_contact(bigint, date),
  guard.packet_digest(jsonb), guard.packet_sent(), guard.identity_named(), guard.packet_answered(), guard.responsible(bigint),
  guard.signs_for(text, bigint, text, bigint), guard.responsibility_signed(), guard.responsibility_stands(), guard.responsibility_taken() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.drawn(bigint), guard.against_contact(bigint, date), guard.responsible(bigint) TO returnhub_app;
