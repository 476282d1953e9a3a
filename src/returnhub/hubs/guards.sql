-- Places. Lock order, everywhere: cases, then places, then hubs, then schemes, each in the order of their keys: docs/how-to/locks.md.
-- Whoever makes a place, a hub or a cap less available calls this once, before looking whether it is free.
CREATE OR REPLACE FUNCTION guard.lock_places(places bigint[], hubs bigint[], schemes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('lock_timeout', '5s', true);
  PERFORM FROM hubs_place WHERE id = ANY (places) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM hubs_hub WHERE id = ANY (hubs) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM agreements_scheme WHERE id = ANY (schemes) ORDER BY id FOR NO KEY UPDATE;
END
$$;

-- Everybody who is in a place or to come to it, held before the place is: the order of locks.
CREATE OR REPLACE FUNCTION guard.lock_people_of(of_place bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM casework_case WHERE id IN (SELECT case_id FROM hubs_stay WHERE place_id = of_place AND ended_id IS NULL) ORDER BY id FOR NO KEY UPDATE;
END
$$;

CALL guard.guard_table('hubs_hub');
CALL guard.guard_table('hubs_unit');
CALL guard.guard_table('hubs_room');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.lock_places(bigint[], bigint[], text[]), guard.lock_people_of(bigint) TO returnhub_app;
