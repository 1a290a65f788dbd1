"""What weighs on the database while a run is under way: nothing breaks, but everything may become slow."""

import threading
import time

from postgres import ConnectionLost, ServerError
from processor import ProcessorTime

DEAD_ROWS = """
    SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables WHERE relname IN ('run_task', 'run')
"""


def transaction_held(stage):
    """A transaction that has read the queue stays open and idle: no dead row can be cleared away."""
    if stage.is_long:
        stage.measure_quiet()
        stage.least_ratio = 0.8
    stage.open()
    with stage.rig.session("held") as held:
        held.query("BEGIN ISOLATION LEVEL REPEATABLE READ")
        held.query("SELECT count(*) FROM run_task")
        opened = time.monotonic()
        stage.start()
        stage.finish()
        while time.monotonic() - opened < (60 if stage.is_long else 10):
            stage.again()
        held.query("COMMIT")
    stage.notes.append(f"open {time.monotonic() - opened:.0f} s, dead rows {stage.rig.ask(DEAD_ROWS)[0][0]}")


def readers(stage):
    """Four readers go through all results of an earlier run, each in one snapshot, for as long as the run takes.

    They take processor time, as anybody's queries do, and PostgreSQL gives each its turn. So what is asked is not the
    throughput of an undisturbed machine: it is that the work takes hardly more processor time than without them."""
    sql = f"""
        BEGIN ISOLATION LEVEL REPEATABLE READ;
        SELECT measure_no, count(*), sum(v), stddev(v) FROM valuation_result, unnest("values") AS v
        WHERE run_no = {stage.quiet_run.number} GROUP BY 1 ORDER BY 1;
        SELECT currency, sum(total_payment) FROM cashflow_schedule WHERE run_no = {stage.quiet_run.number} GROUP BY 1;
        COMMIT
    """
    with ProcessorTime(stage.rig, stage.rig.server()) as alone:
        stage.measure_quiet()
    stage.open()
    stop, counts, failures = threading.Event(), [], []

    def read():
        try:
            with stage.rig.session("reader", timeout=300) as session:
                while not stop.is_set():
                    session.query(sql)
                    counts.append(1)
        except (ServerError, ConnectionLost, OSError) as error:
            failures.append(str(error))

    threads = [threading.Thread(target=read, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        with ProcessorTime(stage.rig, stage.rig.server()) as beside:
            stage.start()
            stage.finish()
    finally:
        stop.set()
        for thread in threads:
            thread.join(300)
    more = beside.work / alone.work
    stage.notes.append(f"{len(counts)} readings, {len(failures)} failed")
    stage.notes.append(f"the work had {beside.share:.0%} of the processor time used, and took {more:.2f} times its own")
    stage.problems += failures
    if more > 1.5:
        stage.problems.append(f"the work took {beside.work:.1f} s of the processor and {alone.work:.1f} s without readers")


def overloaded(stage):
    """Runs come half as fast again as two workers can finish them; all are finished in the end."""
    stage.open()
    stage.start()
    for _ in range(5 if stage.is_long else 2):
        time.sleep(stage.quiet / 1.5)
        stage.add()
    submitted = time.monotonic()
    stage.finish()
    stage.notes.append(f"{len(stage.runs)} runs, backlog gone {time.monotonic() - submitted:.1f} s after the last")


def burst(stage):
    """A million tasks of other, less urgent runs arrive at once."""
    runs = 49 if stage.is_long else 1
    stage.open()
    stage.start()
    stage.run.await_share(0.1, stage.limit)
    began = time.monotonic()
    with stage.rig.session(timeout=300) as session:
        try:
            session.query(BURST.format(run=stage.run.number, runs=runs))
            count = session.value("SELECT count(*) FROM run_task JOIN burst USING (run_no)")
            stage.notes.append(f"{count} tasks more in {time.monotonic() - began:.1f} s")
            stage.run.await_share(1, stage.limit)
        finally:
            for worker in stage.workers:
                worker.kill()
            session.query(BURST_OVER)
            session.query("VACUUM ANALYZE run_task")


# Tasks of product types that the book does not have: they are as good as any, and have no positions.
BURST = """
    CREATE TEMPORARY TABLE burst AS SELECT nextval(pg_get_serial_sequence('run', 'run_no'))::int AS run_no
      FROM generate_series(1, {runs});
    INSERT INTO run (run_no, run_id, market_snapshot_no, position_snapshot_no, request, request_hash, code_version,
        bucket_count, scenario_count, position_count, tasks_total, created_by, priority)
      OVERRIDING SYSTEM VALUE
      SELECT b.run_no, 'burst-' || b.run_no, market_snapshot_no, position_snapshot_no, request, request_hash,
        code_version, 4096, scenario_count, 0, 20481, 'burst', -1
      FROM burst b, run r WHERE r.run_no = {run};
    INSERT INTO run_scenario (run_no, ordinal, scenario_id, definition)
      SELECT b.run_no, ordinal, scenario_id, definition FROM burst b, run_scenario s WHERE s.run_no = {run};
    SELECT tenor_add_run_partitions(run_no) FROM burst;
    INSERT INTO run_task (run_no, task_no, kind, product_type, bucket, position_count)
      SELECT run_no, row_number() OVER (PARTITION BY run_no), 'PRICE', type, bucket, 0
      FROM burst, unnest(ARRAY['FLOATING_RATE', 'CALLABLE_BOND', 'PUTABLE_BOND', 'STRUCTURED', 'DERIVATIVES']) AS type,
        generate_series(0, 4095) AS bucket
"""
BURST_OVER = """
    SELECT tenor_drop_run_partitions(run_no) FROM burst;
    DELETE FROM run_task_block USING burst WHERE run_task_block.run_no = burst.run_no;
    DELETE FROM run_task_attempt USING burst WHERE run_task_attempt.run_no = burst.run_no;
    DELETE FROM run_task USING burst WHERE run_task.run_no = burst.run_no;
    DELETE FROM run_scenario USING burst WHERE run_scenario.run_no = burst.run_no;
    DELETE FROM run USING burst WHERE run.run_no = burst.run_no
"""
