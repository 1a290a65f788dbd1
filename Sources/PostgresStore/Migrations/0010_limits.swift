/// Limits on the figures of runs, how runs stand against them, and who has seen it.
let migration0010Limits = #"""
  CREATE TABLE risk_limit (
    limit_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    state text NOT NULL DEFAULT 'PROPOSED' CHECK (state IN ('PROPOSED', 'ACTIVE', 'RETIRED')),
    version int NOT NULL DEFAULT 0 CHECK (version >= 0),
    definition text,
    proposal_no int,
    CHECK ((version = 0) = (definition IS NULL)),
    CHECK (state <> 'ACTIVE' OR version > 0),
    CHECK (state <> 'RETIRED' OR proposal_no IS NULL)
  );
  COMMENT ON TABLE risk_limit IS 'Limits as they are now; how they came to be so is in risk_limit_event.';
  COMMENT ON COLUMN risk_limit.definition IS 'Canonical JSON of what was approved last; version counts the approvals.';
  COMMENT ON COLUMN risk_limit.proposal_no IS 'The event that waits for another person''s word.';

  CREATE TABLE risk_limit_event (
    limit_no int NOT NULL REFERENCES risk_limit,
    event_no int NOT NULL CHECK (event_no >= 1),
    step text NOT NULL CHECK (step IN ('PROPOSED', 'APPROVED', 'REJECTED')),
    change text NOT NULL CHECK (change IN ('CREATE', 'CHANGE', 'RETIRE')),
    actor text NOT NULL CHECK (actor <> ''),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    before text,
    after text,
    PRIMARY KEY (limit_no, event_no),
    CHECK ((change = 'RETIRE') = (after IS NULL))
  );
  COMMENT ON TABLE risk_limit_event IS 'Every step of every limit with who and when; rows never change.';
  COMMENT ON COLUMN risk_limit_event.before IS 'Canonical JSON of the definition in force before; null for none.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON risk_limit_event
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE limit_evaluation (
    run_no int NOT NULL REFERENCES run,
    limit_no int NOT NULL REFERENCES risk_limit,
    version int NOT NULL CHECK (version >= 1),
    definition text NOT NULL,
    status text NOT NULL CHECK (status IN ('OK', 'WARNING', 'BREACH', 'CANNOT_TELL')),
    value float8,
    reason jsonb,
    position_count int NOT NULL CHECK (position_count >= 0),
    gap_count int NOT NULL CHECK (gap_count >= 0),
    evaluated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_no, limit_no, version),
    CHECK ((status = 'CANNOT_TELL') = (value IS NULL)),
    CHECK ((status = 'CANNOT_TELL') = (reason IS NOT NULL))
  );
  CREATE INDEX limit_evaluation_limit ON limit_evaluation (limit_no);
  COMMENT ON TABLE limit_evaluation IS
    'How runs stand against versions of limits, as found when first asked; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON limit_evaluation
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE limit_acknowledgement (
    acknowledgement_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_no int NOT NULL,
    limit_no int NOT NULL,
    version int NOT NULL,
    actor text NOT NULL CHECK (actor <> ''),
    comment text NOT NULL CHECK (comment <> ''),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (run_no, limit_no, version) REFERENCES limit_evaluation
  );
  CREATE INDEX limit_acknowledgement_evaluation ON limit_acknowledgement (run_no, limit_no, version);
  COMMENT ON TABLE limit_acknowledgement IS 'Who has seen a breach or warning, and what is done; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON limit_acknowledgement
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();
  """#
