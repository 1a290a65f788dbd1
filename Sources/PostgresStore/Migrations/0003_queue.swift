/// A queue whose cost does not depend on row versions that a long snapshot keeps from being removed.
let migration0003Queue = #"""
  -- Open tasks are those without an end. A claim, a heartbeat and a retry leave every indexed column as it is, so they
  -- write no index entry; only the end of a task does.
  ALTER TABLE run_task ADD CONSTRAINT run_task_finished
    CHECK ((state IN ('SUCCEEDED', 'DEAD')) = (finished_at IS NOT NULL));
  DROP INDEX run_task_open;
  CREATE INDEX run_task_open ON run_task (run_no, task_no) WHERE finished_at IS NULL;
  ALTER TABLE run_task SET (fillfactor = 50);

  -- Attempts are written once, when they end; the one that goes on is in run_task.
  DELETE FROM run_task_attempt WHERE outcome = 'RUNNING';
  ALTER TABLE run_task_attempt ALTER COLUMN outcome DROP DEFAULT, ALTER COLUMN ended_at SET NOT NULL;
  ALTER TABLE run_task_attempt ADD CONSTRAINT run_task_attempt_ended CHECK (outcome <> 'RUNNING');
  COMMENT ON TABLE run_task_attempt IS
    'Every claim of every task that has ended, with its outcome; rows are added, never changed.';

  -- Ends are counted in blocks of tasks, and full blocks in the run: no row is changed more than 256 times, and few so often.
  CREATE TABLE run_task_block (
    run_no int NOT NULL REFERENCES run,
    block int NOT NULL CHECK (block >= 0),
    tasks_done int NOT NULL CHECK (tasks_done >= 1),
    positions_done int NOT NULL CHECK (positions_done >= 0),
    PRIMARY KEY (run_no, block)
  ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
  COMMENT ON TABLE run_task_block IS
    'Price tasks done, by block: task_no modulo the number of blocks, which is tasks_total over 256, rounded up.';
  COMMENT ON COLUMN run.tasks_done IS 'Tasks of full blocks and the roll-up; run_task_block has the rest too.';
  COMMENT ON COLUMN run.positions_done IS 'Positions of full blocks; run_task_block has the rest too.';
  CREATE TRIGGER published BEFORE INSERT OR UPDATE OR DELETE ON run_task_block
    FOR EACH ROW EXECUTE FUNCTION tenor_refuse_published();
  CREATE TRIGGER never_truncate BEFORE TRUNCATE ON run_task_block
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE FUNCTION tenor_block_count(tasks_total int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT (tasks_total + 255) / 256
  $$;
  COMMENT ON FUNCTION tenor_block_count IS 'Blocks of a run of so many tasks.';
  CREATE FUNCTION tenor_block_size(tasks_total int, block int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    -- How many of the price tasks 1 to tasks_total - 1 have this remainder.
    SELECT (tasks_total - 1 - block) / tenor_block_count(tasks_total) + CASE WHEN block = 0 THEN 0 ELSE 1 END
  $$;
  COMMENT ON FUNCTION tenor_block_size IS 'Price tasks in a block of a run of so many tasks.';

  INSERT INTO run_task_block (run_no, block, tasks_done, positions_done)
  SELECT run_no, t.task_no % tenor_block_count(r.tasks_total), count(*), sum(t.position_count)
  FROM run_task t JOIN run r USING (run_no)
  WHERE r.state <> 'SUCCEEDED' AND t.kind = 'PRICE' AND t.state = 'SUCCEEDED' GROUP BY 1, 2;
  UPDATE run r SET (tasks_done, positions_done) = (
    SELECT coalesce(sum(b.tasks_done), 0), coalesce(sum(b.positions_done), 0) FROM run_task_block b
    WHERE b.run_no = r.run_no AND b.tasks_done = tenor_block_size(r.tasks_total, b.block))
  WHERE r.state <> 'SUCCEEDED';

  -- What decides whose task is next.
  ALTER TABLE run
    ADD COLUMN priority int NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1000 AND 1000),
    ADD COLUMN max_running int CHECK (max_running >= 1),
    ADD COLUMN is_paused boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN run.priority IS 'Each point is worth ten minutes of waiting.';
  COMMENT ON COLUMN run.max_running IS 'Most tasks worked on at once; null for no limit.';
  COMMENT ON COLUMN run.is_paused IS 'No task is claimed; those claimed already are finished.';
  CREATE INDEX run_open ON run (run_no) WHERE state IN ('QUEUED', 'RUNNING', 'FAILED');
  CREATE INDEX run_limited ON run (run_no) WHERE max_running IS NOT NULL AND state IN ('QUEUED', 'RUNNING', 'FAILED');
  CREATE INDEX run_request_hash ON run (request_hash);

  CREATE FUNCTION tenor_claim_order(created_at timestamptz, priority int) RETURNS timestamptz LANGUAGE sql IMMUTABLE
    AS $$ SELECT created_at - priority * interval '10 minutes' $$;
  COMMENT ON FUNCTION tenor_claim_order IS
    'Runs are claimed from in this order. Waiting and priority count against each other, so no run waits for ever.';
  """#
