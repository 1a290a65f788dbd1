"""What must hold after every scenario, read from the database with SQL of the harness' own."""

import hashlib
from dataclasses import dataclass

VALUES = """
    SELECT position_number, measure_no, factor, encode(array_send("values"), 'hex'), reasons
    FROM valuation_result WHERE run_no = {run} ORDER BY position_number, measure_no, factor
"""
FLOWS = """
    SELECT position_number, period_number, pay_date, currency, encode(float8send(interest), 'hex'),
      encode(float8send(principal), 'hex'), encode(float8send(prepayment), 'hex'), encode(float8send(balance), 'hex')
    FROM cashflow_schedule WHERE run_no = {run} ORDER BY position_number, period_number
"""
NODES = """
    SELECT node, product_type, currency, is_reporting_total, measure_no, factor, encode(array_send("values"), 'hex'),
      reasons, position_count, gap_count
    FROM node_result WHERE run_no = {run}
    ORDER BY node, product_type, currency, is_reporting_total, measure_no, factor
"""
# Rows beyond the first with the same key; the keys of the schema should make this impossible.
DOUBLED = """
    SELECT
      (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM valuation_result WHERE run_no = {run}
        GROUP BY position_number, measure_no, factor) AS v)
    + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM cashflow_schedule WHERE run_no = {run}
        GROUP BY position_number, period_number) AS c)
    + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM node_result WHERE run_no = {run}
        GROUP BY node, product_type, currency, is_reporting_total, measure_no, factor) AS r)
    + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM run_task_attempt
        WHERE run_no = {run} AND outcome = 'SUCCEEDED' GROUP BY task_no) AS a)
"""
# A claim raises the fence by one and adds one attempt, so a task has as many attempts as its fence.
UNRECORDED = """
    SELECT count(*) FROM run_task t LEFT JOIN (
      SELECT run_no, task_no, count(*) AS attempts, max(fence) AS fence,
        count(*) FILTER (WHERE outcome = 'RUNNING') AS unended,
        max(fence) FILTER (WHERE outcome = 'SUCCEEDED') AS success
      FROM run_task_attempt GROUP BY 1, 2) a USING (run_no, task_no)
    WHERE t.run_no = {run}
      AND (t.fence, t.fence, 0, t.fence) IS DISTINCT FROM (a.attempts, a.fence, a.unended, a.success)
"""


@dataclass(frozen=True)
class Digest:
    """SHA-256 over every stored bit of a run, without the run's number."""

    values: str
    flows: str
    nodes: str


def digest(rig, run):
    def one(sql):
        found = hashlib.sha256()
        session.copy_out(f"COPY ({sql.format(run=run.number)}) TO STDOUT", found.update, timeout=300)
        return found.hexdigest()

    with rig.session() as session:
        return Digest(one(VALUES), one(FLOWS), one(NODES))


@dataclass
class Finding:
    lost: int
    doubled: int
    problems: list


def examine(rig, run, quiet):
    """Looks at a run that should have ended as the quiet run did."""
    problems = []
    with rig.session(timeout=300) as session:
        state, done, total, positions, all_positions = session.query(
            f"""
            SELECT state, tasks_done, tasks_total, positions_done, position_count
            FROM run WHERE run_no = {run.number}
            """
        )[0]
        succeeded = int(
            session.value(f"SELECT count(*) FROM run_task WHERE run_no = {run.number} AND state = 'SUCCEEDED'")
        )
        unfinished = int(
            session.value(
                f"SELECT count(*) FROM run_task WHERE run_no = {run.number} AND state NOT IN ('SUCCEEDED', 'DEAD')"
            )
        )
        doubled = int(session.value(DOUBLED.format(run=run.number)))
        unrecorded = int(session.value(UNRECORDED.format(run=run.number)))
        errors = session.query(
            f"SELECT task_no, attempts, error FROM run_task WHERE run_no = {run.number} AND state = 'DEAD' LIMIT 3"
        )
    if state != "SUCCEEDED":
        problems.append(f"run {run.id} is {state}")
    problems += [f"task {task} is dead after {attempts} attempts: {error}" for task, attempts, error in errors]
    if unfinished:
        problems.append(f"{unfinished} tasks are not final")
    if (int(done), positions) != (succeeded, all_positions):
        problems.append(
            f"the run counts {done} tasks and {positions} positions; {succeeded} and {all_positions} are done"
        )
    if unrecorded:
        problems.append(f"{unrecorded} tasks whose attempts are not all recorded with an end")
    if digest(rig, run) != quiet:
        problems.append("the results differ from those of the quiet run")
    return Finding(int(total) - succeeded, doubled, problems)
