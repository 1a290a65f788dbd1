/// Totals of cash by day, and scenario sets in versions that never change.
let migration0012FlowsAndScenarioSets = #"""
  CREATE TABLE cashflow_day (
    run_no int NOT NULL REFERENCES run,
    portfolio_id text COLLATE "C" NOT NULL,
    product_type text NOT NULL,
    currency char(3) NOT NULL,
    pay_date date NOT NULL,
    flow_count int NOT NULL CHECK (flow_count >= 1),
    interest float8 NOT NULL,
    principal float8 NOT NULL,
    prepayment float8 NOT NULL,
    contractual_interest float8 NOT NULL,
    contractual_principal float8 NOT NULL,
    PRIMARY KEY (run_no, portfolio_id, product_type, currency, pay_date)
  );
  COMMENT ON TABLE cashflow_day IS
    'The cash flows of a run''s positions added up by book, product, currency and day. Made of cashflow_schedule when it is '
    'first asked for; it may be deleted at any time and is then made again.';
  COMMENT ON COLUMN cashflow_day.contractual_interest IS
    'As if what is outstanding on the valuation date were not prepaid.';
  ALTER TABLE cashflow_day SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
  CREATE TRIGGER never_change BEFORE UPDATE OR TRUNCATE ON cashflow_day
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE FUNCTION tenor_total_cash_flows(run_no int, position_snapshot_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    -- One makes the totals of a run, others wait for them.
    PERFORM pg_advisory_xact_lock(hashtextextended('cashflow_day', run_no));
    IF EXISTS (SELECT FROM cashflow_day d WHERE d.run_no = tenor_total_cash_flows.run_no) THEN RETURN; END IF;
    -- A prepaid loan pays its contract's flows times the fraction that has survived; dividing by it gives the contract's.
    -- The fraction after a flow is balance / (balance + prepayment) of that before. Where all is prepaid, no later flow
    -- tells what the contract says, and the principal counts as paid.
    EXECUTE format($sql$
      WITH flow AS (
        SELECT f.position_number, f.pay_date, f.currency, f.interest, f.principal, f.prepayment,
          CASE WHEN f.balance = 0 THEN f.prepayment ELSE 0 END AS last_prepayment,
          p.portfolio_id, p.product_type,
          CASE p.product_type WHEN 'AMORT_LOAN' THEN
            exp(coalesce(sum(ln(f.balance / (f.balance + f.prepayment)))
              FILTER (WHERE f.prepayment <> 0 AND f.balance <> 0)
              OVER (PARTITION BY f.position_number ORDER BY f.period_number
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))
            ELSE 1 END AS survival
        FROM cashflow_schedule_%1$s f JOIN position_%2$s p USING (position_number)
        WHERE p.product_type = 'AMORT_LOAN'
        UNION ALL
        SELECT f.position_number, f.pay_date, f.currency, f.interest, f.principal, f.prepayment, f.prepayment,
          p.portfolio_id, p.product_type, 1
        FROM cashflow_schedule_%1$s f JOIN position_%2$s p USING (position_number)
        WHERE p.product_type <> 'AMORT_LOAN'
      )
      INSERT INTO cashflow_day (run_no, portfolio_id, product_type, currency, pay_date, flow_count, interest, principal,
        prepayment, contractual_interest, contractual_principal)
      SELECT %1$s, portfolio_id, product_type, currency, pay_date, count(*), sum(interest), sum(principal),
        sum(prepayment), sum(interest / survival), sum((principal + last_prepayment) / survival)
      FROM flow GROUP BY portfolio_id, product_type, currency, pay_date
      $sql$, run_no, position_snapshot_no);
  END $$;
  COMMENT ON FUNCTION tenor_total_cash_flows IS 'Adds up the cash flows of a run that has succeeded, unless that is done.';

  -- Scenario sets -------------------------------------------------------------------------------------------

  CREATE TABLE scenario_set_version (
    scenario_set_id text NOT NULL REFERENCES scenario_set,
    version int NOT NULL CHECK (version >= 1),
    document text NOT NULL,
    document_hash text COLLATE "C" NOT NULL
      CHECK (document_hash = 'sha256:' || encode(sha256(convert_to(document, 'UTF8')), 'hex')),
    note text NOT NULL,
    created_by text NOT NULL CHECK (created_by <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scenario_set_id, version),
    UNIQUE (scenario_set_id, document_hash)
  );
  COMMENT ON TABLE scenario_set_version IS 'Every version of every scenario set; rows never change.';
  COMMENT ON COLUMN scenario_set_version.document IS
    'JSON of the set: its id and its scenarios in order; canonical since schema 12. document_hash is its SHA-256.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scenario_set_version
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  INSERT INTO scenario_set_version (scenario_set_id, version, document, document_hash, note, created_by, created_at)
  SELECT s.scenario_set_id, 1, d.document, 'sha256:' || encode(sha256(convert_to(d.document, 'UTF8')), 'hex'),
    'Taken over from schema 11', coalesce(nullif(s.created_by, ''), 'unknown'), s.created_at
  FROM scenario_set s CROSS JOIN LATERAL (
    SELECT jsonb_build_object('id', s.scenario_set_id, 'scenarios',
      coalesce(jsonb_agg(c.definition ORDER BY m.ordinal), '[]'))::text AS document
    FROM scenario_set_member m JOIN scenario c USING (scenario_id) WHERE m.scenario_set_id = s.scenario_set_id
  ) d;

  DROP TABLE scenario_set_member;
  DROP TABLE scenario;

  ALTER TABLE scenario_set ADD requires_approval boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN scenario_set.requires_approval IS
    'Whether a version serves runs only once another person than its author has approved it; never taken back.';

  CREATE TABLE scenario_set_approval (
    scenario_set_id text NOT NULL,
    version int NOT NULL,
    approved_by text NOT NULL CHECK (approved_by <> ''),
    approved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scenario_set_id, version),
    FOREIGN KEY (scenario_set_id, version) REFERENCES scenario_set_version
  );
  COMMENT ON TABLE scenario_set_approval IS 'Who has approved a version: never its author; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scenario_set_approval
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE FUNCTION tenor_refuse_own_approval() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM scenario_set_version v WHERE (v.scenario_set_id, v.version) = (NEW.scenario_set_id, NEW.version)
      AND lower(v.created_by) = lower(NEW.approved_by))
    THEN
      RAISE EXCEPTION 'version % of scenario set % is approved by another person than its author', NEW.version,
        NEW.scenario_set_id USING ERRCODE = 'TN001';
    END IF;
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION tenor_refuse_own_approval IS 'Trigger that keeps authors from approving what is theirs.';
  CREATE TRIGGER another_person BEFORE INSERT ON scenario_set_approval
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_own_approval();

  CREATE TABLE scenario_set_retirement (
    scenario_set_id text NOT NULL,
    version int NOT NULL,
    retired_by text NOT NULL CHECK (retired_by <> ''),
    reason text NOT NULL,
    retired_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scenario_set_id, version),
    FOREIGN KEY (scenario_set_id, version) REFERENCES scenario_set_version
  );
  COMMENT ON TABLE scenario_set_retirement IS 'Versions that serve no new run; rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scenario_set_retirement
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE VIEW scenario AS
    SELECT v.scenario_set_id, v.version, s.ordinal::int AS ordinal, s.definition ->> 'id' AS scenario_id,
      coalesce(s.definition ->> 'description', '') AS description, s.definition
    FROM scenario_set_version v
    CROSS JOIN LATERAL jsonb_array_elements(v.document::jsonb -> 'scenarios') WITH ORDINALITY AS s (definition, ordinal);
  COMMENT ON VIEW scenario IS 'The scenarios of every version of every set, in order.';
  """#
