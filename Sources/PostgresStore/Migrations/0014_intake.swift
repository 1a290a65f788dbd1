/// Imports of files, and what checks find in market snapshots.
let migration0014Intake = #"""
  CREATE TABLE data_import (
    import_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('positions', 'instruments', 'counterparties', 'market', 'scenarios')),
    is_dry_run boolean NOT NULL,
    request text NOT NULL,
    fingerprint text COLLATE "C" NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    file_name text NOT NULL,
    file_bytes bigint NOT NULL CHECK (file_bytes >= 0),
    file_sha256 text COLLATE "C" NOT NULL CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
    state text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'SUCCEEDED', 'PARTIAL', 'REFUSED', 'FAILED')),
    accepted bigint NOT NULL DEFAULT 0 CHECK (accepted >= 0),
    rejected bigint NOT NULL DEFAULT 0 CHECK (rejected >= 0),
    result text,
    problem text,
    created_by text NOT NULL CHECK (created_by <> ''),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    CHECK ((state = 'RUNNING') = (finished_at IS NULL)),
    CHECK ((state IN ('REFUSED', 'FAILED')) = (problem IS NOT NULL))
  );
  CREATE INDEX data_import_fingerprint ON data_import (fingerprint, import_no);
  CREATE INDEX data_import_running ON data_import (import_no) WHERE state = 'RUNNING';
  COMMENT ON TABLE data_import IS
    'Files sent to the ingestion service, by whom, and what came of each. What an import stores commits with its last state; '
    'its session holds an advisory lock, so that one that nobody holds was broken off.';
  COMMENT ON COLUMN data_import.request IS 'Canonical JSON of what was asked.';
  COMMENT ON COLUMN data_import.fingerprint IS 'SHA-256 over request and content: the same for the same file and request.';
  COMMENT ON COLUMN data_import.file_sha256 IS 'Of the bytes as they were sent.';
  COMMENT ON COLUMN data_import.accepted IS 'Rows taken so far, told about twice a second while it runs.';
  COMMENT ON COLUMN data_import.result IS 'Canonical JSON of what was stored.';
  COMMENT ON COLUMN data_import.problem IS 'Why nothing was stored.';

  CREATE FUNCTION tenor_refuse_change_of_ended_import() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'RUNNING' THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% of import % refused: it is over', TG_OP, OLD.import_no USING ERRCODE = 'TN001';
  END $$;
  COMMENT ON FUNCTION tenor_refuse_change_of_ended_import IS 'Trigger: what came of an import never changes.';
  CREATE TRIGGER ended BEFORE UPDATE OR DELETE ON data_import
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_change_of_ended_import();

  CREATE TABLE data_import_rejection (
    import_no int NOT NULL REFERENCES data_import,
    rejection_no int NOT NULL CHECK (rejection_no >= 1),
    file text NOT NULL,
    line int,
    row_number int NOT NULL CHECK (row_number >= 0),
    field text,
    value text,
    message text NOT NULL,
    PRIMARY KEY (import_no, rejection_no)
  );
  COMMENT ON TABLE data_import_rejection IS
    'Rows that imports did not take and why, the first ten thousand of each; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON data_import_rejection
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE data_import_key (
    key_hash text COLLATE "C" PRIMARY KEY CHECK (key_hash ~ '^[0-9a-f]{64}$'),
    fingerprint text COLLATE "C" NOT NULL,
    import_no int NOT NULL REFERENCES data_import
  );
  COMMENT ON TABLE data_import_key IS 'Idempotency keys of clients, by their SHA-256, and the imports made for them.';

  -- Market snapshots ----------------------------------------------------------------------------------------

  CREATE TABLE marketdata_upload (
    upload_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    snapshot_no int NOT NULL REFERENCES marketdata_snapshot (snapshot_no),
    uploaded_by text NOT NULL CHECK (uploaded_by <> ''),
    files text NOT NULL,
    import_no int REFERENCES data_import,
    uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (snapshot_no, uploaded_by, files)
  );
  COMMENT ON TABLE marketdata_upload IS 'Who brought market snapshots, in which files; rows never change.';
  COMMENT ON COLUMN marketdata_upload.files IS 'Canonical JSON: an array of name, byte_count and sha256.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON marketdata_upload
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE marketdata_check (
    snapshot_no int PRIMARY KEY REFERENCES marketdata_snapshot (snapshot_no),
    compared_with int REFERENCES marketdata_snapshot (snapshot_no),
    thresholds text NOT NULL,
    finding_count int NOT NULL CHECK (finding_count >= 0),
    checked_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  COMMENT ON TABLE marketdata_check IS
    'What was asked of a market snapshot when it was stored; those stored before schema 14 have none. Rows never change.';
  COMMENT ON COLUMN marketdata_check.compared_with IS 'The snapshot of the valuation date before; null for none.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON marketdata_check
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE marketdata_finding (
    snapshot_no int NOT NULL REFERENCES marketdata_check,
    finding_no int NOT NULL CHECK (finding_no >= 1),
    kind text NOT NULL CHECK (kind IN ('missing', 'stale', 'out_of_range', 'jump')),
    place text NOT NULL,
    message text NOT NULL,
    value float8,
    previous float8,
    change float8,
    deviations float8,
    PRIMARY KEY (snapshot_no, finding_no)
  );
  COMMENT ON TABLE marketdata_finding IS 'What a person has to look at before runs use a market snapshot; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON marketdata_finding
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE marketdata_review (
    snapshot_no int NOT NULL REFERENCES marketdata_check,
    review_no int NOT NULL CHECK (review_no >= 1),
    decision text NOT NULL CHECK (decision IN ('ACCEPTED', 'REJECTED')),
    reviewed_by text NOT NULL CHECK (reviewed_by <> ''),
    comment text NOT NULL CHECK (comment <> ''),
    reviewed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (snapshot_no, review_no)
  );
  COMMENT ON TABLE marketdata_review IS
    'What people have decided about market snapshots with findings, the last counts; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON marketdata_review
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE VIEW marketdata_state AS
    SELECT m.snapshot_no, coalesce(c.finding_count, 0) AS finding_count,
      CASE WHEN c.snapshot_no IS NULL THEN 'UNCHECKED' WHEN c.finding_count = 0 THEN 'CLEAR'
        ELSE coalesce(r.decision, 'PENDING') END AS state
    FROM marketdata_snapshot m
    LEFT JOIN marketdata_check c USING (snapshot_no)
    LEFT JOIN LATERAL (SELECT decision FROM marketdata_review r WHERE r.snapshot_no = m.snapshot_no
      ORDER BY review_no DESC LIMIT 1) r ON true;
  COMMENT ON VIEW marketdata_state IS 'Whether runs may use a market snapshot: UNCHECKED, CLEAR and ACCEPTED ones.';
  """#
