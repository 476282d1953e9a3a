-- What every stored ruleset stands on: `schema_sql` adds the calendar, `ruleset_sql` the rules themselves.
-- Refusals have codes of their own: RHR01 no such ruleset, RHR02 a fact that is not what it is said to be,
-- RHR03 no day asked about, RHR04 no rule asked. None quotes a fact's value: messages end up in logs.

CREATE SCHEMA IF NOT EXISTS rules;
COMMENT ON SCHEMA rules IS 'Rules and procedures as the database itself judges by them; made from law/ and installed anew.';

CREATE TABLE IF NOT EXISTS rules.ruleset (
  digest text NOT NULL,
  profile text NOT NULL,
  title text NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT ruleset_once PRIMARY KEY (digest),
  CONSTRAINT ruleset_digest CHECK (digest ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE rules.ruleset IS 'Rulesets that can be asked. One is never taken out: a case may be pinned to it.';

CREATE OR REPLACE FUNCTION rules.check_asked(facts jsonb, as_of date) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF jsonb_typeof(facts) IS DISTINCT FROM 'object' THEN
    RAISE EXCEPTION 'the facts of a case are a JSON object' USING ERRCODE = 'RHR02';
  END IF;
  -- infinity would be after every limit
  IF (as_of BETWEEN DATE '0001-01-01' AND DATE '9999-12-31') IS NOT TRUE THEN
    RAISE EXCEPTION 'rules are asked as of a day between the years 1 and 9999' USING ERRCODE = 'RHR03';
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION rules.refuse_fact(fact text, expected text) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'fact "%" is not %', fact, expected USING ERRCODE = 'RHR02', COLUMN = fact;
END
$$;

-- Each of the next four gives NULL for a fact that is missing or null, and refuses one of another type.

CREATE OR REPLACE FUNCTION rules.fact_boolean(facts jsonb, fact text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := coalesce(jsonb_typeof(facts -> fact), 'null');
BEGIN
  IF kind = 'boolean' THEN
    RETURN (facts -> fact)::boolean;
  ELSIF kind <> 'null' THEN
    PERFORM rules.refuse_fact(fact, 'true or false');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION rules.fact_integer(facts jsonb, fact text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := coalesce(jsonb_typeof(facts -> fact), 'null');
BEGIN
  IF kind = 'number' AND scale((facts -> fact)::numeric) = 0 THEN
    RETURN (facts -> fact)::numeric;
  ELSIF kind <> 'null' THEN
    PERFORM rules.refuse_fact(fact, 'a whole number');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION rules.fact_date(facts jsonb, fact text) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := coalesce(jsonb_typeof(facts -> fact), 'null');
  written text := facts ->> fact;
  day date;
BEGIN
  IF kind = 'string' AND written ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN
    -- no cast: it would read more notations, and says what it was given when it fails
    day := make_date(left(written, 4)::integer, substr(written, 6, 2)::integer, 1) + right(written, 2)::integer - 1;
    IF to_char(day, 'YYYY-MM-DD') = written THEN
      RETURN day;
    END IF;
  END IF;
  IF kind <> 'null' THEN
    PERFORM rules.refuse_fact(fact, 'a day written as YYYY-MM-DD');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION rules.fact_code(facts jsonb, fact text, codes text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := coalesce(jsonb_typeof(facts -> fact), 'null');
BEGIN
  IF kind = 'string' AND (facts ->> fact) = ANY (codes) THEN
    RETURN facts ->> fact;
  ELSIF kind <> 'null' THEN
    PERFORM rules.refuse_fact(fact, 'one of its codes');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION rules.screen(digest text, facts jsonb, as_of date)
RETURNS TABLE (rule text, version integer, rule_group text, about text, holds boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM rules.ruleset AS r WHERE r.digest = screen.digest) THEN
    RAISE EXCEPTION 'no ruleset with the digest "%" is installed', left(digest, 64)
      USING ERRCODE = 'RHR01', HINT = 'Install it (screening.stored.ruleset_sql), then ask again.';
  END IF;
  RETURN QUERY EXECUTE format('SELECT * FROM rules.%I($1, $2)', 'screen_' || left(digest, 16)) USING facts, as_of;
END
$$;

CREATE OR REPLACE FUNCTION rules.stands(digest text, facts jsonb, as_of date, groups text[])
RETURNS TABLE (rule text, version integer, holds boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  answer record;
  asked text[] := '{}';
BEGIN
  FOR answer IN SELECT s.* FROM rules.screen(digest, facts, as_of) AS s WHERE s.rule_group = ANY (groups) LOOP
    asked := asked || answer.rule_group;
    IF answer.holds IS NOT TRUE THEN
      rule := answer.rule;
      version := answer.version;
      holds := answer.holds;
      RETURN NEXT;
    END IF;
  END LOOP;
  -- no rows means that nothing stands in the way, so a group that has no rules, or no name, must not pass for that
  IF (cardinality(groups) > 0 AND groups <@ asked) IS NOT TRUE THEN
    RAISE EXCEPTION 'a group without a rule was asked: nothing asked is no answer' USING ERRCODE = 'RHR04';
  END IF;
END
$$;
