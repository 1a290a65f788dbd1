"""Processor time of the workers, of their sessions, and of everybody else's on the server."""

import os
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
SESSIONS = """
    SELECT pid FROM pg_stat_activity WHERE application_name IN ('tenor worker', 'tenor lease keeper')
"""


class ProcessorTime:
    """Counts while it is open. What a process spends after it was last looked at, a tenth of a second at most, is not
    counted for it."""

    def __init__(self, rig, server):
        self.rig = rig
        self.server = server
        self.latest = {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self.session = self.rig.session("watcher")
        self.began = time.monotonic(), server_seconds(self.server)
        self.first = {worker.process.pid for worker in self.rig.workers}
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join(30)
        self.wall = time.monotonic() - self.began[0]
        self.workers = sum(seconds for (kind, _), seconds in self.latest.items() if kind == "worker")
        self.sessions = sum(seconds for (kind, _), seconds in self.latest.items() if kind == "session")
        # Helpers of parallel queries come and go: what the server spent and the workers' sessions did not, is others'.
        self.others = max(0.0, server_seconds(self.server) - self.began[1] - self.sessions)
        self.session.close()

    @property
    def work(self):
        return self.workers + self.sessions

    @property
    def share(self):
        """The work's part of what all used."""
        return self.work / (self.work + self.others)

    def _watch(self):
        while not self.over.wait(0.1):
            for worker in self.rig.workers:
                if worker.process.pid not in self.first and worker.process.poll() is None:
                    self._look("worker", worker.process.pid)
            for (pid,) in self.session.query(SESSIONS):
                self._look("session", int(pid))

    def _look(self, kind, pid):
        seconds = _seconds(pid)
        if seconds is not None:
            self.latest[kind, pid] = seconds


def _fields(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None


def _seconds(pid):
    fields = _fields(pid)
    return fields and (int(fields[11]) + int(fields[12])) / TICKS


def server_seconds(server):
    """Of the server and of every process it has had."""
    ticks = 0
    for name in os.listdir("/proc"):
        fields = _fields(name) if name.isdigit() else None
        if fields and int(name) == server:
            ticks += sum(map(int, fields[11:15]))
        elif fields and int(fields[1]) == server:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS
