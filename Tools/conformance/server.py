"""A server with a private database and a small book in a folder of its own, and the users who sign in to it."""

import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

import book

MARKET = pathlib.Path(__file__).resolve().parents[2] / "Samples/bond-fund-2023-03-31/market"
PASSWORD = "seven quiet rivers run east"
# The name of each user, and what it is added with. The administrator is last, and takes rights from all others.
CALLERS = {
    "viewer": ["--role", "viewer"],
    "confined": ["--role", "viewer", "--node", book.SEEN],
    "trader": ["--role", "trader"],
    "analyst": ["--role", "analyst"],
    "admin": ["--role", "admin"],
}
# All that is handed on: a database of whoever starts this must not be touched.
PASSED_ON = ("PATH", "HOME", "PG_BINDIR", "LD_LIBRARY_PATH")

Session = collections.namedtuple("Session", ["cookie", "csrf_token"])


class Server:
    def __init__(self, tenor):
        self.tenor = tenor
        # Short, so that the socket's path fits; open, so that the database's user gets in.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tenor-conformance-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.environment |= {"LC_ALL": "C.UTF-8", "USER": "conformance"}
        self.process = None
        self.url = None
        self._things = {}

    def start(self):
        """Imports the book, values it, adds the users and serves."""
        (self.folder / "instruments.csv").write_text(book.INSTRUMENTS, encoding="utf-8")
        (self.folder / "positions.csv").write_text(book.positions(), encoding="utf-8")
        market = self._run("import", "market", str(MARKET), "--id-only")
        self._run("import", "instruments", "instruments.csv")
        positions = self._run("import", "positions", "positions.csv", "--as-of", "2023-03-31", "--id-only")
        run = self._run("run", "create", "--scenarios", "core", "--id-only")
        self._run("worker", "--until-idle")
        limit = ["--measure", "DV01", "--minimum", "-1", "--currency", "USD", "--by", "ann"]
        self._run("limit", "add", "hidden-limit", "--node", "HIDDEN-FUND", *limit)
        self._run("limit", "add", "seen-limit", "--node", book.SEEN, *limit)
        for name, options in CALLERS.items():
            self._run("user", "add", name, *options, "--mine", "--password-stdin", text=PASSWORD)
        self._things = {
            "run_id": run,
            "other_run_id": run,
            "curve_id": "USD.TREASURY",
            "instrument_id": "BOND-1",
            "portfolio_id": book.SEEN,
            "position_id": "SEEN-POSITION-01",
            "snapshot_id": positions,
            "snapshot_id of marketdata": market,
        }
        with open(self.folder / "serve.out", "wb") as output, open(self.folder / "serve.err", "wb") as errors:
            self.process = subprocess.Popen(
                [self.tenor, "serve", "--port", "0", "--rate-limit", "0", "--quiet"],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
            )
        for _ in range(3_000):
            text = (self.folder / "serve.out").read_text(encoding="utf-8")
            if text.endswith("\n"):
                self.url = "http" + text.strip().rpartition("http")[2]
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start: {self._errors()}")

    def thing(self, parameter, path):
        """The id of something that there is, for a parameter of a path; nothing where there is none."""
        kind = " of marketdata" if parameter == "snapshot_id" and "/marketdata/" in path else ""
        return self._things.get(parameter + kind)

    def sign_in(self, name):
        """Begins a session, as a browser does."""
        body = json.dumps({"name": name, "password": PASSWORD}).encode()
        request = urllib.request.Request(f"{self.url}/v1/session", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
            return Session(cookie, json.load(answer)["csrf_token"])

    def problems(self):
        """What the server has logged as its own mistake, or that it has ended."""
        found = [line for line in self._errors().splitlines() if line.startswith("error:")]
        if self.process.poll() is not None:
            found.append(f"it ended with {self.process.returncode}")
        return found

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        subprocess.run([self.tenor, "db", "stop"], cwd=self.folder, env=self.environment, check=False, timeout=90)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _errors(self):
        return (self.folder / "serve.err").read_text(encoding="utf-8", errors="replace")

    def _run(self, *words, text=""):
        done = subprocess.run(
            [self.tenor, *words],
            cwd=self.folder,
            env=self.environment,
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"tenor {' '.join(words)}: {done.stderr.decode().strip()}")
        return done.stdout.decode().strip()
