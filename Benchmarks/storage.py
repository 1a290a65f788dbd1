#!/usr/bin/env python3
"""Stores a run of 1,000,000 vectors of 100 scenarios through the queue, and reads it back.

    Benchmarks/storage.py [--vectors 1000000] [--scenarios 100] [--workers 2] [--queries 1000] [--folder FOLDER]

The values are made before the clock starts; everything that workers do with the database is timed: claims, COPY, partial
roll-ups, completions, then the roll-up's node totals, keys and attach. The database is a throw-away cluster as `tenor db
start` makes it, with 2 GB of shared buffers: write-ahead log at level replica, fsync, checksums and synchronous commit on.

Bound, in the same run: the same vectors by the same threads with bare binary COPY, into a table without a key that is not
logged, and into one that is. 100 million cells are 0.9 GB of pages and as much log.

(a) asks for 10 s, (b) for 5 ms at p95, (c) for 1 s, (d) for 5 ms at p99, (e) for no time that grows with the run; on two idle
cores.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=int, default=1_000_000, help="positions of one vector each")
    parser.add_argument("--scenarios", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--queries", type=int, default=1_000, help="how often each query is asked")
    parser.add_argument("--folder", type=pathlib.Path, help="keep database and archive here")
    options = parser.parse_args()
    build = ["swift", "build", "-c", "release", "--product", "storage"]
    subprocess.run(build, cwd=FOLDER, check=True, stdout=sys.stderr, timeout=1_800)
    with tempfile.TemporaryDirectory(prefix="tenor-storage-") as temporary:
        folder = (options.folder or pathlib.Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        # The server may run as another user.
        folder.chmod(0o755)
        print(f"load average before: {os.getloadavg()[0]:.1f}", flush=True)
        command = [FOLDER / ".build/release/storage", "--folder", folder]
        for name in ["vectors", "scenarios", "workers", "queries"]:
            command += [f"--{name}", str(getattr(options, name))]
        return subprocess.run(command, timeout=3_600).returncode


if __name__ == "__main__":
    sys.exit(main())
