/// Results are loaded into bare tables of their run, which get their keys and readers when the run succeeds.
let migration0005Storage = #"""
  CREATE OR REPLACE FUNCTION tenor_add_run_partitions(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    -- Without keys, which would cost every task more than its rows do, and apart from the parent, so that nobody reads
    -- half a run. The check is what the partition will require; with it, attaching looks at no row.
    -- Autovacuum stays away until then: it would only be in the way of the load.
    -- Vectors stay in their row up to a page, uncompressed, and the planner needs no statistics of them.
    EXECUTE format(
      'CREATE TABLE valuation_result_%1$s (LIKE valuation_result INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
      'INCLUDING STORAGE, CONSTRAINT run_only CHECK (run_no = %1$s)) '
      'WITH (toast_tuple_target = 8160, autovacuum_enabled = false, toast.autovacuum_enabled = false)', run_no);
    EXECUTE format(
      'ALTER TABLE valuation_result_%1$s ALTER "values" SET STATISTICS 0, ALTER position_number SET STATISTICS 10, '
      'ALTER measure_no SET STATISTICS 10, ALTER factor SET STATISTICS 10, ALTER reasons SET STATISTICS 10, '
      'ALTER run_no SET STATISTICS 1', run_no);
    EXECUTE format(
      'CREATE TABLE cashflow_schedule_%1$s (LIKE cashflow_schedule INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
      'INCLUDING GENERATED INCLUDING STORAGE, CONSTRAINT run_only CHECK (run_no = %1$s)) '
      'WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)', run_no);
  END $$;
  COMMENT ON FUNCTION tenor_add_run_partitions IS
    'Makes the bare tables that the tasks of a run load; no reader sees them.';

  CREATE FUNCTION tenor_attach_run_partitions(run_no int) RETURNS void LANGUAGE plpgsql
    SET maintenance_work_mem = '256MB' SET max_parallel_maintenance_workers = 2 AS $$
  DECLARE
    parent text;
    key text;
    part text;
  BEGIN
    -- Every key is built before the first attach: that locks out no reader, but the next run to be attached.
    FOREACH parent IN ARRAY ARRAY['valuation_result', 'cashflow_schedule'] LOOP
      part := parent || '_' || run_no;
      key := CASE parent WHEN 'valuation_result' THEN 'position_number, measure_no, factor, run_no'
        ELSE 'position_number, period_number, run_no' END;
      -- Tables of runs that were begun before this schema have their key.
      IF NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = part::regclass AND i.indisprimary) THEN
        EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (%s)', part, key);
      END IF;
      EXECUTE format('ANALYZE %I', part);
    END LOOP;
    FOREACH parent IN ARRAY ARRAY['valuation_result', 'cashflow_schedule'] LOOP
      part := parent || '_' || run_no;
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)', parent, part, run_no);
      -- The partition's bound says the same from here on.
      EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS run_only', part);
      EXECUTE format('ALTER TABLE %I RESET (autovacuum_enabled, toast.autovacuum_enabled)', part);
    END LOOP;
  END $$;
  COMMENT ON FUNCTION tenor_attach_run_partitions IS
    'Builds the keys of a loaded run, which proves that nothing was stored twice, and shows its results to readers.';

  CREATE FUNCTION tenor_drop_run_partitions(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('DROP TABLE IF EXISTS valuation_result_%1$s, cashflow_schedule_%1$s', run_no);
  END $$;
  COMMENT ON FUNCTION tenor_drop_run_partitions IS 'Gives back the disk of a run''s results.';

  -- Runs that are not done are not for readers any more.
  DO $$
  DECLARE
    part record;
  BEGIN
    FOR part IN
      SELECT parent.relname AS parent, child.relname AS child
      FROM run r
      JOIN pg_class child ON child.relname IN ('valuation_result_' || r.run_no, 'cashflow_schedule_' || r.run_no)
      JOIN pg_inherits i ON i.inhrelid = child.oid
      JOIN pg_class parent ON parent.oid = i.inhparent
      WHERE r.state <> 'SUCCEEDED' AND parent.relname IN ('valuation_result', 'cashflow_schedule')
    LOOP
      EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', part.parent, part.child);
    END LOOP;
  END $$;
  """#
