-- Procedures as tables, and the stage that events lead to. `procedure_sql` fills them after the last line.
-- Refusals have codes of their own: RHP01 an event that the stage does not have, RHP02 no such procedure.

CREATE SCHEMA IF NOT EXISTS rules;

CREATE TABLE IF NOT EXISTS rules.procedure (
  procedure text NOT NULL,
  first_stage text NOT NULL,
  CONSTRAINT procedure_once PRIMARY KEY (procedure)
);

CREATE TABLE IF NOT EXISTS rules.step (
  procedure text NOT NULL,
  stage text NOT NULL,
  event text NOT NULL,
  leads_to text NOT NULL,
  actor text NOT NULL,
  guard text,
  clock text,
  is_fact boolean NOT NULL,
  position integer NOT NULL,
  CONSTRAINT step_once PRIMARY KEY (procedure, stage, event),
  CONSTRAINT step_of_procedure FOREIGN KEY (procedure) REFERENCES rules.procedure,
  CONSTRAINT step_fact_without_guard CHECK (NOT (is_fact AND guard IS NOT NULL))
);

CREATE OR REPLACE FUNCTION rules.first_stage(procedure text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_stage text := (SELECT p.first_stage FROM rules.procedure AS p WHERE p.procedure = first_stage.procedure);
BEGIN
  IF found_stage IS NULL THEN
    RAISE EXCEPTION 'no procedure "%" is installed', procedure USING ERRCODE = 'RHP02';
  END IF;
  RETURN found_stage;
END
$$;

CREATE OR REPLACE FUNCTION rules.allowed(procedure text, stage text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM rules.first_stage(procedure);
  RETURN QUERY SELECT s.event FROM rules.step AS s
    WHERE s.procedure = allowed.procedure AND s.stage = allowed.stage ORDER BY s.position;
END
$$;

CREATE OR REPLACE FUNCTION rules.fold(procedure text, events text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  now_in text := rules.first_stage(procedure);
  happened text;
  follows text;
BEGIN
  FOREACH happened IN ARRAY events LOOP
    follows := (SELECT s.leads_to FROM rules.step AS s
                WHERE s.procedure = fold.procedure AND s.stage = now_in AND s.event = happened);
    IF follows IS NULL THEN
      RAISE EXCEPTION 'in the stage "%" the procedure has no event "%"', now_in, happened USING ERRCODE = 'RHP01',
        DETAIL = array_to_string(ARRAY(SELECT rules.allowed(procedure, now_in)), ', ');
    END IF;
    now_in := follows;
  END LOOP;
  RETURN now_in;
END
$$;

-- As a whole: a step by any other hand does not stay.
DELETE FROM rules.step;
DELETE FROM rules.procedure;
