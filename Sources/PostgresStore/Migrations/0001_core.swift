/// The first schema: snapshots, portfolios, runs, the task queue and results.
let migration0001Core = #"""
  -- Functions that keep what must not change ----------------------------------------------------------------

  CREATE FUNCTION tenor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% of % refused: its rows never change', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'TN001', HINT = 'Make a new snapshot, version or run instead.';
  END $$;
  COMMENT ON FUNCTION tenor_refuse_change IS 'Trigger of tables and partitions whose rows never change.';

  CREATE FUNCTION tenor_refuse_parent() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% of % refused: rows are written to the partition of their snapshot or run', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'TN001';
  END $$;
  COMMENT ON FUNCTION tenor_refuse_parent IS 'Trigger of partitioned tables: only their partitions are written.';

  CREATE FUNCTION tenor_freeze(name regclass) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format(
      'CREATE TRIGGER never_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s '
      'FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change()', name);
  END $$;
  COMMENT ON FUNCTION tenor_freeze IS 'Makes a loaded partition refuse every change from now on, without a cost per row.';

  -- Portfolios, counterparties, instruments -----------------------------------------------------------------

  CREATE TABLE portfolio (
    portfolio_id text PRIMARY KEY COLLATE "C" CHECK (portfolio_id <> ''),
    name text NOT NULL,
    node_type text NOT NULL CHECK (node_type IN ('FUND', 'SUB_FUND', 'DESK', 'BOOK')),
    parent_portfolio_id text COLLATE "C" REFERENCES portfolio,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((parent_portfolio_id IS NULL) = (node_type = 'FUND'))
  );
  CREATE INDEX portfolio_parent ON portfolio (parent_portfolio_id);
  COMMENT ON TABLE portfolio IS 'Nodes of the portfolio tree; the id is the path from the fund, such as FUND/CREDIT/US.';

  CREATE TABLE counterparty (
    counterparty_id text PRIMARY KEY,
    name text NOT NULL,
    internal_id text,
    credit_rating text,
    sector text,
    country char(2),
    created_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE counterparty IS 'Who owes or guarantees; named by loans, derivatives and regulatory measures.';

  CREATE TABLE instrument (
    instrument_no int GENERATED ALWAYS AS IDENTITY UNIQUE,
    instrument_id text COLLATE "C" NOT NULL CHECK (length(instrument_id) BETWEEN 1 AND 64),
    version_hash text COLLATE "C" NOT NULL,
    product_type text NOT NULL CHECK (product_type IN ('FX_FWD', 'AMORT_LOAN', 'FIXED_BOND', 'FLOATING_RATE',
      'CALLABLE_BOND', 'PUTABLE_BOND', 'ABS_MBS', 'STRUCTURED', 'DERIVATIVES')),
    currency char(3) NOT NULL,
    terms text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (instrument_id, version_hash),
    CHECK (version_hash = encode(sha256(convert_to(terms, 'UTF8')), 'hex'))
  );
  COMMENT ON TABLE instrument IS 'Every version of every instrument record; rows never change.';
  COMMENT ON COLUMN instrument.terms IS 'Canonical JSON of the whole record; version_hash is its SHA-256.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON instrument
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE instrument_current (
    instrument_id text COLLATE "C" PRIMARY KEY,
    instrument_no int NOT NULL REFERENCES instrument (instrument_no)
  );
  COMMENT ON TABLE instrument_current IS 'The version of each instrument that was imported last.';

  CREATE VIEW instrument_latest AS
    SELECT i.* FROM instrument_current c JOIN instrument i USING (instrument_no);
  COMMENT ON VIEW instrument_latest IS 'Instruments in the version that was imported last.';

  -- Snapshots -----------------------------------------------------------------------------------------------

  CREATE TABLE marketdata_snapshot (
    snapshot_no int GENERATED ALWAYS AS IDENTITY UNIQUE,
    snapshot_id text COLLATE "C" PRIMARY KEY,
    schema_version int NOT NULL CHECK (schema_version >= 1),
    valuation_date date NOT NULL,
    source text NOT NULL,
    payload text NOT NULL,
    payload_hash text NOT NULL
      CHECK (payload_hash = 'sha256:' || encode(sha256(convert_to(payload, 'UTF8')), 'hex')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (snapshot_id = payload_hash)
  );
  CREATE INDEX marketdata_snapshot_date ON marketdata_snapshot (valuation_date);
  COMMENT ON TABLE marketdata_snapshot IS 'Market snapshots under the SHA-256 of their canonical JSON; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON marketdata_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE position_snapshot (
    snapshot_no int GENERATED ALWAYS AS IDENTITY UNIQUE,
    snapshot_id text COLLATE "C" PRIMARY KEY,
    schema_version int NOT NULL CHECK (schema_version >= 1),
    as_of date NOT NULL,
    source text NOT NULL,
    position_count int NOT NULL CHECK (position_count >= 0),
    payload text NOT NULL,
    payload_hash text NOT NULL
      CHECK (payload_hash = 'sha256:' || encode(sha256(convert_to(payload, 'UTF8')), 'hex')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (snapshot_id = payload_hash)
  );
  CREATE INDEX position_snapshot_date ON position_snapshot (as_of);
  COMMENT ON TABLE position_snapshot IS
    'Position snapshots under the SHA-256 of their manifest, which names the hash of the positions; rows never change.';
  COMMENT ON COLUMN position_snapshot.payload IS 'Canonical JSON of the manifest.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON position_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE position (
    position_snapshot_no int NOT NULL,
    position_number int NOT NULL CHECK (position_number >= 0),
    instrument_no int NOT NULL REFERENCES instrument (instrument_no),
    bucket_hash int NOT NULL CHECK (bucket_hash BETWEEN 0 AND 65535),
    quantity float8 NOT NULL,
    mark_clean_price float8,
    spread_bp float8,
    reported_value float8,
    position_id text COLLATE "C" NOT NULL CHECK (length(position_id) BETWEEN 1 AND 64),
    portfolio_id text COLLATE "C" NOT NULL REFERENCES portfolio,
    product_type text NOT NULL,
    PRIMARY KEY (position_snapshot_no, position_number),
    UNIQUE (position_snapshot_no, position_id)
  ) PARTITION BY LIST (position_snapshot_no);
  CREATE INDEX position_bucket ON position (product_type, bucket_hash);
  CREATE INDEX position_portfolio ON position (portfolio_id, position_number);
  COMMENT ON TABLE position IS 'Positions of snapshots, one partition each, which refuses change once loaded.';
  COMMENT ON COLUMN position.position_number IS 'Ordinal in the snapshot, 0 for the first; the key of results.';
  COMMENT ON COLUMN position.bucket_hash IS '16-bit hash of position_id; a bucket of a run is an equal range of hashes.';
  CREATE TRIGGER partition_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON position
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_parent();

  CREATE VIEW position_detail AS
    SELECT s.snapshot_id AS position_snapshot_id, p.position_number, p.position_id, p.portfolio_id, i.instrument_id,
      i.version_hash AS instrument_version, p.product_type, i.currency, p.quantity, p.mark_clean_price, p.spread_bp,
      p.reported_value
    FROM position p
    JOIN position_snapshot s ON s.snapshot_no = p.position_snapshot_no
    JOIN instrument i USING (instrument_no);
  COMMENT ON VIEW position_detail IS 'Positions with the ids of their snapshot and instrument version.';

  -- Scenarios -----------------------------------------------------------------------------------------------

  CREATE TABLE scenario (
    scenario_id text PRIMARY KEY CHECK (length(scenario_id) BETWEEN 1 AND 64 AND scenario_id <> '*'),
    description text NOT NULL,
    definition jsonb NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE scenario IS 'The scenario library. Runs keep their own copy, so a change here changes no run.';

  CREATE TABLE scenario_set (
    scenario_set_id text PRIMARY KEY,
    description text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE scenario_set_member (
    scenario_set_id text NOT NULL REFERENCES scenario_set ON DELETE CASCADE,
    ordinal int NOT NULL CHECK (ordinal >= 0),
    scenario_id text NOT NULL REFERENCES scenario,
    PRIMARY KEY (scenario_set_id, ordinal),
    UNIQUE (scenario_set_id, scenario_id)
  );
  CREATE INDEX scenario_set_member_scenario ON scenario_set_member (scenario_id);
  COMMENT ON TABLE scenario_set IS 'Named lists of scenarios in order.';

  -- Runs and the task queue ---------------------------------------------------------------------------------

  CREATE TABLE run (
    run_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id text COLLATE "C" NOT NULL UNIQUE CHECK (run_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    state text NOT NULL DEFAULT 'QUEUED' CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    market_snapshot_no int NOT NULL REFERENCES marketdata_snapshot (snapshot_no),
    position_snapshot_no int NOT NULL REFERENCES position_snapshot (snapshot_no),
    request text NOT NULL,
    request_hash text NOT NULL
      CHECK (request_hash = 'sha256:' || encode(sha256(convert_to(request, 'UTF8')), 'hex')),
    code_version text NOT NULL,
    bucket_count int NOT NULL CHECK (bucket_count BETWEEN 1 AND 4096),
    scenario_count int NOT NULL CHECK (scenario_count BETWEEN 1 AND 1000),
    position_count int NOT NULL CHECK (position_count >= 0),
    tasks_total int NOT NULL CHECK (tasks_total >= 1),
    tasks_done int NOT NULL DEFAULT 0 CHECK (tasks_done BETWEEN 0 AND tasks_total),
    positions_done int NOT NULL DEFAULT 0 CHECK (positions_done BETWEEN 0 AND position_count),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    error text,
    CHECK (state <> 'SUCCEEDED' OR (tasks_done = tasks_total AND finished_at IS NOT NULL))
  ) WITH (fillfactor = 70);
  CREATE INDEX run_created ON run (created_at DESC);
  CREATE INDEX run_market_snapshot ON run (market_snapshot_no);
  CREATE INDEX run_position_snapshot ON run (position_snapshot_no);
  COMMENT ON TABLE run IS 'Runs. The request decides every number; it is canonical JSON under its hash.';
  COMMENT ON COLUMN run.tasks_total IS 'Price tasks and the one roll-up.';

  CREATE TABLE published_run (
    run_no int PRIMARY KEY REFERENCES run,
    published_by text NOT NULL CHECK (published_by <> ''),
    published_at timestamptz NOT NULL DEFAULT now(),
    request_hash text NOT NULL,
    result_rows bigint NOT NULL,
    cash_flow_rows bigint NOT NULL,
    node_rows bigint NOT NULL
  );
  COMMENT ON TABLE published_run IS 'Runs frozen with their results; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON published_run
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE FUNCTION tenor_refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    changed int := CASE WHEN TG_OP = 'INSERT' THEN NEW.run_no ELSE OLD.run_no END;
  BEGIN
    IF EXISTS (SELECT FROM published_run p WHERE p.run_no = changed) THEN
      RAISE EXCEPTION '% of % refused: the run is published', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'TN001', HINT = 'Make a new run instead.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END $$;
  COMMENT ON FUNCTION tenor_refuse_published IS 'Trigger of small tables that belong to runs.';

  CREATE TRIGGER published BEFORE UPDATE OR DELETE ON run
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON run
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE run_scenario (
    run_no int NOT NULL REFERENCES run,
    ordinal int NOT NULL CHECK (ordinal >= 1),
    scenario_id text NOT NULL,
    definition jsonb NOT NULL,
    PRIMARY KEY (run_no, ordinal),
    UNIQUE (run_no, scenario_id)
  );
  COMMENT ON TABLE run_scenario IS 'The scenarios of a run; ordinal is the subscript into every vector of values.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON run_scenario
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON run_scenario
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE run_task (
    run_no int NOT NULL REFERENCES run,
    task_no int NOT NULL CHECK (task_no >= 1),
    kind text NOT NULL CHECK (kind IN ('PRICE', 'ROLLUP')),
    product_type text,
    bucket int NOT NULL CHECK (bucket >= 0),
    position_count int NOT NULL CHECK (position_count >= 0),
    priority int NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'QUEUED' CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'DEAD')),
    fence bigint NOT NULL DEFAULT 0 CHECK (fence >= 0),
    attempts int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    holder text,
    leased_until timestamptz,
    not_before timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    started_at timestamptz,
    finished_at timestamptz,
    error text,
    PRIMARY KEY (run_no, task_no),
    CHECK ((state = 'RUNNING') = (holder IS NOT NULL)),
    CHECK ((state = 'RUNNING') = (leased_until IS NOT NULL)),
    CHECK ((kind = 'PRICE') = (product_type IS NOT NULL))
  ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
  CREATE UNIQUE INDEX run_task_bucket ON run_task (run_no, kind, product_type, bucket) NULLS NOT DISTINCT;
  CREATE INDEX run_task_open ON run_task (priority DESC, run_no, task_no)
    WHERE state IN ('QUEUED', 'RUNNING', 'FAILED');
  COMMENT ON TABLE run_task IS 'The queue: one task per product type and bucket that holds positions, and one roll-up per run.';
  COMMENT ON COLUMN run_task.fence IS 'Number of the last claim; results presented with another are refused.';
  COMMENT ON COLUMN run_task.attempts IS 'Claims since creation or the last requeue.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON run_task
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON run_task
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE run_task_attempt (
    run_no int NOT NULL,
    task_no int NOT NULL,
    fence bigint NOT NULL CHECK (fence >= 1),
    worker text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    outcome text NOT NULL DEFAULT 'RUNNING'
      CHECK (outcome IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'RELEASED', 'LEASE_EXPIRED', 'CANCELLED')),
    error text,
    PRIMARY KEY (run_no, task_no, fence),
    FOREIGN KEY (run_no, task_no) REFERENCES run_task,
    CHECK ((outcome = 'RUNNING') = (ended_at IS NULL))
  );
  COMMENT ON TABLE run_task_attempt IS 'Every claim of every task with its outcome; kept.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON run_task_attempt
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON run_task_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  -- Results -------------------------------------------------------------------------------------------------

  CREATE TABLE measure (
    measure_no smallint PRIMARY KEY,
    name text NOT NULL UNIQUE
  );
  COMMENT ON TABLE measure IS 'Names of measures by the number that results hold; numbers are never used again.';
  INSERT INTO measure (measure_no, name) VALUES
    (1, 'PV'), (2, 'CLEAN_PRICE'), (3, 'DIRTY_PRICE'), (4, 'ACCRUED'), (5, 'YIELD'), (6, 'Z_SPREAD'), (7, 'G_SPREAD'),
    (8, 'DV01'), (9, 'CS01'), (10, 'MODIFIED_DURATION'), (11, 'MACAULAY_DURATION'), (12, 'EFFECTIVE_DURATION'),
    (13, 'CONVEXITY'), (14, 'SPREAD_DURATION'), (15, 'KEY_RATE_DV01'), (16, 'FX_DELTA'), (17, 'WAL'), (18, 'CASHFLOWS');

  CREATE TABLE valuation_result (
    run_no int NOT NULL,
    position_number int NOT NULL,
    measure_no smallint NOT NULL,
    factor text COLLATE "C" NOT NULL,
    "values" float8[] NOT NULL,
    reasons jsonb,
    -- The number that tells rows apart comes first: one comparison a step when a row finds its place.
    PRIMARY KEY (position_number, measure_no, factor, run_no)
  ) PARTITION BY LIST (run_no);
  ALTER TABLE valuation_result ALTER COLUMN "values" SET STORAGE EXTERNAL;
  COMMENT ON TABLE valuation_result IS 'One vector per position, measure and factor; one partition per run.';
  COMMENT ON COLUMN valuation_result.factor IS 'A key tenor, a currency, or empty.';
  COMMENT ON COLUMN valuation_result."values" IS 'By run_scenario.ordinal; null where reasons tells why.';
  COMMENT ON COLUMN valuation_result.reasons IS
    '{"SCENARIO": {"code": …, "detail": …}}; the key * stands for every scenario without an entry of its own.';
  CREATE TRIGGER partition_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON valuation_result
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_parent();

  CREATE TABLE cashflow_schedule (
    run_no int NOT NULL,
    position_number int NOT NULL,
    period_number int NOT NULL CHECK (period_number >= 1),
    pay_date date NOT NULL,
    interest float8 NOT NULL,
    principal float8 NOT NULL,
    prepayment float8 NOT NULL,
    total_payment float8 NOT NULL GENERATED ALWAYS AS (interest + principal + prepayment) STORED,
    balance float8 NOT NULL,
    currency char(3) NOT NULL,
    PRIMARY KEY (position_number, period_number, run_no)
  ) PARTITION BY LIST (run_no);
  COMMENT ON TABLE cashflow_schedule IS
    'Future flows of positions in the base scenario, for the whole position, received is positive; one partition per run.';
  COMMENT ON COLUMN cashflow_schedule.balance IS 'Principal outstanding after the flow.';
  CREATE TRIGGER partition_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON cashflow_schedule
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_parent();

  CREATE FUNCTION tenor_add_run_partitions(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    -- Made bare and attached: CREATE … PARTITION OF would lock out every reader of the parent.
    -- Vectors stay in their row up to a page, uncompressed.
    EXECUTE format(
      'CREATE TABLE valuation_result_%1$s (LIKE valuation_result INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
      'INCLUDING STORAGE) WITH (toast_tuple_target = 8160)', run_no);
    EXECUTE format('ALTER TABLE valuation_result ATTACH PARTITION valuation_result_%1$s FOR VALUES IN (%1$s)', run_no);
    EXECUTE format(
      'CREATE TABLE cashflow_schedule_%1$s (LIKE cashflow_schedule INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
      'INCLUDING GENERATED INCLUDING STORAGE)', run_no);
    EXECUTE format('ALTER TABLE cashflow_schedule ATTACH PARTITION cashflow_schedule_%1$s FOR VALUES IN (%1$s)', run_no);
  END $$;

  CREATE TABLE run_task_rollup (
    run_no int NOT NULL,
    task_no int NOT NULL,
    node text COLLATE "C" NOT NULL,
    product_type text NOT NULL,
    currency char(3) NOT NULL,
    measure_no smallint NOT NULL REFERENCES measure,
    factor text COLLATE "C" NOT NULL,
    sums bytea NOT NULL,
    weights bytea NOT NULL,
    position_count int NOT NULL CHECK (position_count >= 0),
    gap_count int NOT NULL CHECK (gap_count >= 0),
    PRIMARY KEY (run_no, task_no, node, product_type, currency, measure_no, factor),
    FOREIGN KEY (run_no, task_no) REFERENCES run_task
  );
  COMMENT ON TABLE run_task_rollup IS 'Partial sums of each price task, merged by the roll-up.';
  COMMENT ON COLUMN run_task_rollup.sums IS 'Per scenario one 16-byte little-endian fixed-point number; exact in any order.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON run_task_rollup
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON run_task_rollup
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE node_result (
    run_no int NOT NULL REFERENCES run,
    node text COLLATE "C" NOT NULL,
    product_type text NOT NULL,
    currency char(3) NOT NULL,
    is_reporting_total boolean NOT NULL,
    measure_no smallint NOT NULL REFERENCES measure,
    factor text COLLATE "C" NOT NULL,
    "values" float8[] NOT NULL,
    reasons jsonb,
    position_count int NOT NULL CHECK (position_count >= 0),
    gap_count int NOT NULL CHECK (gap_count >= 0),
    PRIMARY KEY (run_no, node, product_type, currency, is_reporting_total, measure_no, factor)
  );
  COMMENT ON TABLE node_result IS 'Results per portfolio node, written by the run: sums, or averages weighted by value.';
  COMMENT ON COLUMN node_result.node IS 'A portfolio id; empty for the whole run.';
  COMMENT ON COLUMN node_result.position_count IS 'Positions with a value in every scenario.';
  COMMENT ON COLUMN node_result.gap_count IS 'Positions without a value in some scenario, left out there.';
  COMMENT ON COLUMN node_result.product_type IS 'Empty for all product types together.';
  COMMENT ON COLUMN node_result.is_reporting_total IS
    'True: positions of every currency, converted; false: positions of this currency alone.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON node_result
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON node_result
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE regulatory_metrics (
    run_no int NOT NULL REFERENCES run,
    counterparty_id text NOT NULL DEFAULT '',
    metric_type text NOT NULL,
    regulatory_framework text NOT NULL,
    value float8 NOT NULL,
    threshold float8,
    PRIMARY KEY (run_no, counterparty_id, metric_type, regulatory_framework)
  );
  COMMENT ON TABLE regulatory_metrics IS 'Regulatory measures of a run; an empty counterparty_id stands for the whole run.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON regulatory_metrics
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON regulatory_metrics
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  -- A row per scenario --------------------------------------------------------------------------------------

  CREATE VIEW valuation_result_by_scenario AS
    SELECT r.run_id, v.run_no, p.position_id, v.position_number, s.scenario_id, s.ordinal AS scenario_ordinal,
      m.name AS measure, v.factor, v."values"[s.ordinal] AS value,
      CASE WHEN v."values"[s.ordinal] IS NULL THEN coalesce(v.reasons -> s.scenario_id, v.reasons -> '*') END AS reason
    FROM valuation_result v
    JOIN run r ON r.run_no = v.run_no
    JOIN measure m ON m.measure_no = v.measure_no
    JOIN position p
      ON p.position_snapshot_no = r.position_snapshot_no AND p.position_number = v.position_number
    JOIN run_scenario s ON s.run_no = v.run_no;
  COMMENT ON VIEW valuation_result_by_scenario IS 'Results with one row per scenario: a value, or the reason why there is none.';

  CREATE VIEW risk_metrics AS
    SELECT r.run_id, v.run_no, p.position_id, m.name AS metric_type, v.factor, s.scenario_id,
      v."values"[1] AS base_value, v."values"[s.ordinal] AS metric_value
    FROM valuation_result v
    JOIN run r ON r.run_no = v.run_no
    JOIN measure m ON m.measure_no = v.measure_no
    JOIN position p
      ON p.position_snapshot_no = r.position_snapshot_no AND p.position_number = v.position_number
    JOIN run_scenario s ON s.run_no = v.run_no
    WHERE v.measure_no BETWEEN 8 AND 16 AND v."values"[s.ordinal] IS NOT NULL;
  COMMENT ON VIEW risk_metrics IS
    'Sensitivities and durations with one row per scenario; base_value is the same metric in the base scenario.';
  """#
