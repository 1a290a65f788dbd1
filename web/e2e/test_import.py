"""Files brought in by the dashboard, and a market that a person has to look at: in a real browser, with axe.

Run by web/e2e/run.py, which provides Playwright, axe and the built dashboard.
"""

import json
import os
import pathlib
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright
from stage import SAMPLES, Stage
from status import status_of

BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")


class ImportTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()
        cls.stage.import_fund()
        cls.folder = pathlib.Path(cls.stage.folder)
        cls.player = sync_playwright().start()
        cls.addClassCleanup(cls.player.stop)
        cls.browser = cls.player.chromium.launch(executable_path=BROWSER)
        cls.addClassCleanup(cls.browser.close)

    def open(self, path: str) -> Page:
        page = self.browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self.addCleanup(page.close)
        self.faults: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(self.stage.address + path)
        return page

    def accessible(self, page: Page, name: str) -> None:
        found = Axe().run(page).response["violations"]
        told = [f"{fault['id']}: {[node['html'][:160] for node in fault['nodes'][:3]]}" for fault in found]
        self.assertEqual(told, [], name)
        self.assertEqual(self.faults, [], name)

    def test_a_file_is_checked_its_mistakes_are_shown_and_then_it_is_imported(self) -> None:
        good = (SAMPLES / "positions.csv").read_text(encoding="utf-8").splitlines()
        wrong = [line.replace(line.split(",")[2], "NOWHERE", 1) if number == 5 else line for number, line in enumerate(good)]
        file = self.folder / "book.csv"
        file.write_text("\n".join(wrong) + "\n", encoding="utf-8")
        page = self.open("/import")
        expect(page.get_by_text("Nothing was imported here yet")).to_be_visible()
        self.accessible(page, "an empty page")
        page.get_by_label("Drop a file here, or choose one").set_input_files(file)
        page.get_by_label("Positions as of").fill("2023-04-03")
        page.get_by_label("Imported by").fill("ann")
        expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
        page.get_by_role("button", name="Check it first").click()
        check = page.get_by_role("region", name="Import 1: book.csv", exact=True)
        expect(check.get_by_text("partial")).to_be_visible()
        expect(status_of(check)).to_contain_text("1 with mistakes")
        row = check.get_by_role("row").nth(1)
        expect(row).to_contain_text("is not known")
        expect(row).to_contain_text("import the instrument first")
        self.accessible(page, "mistakes")
        with page.expect_download() as download:
            check.get_by_role("link", name="CSV").click()
        text = pathlib.Path(download.value.path()).read_bytes().decode()
        self.assertTrue(text.startswith("file,line,row,field,value,problem,fix\r\nbook.csv,6,5,instrument_id,NOWHERE,"), text)
        before = len(self.stage.get("/v1/positions/snapshots")["items"])
        page.get_by_role("button", name="Import", exact=True).click()
        done = page.get_by_role("region", name="Import 2: book.csv", exact=True)
        expect(done.get_by_role("link", name="a snapshot")).to_be_visible()
        self.assertEqual(len(self.stage.get("/v1/positions/snapshots")["items"]), before + 1)
        imports = self.stage.get("/v1/imports")["items"]
        self.assertEqual([(item["state"], item["is_dry_run"]) for item in imports[:2]], [("PARTIAL", False), ("PARTIAL", True)])
        self.assertEqual(imports[0]["created_by"], "ann")
        page.get_by_role("button", name="1", exact=True).click()
        expect(check).to_be_visible()

    def test_the_files_of_a_market_are_imported_together(self) -> None:
        folder = SAMPLES.parent / "options-book-2023-03-31" / "market"
        page = self.open("/import?kind=market")
        choose = page.get_by_label("Drop the files of a market here, or choose them")
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        choose.set_input_files([file for file in files if file.name != "curves.csv"])
        page.get_by_role("button", name="Check it first").click()
        expect(page.get_by_role("region", name="market.tar").get_by_text("curves.csv: is missing", exact=False)).to_be_visible()
        choose.set_input_files(files)
        expect(page.get_by_text("swaption_smiles.csv")).to_be_visible()
        page.get_by_role("button", name="Check it first").click()
        expect(page.get_by_role("region", name="market.tar").get_by_text("succeeded")).to_be_visible()
        self.accessible(page, "a market of several files")
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("link", name="a snapshot").click()
        expect(page.get_by_role("region", name="Lineage")).to_contain_text("swaption_smiles.csv")

    def test_a_market_that_jumps_is_reviewed(self) -> None:
        market = self.stage.get(f"/v1/marketdata/snapshots/{self.stage.market}")
        market["valuation_date"], market["built_at"] = "2023-04-03", "2023-04-03T21:00:00Z"
        for curve in market["curves"]:
            for point in curve["points"]:
                moved = 0.02 if curve["id"] == "USD.TREASURY" and point["tenor"] == "10Y" else 0.0001
                point["rate"] = round(point["rate"] + moved, 6)
        market["fx_rates"] = {code: rate * 1.001 for code, rate in market["fx_rates"].items()}
        file = self.folder / "market.json"
        file.write_text(json.dumps(market), encoding="utf-8")
        page = self.open("/import?kind=market")
        page.get_by_label("Drop the files of a market here, or choose them").set_input_files(file)
        page.get_by_role("button", name="Check it first").click()
        expect(page.get_by_role("region", name="market.json").get_by_text("succeeded")).to_be_visible()
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("link", name="a snapshot").click()
        review = page.get_by_role("region", name="Review")
        expect(review.get_by_text("pending")).to_be_visible()
        expect(review.get_by_role("row").nth(1)).to_contain_text("curves[USD.TREASURY].points[10Y]")
        expect(page.get_by_role("region", name="Lineage")).to_contain_text("market.json")
        self.accessible(page, "findings")
        expect(review.get_by_role("button", name="Accept")).to_be_disabled()
        review.get_by_label("Comment").fill("as published")
        review.get_by_label("Reviewed by").fill("bob")
        review.get_by_role("button", name="Accept").click()
        expect(review.get_by_text("accepted by bob", exact=False)).to_be_visible()
        self.accessible(page, "a review")
        snapshot = self.stage.get("/v1/marketdata/snapshots")["items"][0]
        self.assertEqual(snapshot["review_state"], "ACCEPTED")


if __name__ == "__main__":
    unittest.main()
