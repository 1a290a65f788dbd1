#!/usr/bin/env python3
"""Times a million rows in the grid of results, in Chromium.

usage: PYTHONPATH=web/.vendor/test web/bench/grid.py
"""

import os
import pathlib
import subprocess
import tempfile

from playwright.sync_api import sync_playwright

WEB = pathlib.Path(__file__).resolve().parents[1]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bundle = pathlib.Path(folder) / "grid.js"
        command = ["esbuild", str(WEB / "bench/grid.ts"), "--bundle", "--minify", "--log-level=warning"]
        subprocess.run(command + [f"--outfile={bundle}"], check=True)
        script = bundle.read_text(encoding="utf-8")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_style_tag(content=(WEB / "src/style.css").read_text(encoding="utf-8"))
        page.add_script_tag(content=script)
        told = page.evaluate("() => measure()")
        browser.close()
    for name, value in told.items():
        print(f"{name:32} {value:10.1f}")


if __name__ == "__main__":
    main()
