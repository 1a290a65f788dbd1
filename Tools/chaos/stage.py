"""One scenario's run, its workers, and what was measured."""

import signal
import time

# A killed worker's task must run again within this many seconds: a lease of 10, and time to notice that it is over.
LONGEST_WAIT = 15


class Stage:
    def __init__(self, rig, quiet, is_long, buckets):
        self.rig = rig
        # Seconds of the same run undisturbed, and that run.
        self.quiet = quiet.seconds
        self.quiet_run = quiet.run
        # Whether to be thorough; short otherwise.
        self.is_long = is_long
        self.buckets = buckets
        self.run = None
        self.runs = []
        # Undisturbed runs of this scenario's own.
        self.quiet_runs = []
        self.workers = []
        self.notes = []
        self.problems = []
        # When harm began and was over, on the clock that the server has too; none under mere pressure.
        self.began = None
        self.ended = None
        self.longest_recovery = LONGEST_WAIT
        self.least_ratio = None

    # What scenarios call

    def open(self):
        """Stores the run that harm is to be done to."""
        self.add()
        self.run = self.runs[0]

    def start(self, count=2, address=None):
        """Starts workers, by default with a direct connection."""
        for _ in range(count):
            name = f"{self.run.id}-{len(self.workers) + 1}"
            self.workers.append(self.rig.start_worker(name, address))

    def measure_quiet(self):
        """The same run once more undisturbed, now: for a ratio that must not depend on what else the machine does."""
        run = self.rig.create_run(self.buckets)
        self.quiet_runs.append(run)
        for number in (1, 2):
            self.workers.append(self.rig.start_worker(f"{run.id}-quiet-{number}"))
        self.finish()
        self.quiet = run.seconds()

    def add(self):
        """One more run of the same book."""
        self.runs.append(self.rig.create_run(self.buckets))

    def again(self):
        """One more run of the same book, to its end."""
        self.add()
        self.start()
        self.finish()

    def harm(self, share=0.2):
        """Waits until so much of the run is done; harm begins."""
        self.run.await_share(share, self.limit)
        self.began = time.time()

    def made_good(self):
        self.ended = time.time()

    def finish(self):
        """Waits until every worker that was not killed has ended in order."""
        for worker in self.workers:
            if worker.process.poll() != -signal.SIGKILL:
                worker.wait(self.limit)

    def hold(self, short, thorough):
        time.sleep(thorough if self.is_long else short)

    @property
    def limit(self):
        """The deadline for whatever a scenario waits for."""
        return 90 + 10 * self.quiet

    # What was measured

    def ratio(self):
        """Throughput, from the first claim to the last result, as a share of the quiet one."""
        numbers = ", ".join(str(run.number) for run in self.runs)
        spans = self.rig.ask(
            f"""
            SELECT extract(epoch FROM upper(span) - lower(span))
            FROM (SELECT unnest(range_agg(tstzrange(started_at, finished_at))) AS span
              FROM run WHERE run_no IN ({numbers}) AND finished_at IS NOT NULL) AS s
            """
        )
        seconds = sum(float(row[0]) for row in spans)
        return len(self.runs) * self.quiet / seconds if seconds > 0 else 0

    def recovery(self):
        """Seconds from the end of harm to the next result, or to the next attempt at a task whose lease ended without
        a heartbeat, whichever was later; none under mere pressure."""
        if self.ended is None:
            return None
        numbers = ", ".join(str(run.number) for run in self.runs)
        value = self.rig.ask(
            f"""
            SELECT greatest(
              (SELECT min(ended_at) FROM run_task_attempt
                WHERE run_no IN ({numbers}) AND outcome = 'SUCCEEDED' AND ended_at > to_timestamp({self.ended})),
              (SELECT max(n.started_at) FROM run_task_attempt a JOIN run_task_attempt n USING (run_no, task_no)
                WHERE run_no IN ({numbers}) AND a.outcome = 'LEASE_EXPIRED' AND n.fence = a.fence + 1)
            ) - to_timestamp({self.ended})
            """
        )[0][0]
        sql = f"SELECT extract(epoch FROM '{value}'::interval)"
        return None if value is None else max(0.0, float(self.rig.ask(sql)[0][0]))

    def outcomes(self):
        """How often attempts ended otherwise than in success, in words."""
        numbers = ", ".join(str(run.number) for run in self.runs)
        return [
            f"{count} {outcome}"
            for outcome, count in self.rig.ask(
                f"""
                SELECT outcome, count(*) FROM run_task_attempt
                WHERE run_no IN ({numbers}) AND outcome <> 'SUCCEEDED' GROUP BY 1 ORDER BY 1
                """
            )
        ]

    def close(self):
        for worker in self.workers:
            worker.kill()
        for run in self.runs:
            run.give_up()

    def drop_results(self):
        for run in self.runs + self.quiet_runs:
            run.drop_results()
