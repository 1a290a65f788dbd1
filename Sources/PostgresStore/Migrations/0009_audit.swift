/// The audit trail: records that only ever come at the end.
let migration0009Audit = #"""
  CREATE TABLE audit_record (
    sequence bigint PRIMARY KEY CHECK (sequence > 0),
    time timestamptz NOT NULL CHECK (time = date_trunc('milliseconds', time)),
    actor text COLLATE "C" NOT NULL CHECK (actor <> ''),
    authenticated_by text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL CHECK (action <> ''),
    object_kind text COLLATE "C" NOT NULL,
    object_id text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    client_address text COLLATE "C" NOT NULL,
    details text COLLATE "C" NOT NULL,
    previous_hash text COLLATE "C" NOT NULL CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
    hash text COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$')
  );
  CREATE INDEX audit_record_actor ON audit_record (actor, sequence);
  CREATE INDEX audit_record_object ON audit_record (object_id, sequence);
  CREATE INDEX audit_record_time ON audit_record USING brin (time) WITH (pages_per_range = 16, autosummarize);
  COMMENT ON TABLE audit_record IS
    'Who did what to what, when, and what came of it; each record holds the hash of the one before.';
  COMMENT ON COLUMN audit_record.sequence IS 'From 1, without gaps.';
  COMMENT ON COLUMN audit_record.time IS 'By the clock of the process that did it; the order is that of sequence.';
  COMMENT ON COLUMN audit_record.details IS 'Canonical JSON of an object, kept byte by byte as it was hashed.';
  COMMENT ON COLUMN audit_record.hash IS
    'SHA-256 over the canonical JSON (RFC 8785) of all other columns, empty texts included.';

  CREATE FUNCTION tenor_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% of % refused: records of the audit trail are only ever added', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'TN001';
  END $$;
  COMMENT ON FUNCTION tenor_refuse_audit_change IS 'Trigger of the audit trail.';

  CREATE FUNCTION tenor_check_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong bigint;
  BEGIN
    SELECT min(w.sequence) INTO wrong FROM written w LEFT JOIN audit_record p ON p.sequence = w.sequence - 1
    WHERE w.previous_hash IS DISTINCT FROM
      CASE WHEN w.sequence = 1 THEN repeat('0', 64) ELSE p.hash END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'record % of the audit trail refused: it does not follow the record before', wrong
        USING ERRCODE = 'TN001';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION tenor_check_audit_chain IS 'Trigger: a record goes behind the last one, or nowhere.';

  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_audit_change();
  CREATE TRIGGER in_order AFTER INSERT ON audit_record REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_check_audit_chain();
  -- In sessions that play the part of a replica, too.
  ALTER TABLE audit_record ENABLE ALWAYS TRIGGER never_change, ENABLE ALWAYS TRIGGER in_order;
  -- The owner, too, loses what nobody needs; a role of the services is granted SELECT and INSERT.
  REVOKE ALL ON audit_record FROM PUBLIC;
  REVOKE UPDATE, DELETE, TRUNCATE ON audit_record FROM CURRENT_USER;
  """#
