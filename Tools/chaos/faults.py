"""What is done to the workers and their database while a run is under way.

Each fault is a function of a `Stage`: it starts workers, does harm, makes it good, and waits for the workers' end.
Whether the run has ended as the quiet one did is looked at afterwards.
"""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress

from postgres import ConnectionLost, ServerError
from proxy import Proxy
from rig import Violation, eventually

# A worker's lease, in seconds.
LEASE = 10


class Skip(Exception):
    """Why a scenario cannot be played here."""


def server_restarted(stage):
    """PostgreSQL stopped at once, with sessions cut off and nothing written, and started again."""
    stage.open()
    stage.start()
    stage.harm()
    stage.rig.kill_server()
    stage.hold(2, 10)
    stage.rig.start_server()
    stage.made_good()
    stage.finish()


def sessions_ended(stage):
    """Every session of every worker ended by the server, again and again."""
    stage.open()
    stage.start()
    stage.harm()
    count = 0
    with stage.rig.session() as session:
        for _ in range(20 if stage.is_long else 5):
            count += int(session.value(END_SESSIONS))
            time.sleep(1)
    stage.made_good()
    stage.notes.append(f"{count} sessions ended")
    stage.finish()


END_SESSIONS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name IN ('tenor worker', 'tenor lease keeper')
"""


def pool_exhausted(stage):
    """300 idle connections knock, as many as the server admits stay, and the workers lose their own."""
    stage.open()
    stage.start()
    stage.harm()
    held, stop = [], threading.Event()

    def knock():
        while not stop.is_set():
            try:
                held.append(stage.rig.session("idle", timeout=5))
                if len(held) >= 300:
                    return
            except (ServerError, ConnectionLost, OSError):
                time.sleep(0.005)

    with stage.rig.session() as control:
        threads = [threading.Thread(target=knock, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        full = int(control.value("SHOW max_connections"))
        sessions = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        eventually("every connection is taken", lambda: int(control.value(sessions)) >= min(full, 300), 30)
        control.value(END_SESSIONS)
        stage.hold(3, 15)
        stop.set()
        for thread in threads:
            thread.join(10)
        stage.notes.append(f"{len(held)} idle connections of {full}")
        for session in held:
            session.close()
    stage.made_good()
    stage.finish()


def worker_killed(stage):
    """One of two workers killed with SIGKILL while it computes."""
    stage.open()
    stage.start()
    stage.harm()
    freeze(stage, stage.workers[0])
    stage.workers[0].kill()
    stage.made_good()
    stage.finish()


def workers_killed(stage):
    """Workers killed again and again, each replaced by a new one."""
    stage.open()
    stage.start()
    stage.harm(0.1)
    victims = 0
    for _ in range(20 if stage.is_long else 5):
        time.sleep(0.7)
        done, total = stage.run.progress()
        if done == total:
            break
        # The older of the two.
        stage.workers[-2].kill()
        stage.start(1)
        victims += 1
    stage.made_good()
    stage.notes.append(f"{victims} workers killed")
    stage.finish()


def worker_paused(stage):
    """A worker stopped with SIGSTOP past its lease, then continued: what it brings late is refused."""
    stage.open()
    stage.start()
    stage.harm()
    victim, survivor = stage.workers
    tasks = freeze(stage, victim)
    stage.made_good()
    try:
        survivor.wait(stage.limit)
        taken = stage.rig.ask(
            f"SELECT count(*) FROM run_task WHERE run_no = {stage.run.number} AND task_no = ANY ('{{{tasks}}}') "
            f"AND state = 'SUCCEEDED' AND fence > 1"
        )[0][0]
        if int(taken) == 0:
            raise Violation("no task of the paused worker was taken over")
    finally:
        victim.send(signal.SIGCONT)
    victim.wait(30)
    refused = victim.messages.count("was taken over; its results are dropped")
    # The server ends a session that stands still between the beginning of a transaction and its first lock.
    if refused == 0 and "waiting for the database" not in victim.messages:
        raise Violation(f"{victim.name} was not told that its tasks were taken over")
    stage.notes.append(f"{taken} tasks taken over, {refused} late results refused")


def freeze(stage, victim):
    """Stops a worker that holds tasks and is not in the middle of storing one; the tasks' numbers, with commas."""
    held = (
        f"FROM run_task WHERE run_no = {stage.run.number} AND state = 'RUNNING' AND kind = 'PRICE' "
        f"AND holder = '{victim.name}'"
    )

    with stage.rig.session() as session:

        def caught():
            if int(session.value(f"SELECT count(*) {held}")) == 0:
                return None
            victim.send(signal.SIGSTOP)
            every = session.query(f"SELECT task_no {held} ORDER BY 1")
            # A task that is being stored is locked.
            free = session.query(f"SELECT task_no {held} ORDER BY 1 FOR UPDATE SKIP LOCKED")
            if every and free == every:
                return ",".join(row[0] for row in every)
            victim.send(signal.SIGCONT)
            time.sleep(0.005)
            return None

        return eventually(f"{victim.name} computes", caught, 60)


def network_cut(stage):
    """The network between workers and database goes silent for longer than a lease; then connections are reset."""
    cut(stage, resets=True, count=2)


def network_delayed(stage):
    """The network of one worker goes silent for longer than a lease; then all that was under way arrives."""
    cut(stage, resets=False, count=1)


def cut(stage, resets, count):
    stage.open()
    proxy = Proxy(stage.rig.sockets)
    try:
        stage.start(count, proxy.address)
        stage.start(2 - count)
        stage.harm()
        proxy.cut()
        stage.hold(LEASE + 2, 3 * LEASE)
        proxy.restore(resets)
        stage.made_good()
        stage.finish()
    finally:
        proxy.restore(True)
        proxy.close()


def disk_full(stage):
    """The disk of the tables is full while results are stored; then there is room again."""
    if os.geteuid() != 0:
        raise Skip("only root can mount a disk of limited size")
    rig = stage.rig
    disk = rig.folder + "/disk"
    os.makedirs(disk, exist_ok=True)
    mount(["-t", "tmpfs", "-o", "size=8g", "tmpfs", disk])
    try:
        owner = os.stat(rig.sockets)
        os.makedirs(disk + "/tables")
        os.chown(disk + "/tables", owner.st_uid, owner.st_gid)
        move_tables(rig, f"CREATE TABLESPACE limited LOCATION '{disk}/tables'", "limited")
        stage.open()
        stage.start()
        stage.harm()
        usage = os.statvfs(disk)
        used = (usage.f_blocks - usage.f_bfree) * usage.f_frsize
        mount(["-o", f"remount,size={used + (1 << 20)}", disk])
        told = lambda: any("PostgreSQL 53100" in worker.messages for worker in stage.workers)
        eventually("a worker tells that the disk is full", told, stage.limit)
        stage.hold(4, 30)
        mount(["-o", "remount,size=8g", disk])
        stage.made_good()
        stage.finish()
    finally:
        mount(["-o", "remount,size=8g", disk])
        stage.close()
        try:
            move_tables(rig, "SELECT 1", "pg_default")
            rig.ask("DROP TABLESPACE limited")
        finally:
            subprocess.run(["umount", "--lazy", disk], timeout=30, check=False)


def move_tables(rig, first, tablespace):
    """Moves all tables of the database to another disk."""
    with rig.session(database="postgres", timeout=300) as session:
        session.query(first)

        def moved():
            # Nobody may be connected while they move.
            with suppress(ServerError):
                session.query(f"ALTER DATABASE tenor SET TABLESPACE {tablespace}")
                return True

        eventually(f"tables are in {tablespace}", moved, 60)


def mount(words):
    done = subprocess.run(["mount", *words], capture_output=True, timeout=30, check=False)
    if done.returncode != 0:
        raise Skip(f"mount {' '.join(words)}: {done.stderr.decode().strip()}")
