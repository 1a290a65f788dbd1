#!/usr/bin/env python3
"""Tenor's queue beside Procrastinate's: the same PostgreSQL server, number of connections and commit settings.

usage: swift build -c release --product tenor
       (cd Benchmarks && swift build -c release --product queuerates)
       python3 -m venv peer && peer/bin/pip install 'procrastinate==3.10.0' 'psycopg[binary,pool]==3.3.9'
       peer/bin/python Benchmarks/queue_peer.py [--rounds 3] [--positions 6000]

Rounds alternate between the two, so that other load on the machine falls on both, and medians are printed:

one by one   two connections, each claims one job and completes it, over and over. Procrastinate's `fetch_job` and
             `finish_job` are called as its worker calls them, without what its worker adds.
in batches   Tenor claims 16 tasks at once on each of two connections and completes them one by one; Procrastinate, which
             fetches one at a time, runs its own worker with a concurrency of 16 and a pool of two connections.
wake-up      from the call that makes a job available to its start by a worker that waits, one job every 20 to 40 ms.

Jobs do nothing. A Tenor completion also counts the task in its run and records the attempt with its start, end and
worker; Procrastinate's records events. Server seconds are the processor time of all of PostgreSQL's processes, which does
not depend on the clients' languages.

Bound: a claim and its completion are two commits. With fsync on the disk gives their rate; `--fsync off` leaves the
processor to decide, about 1 ms a job for both.
"""
import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TENOR = ROOT / ".build/release/tenor"
RATES = ROOT / "Benchmarks/.build/release/queuerates"
CONNECTIONS = 2
BATCH = 16

sys.path.insert(0, str(ROOT / "Tools/chaos"))
import book  # noqa: E402

try:
    import procrastinate
    import psycopg
    from procrastinate.jobs import Status
except ImportError:
    sys.exit("the peer is missing: pip install 'procrastinate==3.10.0' 'psycopg[binary,pool]==3.3.9'")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=6_000, help="of the book whose tasks are claimed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", type=int, default=300, help="wake-ups in a round")
    parser.add_argument("--fsync", choices=["on", "off"], default="on")
    return parser.parse_args()


# The server


def tenor(*words, cwd):
    done = subprocess.run([str(TENOR), *words], cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"tenor {' '.join(words)} failed with {done.returncode}: {done.stderr.strip()}")
    return done.stdout.strip()


class Server:
    """A private server with a database for each side."""

    def __init__(self, folder, fsync):
        self.folder = folder
        status = json.loads(tenor("db", "start", "--json", cwd=folder))
        self.process = status["process_id"]
        sockets = status["address"].split("host='")[1].split("'")[0]
        self.tenor = f"host={sockets} user=tenor dbname=tenor"
        self.peer = f"host={sockets} user=tenor dbname=procrastinate"
        tenor("db", "migrate", cwd=folder)
        with psycopg.connect(self.tenor, autocommit=True) as connection:
            connection.execute("CREATE DATABASE procrastinate")
            connection.execute(f"ALTER SYSTEM SET fsync = {fsync}")
            connection.execute("SELECT pg_reload_conf()")
        asyncio.run(install_peer(self.peer))

    def seconds(self):
        """Processor seconds of the server and of every session it has had."""
        ticks = 0
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(stat.parent.name) == self.process:
                ticks += sum(map(int, fields[11:15]))
            elif int(fields[1]) == self.process:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def settings(self):
        names = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers"]
        with psycopg.connect(self.tenor) as connection:
            return ", ".join(f"{name} {connection.execute(f'SHOW {name}').fetchone()[0]}" for name in names)


# Tenor


def import_book(folder, count):
    book.write(count, str(folder))
    tenor("import", "market", str(ROOT / "Samples/bond-fund-2023-03-31/market"), cwd=folder)
    tenor("import", "instruments", "instruments.csv", cwd=folder)
    tenor("import", "positions", "positions.csv", "--as-of", "2023-03-31", cwd=folder)


def create_tasks(folder):
    words = ["run", "create", "--scenarios", "core", "--measures", "PV", "--buckets", "4096", "--id-only"]
    run = tenor(*words, cwd=folder)
    return json.loads(tenor("run", "status", run, "--json", cwd=folder))["progress"]["tasks"]["total"]


def rates(*words):
    done = subprocess.run([str(RATES), *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"queuerates failed with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def work_tenor(server, _, limit):
    found = rates("work", server.tenor, CONNECTIONS, limit)
    return found["tasks"], found["seconds"]


# Procrastinate


def application(connector):
    app = procrastinate.App(connector=connector)

    @app.task(name="nothing")
    async def nothing():
        pass

    return app


async def install_peer(address):
    app = application(procrastinate.PsycopgConnector(conninfo=address))
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


async def create_jobs(address, count):
    app = application(procrastinate.PsycopgConnector(conninfo=address))
    async with app.open_async():
        for start in range(0, count, 1_000):
            await app.tasks["nothing"].batch_defer_async(*[{}] * min(1_000, count - start))


def work_peer_once(server, count, _):
    """Two processes with a connection each."""
    results = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=fetch_and_finish, args=(server.peer, results))
                 for _ in range(CONNECTIONS)]
    return together(processes, results, count)


def fetch_and_finish(address, results):
    async def work():
        app = application(procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=1))
        async with app.open_async():
            worker = await app.job_manager.register_worker()
            start = end = time.monotonic()
            count = 0
            while job := await app.job_manager.fetch_job(queues=None, worker_id=worker):
                await app.job_manager.finish_job(job, status=Status.SUCCEEDED, delete_job=False)
                count += 1
                end = time.monotonic()
            results.put((start, end, count))

    asyncio.run(work())


def work_peer_batch(server, count, _):
    """One worker as it is shipped, with as many jobs in hand as a batch has."""
    results = multiprocessing.Queue()
    return together([multiprocessing.Process(target=run_worker, args=(server.peer, results, count))], results, count)


def run_worker(address, results, count):
    async def work():
        connector = procrastinate.PsycopgConnector(conninfo=address, min_size=CONNECTIONS, max_size=CONNECTIONS)
        app = application(connector)
        async with app.open_async():
            start = time.monotonic()
            await app.run_worker_async(wait=False, concurrency=BATCH, listen_notify=False)
            results.put((start, time.monotonic(), count))

    asyncio.run(work())


def together(processes, results, count):
    for process in processes:
        process.start()
    shares = [results.get(timeout=600) for _ in processes]
    for process in processes:
        process.join()
    done = sum(share[2] for share in shares)
    if done != count:
        sys.exit(f"{done} of {count} jobs were done")
    return done, max(share[1] for share in shares) - min(share[0] for share in shares)


def wake_peer(address, samples):
    """Milliseconds from the call that defers a job to its start, and those of the call."""
    results = multiprocessing.Queue()
    ready = multiprocessing.Event()
    worker = multiprocessing.Process(target=record_starts, args=(address, samples, ready, results))
    worker.start()
    ready.wait(60)
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=address))
    given, calls = [], []
    with app.open():
        deferrer = app.configure_task("record", allow_unknown=True)
        time.sleep(1)
        for index in range(samples):
            time.sleep(random.uniform(0.02, 0.04))
            start = time.monotonic()
            deferrer.defer(index=index)
            calls.append(1_000 * (time.monotonic() - start))
            given.append(start)
    taken = results.get(timeout=60)
    worker.join()
    return [1_000 * (taken[index] - start) for index, start in enumerate(given)], calls


def record_starts(address, samples, ready, results):
    async def work():
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=2))
        taken = {}
        over = asyncio.Event()

        @app.task(name="record")
        async def record(index):
            taken[index] = time.monotonic()
            if len(taken) == samples:
                over.set()

        async with app.open_async():
            worker = asyncio.create_task(app.run_worker_async(install_signal_handlers=False))
            ready.set()
            await asyncio.wait_for(over.wait(), 300)
            # The last one's end is stored.
            await asyncio.sleep(0.5)
            worker.cancel()
        results.put(taken)

    try:
        asyncio.run(work())
    except asyncio.CancelledError:
        pass


# Both


def measure_rates(server, folder, rounds, kind, peer_work, limit):
    found = {"Tenor": [], "Procrastinate": []}
    for _ in range(rounds):
        tasks = create_tasks(folder)
        asyncio.run(create_jobs(server.peer, tasks))
        for name, work in (("Tenor", work_tenor), ("Procrastinate", peer_work)):
            before = server.seconds()
            count, seconds = work(server, tasks, limit)
            found[name].append((count / seconds, 1_000 * (server.seconds() - before) / count))
    lines = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in found.items()}
    for name, (rate, processor) in lines.items():
        print(f"{kind:11} {name:14} {rate:8,.0f} jobs/s   {processor:6.2f} ms of the server a job", flush=True)
    own, peer = lines["Tenor"], lines["Procrastinate"]
    print(f"{kind:11} {'ratio':14} {own[0] / peer[0]:8.2f} times the rate, {own[1] / peer[1]:.2f} of the server's time")


def measure_wake_ups(server, folder, samples, rounds):
    waits = {"Tenor": [], "Procrastinate": []}
    calls = {"Tenor": [], "Procrastinate": []}
    for _ in range(rounds):
        create_tasks(folder)
        found = rates("latency", server.tenor, samples)
        waits["Tenor"] += found["milliseconds"]
        calls["Tenor"] += found["call"]
        own, call = wake_peer(server.peer, samples)
        waits["Procrastinate"] += own
        calls["Procrastinate"] += call
    for name, values in waits.items():
        half, most = statistics.median(values), statistics.quantiles(values, n=100)[98]
        print(f"{'wake-up':11} {name:14} p50 {half:6.2f} ms   p99 {most:6.2f} ms   "
              f"(the call that makes it available: p50 {statistics.median(calls[name]):.2f} ms)", flush=True)


def main():
    arguments = parse_arguments()
    # Its tasks stand in the main module, which only matters to workers of another program.
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    for program in (TENOR, RATES):
        if not program.exists():
            sys.exit(f"there is no {program}; see the top of this file")
    with tempfile.TemporaryDirectory(prefix="tenor-queue-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        try:
            server = Server(folder, arguments.fsync)
            import_book(folder, arguments.positions)
            print(f"load average {os.getloadavg()[0]:.1f}; {CONNECTIONS} connections each; {server.settings()}", flush=True)
            rounds = arguments.rounds
            measure_rates(server, folder, rounds, "one by one", work_peer_once, 1)
            measure_rates(server, folder, rounds, "in batches", work_peer_batch, BATCH)
            measure_wake_ups(server, folder, arguments.samples, rounds)
        finally:
            subprocess.run([str(TENOR), "db", "stop"], cwd=folder, capture_output=True)


if __name__ == "__main__":
    main()
