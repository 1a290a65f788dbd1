"""A private database, the fund of Samples in it, and a server with the dashboard, all in a temporary folder."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.request

from playwright.sync_api import expect

# A wait ends as soon as it can; this is for a machine that has other work to do.
expect.set_options(timeout=60_000)

ROOT = pathlib.Path(__file__).resolve().parents[2]
TENOR = ROOT / ".build/release/tenor"
SAMPLES = ROOT / "Samples/bond-fund-2023-03-31"


class Stage:
    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="tenor-web-")
        # The database's server does not run as root, and must reach its folder.
        os.chmod(self.folder, 0o755)
        self.server: subprocess.Popen[str] | None = None
        self.address = ""

    def tenor(self, *arguments: str, text: str = "") -> str:
        """Runs a command with `text` as its standard input, and gives what it prints."""
        command = [str(TENOR), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, input=text, capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"tenor {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def start(self) -> None:
        self.tenor("db", "start")
        self.tenor("db", "migrate")
        self.server = subprocess.Popen(
            [str(TENOR), "serve", "--port", "0", "--quiet", "--web", str(ROOT / "web/dist")],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.server.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            raise RuntimeError(f"the server did not tell its address: {line}")
        self.address = found.group(0)

    def import_fund(self) -> None:
        self.market = self.tenor("import", "market", str(SAMPLES / "market"), "--id-only")
        self.tenor("import", "instruments", str(SAMPLES / "instruments.csv"))
        positions = str(SAMPLES / "positions.csv")
        self.positions = self.tenor("import", "positions", positions, "--as-of", "2023-03-31", "--id-only")

    def create_run(self) -> str:
        return self.tenor(
            *("run", "create", "--market", self.market, "--positions", self.positions),
            *("--scenarios", str(SAMPLES / "scenarios.json"), "--id-only"),
        )

    def work(self) -> None:
        self.tenor("worker", "--until-idle", "--quiet")

    def get(self, path: str):
        with urllib.request.urlopen(self.address + path, timeout=120) as answer:
            return json.load(answer)

    def stop(self) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=60)
            self.server.stdout.close()
        try:
            self.tenor("db", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
