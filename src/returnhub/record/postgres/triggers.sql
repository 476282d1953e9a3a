-- One trigger a line, as PostgreSQL prints it: `install` makes each and enables it ALWAYS, so that
-- session_replication_role does not switch it off, and `guards` holds the catalogue to these lines.

CREATE TRIGGER log_kept BEFORE DELETE OR UPDATE ON record.log FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER log_not_emptied BEFORE TRUNCATE ON record.log FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER log_key_kept BEFORE DELETE OR UPDATE ON record.log_key FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER log_key_not_emptied BEFORE TRUNCATE ON record.log_key FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER log_key_handed_over AFTER INSERT ON record.log_key REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.log_key_handed_over();

CREATE TRIGGER event_kept BEFORE DELETE OR UPDATE ON record.event FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON record.event FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER event_recorded_now BEFORE INSERT ON record.event FOR EACH ROW EXECUTE FUNCTION record.event_recorded_now();
CREATE CONSTRAINT TRIGGER event_committed_soon AFTER INSERT ON record.event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.kind <> 'seal'::text)) EXECUTE FUNCTION record.event_committed_soon();
CREATE TRIGGER event_whole AFTER INSERT ON record.event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.event_whole();
CREATE TRIGGER event_waits AFTER INSERT ON record.event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.event_waits();

CREATE TRIGGER content_kept BEFORE UPDATE ON record.content FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER content_not_emptied BEFORE TRUNCATE ON record.content FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER content_committed AFTER INSERT ON record.content REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.content_committed();
CREATE TRIGGER content_erased_by_entry BEFORE DELETE ON record.content FOR EACH ROW EXECUTE FUNCTION record.content_erased_by_entry();

CREATE TRIGGER erasure_kept BEFORE DELETE OR UPDATE ON record.erasure FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER erasure_not_emptied BEFORE TRUNCATE ON record.erasure FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER erasure_said AFTER INSERT ON record.erasure REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.erasure_said();

CREATE TRIGGER waiting_kept BEFORE UPDATE ON record.waiting FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER waiting_not_emptied BEFORE TRUNCATE ON record.waiting FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER waiting_taken_up AFTER DELETE ON record.waiting REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION record.waiting_taken_up();

CREATE TRIGGER leaf_kept BEFORE DELETE OR UPDATE ON record.leaf FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER leaf_not_emptied BEFORE TRUNCATE ON record.leaf FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER leaf_next AFTER INSERT ON record.leaf REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.leaf_next();
CREATE TRIGGER node_kept BEFORE DELETE OR UPDATE ON record.node FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER node_not_emptied BEFORE TRUNCATE ON record.node FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER node_right AFTER INSERT ON record.node REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.node_right();

CREATE TRIGGER unsigned_kept BEFORE UPDATE ON record.unsigned FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER unsigned_not_emptied BEFORE TRUNCATE ON record.unsigned FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER unsigned_signed AFTER DELETE ON record.unsigned REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION record.unsigned_signed();
CREATE TRIGGER checkpoint_kept BEFORE DELETE OR UPDATE ON record.checkpoint FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER checkpoint_not_emptied BEFORE TRUNCATE ON record.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION record.never();
CREATE TRIGGER checkpoint_of_this_tree AFTER INSERT ON record.checkpoint REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record.checkpoint_of_this_tree();
CREATE TRIGGER signature_kept BEFORE DELETE OR UPDATE ON record.signature FOR EACH ROW EXECUTE FUNCTION record.never();
CREATE TRIGGER signature_not_emptied BEFORE TRUNCATE ON record.signature FOR EACH STATEMENT EXECUTE FUNCTION record.never();
