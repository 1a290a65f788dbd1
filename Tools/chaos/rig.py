"""A private cluster with a book in it, and the processes that work on it: everything a fault can be done to."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

import book
from postgres import ConnectionLost, ServerError, Session

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Samples/bond-fund-2023-03-31")
# All that is handed on from whoever starts the harness: a database of theirs must not be touched.
PASSED_ON = ("PATH", "HOME", "PG_BINDIR", "LD_LIBRARY_PATH")


class Violation(Exception):
    """Something did not happen, or not in time."""


def eventually(what, condition, seconds):
    """Waits until `condition` gives something true, and gives that."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Violation(f"not within {seconds} s: {what}")
        time.sleep(0.02)


class Rig:
    def __init__(self, tenor):
        self.tenor = os.path.abspath(tenor)
        # Short, so that the socket's path fits; open, so that the server's user gets in.
        self.folder = tempfile.mkdtemp(prefix="tenor-chaos-", dir="/tmp")
        os.chmod(self.folder, 0o755)
        self.environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.environment |= {"LC_ALL": "C.UTF-8", "USER": "chaos"}
        self.workers = []
        self.sockets = None

    # Commands

    def run(self, *words, seconds=120):
        """Runs a command to its end and gives what it prints."""
        try:
            done = subprocess.run(
                [self.tenor, *words],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Violation(f"tenor {' '.join(words)} did not end within {seconds} s") from error
        if done.returncode != 0:
            raise Violation(f"tenor {' '.join(words)}: {done.stderr.decode().strip()}")
        return done.stdout.decode().strip()

    def start_server(self):
        status = json.loads(self.run("db", "start", "--json"))
        address = status["address"]
        self.sockets = address.split("host='")[1].split("'")[0]
        return status["process_id"]

    def server(self):
        """The server's process."""
        return json.loads(self.run("db", "status", "--json"))["process_id"]

    def kill_server(self):
        """An immediate shutdown: sessions are cut off, nothing is written, the next start replays the log."""
        server = self.server()
        os.kill(server, signal.SIGQUIT)
        eventually("the server is gone", lambda: not _exists(server), 30)

    @property
    def address(self):
        return f"host={self.sockets} user=tenor dbname=tenor"

    def session(self, name="chaos", **options):
        return Session(self.sockets, name, **options)

    def ask(self, sql, timeout=60):
        """One statement in a session of its own; the rows."""
        with self.session(timeout=timeout) as session:
            return session.query(sql)

    # Work

    def import_book(self, count):
        book.write(count, self.folder)
        self.run("import", "market", os.path.join(SAMPLES, "market"))
        self.run("import", "instruments", "instruments.csv", seconds=600)
        self.run("import", "positions", "positions.csv", "--as-of", "2023-03-31", seconds=600)

    def create_run(self, buckets):
        run = self.run("run", "create", "--scenarios", "core", "--buckets", str(buckets), "--id-only")
        return Run(self, run)

    def start_worker(self, name, address=None):
        worker = Worker(self, name, address or self.address)
        self.workers.append(worker)
        return worker

    def close(self):
        """Ends every process and removes every file."""
        for worker in self.workers:
            worker.kill()
        try:
            self.run("db", "stop", seconds=30)
        except Violation:
            try:
                self.kill_server()
            except (Violation, OSError, KeyError, ValueError):
                pass
        shutil.rmtree(self.folder, ignore_errors=True)


class Worker:
    """A worker process that ends once no task is open. Its messages go to a file: nobody need read a pipe."""

    def __init__(self, rig, name, address):
        self.name = name
        self.log = f"{rig.folder}/{name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [rig.tenor, "worker", "--until-idle", "--name", name, "--database", address],
                cwd=rig.folder,
                env=rig.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    @property
    def messages(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def send(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self):
        self.send(signal.SIGKILL)
        self.process.wait(10)

    def wait(self, seconds):
        """Its end in order."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise Violation(f"{self.name} did not end within {seconds} s: {self._last}") from error
        if status != 0:
            raise Violation(f"{self.name} ended with {status}: {self._last}")

    @property
    def _last(self):
        return " / ".join(self.messages.strip().split("\n")[-2:])


class Run:
    def __init__(self, rig, name):
        self.rig = rig
        self.id = name
        self.number = int(rig.ask(f"SELECT run_no FROM run WHERE run_id = '{name}'")[0][0])

    def progress(self):
        """Tasks done and tasks in all; the last answer while the server is away."""
        try:
            done, total = self.rig.ask(
                "SELECT count(*) FILTER (WHERE t.state = 'SUCCEEDED'), r.tasks_total "
                f"FROM run r LEFT JOIN run_task t USING (run_no) WHERE r.run_no = {self.number} GROUP BY r.run_no",
                5,
            )[0]
        except (OSError, ConnectionLost, ServerError):
            return 0, 1
        return int(done), int(total)

    def await_share(self, share, seconds):
        def reached():
            done, total = self.progress()
            return done >= share * total

        eventually(f"{share:.0%} of run {self.id} is done", reached, seconds)

    def seconds(self):
        """From the first claim to the last result."""
        sql = f"SELECT extract(epoch FROM finished_at - started_at) FROM run WHERE run_no = {self.number}"
        value = self.rig.ask(sql)[0][0]
        if value is None:
            raise Violation(f"run {self.id} has not finished")
        return float(value)

    def drop_results(self):
        """Its evidence has been looked at: makes room, so that later scenarios do not carry it along."""
        self.rig.ask(f"DROP TABLE IF EXISTS valuation_result_{self.number}, cashflow_schedule_{self.number}")

    def give_up(self):
        """Cancels it if it is still open, so that it is in nobody's way."""
        if self.rig.ask(f"SELECT state FROM run WHERE run_no = {self.number}")[0][0] not in ("SUCCEEDED", "CANCELLED"):
            self.rig.run("run", "cancel", self.id)


def _exists(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
