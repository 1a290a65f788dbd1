#!/usr/bin/env python3
"""Times a million rows in the grid of results, in Chromium: the grid alone, then within its page of the dashboard.

usage: PYTHONPATH=web/.vendor/test:web/e2e web/bench/grid.py [--grid-only]

The page's rows do not come from a database: what it asks of the results service is answered in the page itself, with 1,000
rows at first, as the service does, then 50,000 at a time. Frame times are what a reader sees and depend on what else the machine does; the processor time of all the
browser's processes a frame does so much less.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from playwright.sync_api import Page, expect, sync_playwright
from stage import Stage

WEB = pathlib.Path(__file__).resolve().parents[1]
FRAMES = 240
TICK = 1000 / os.sysconf("SC_CLK_TCK")
# Answers the results of any run with a million positions for each measure, and notes when the first rows are seen.
ANSWERS = """() => {
  const ask = window.fetch;
  const count = 1_000_000;
  const look = () => {
    if (document.querySelector(".vgrid-row:not([hidden])")) window.firstRows = performance.now();
    else requestAnimationFrame(look);
  };
  look();
  window.fetch = async (path, init) => {
    const url = new URL(path, location.href);
    if (!/^\\/v1\\/runs\\/[^/]+\\/results$/.test(url.pathname)) return ask(path, init);
    const measure = url.searchParams.get("measure"), scenario = url.searchParams.get("scenario");
    const first = Number(url.searchParams.get("cursor") ?? 0);
    const size = Math.min(first === 0 ? 1000 : 50_000, count - first);
    const items = Array.from({ length: size }, (_, index) => ({
      position_id: `P${first + index}`, portfolio: `FUND/DESK-${(first + index) % 40}`,
      instrument_id: `I${(first + index) % 50_000}`, product_type: "FIXED_BOND", currency: "USD", measure, factor: "",
      cells: [{ scenario, value: Math.sin((first + index) * 12.9898) * 1e6 }],
    }));
    const next = first + size < count ? { next_cursor: String(first + size) } : {};
    await new Promise((done) => setTimeout(done, 0));
    return new Response(JSON.stringify({ items, ...next }), { headers: { "Content-Type": "application/json" } });
  };
}"""


def processor_ms() -> float:
    """What this process's descendants have used so far."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            used[int(entry.name)] = (int(fields[11]) + int(fields[12])) * TICK

    def is_ours(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return sum(time for process, time in used.items() if process != os.getpid() and is_ours(process))


def tell(name: str, value: float) -> None:
    print(f"{name:48} {value:10.1f}")


def scroll(page: Page, name: str) -> None:
    for pixels in (9, 300, 20_000):
        before = processor_ms()
        times = page.evaluate(f"() => bench.scroll({pixels}, {FRAMES})")
        used = processor_ms() - before
        cuts = statistics.quantiles(times, n=20)
        tell(f"{name}, {pixels:,} px: frame p50, ms", statistics.median(times))
        tell(f"{name}, {pixels:,} px: frame p95, ms", cuts[18])
        tell(f"{name}, {pixels:,} px: processor a frame, ms", used / FRAMES)


def grid_alone(page: Page, script: str) -> None:
    page.add_style_tag(content=(WEB / "src/style.css").read_text(encoding="utf-8"))
    page.add_script_tag(content=script)
    for name, value in page.evaluate("() => bench.fill()").items():
        tell(f"{name}, ms", value)
    scroll(page, "grid")
    for name, value in page.evaluate("() => bench.end()").items():
        tell(name, value)


def within_the_page(page: Page, script: str, stage: Stage, run: str) -> None:
    # Evaluated by the debugger, past the policy that allows no script but the dashboard's own.
    page.add_init_script(f"({ANSWERS})();{script}")
    page.goto(f"{stage.address}/runs/{run}/results?measures=PV,DV01")
    page.wait_for_function("() => window.firstRows")
    at = page.evaluate("() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, window.firstRows]")
    tell("page: first paint, ms", at[0])
    tell("page: first rows seen, ms", at[1])
    expect(page.get_by_role("status")).to_have_text("1,000,000 rows read", timeout=120_000)
    tell("page: a million rows of two measures read, ms", page.evaluate("() => performance.now()"))
    sorted_after = page.evaluate(
        """() => new Promise((done) => {
             const at = performance.now();
             new MutationObserver((_, observer) => {
               if (!document.querySelector("[aria-sort=ascending]")) return;
               observer.disconnect();
               requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - at)));
             }).observe(document.querySelector(".vgrid"), { subtree: true, childList: true, attributes: true });
             [...document.querySelectorAll("[role=columnheader] button")].at(-1).click();
           })"""
    )
    tell("page: order by a column, shown, ms", sorted_after)
    scroll(page, "page")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bundle = pathlib.Path(folder) / "grid.js"
        command = ["esbuild", str(WEB / "bench/grid.ts"), "--bundle", "--minify", "--log-level=warning"]
        subprocess.run(command + [f"--outfile={bundle}"], check=True)
        script = bundle.read_text(encoding="utf-8")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        grid_alone(page, script)
        page.close()
        if "--grid-only" not in sys.argv:
            stage = Stage()
            try:
                stage.start()
                stage.import_fund()
                run = stage.create_run()
                stage.work()
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                within_the_page(page, script, stage, run)
            finally:
                stage.stop()
        browser.close()
    print(f"{os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes wanted them at the end")


if __name__ == "__main__":
    main()
