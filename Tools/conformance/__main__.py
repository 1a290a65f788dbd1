#!/usr/bin/env python3
"""Holds the services against their OpenAPI documents, for everyone who may sign in.

usage: python3 Tools/conformance [--tenor PATH] [--examples N] [--as CALLER …]

First every document that a service gives is validated (openapi-spec-validator). Then a server with a private database and
a small book is started in a folder of its own under /tmp, and Schemathesis sends it generated requests, valid and not, as
a viewer, a viewer confined to a node, a trader, an analyst and an administrator, each signed in as a browser is. All
of its checks apply; one more holds every answer to the confined viewer against the rest of the book. At the end the
server must still run and have logged no error. The exit code is 1 when anything is not so.
"""

import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.request

import book
from server import CALLERS, Server

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VERSIONS = {"schemathesis": "4.32.5", "openapi-spec-validator": "0.9.0"}


def main():
    options = arguments()
    # Ended from outside, it still cleans up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    tools = environment()
    failed = [] if documents_are_valid(tools, options.tenor) else ["documents"]
    server = Server(options.tenor)
    try:
        server.start()
        for caller in [name for name in CALLERS if name in (options.callers or CALLERS)]:
            start = time.monotonic()
            if not conforms(tools, server, caller, options.examples):
                failed.append(caller)
            print(f"{caller}: {'FAILED' if caller in failed else 'ok'}, {time.monotonic() - start:.0f} s", flush=True)
        for problem in server.problems():
            failed.append("server")
            print(f"server: {problem}")
    finally:
        server.close()
    print(f"conformance: {'failed: ' + ', '.join(failed) if failed else 'every document and every caller is in order'}")
    return 1 if failed else 0


def environment():
    """The folder of the pinned tools, made at first."""
    name = "-".join(["conformance", *VERSIONS.values()])
    folder = ROOT / ".build" / name / "bin"
    if not (folder / "schemathesis").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder.parent], check=True)
        pins = [f"{package}=={version}" for package, version in VERSIONS.items()]
        subprocess.run([folder / "pip", "install", "--quiet", "--disable-pip-version-check", *pins], check=True)
    return folder


def documents_are_valid(tools, tenor):
    """Whether the document of each service, and that of all together, is valid OpenAPI."""
    folder = ROOT / ".build" / "openapi"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    services = [file.stem for file in sorted((ROOT / "docs" / "openapi").glob("*.json"))]
    # Two of the files are parts of every service's document.
    for name in ["all", *(name for name in services if name not in ("common", "session"))]:
        words = ["serve", "--openapi"] if name == "all" else ["serve", name, "--openapi"]
        text = subprocess.run([tenor, *words], check=True, stdout=subprocess.PIPE, timeout=60).stdout
        file = folder / f"{name}.json"
        file.write_bytes(text)
        files.append(file)
    checked = subprocess.run([tools / "openapi-spec-validator", "--validation-errors", "all", *files], check=False)
    print(f"documents: {len(files)} {'valid' if checked.returncode == 0 else 'INVALID'}", flush=True)
    return checked.returncode == 0


def conforms(tools, server, caller, examples):
    """Whether all that Schemathesis asks as a caller is answered as the document says."""
    folder = server.folder / caller
    folder.mkdir()
    with open(folder / "schemathesis.toml", "w", encoding="utf-8") as file:
        file.write(configuration(server, caller))
    run = [tools / "schemathesis", "--config-file", "schemathesis.toml", "run", f"{server.url}/openapi.json"]
    run += ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(examples), "--seed", "1"]
    run += ["--request-timeout", "30", "--continue-on-failure", "--no-color"]
    surroundings = os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    if caller == "confined":
        surroundings["CONFORMANCE_HIDDEN"] = json.dumps(book.hidden())
    with open(folder / "log", "w+", encoding="utf-8") as log:
        done = subprocess.run(run, cwd=folder, env=surroundings, stdout=log, stderr=subprocess.STDOUT, check=False)
        log.seek(0)
        text = log.read()
    # All of it where something is wrong, else its counts.
    print(text if done.returncode != 0 else text[text.rfind("= SUMMARY") :].partition("\n")[2], flush=True)
    return done.returncode == 0


def configuration(server, caller):
    """The settings for everyone, who asks, and what there is: requests about things that exist reach further."""
    session = server.sign_in(caller)
    text = (HERE / "schemathesis.toml").read_text(encoding="utf-8")
    if caller != "admin":
        text = text.replace('"409", "422"]', '"409", "422", "403"]')
    lines = [f'headers = {{ X-CSRF-Token = "{session.csrf_token}" }}', "", text]
    lines += ["[auth.openapi.sessionOnLoopback]", f'api_key = "{session.cookie}"']
    with urllib.request.urlopen(f"{server.url}/openapi.json", timeout=30) as answer:
        paths = json.load(answer)["paths"]
    for path in paths:
        names = [name for name in re.findall("{(.*?)}", path) if server.thing(name, path)]
        if names:
            values = ", ".join(f'"path.{name}" = "{server.thing(name, path)}"' for name in names)
            lines += ["", "[[operations]]", f'include-path = ["{path}"]', f"parameters = {{ {values} }}"]
    return "\n".join(lines) + "\n"


def arguments():
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--tenor", default=ROOT / ".build/release/tenor", help="the program to test")
    parser.add_argument(
        "--examples", type=int, default=10, metavar="N", help="generated requests per operation and phase; default 10"
    )
    parser.add_argument(
        "--as", dest="callers", nargs="+", choices=CALLERS, metavar="CALLER", help=", ".join(CALLERS)
    )
    options = parser.parse_args()
    options.tenor = os.path.abspath(options.tenor)
    if not os.access(options.tenor, os.X_OK):
        parser.error(f"there is no program {options.tenor}; build it with 'swift build -c release --product tenor'")
    return options


if __name__ == "__main__":
    sys.exit(main())
