#!/usr/bin/env python3
"""Takes the pictures of docs/user-guide anew: the sample fund, as the demo values it.

usage: PYTHONPATH=web/e2e:web/.vendor/test web/e2e/screenshots.py
"""

import json
import os
import urllib.parse

from playwright.sync_api import Page, expect, sync_playwright
from stage import ROOT, SAMPLES, Stage

IMAGES = ROOT / "docs/user-guide/images"


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator(".loading")).to_have_count(0)
    for chart in page.locator(".plot").all():
        expect(chart.locator("canvas").first).to_be_visible()


def check_a_file(page: Page) -> None:
    """The sample's positions with one mistake in them, checked and not imported."""
    rows = (SAMPLES / "positions.csv").read_text(encoding="utf-8").splitlines()
    rows[5] = rows[5].replace(rows[5].split(",")[2], "NOWHERE", 1)
    page.get_by_label("Drop a file here, or choose one").set_input_files(
        {"name": "positions.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.get_by_label("Positions as of").fill("2023-04-03")
    page.get_by_role("button", name="Check it first").click()
    expect(page.get_by_text("is not known").first).to_be_visible()
    settled(page)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    stage = Stage()
    try:
        stage.start()
        stage.import_fund()
        run = stage.create_run()
        stage.work()
        for name, words in {
            "fund-dv01": ("--node", "GS-BOND-FUND", "--measure", "DV01", "--minimum", "-120000", "--currency", "USD"),
            "rates-up": ("--profit", "USD_RATES_UP_100BP", "--relative", "--minimum", "-0.05"),
            "one-instrument": ("--node", "GS-BOND-FUND/RATES", "--concentration", "instrument", "--largest", "1", "--maximum", "0.5"),
        }.items():
            stage.tenor("limit", "add", name, *words, "--by", "ann")
            stage.tenor("limit", "approve", name, "--by", "bob")
        stage.tenor("deal", "upload", str(SAMPLES.parent / "deals/packages/senior-sub-rmbs.json"), "--by", "ann")
        stage.tenor("deal", "approve", "senior-sub-rmbs@1", "--comment", "terms checked", "--by", "bob")
        home = f"/runs/{run}"
        fund = "GS-BOND-FUND"
        # A bond with many flows: the longest of the fund's Treasuries.
        treasuries = stage.get(f"/v1{home}/results?node={fund}/RATES/TREASURY&measure=WAL&scenario=BASE")["items"]
        bond = max(treasuries, key=lambda item: item["cells"][0].get("value", 0))["position_id"]
        pictures = {
            "overview": "/",
            "risk": f"{home}/risk",
            "scenarios": f"{home}/scenarios",
            "results": f"{home}/results?node={fund}%2FCREDIT&measures=PV,YIELD,Z_SPREAD,DV01&sort=DV01%7C",
            "stress": f"{home}/results?layout=scenarios&node={fund}%2FCREDIT&measures=PV&change=1"
            "&scenarios=BASE,USD_RATES_UP_100BP,CORPORATE_SPREADS_100BP,BEFORE_MARCH_2023&sort=CORPORATE_SPREADS_100BP",
            "position": f"{home}/positions/{bond}",
            "what-if": f"{home}/what-if?changes=" + urllib.parse.quote(json.dumps([{"action": "remove", "position_id": bond}])),
            "cube": f"{home}/cube?rows=sector&columns=product_type",
            "import": "/import",
            "audit": "/audit",
            "new-run": "/runs/new",
            "deal": "/deals/senior-sub-rmbs",
            "market": f"/market/{urllib.parse.quote(stage.market, safe='')}",
        }
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
                for name, path in pictures.items():
                    if scheme == "dark" and name != "overview":
                        continue
                    page = context.new_page()
                    page.goto(stage.address + path)
                    settled(page)
                    if name == "deal":
                        page.set_viewport_size({"width": 1440, "height": 1600})
                    if name == "import":
                        check_a_file(page)
                    if name == "new-run":
                        page.get_by_role("button", name="Estimate").click()
                        expect(page.get_by_role("region", name="Estimate")).to_be_visible()
                    suffix = "-dark" if scheme == "dark" else ""
                    page.screenshot(path=IMAGES / f"{name}{suffix}.png")
                    page.close()
                context.close()
            browser.close()
    finally:
        stage.stop()


if __name__ == "__main__":
    main()
