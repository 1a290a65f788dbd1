/// What lets services and workers sign in to the database with few rights: functions that do as the owner what needs the
/// owner, each one thing and nothing else. And how old records of the audit trail leave it: with an anchor, after a time.
let migration0015DatabaseRolesAndAuditArchives = #"""
  CREATE TABLE role_grant (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    fingerprint text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE role_grant IS 'Which rights of database roles were given last, as a hash of the statements.';

  CREATE FUNCTION tenor_grant_as(parent oid, part oid) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT string_agg(a.privilege_type, ', ') AS privileges, a.grantee::regrole AS role
      FROM pg_class c, aclexplode(c.relacl) a
      WHERE c.oid = parent AND a.grantee NOT IN (c.relowner, 0) GROUP BY a.grantee
    LOOP
      EXECUTE format('GRANT %s ON %s TO %s', given.privileges, part::regclass, given.role);
    END LOOP;
  END $$;
  COMMENT ON FUNCTION tenor_grant_as IS 'Gives the roles the rights on a table that they have on another.';

  CREATE FUNCTION tenor_open_run(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM tenor_add_run_partitions(run_no);
    PERFORM tenor_grant_as(p.oid, c.oid) FROM pg_class p JOIN pg_class c
      ON c.relnamespace = p.relnamespace AND c.relname = p.relname || '_' || run_no AND c.relkind = 'r'
    WHERE p.relnamespace = current_schema()::regnamespace AND (p.relkind = 'p' OR p.relname = 'run_task_rollup');
  END $$;
  COMMENT ON FUNCTION tenor_open_run IS 'Makes the tables that the tasks of a new run load.';

  CREATE FUNCTION tenor_show_run(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM tenor_attach_run_partitions(run_no);
  END $$;
  COMMENT ON FUNCTION tenor_show_run IS 'Shows the results of a run to readers, with their keys.';

  CREATE FUNCTION tenor_drop_cancelled_run(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM run r WHERE r.run_no = $1 AND r.state = 'CANCELLED') THEN
      RAISE EXCEPTION 'run % is not cancelled', run_no USING ERRCODE = 'TN001';
    END IF;
    PERFORM tenor_drop_run_partitions(run_no);
  END $$;
  COMMENT ON FUNCTION tenor_drop_cancelled_run IS 'Gives back the disk of what a cancelled run had stored.';

  CREATE FUNCTION tenor_freeze_run(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM run r WHERE r.run_no = $1 AND r.state = 'SUCCEEDED') THEN
      RAISE EXCEPTION 'run % has not succeeded', run_no USING ERRCODE = 'TN001';
    END IF;
    PERFORM tenor_freeze(format('valuation_result_%s', run_no)::regclass);
    PERFORM tenor_freeze(format('cashflow_schedule_%s', run_no)::regclass);
  END $$;
  COMMENT ON FUNCTION tenor_freeze_run IS 'Makes the results of a run refuse every change; it is about to be published.';

  CREATE FUNCTION tenor_open_positions(snapshot_no int) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    part text := 'position_' || snapshot_no;
  BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE position INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', part);
    PERFORM tenor_grant_as('position'::regclass, part::regclass);
  END $$;
  COMMENT ON FUNCTION tenor_open_positions IS 'Makes the bare table that a position snapshot is loaded into.';

  CREATE FUNCTION tenor_close_positions(snapshot_no int) RETURNS void LANGUAGE plpgsql
    SET maintenance_work_mem = '256MB' AS $$
  DECLARE
    part text := 'position_' || snapshot_no;
  BEGIN
    -- Keys come first: taking the partition in locks the tables it refers to until the commit, and is short when the keys
    -- are there.
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (position_snapshot_no, position_number)', part);
    EXECUTE format('ALTER TABLE %I ADD UNIQUE (position_snapshot_no, position_id)', part);
    EXECUTE format('CREATE INDEX ON %I (bucket_hash, product_type)', part);
    EXECUTE format('CREATE INDEX ON %I (portfolio_id, position_number)', part);
    EXECUTE format('ALTER TABLE position ATTACH PARTITION %I FOR VALUES IN (%s)', part, snapshot_no);
    PERFORM tenor_freeze(part::regclass);
    EXECUTE format('ANALYZE %I', part);
  END $$;
  COMMENT ON FUNCTION tenor_close_positions IS
    'Makes the keys of a loaded position snapshot, takes it into its table and freezes it.';

  CREATE FUNCTION tenor_total_run_cash_flows(run_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM tenor_total_cash_flows(r.run_no, r.position_snapshot_no) FROM run r
    WHERE r.run_no = $1 AND r.state = 'SUCCEEDED';
  END $$;
  COMMENT ON FUNCTION tenor_total_run_cash_flows IS
    'Adds up the cash flows of a run that has succeeded, over the positions that it was made for, unless that is done.';

  CREATE FUNCTION tenor_analyze_instruments() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    ANALYZE instrument;
  END $$;
  COMMENT ON FUNCTION tenor_analyze_instruments IS 'Counts a sample of the instruments for the planner.';

  -- As their owner, in the schema of the tables and never in one of the caller's, and for nobody who was not told.
  DO $$
  DECLARE
    name text;
  BEGIN
    FOREACH name IN ARRAY ARRAY['tenor_open_run(int)', 'tenor_show_run(int)', 'tenor_drop_cancelled_run(int)',
      'tenor_freeze_run(int)', 'tenor_open_positions(int)', 'tenor_close_positions(int)',
      'tenor_total_run_cash_flows(int)', 'tenor_analyze_instruments()']
    LOOP
      EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %I, pg_temp', name, current_schema());
      EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
  END $$;

  -- Archives of the audit trail -----------------------------------------------------------------------------

  CREATE TABLE audit_retention (
    retention_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    years int NOT NULL CHECK (years BETWEEN 1 AND 100),
    reason text NOT NULL CHECK (reason <> ''),
    set_by text NOT NULL CHECK (set_by <> ''),
    set_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE audit_retention IS
    'How long records of the audit trail stay in it at least; the last row counts, and rows never change.';
  INSERT INTO audit_retention (years, reason, set_by) VALUES (7, 'SOX section 802', 'tenor');

  CREATE TABLE audit_archive (
    first_sequence bigint PRIMARY KEY CHECK (first_sequence >= 1),
    last_sequence bigint NOT NULL UNIQUE CHECK (last_sequence >= first_sequence),
    last_hash text COLLATE "C" NOT NULL CHECK (last_hash ~ '^[0-9a-f]{64}$'),
    last_time timestamptz NOT NULL,
    file_name text COLLATE "C" NOT NULL CHECK (file_name <> ''),
    file_sha256 text COLLATE "C" NOT NULL CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
    archived_by text NOT NULL CHECK (archived_by <> ''),
    archived_at timestamptz NOT NULL DEFAULT now(),
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id()
  );
  COMMENT ON TABLE audit_archive IS
    'Records that have left the audit trail for a file: from the first without a gap. The trail goes on after the last one.';
  COMMENT ON COLUMN audit_archive.last_hash IS 'What the first record that stays has as its previous_hash.';
  COMMENT ON COLUMN audit_archive.transaction IS 'Only this one removes the records.';

  CREATE FUNCTION tenor_check_audit_archive() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    years int := (SELECT r.years FROM audit_retention r ORDER BY retention_no DESC LIMIT 1);
    part record;
  BEGIN
    IF NEW.transaction <> pg_current_xact_id() THEN
      RAISE EXCEPTION 'an archive of the audit trail is of the transaction that makes it' USING ERRCODE = 'TN001';
    END IF;
    IF NEW.first_sequence <> 1 + coalesce((SELECT max(last_sequence) FROM audit_archive), 0) THEN
      RAISE EXCEPTION 'an archive of the audit trail begins where the one before ended' USING ERRCODE = 'TN001';
    END IF;
    SELECT count(*) AS count, max(time) AS newest, max(hash) FILTER (WHERE sequence = NEW.last_sequence) AS hash INTO part
    FROM audit_record WHERE sequence BETWEEN NEW.first_sequence AND NEW.last_sequence;
    IF part.count <> NEW.last_sequence - NEW.first_sequence + 1 OR part.hash IS DISTINCT FROM NEW.last_hash
      OR NOT EXISTS (SELECT FROM audit_record WHERE sequence = NEW.last_sequence + 1 AND previous_hash = NEW.last_hash)
    THEN
      RAISE EXCEPTION 'an archive of the audit trail is of records that are there, up to one that others follow'
        USING ERRCODE = 'TN001';
    END IF;
    IF part.newest >= now() - make_interval(years => years) THEN
      RAISE EXCEPTION 'records of the audit trail stay for % years', years USING ERRCODE = 'TN001';
    END IF;
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION tenor_check_audit_archive IS 'Trigger: only what is old enough is archived, and nothing is left out.';

  CREATE FUNCTION tenor_check_audit_removal() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM gone g WHERE NOT EXISTS (
        SELECT FROM audit_archive a WHERE a.transaction = pg_current_xact_id()
          AND g.sequence BETWEEN a.first_sequence AND a.last_sequence)
    ) THEN
      RAISE EXCEPTION 'DELETE of audit_record refused: records of the audit trail leave it for an archive, or not at all'
        USING ERRCODE = 'TN001';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION tenor_check_audit_removal IS
    'Trigger: records are removed by the transaction that has archived them, and by no other.';

  CREATE FUNCTION tenor_check_audit_archived() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM audit_record WHERE sequence BETWEEN NEW.first_sequence AND NEW.last_sequence) THEN
      RAISE EXCEPTION 'records that have been archived are still in the audit trail' USING ERRCODE = 'TN001';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION tenor_check_audit_archived IS 'Trigger at the commit: an archive has taken its records out of the trail.';

  DROP TRIGGER never_change ON audit_record;
  CREATE TRIGGER never_change BEFORE UPDATE OR TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_audit_change();
  CREATE TRIGGER archived_only AFTER DELETE ON audit_record REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_check_audit_removal();
  ALTER TABLE audit_record ENABLE ALWAYS TRIGGER never_change, ENABLE ALWAYS TRIGGER archived_only;

  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_archive
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_audit_change();
  CREATE TRIGGER in_order BEFORE INSERT ON audit_archive
    FOR EACH ROW EXECUTE FUNCTION tenor_check_audit_archive();
  CREATE CONSTRAINT TRIGGER taken_out AFTER INSERT ON audit_archive DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tenor_check_audit_archived();
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_retention
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_audit_change();
  ALTER TABLE audit_archive ENABLE ALWAYS TRIGGER never_change, ENABLE ALWAYS TRIGGER in_order,
    ENABLE ALWAYS TRIGGER taken_out;
  ALTER TABLE audit_retention ENABLE ALWAYS TRIGGER never_change;
  REVOKE ALL ON audit_archive, audit_retention FROM PUBLIC;
  """#
