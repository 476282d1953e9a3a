-- Who may do what: one grant a line, and nothing else, which `guards` holds the catalogue to.
-- A login role becomes a member of one of these; the service's is a member of returnhub_app and of no other.

GRANT USAGE ON SCHEMA record TO returnhub_app, returnhub_sequencer, returnhub_eraser, returnhub_reader;
GRANT SELECT ON record.log, record.log_key, record.leaf, record.node, record.checkpoint, record.signature TO returnhub_app, returnhub_sequencer, returnhub_eraser, returnhub_reader;
GRANT SELECT ON record.event TO returnhub_app, returnhub_sequencer, returnhub_eraser;
GRANT SELECT ON record.waiting TO returnhub_app, returnhub_sequencer, returnhub_eraser, returnhub_reader;
GRANT SELECT ON record.unsigned TO returnhub_sequencer;
GRANT SELECT ON record.content, record.erasure TO returnhub_app;
GRANT EXECUTE ON FUNCTION record.append(text[]) TO returnhub_app;
GRANT EXECUTE ON FUNCTION record.integrate(integer, text, text, text, text, text), record.keep(bigint, text, text[]), record.hand_over(text, text, text) TO returnhub_sequencer;
GRANT EXECUTE ON FUNCTION record.erase(bigint, text, text) TO returnhub_eraser;
