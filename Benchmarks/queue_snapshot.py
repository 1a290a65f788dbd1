#!/usr/bin/env python3
"""Claims of one task, completed one by one, before and while a reader holds a snapshot open.

    Benchmarks/queue_snapshot.py [--seconds 60] [--threads 4]

Runs the queue itself, through the test that measures it, on a throw-away cluster (fsync off, so that the processor and
not the disk decides). Two databases of that server do the same work at the same time, and the snapshot is held in one of
them, so that other load on the machine falls on both. Exits with 1 when the held one's share of the other's rate falls, in
the last 20 s, below 80% of what it was before.

Bound: a claim and its completion are two transactions and eight statements on one connection. Without waiting for a disk
that is about 1 ms of one core, so two cores give at most about 2,000 a second, the clients' own time included.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long the snapshot is held")
    parser.add_argument("--threads", type=int, default=2, help="connections that claim, in each database")
    options = parser.parse_args()
    environment = os.environ | {
        "TENOR_QUEUE_SECONDS": str(options.seconds),
        "TENOR_QUEUE_THREADS": str(options.threads),
    }
    print(f"load average before: {os.getloadavg()[0]:.1f}", flush=True)
    test = subprocess.run(
        ["swift", "test", "--filter", "QueueRateTests"],
        cwd=Path(__file__).resolve().parent.parent, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=options.seconds + 900,
    )
    lines = [line.removeprefix("QUEUE ") for line in test.stdout.splitlines() if line.startswith("QUEUE ")]
    print("\n".join(lines))
    if test.returncode != 0:
        print(test.stdout[-2_000:], file=sys.stderr)
        return 1
    shares = [int(re.search(r"(\d+)%", line)[1]) for line in lines if line.startswith("share")][-2:]
    share = sum(shares) / len(shares)
    print(f"under the snapshot: {share:.0f}% of the rate before (at least 80% is asked)")
    return 0 if share >= 80 else 1


if __name__ == "__main__":
    sys.exit(main())
