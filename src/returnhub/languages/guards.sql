-- A text in another language counts only once another person has reviewed it, and while it is a translation of the English shipped.

CREATE OR REPLACE FUNCTION guard.is_language(code text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT code IN ('en', 'sq', 'ar', 'fa', 'ps', 'ckb', 'ti', 'vi') $$;

-- Whether a paper can be served, or a sentence shown, in a language: English is the original that the scheme signs off.
CREATE OR REPLACE FUNCTION guard.language_ready(of_key text, in_language text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM languages_english AS e WHERE e.key = of_key AND (in_language = 'en' OR EXISTS (
    SELECT FROM languages_text AS t JOIN languages_review AS r ON r.text_id = t.id
    WHERE t.key = of_key AND t.language = in_language AND t.ended_id IS NULL AND t.original = e.digest)))
$$;

CREATE OR REPLACE FUNCTION guard.text_of_english() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM languages_english AS e WHERE e.key = NEW.key AND e.digest = NEW.original) THEN
    PERFORM guard.refuse('languages_text_of_english', 'a translation is of the English that is shipped');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.review_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t languages_text;
BEGIN
  SELECT * INTO t FROM languages_text WHERE id = NEW.text_id FOR NO KEY UPDATE;
  IF t.by_id = NEW.by_id THEN
    PERFORM guard.refuse('languages_review_by_another', 'who translated a text does not review it');
  END IF;
  IF t.ended_id IS NOT NULL THEN
    PERFORM guard.refuse('languages_review_of_standing_text', 'the text was changed since');
  END IF;
  IF NEW.on > guard.today() THEN
    PERFORM guard.refuse('languages_review_past', 'a review is not still to come');
  END IF;
  IF NOT EXISTS (SELECT FROM accounts_grant AS g WHERE g.user_id = NEW.by_id AND g.ended_id IS NULL
                 AND g.role IN ('screening_officer', 'agreement_manager')) THEN
    PERFORM guard.refuse('languages_review_officer', 'a screening officer or an agreement manager reviews');
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('of_english', 'languages_text',
  'CREATE TRIGGER $ BEFORE INSERT ON languages_text FOR EACH ROW EXECUTE FUNCTION guard.text_of_english()');
CALL guard.put_trigger('by_another', 'languages_review',
  'CREATE TRIGGER $ BEFORE INSERT ON languages_review FOR EACH ROW EXECUTE FUNCTION guard.review_by_another()');
CALL guard.guard_table('languages_text', 'ended_id');
CALL guard.guard_table('languages_review');
REVOKE ALL ON languages_english FROM PUBLIC, returnhub_app;
GRANT SELECT ON languages_english TO returnhub_app;
REVOKE ALL ON FUNCTION guard.is_language(text), guard.language_ready(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.language_ready(text, text) TO returnhub_app;
