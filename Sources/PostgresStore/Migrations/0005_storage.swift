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
    -- Partial sums are read once, by the roll-up. They commit with the vectors they sum, whose key speaks for both.
    EXECUTE format('CREATE TABLE run_task_rollup_%1$s (LIKE run_task_rollup) '
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
      -- Written once and dropped whole: a vacuum for its inserts would only write every page, and with checksums the log
      -- of every page, a second time. Freezing comes with age, if the run is kept so long.
      EXECUTE format('ALTER TABLE %I RESET (autovacuum_enabled, toast.autovacuum_enabled)', part);
      EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_threshold = -1, '
        'toast.autovacuum_vacuum_insert_threshold = -1)', part);
    END LOOP;
    EXECUTE format('DROP TABLE run_task_rollup_%s', run_no);
  END $$;
  COMMENT ON FUNCTION tenor_attach_run_partitions IS
    'Builds the keys of a loaded run, which proves that nothing was stored twice, shows its results to readers and drops '
    'its partial sums.';

  CREATE FUNCTION tenor_drop_run_partitions(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format(
      'DROP TABLE IF EXISTS valuation_result_%1$s, cashflow_schedule_%1$s, run_task_rollup_%1$s', run_no);
  END $$;
  COMMENT ON FUNCTION tenor_drop_run_partitions IS 'Gives back the disk of a run''s results.';

  CREATE TABLE run_removal (
    run_no int PRIMARY KEY REFERENCES run,
    removed_by text NOT NULL CHECK (removed_by <> ''),
    removed_at timestamptz NOT NULL DEFAULT now(),
    archive text CHECK (archive <> '')
  );
  COMMENT ON TABLE run_removal IS
    'Runs whose results, tasks and attempts are gone. The run and its request stay: they tell what was asked, by whom and '
    'when, and the same request gives the same bits again.';
  COMMENT ON COLUMN run_removal.archive IS 'Where the results were written before; null when they were not.';
  CREATE TRIGGER never_change BEFORE UPDATE OR TRUNCATE ON run_removal
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  -- What was archived may go, and come back, also when it is published: it is not there to be changed.
  CREATE OR REPLACE FUNCTION tenor_refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    changed int := CASE WHEN TG_OP = 'INSERT' THEN NEW.run_no ELSE OLD.run_no END;
  BEGIN
    IF EXISTS (SELECT FROM published_run p WHERE p.run_no = changed)
      AND (TG_OP = 'UPDATE' OR NOT EXISTS (SELECT FROM run_removal g WHERE g.run_no = changed))
    THEN
      RAISE EXCEPTION '% of % refused: the run is published', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'TN001', HINT = 'Make a new run instead.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END $$;

  -- Autovacuum. The default, a fifth of a table, is a fifth of all runs ever made.
  -- Runs change a few times each, and every claim joins them.
  ALTER TABLE run SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
  -- Rows come, and go, a run at a time: what a removed run leaves is taken up by the next.
  ALTER TABLE run_task_attempt SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
  ALTER TABLE node_result SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

  -- Runs that are not done are not for readers any more, and their partial sums move to tables of their own.
  DO $$
  DECLARE
    part record;
    open_run int;
  BEGIN
    FOR open_run IN SELECT run_no FROM run WHERE state NOT IN ('SUCCEEDED', 'CANCELLED') LOOP
      EXECUTE format('CREATE TABLE run_task_rollup_%1$s (LIKE run_task_rollup) '
        'WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)', open_run);
      EXECUTE format('INSERT INTO run_task_rollup_%1$s SELECT * FROM run_task_rollup WHERE run_no = %1$s', open_run);
    END LOOP;
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

  DROP TRIGGER published ON run_task_rollup;
  DROP TRIGGER never_truncate ON run_task_rollup;
  TRUNCATE run_task_rollup;
  ALTER TABLE run_task_rollup DROP CONSTRAINT run_task_rollup_pkey, DROP CONSTRAINT run_task_rollup_run_no_task_no_fkey,
    DROP CONSTRAINT run_task_rollup_measure_no_fkey;
  CREATE TRIGGER partition_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON run_task_rollup
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_parent();
  COMMENT ON TABLE run_task_rollup IS
    'The form of the tables run_task_rollup_N, which hold the partial sums of the price tasks of run N until it succeeds.';
  """#
