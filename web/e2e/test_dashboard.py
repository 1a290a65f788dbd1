"""The dashboard in a real browser: every page, what it shows against the services, and what axe says of it.

Run by web/e2e/run.py, which provides Playwright, axe and the built dashboard.
"""

import csv
import functools
import io
import json
import os
import re
import subprocess
import unittest
import urllib.parse
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from stage import SAMPLES, Stage
from status import status_of

BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# How much further a page can be scrolled to the side.
WIDER = "() => document.documentElement.scrollWidth - innerWidth"
# Tables and charts that reach beyond what holds them, or have rows out of sight.
CUT = """() => [...document.querySelectorAll("main table, main .plot")].flatMap((element) => {
  const [own, page] = [element.getBoundingClientRect(), document.querySelector("main").getBoundingClientRect()];
  const holder = element.parentElement;
  const isCut = own.right > page.right + 1 || holder.scrollHeight > holder.clientHeight + 1;
  return isCut && own.width > 0 ? [`${element.className || element.tagName}: ${element.innerText.slice(0, 60)}`] : [];
})"""


def quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="")


class DashboardTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()
        cls.player = sync_playwright().start()
        cls.addClassCleanup(cls.player.stop)
        cls.browser = cls.player.chromium.launch(executable_path=BROWSER)
        cls.addClassCleanup(cls.browser.close)
        # Before there is anything: what an empty system says.
        with cls.context(cls.browser) as context:
            page = cls.open_in(context, "/")
            expect(page.get_by_text("There is no run yet")).to_be_visible()
            expect(page.get_by_text("tenor import market FOLDER")).to_be_visible()
        cls.stage.import_fund()
        sets = SAMPLES.parent / "scenario-sets"
        cls.stage.tenor("import", "scenarios", str(sets / "parallel.json"), "--by", "ann", "--requires-approval")
        cls.run_id = cls.stage.create_run()
        cls.stage.work()
        cls.stage.tenor("import", "counterparties", str(SAMPLES / "counterparties.csv"))
        cls.stage.tenor("deal", "upload", str(SAMPLES.parent / "deals/packages/auto-abs.json"), "--by", "ann")
        cls.limit("pages-dv01", "--measure", "DV01", "--minimum", "-1e9", "--currency", "USD")
        cls.api = f"/v1/runs/{cls.run_id}"
        cls.home = f"/runs/{cls.run_id}"

    @classmethod
    def limit(cls, name: str, *words: str) -> None:
        """Puts a limit in force."""
        cls.stage.tenor("limit", "add", name, *words, "--by", "ann")
        cls.stage.tenor("limit", "approve", name, "--by", "bob")

    def what_if(self, *changes: dict[str, object]) -> str:
        return f"{self.home}/what-if?changes={quoted(json.dumps(changes))}"

    @staticmethod
    def context(browser, **settings) -> BrowserContext:
        settings.setdefault("viewport", {"width": 1440, "height": 900})
        return browser.new_context(**settings)

    @classmethod
    def open_in(cls, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.goto(cls.stage.address + path)
        return page

    # Of the sample's counterparties.
    dealer = "529900LN3S50JPU47S06"

    def setUp(self) -> None:
        self.made = self.context(self.browser, accept_downloads=True)
        self.addCleanup(self.made.close)
        self.faults: list[str] = []

    def open(self, path: str) -> Page:
        page = self.made.new_page()
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith((self.stage.address, "data:", "blob:"))
            or self.faults.append(f"a request elsewhere: {request.url}"),
        )
        page.goto(self.stage.address + path)
        return page

    def settled(self, page: Page) -> None:
        page.wait_for_load_state("networkidle")
        expect(page.locator(".loading")).to_have_count(0)

    def accessible(self, page: Page, name: str) -> None:
        found = Axe().run(page).response["violations"]
        told = [f"{fault['id']}: {[node['html'][:160] for node in fault['nodes'][:3]]}" for fault in found]
        self.assertEqual(told, [], name)

    def pages(self) -> dict[str, str]:
        return {
            "/": "Portfolio risk",
            self.home: "Portfolio risk",
            f"{self.home}/risk": "Risk",
            f"{self.home}/cube": "Cube",
            f"{self.home}/cube?rows=maturity&then=sector&columns=none&figure=YIELD": "Cube",
            f"{self.home}/cube?rows=fund&figure=ES-0.95&sector=": "Cube",
            f"{self.home}/scenarios": "Scenarios",
            f"{self.home}/results": "Results",
            f"{self.home}/results?layout=scenarios&measures=PV&change=1": "Results",
            f"{self.home}/cash": "Cash flows",
            f"{self.home}/cash?buckets=standard&node=LOANS&basis=contractual&currency=USD": "Cash flows",
            f"{self.home}/tasks": "Tasks",
            f"{self.home}/positions/CMBS-002": "CMBS-002",
            "/runs": "Runs",
            "/runs/new": "New run",
            f"/runs/compare?a={self.run_id}&b={self.run_id}": "Compare runs",
            "/import": "Import",
            f"{self.home}/what-if": "What if",
            self.what_if({"action": "remove", "position_id": "CMBS-002"}): "What if",
            "/limits": "Limits",
            "/limits/pages-dv01": "pages-dv01",
            "/market": "Market data",
            f"/market/{quoted(self.stage.market)}": "Market of 31 Mar 2023",
            "/positions": "Positions",
            "/scenario-sets": "Scenario sets",
            "/scenario-sets/parallel": "parallel",
            "/deals": "Deals",
            "/deals/auto-abs": "auto-abs",
            f"/positions/{quoted(self.stage.positions)}?node=LOANS": f"Positions {self.stage.positions[7:19]}",
            "/instruments?text=treasury": "Instruments",
            "/instruments/US912810QQ40": "US912810QQ40",
            "/counterparties": "Counterparties",
            f"/counterparties/{self.dealer}": self.dealer,
            "/schedules": "Schedules",
            "/queue": "Queue",
            "/users": "Users",
            "/keys": "Keys",
            "/audit": "Audit",
            "/audit?what=createRun&object=none": "Audit",
            "/password": "Change password",
            "/system": "System",
            "/api": "Interface",
            "/api?operation=createRun": "Interface",
        }

    def test_every_page_loads_without_fault_and_passes_axe(self) -> None:
        for path, title in self.pages().items():
            with self.subTest(path=path):
                page = self.open(path)
                expect(page.get_by_role("heading", level=1)).to_have_text(title)
                self.settled(page)
                self.assertEqual(page.get_by_role("alert").count(), 0, path)
                self.accessible(page, path)
                self.assertEqual(self.faults, [], path)
                page.close()

    def test_no_page_is_wider_than_a_phone(self) -> None:
        with self.context(self.browser, viewport={"width": 360, "height": 740}) as context:
            for path in self.pages():
                with self.subTest(path=path):
                    page = self.open_in(context, path)
                    self.settled(page)
                    self.assertLessEqual(page.evaluate(WIDER), 0, f"{path} is wider than the screen")
                    page.close()

    def test_no_page_is_cut_on_paper(self) -> None:
        # A4 across, without its margins, at 96 pixels an inch.
        with self.context(self.browser, viewport={"width": 1032, "height": 700}, color_scheme="dark") as context:
            for path in self.pages():
                with self.subTest(path=path):
                    page = self.open_in(context, path)
                    self.settled(page)
                    page.emulate_media(media="print", color_scheme="dark")
                    self.assertLessEqual(page.evaluate(WIDER), 0, f"{path} is wider than the paper")
                    self.assertEqual(page.evaluate(CUT), [], path)
                    self.assertEqual(page.evaluate("() => getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
                    text = page.evaluate("() => getComputedStyle(document.querySelector('h1')).color")
                    self.assertEqual(text, "rgb(23, 34, 45)", "dark text on paper, whatever the screen has")
                    page.close()

    def test_the_rows_of_the_grid_are_printed(self) -> None:
        page = self.open(f"{self.home}/results?measures=PV&product=FX_FWD")
        expect(status_of(page)).to_have_text("554 rows read")
        page.emulate_media(media="print")
        rows = page.locator(".print-only tbody tr")
        expect(rows).to_have_count(554)
        expect(rows.last).to_be_visible()

    def test_a_page_whose_services_fail_says_what_to_do(self) -> None:
        for status, title, advice in (
            (503, "Service unavailable", "try again in a moment"),
            (404, "Not found", "choose it from its list"),
        ):
            body = json.dumps({"type": "urn:tenor:problem:x", "title": title, "status": status, "detail": "A test."})
            answer = {"status": status, "content_type": "application/problem+json", "body": body}
            # What asks for a password reads nothing.
            for path in self.pages().keys() - {"/password"}:
                with self.subTest(path=path, status=status):
                    page = self.made.new_page()
                    page.route(
                        re.compile(r"/(v1/|openapi\.json|metrics|health/)"),
                        functools.partial(lambda answer, route: route.fulfill(**answer), answer),
                    )
                    page.goto(self.stage.address + path)
                    alert = page.get_by_role("alert").first
                    expect(alert).to_contain_text(title)
                    expect(alert).to_contain_text(advice)
                    expect(alert.get_by_role("button", name="Try again")).to_be_visible()
                    expect(page.get_by_role("heading", level=1)).to_be_visible()
                    expect(page.locator(".loading")).to_have_count(0)
                    page.close()

    def test_main_pages_pass_axe_in_the_dark_and_on_a_phone(self) -> None:
        phone = {"width": 390, "height": 844}
        for settings in ({"color_scheme": "dark"}, {"viewport": phone}):
            with self.context(self.browser, **settings) as context:
                for path in ("/", f"{self.home}/risk", f"{self.home}/cube", f"{self.home}/results", f"{self.home}/positions/CMBS-002"):
                    with self.subTest(path=path, settings=settings):
                        page = self.open_in(context, path)
                        self.settled(page)
                        self.accessible(page, path)
                        self.assertLessEqual(page.evaluate(WIDER), 0, f"{path} is wider than the screen")
                        page.close()

    def test_the_overview_shows_what_the_services_say(self) -> None:
        node = "GS-BOND-FUND"
        query = f"node={node}&is_reporting_total=true&product_type=ALL&scenario=BASE&limit=1000"
        totals = {
            measure: next(
                item["cells"][0]["value"]
                for item in self.stage.get(f"{self.api}/nodes?{query}&measure={measure}")["items"]
                if item["node"] == node
            )
            for measure in ("PV", "DV01", "YIELD")
        }
        page = self.open("/")
        tiles = page.locator(".tiles")
        expect(tiles).to_contain_text(f"{totals['PV']:,.0f}")
        expect(tiles).to_contain_text(f"{totals['DV01']:,.0f}")
        expect(tiles).to_contain_text(f"{totals['YIELD'] * 100:,.3f}%")
        page.get_by_role("combobox", name="Portfolio").select_option("LOANS")
        expect(page).to_have_url(re.compile(r"\?node=LOANS$"))
        expect(tiles).not_to_contain_text(f"{totals['PV']:,.0f}")

    def test_a_chart_has_its_table(self) -> None:
        page = self.open("/")
        card = page.get_by_role("region", name="Scenario P&L", exact=True)
        card.get_by_role("button", name="Table").click()
        vector = self.stage.get(f"{self.api}/nodes?node=GS-BOND-FUND&measure=PV&is_reporting_total=true&product_type=ALL")
        cells = {cell["scenario"]: cell["value"] for cell in vector["items"][0]["cells"]}
        row = card.get_by_role("row", name=re.compile("^SPREAD_25BP"))
        expect(row).to_contain_text(f"{cells['SPREAD_25BP'] - cells['BASE']:,.0f}")
        card.get_by_role("button", name="Chart").click()
        with page.expect_download() as saving:
            expect(card.locator("canvas").first).to_be_visible()
            card.get_by_role("button", name="PNG").click()
        self.assertTrue(saving.value.suggested_filename.endswith(".png"))
        with page.expect_download() as saving:
            card.get_by_role("button", name="CSV").click()
        with open(saving.value.path(), encoding="utf-8", newline="") as file:
            rows = {row["Scenario"]: row for row in csv.DictReader(file)}
        self.assertEqual(rows["SPREAD_25BP"]["P&L (USD)"], f"{cells['SPREAD_25BP'] - cells['BASE']:,.0f}")

    def test_risk_shows_limits_contributions_and_concentration(self) -> None:
        for words in (
            ("risk-dv01", "--measure", "DV01", "--minimum", "-1", "--currency", "USD"),
            ("risk-wide", "--concentration", "currency", "--largest", "1", "--maximum", "1", "--warn", "1"),
        ):
            self.limit(*words)
        page = self.open(f"{self.home}/risk")
        limits = page.get_by_role("region", name="Limits", exact=True)
        found = {item["limit"]: item for item in self.stage.get(f"{self.api}/limits")["items"]}
        breach = limits.get_by_role("row", name=re.compile("risk-dv01"))
        expect(breach).to_contain_text("breach")
        expect(breach).to_contain_text(f"{found['risk-dv01']['value']:,.0f}")
        expect(limits.get_by_role("row", name=re.compile("risk-wide"))).to_contain_text("ok")
        self.settled(page)
        self.accessible(page, "limits")

        parts = self.stage.get(f"{self.api}/risk/contributions?node=GS-BOND-FUND&quantity=DV01")
        card = page.get_by_role("region", name="Contribution", exact=True)
        card.get_by_role("combobox", name="Of").select_option("DV01")
        for item in parts["items"]:
            if "share" in item:
                # Playwright writes the pattern between slashes.
                name = item["part"].replace("/", r"\/")
                row = card.get_by_role("row", name=re.compile(f"^{name} "))
                expect(row).to_contain_text(f"{item['share'] * 100:,.1f}%")
        spread = self.stage.get(f"{self.api}/risk/concentration?node=GS-BOND-FUND&attribute=instrument")
        card = page.get_by_role("region", name="Concentration", exact=True)
        card.get_by_role("combobox", name="Group by").select_option("instrument")
        expect(card).to_contain_text(f"Herfindahl index {spread['herfindahl']:.4f}")
        first = card.get_by_role("row", name=re.compile(f"^{spread['items'][0]['value']} "))
        expect(first).to_contain_text(f"{spread['items'][0]['amount']:,.0f}")

    def test_a_breach_is_acknowledged_with_a_comment(self) -> None:
        self.limit("noted-dv01", "--measure", "DV01", "--minimum", "-2", "--currency", "USD")
        page = self.open(f"{self.home}/risk")
        form = page.get_by_role("form", name="Acknowledge noted-dv01")
        expect(form.get_by_role("button")).to_be_disabled()
        form.get_by_label("What is done").fill("hedge on Monday")
        form.get_by_label("Person").fill("bob")
        form.get_by_role("button", name="Acknowledge").click()
        expect(page.get_by_role("region", name="Limits", exact=True)).to_contain_text("hedge on Monday")
        found = {item["limit"]: item for item in self.stage.get(f"{self.api}/limits")["items"]}
        self.assertEqual([note["comment"] for note in found["noted-dv01"]["acknowledgements"]], ["hedge on Monday"])

    def test_a_limit_is_proposed_corrected_approved_changed_and_retired(self) -> None:
        page = self.open("/limits")
        form = page.get_by_role("form", name="Propose a limit")
        form.get_by_label("Name").fill("web-dv01")
        form.get_by_label("At least").fill("-5000")
        form.get_by_label("Proposed by").fill("ann")
        form.get_by_role("button", name="Propose").click()
        # What is wrong stands beside its field.
        expect(form.get_by_label("Currency")).to_have_attribute("aria-invalid", "true")
        expect(form.locator(".fault")).to_contain_text("name the currency of the bounds")
        self.accessible(page, "a form with a fault")
        form.get_by_label("Currency").fill("USD")
        form.get_by_role("button", name="Propose").click()
        expect(page).to_have_url(re.compile("/limits/web-dv01$"))
        waiting = page.get_by_role("region", name="Waits for another person")
        expect(waiting).to_contain_text("Any admin or analyst but ann")
        self.accessible(page, "a limit that waits")
        waiting.get_by_label("Person").fill("ann")
        waiting.get_by_role("button", name="Approve").click()
        expect(waiting.get_by_role("alert")).to_contain_text("another person")
        waiting.get_by_label("Person").fill("bob")
        waiting.get_by_role("button", name="Approve").click()
        expect(page.locator(".page-title").get_by_text("active")).to_be_visible()
        expect(page.get_by_role("region", name="What counts")).to_contain_text("at least -5,000 USD")
        change = page.get_by_role("form", name="Propose other terms")
        change.get_by_label("At least").fill("-6000")
        change.get_by_label("Proposed by").fill("bob")
        change.get_by_role("button", name="Propose", exact=True).click()
        expect(waiting).to_contain_text("instead of at least -5,000 USD")
        waiting.get_by_label("Person").fill("ann")
        waiting.get_by_role("button", name="Reject").click()
        waiting.get_by_role("button", name="Drop the proposal?").click()
        expect(waiting).to_have_count(0)
        change.get_by_label("Proposed by").fill("bob")
        change.get_by_role("button", name="Propose to retire it").click()
        change.get_by_role("button", name="Propose that it counts no more?").click()
        waiting.get_by_label("Person").fill("ann")
        waiting.get_by_role("button", name="Approve").click()
        expect(page.locator(".page-title").get_by_text("retired")).to_be_visible()
        steps = page.get_by_role("region", name="Every step of the limit, table").locator("tbody tr")
        expect(steps).to_have_count(6)
        self.assertEqual(self.stage.get("/v1/limits/web-dv01")["limit"]["state"], "RETIRED")

    def test_versions_of_a_counterparty_mark_what_changed(self) -> None:
        body = [{"counterparty_id": self.dealer, "name": "Eurex AG", "lei": self.dealer}]
        request = urllib.request.Request(
            f"{self.stage.address}/v1/counterparties",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=120).close()
        page = self.open("/counterparties")
        page.get_by_role("link", name=self.dealer).click()
        expect(page.get_by_role("region", name="Version 2", exact=True).locator("mark")).to_have_text("Eurex AG")
        expect(page.get_by_role("region", name="Version 1", exact=True)).to_contain_text("Eurex Deutschland")

    def test_a_position_shows_its_inputs_and_its_earlier_runs(self) -> None:
        self.stage.create_run()
        self.stage.work()
        page = self.open(f"{self.home}/positions/CMBS-002")
        inputs = page.get_by_role("region", name="Market inputs", exact=True)
        market = self.stage.get(f"/v1/marketdata/snapshots/{quoted(self.stage.market)}")
        curve = next(item for item in market["curves"] if item["id"] == market["discount_curves"]["USD"])
        row = inputs.get_by_role("row", name=re.compile("^Discount curve"))
        expect(row).to_contain_text(curve["id"])
        expect(row).to_contain_text(curve["source"])
        inputs.locator("summary").click()
        built = self.stage.get(f"/v1/marketdata/snapshots/{quoted(self.stage.market)}/curves/{quoted(curve['id'])}")
        expect(inputs).to_contain_text(f"{built['points'][-1]['discount_factor']:.8f}")
        history = page.get_by_role("region", name="In earlier runs", exact=True)
        history.get_by_role("button", name="Table").click()
        value = self.stage.get(f"{self.api}/results?position_id=CMBS-002&measure=PV&scenario=BASE")["items"][0]
        own = history.get_by_role("row", name=re.compile("^this run"))
        expect(own).to_contain_text(f"{value['cells'][0]['value']:,.0f}")
        self.assertGreaterEqual(history.locator("tbody tr").count(), 2)
        self.settled(page)
        self.accessible(page, "a position")
        page.get_by_role("link", name="What if it were sold?").click()
        expect(page.get_by_text("remove CMBS-002")).to_be_visible()

    def test_what_if_tells_totals_and_limits_before_and_after(self) -> None:
        held = self.stage.get(f"{self.api}/results?position_id=CMBS-002&measure=PV&scenario=BASE")["items"][0]
        worth = held["cells"][0]["value"]
        query = "node=LOANS&measure=PV&is_reporting_total=true&product_type=ALL&scenario=BASE"
        total = self.stage.get(f"{self.api}/nodes?{query}")["items"][0]["cells"][0]["value"]
        bound = str(total - worth / 2)
        self.limit("loans-value", "--node", "LOANS", "--measure", "PV", "--minimum", bound, "--currency", "USD", "--warn", "1")
        page = self.open(f"{self.home}/what-if")
        expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
        form = page.get_by_role("form", name="One more change")
        form.get_by_role("textbox", name="Position").fill("CMBS-002")
        expect(form).to_contain_text("LOANS/CMBS")
        form.get_by_role("button", name="Add the change").click()
        expect(page).to_have_url(re.compile("changes="))
        page.get_by_role("combobox", name="Portfolio").select_option("LOANS")
        row = page.get_by_role("region", name="Measures", exact=True).get_by_role("row", name=re.compile("^Value"))
        expect(row).to_contain_text(f"{total:,.0f}")
        expect(row).to_contain_text(f"{total - worth:,.0f}")
        limits = page.get_by_role("region", name="Limits before and after", exact=True)
        row = limits.get_by_role("row", name=re.compile("^loans-value"))
        expect(row).to_contain_text("ok")
        expect(row).to_contain_text("breach")
        self.settled(page)
        self.accessible(page, "what if")
        with page.expect_download() as saving:
            limits.get_by_role("button", name="Export CSV").click()
        with open(saving.value.path(), encoding="utf-8", newline="") as file:
            rows = {row["Limit"]: row for row in csv.DictReader(file)}
        self.assertEqual((rows["loans-value"]["Before"], rows["loans-value"]["After"]), ("OK", "BREACH"))
        # The address holds the question; whoever opens it sees the same, and may go on asking.
        again = self.open(page.url.removeprefix(self.stage.address))
        expect(again.get_by_text("remove CMBS-002")).to_be_visible()
        form = again.get_by_role("form", name="One more change")
        form.get_by_role("combobox", name="Change").select_option("resize")
        form.get_by_role("textbox", name="Position").fill("none")
        form.get_by_label("Quantity").fill("5")
        form.get_by_role("button", name="Add the change").click()
        expect(again.get_by_role("alert")).to_contain_text("is not in the book")
        again.get_by_role("button", name="Take back change 2").click()
        expect(again.get_by_role("region", name="Limits before and after", exact=True)).to_be_visible()
        self.accessible(again, "what if, again")

    def test_the_audit_trail_is_searched_and_checked(self) -> None:
        page = self.open("/audit")
        page.get_by_label("What", exact=True).fill("tenor run create")
        table = page.get_by_role("region", name="Records of the audit trail, table")
        expect(table.get_by_role("row").nth(1)).to_contain_text(re.compile("run R"))
        expect(page).to_have_url(re.compile("what=tenor"))
        with page.expect_download() as saving:
            page.get_by_role("link", name="JSON").click()
        with open(saving.value.path(), encoding="utf-8") as file:
            rows = json.load(file)["rows"]
        self.assertEqual({row[4] for row in rows}, {"tenor run create"})
        with page.expect_download() as saving:
            page.get_by_role("button", name="Save the head").click()
        self.assertRegex(saving.value.suggested_filename, r"^audit-head-\d{12}\.json$")
        page.get_by_label("A head kept elsewhere").set_input_files(saving.value.path())
        page.get_by_role("button", name="Check every record").click()
        expect(page.get_by_role("status").filter(has_text="Unbroken")).to_contain_text("the same up to the head")
        self.accessible(page, "a checked trail")
        self.assertEqual(self.faults, [])
    def test_a_cube_shows_what_the_service_says_and_leads_to_its_rows(self) -> None:
        page = self.open(f"{self.home}/cube")
        page.get_by_role("combobox", name="Rows").select_option("desk")
        page.get_by_role("combobox", name="Columns").select_option("product_type")
        page.get_by_role("combobox", name="Scenario").select_option("SPREAD_25BP")
        page.get_by_role("combobox", name="Show").select_option("1")
        query = "rows=desk&columns=product_type&measure=PV&scenario=SPREAD_25BP&difference=true"
        cube = self.stage.get(f"{self.api}/cube?{query}")
        table = page.get_by_role("region", name="Value, table")
        desks, products = (dimension["groups"] for dimension in cube["dimensions"])
        column = [group["value"] for group in products].index("FIXED_BOND")
        shown = 0
        for cell in cube["cells"]:
            if cell["at"][0] is None or cell["at"][1] != column or "value" not in cell["figures"][0]:
                continue
            name = desks[cell["at"][0]]["value"].replace("/", r"\/")
            row = table.get_by_role("row", name=re.compile(f"^{name} "))
            expect(row).to_contain_text(f"{cell['figures'][0]['value']:,.0f}")
            shown += 1
        self.assertGreater(shown, 2)
        expect(table.locator("td.heat-5")).not_to_have_count(0)
        # The address keeps the view.
        again = self.open(page.url.removeprefix(self.stage.address))
        expect(again.get_by_role("combobox", name="Columns")).to_have_value("product_type")
        expect(again.get_by_role("region", name="Value, table").get_by_role("row")).to_have_count(table.get_by_role("row").count())
        with page.expect_download() as saving:
            page.get_by_role("button", name="Export CSV").click()
        with open(saving.value.path(), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        screen = table.get_by_role("row").last.locator("th, td").all_inner_texts()
        self.assertEqual([text.replace("–", "") for text in screen], rows[-1])
        self.assertEqual(rows[0][0], "Desk")
        # A head leads to its group alone, and back.
        table.get_by_role("link", name="GS-BOND-FUND/CREDIT/SUPRANATIONAL", exact=True).click()
        expect(page.get_by_text("Only positions of desk GS-BOND-FUND/CREDIT/SUPRANATIONAL")).to_be_visible()
        expect(table.get_by_role("row")).to_have_count(3)
        page.get_by_role("button", name="Show all").click()
        expect(table.get_by_role("row")).not_to_have_count(3)
        # One bond fund's corporate bonds: as many rows as the cell has positions.
        page.get_by_role("combobox", name="Show").select_option("")
        row = table.get_by_role("row", name=re.compile(r"^GS-BOND-FUND\/CREDIT\/SUPRANATIONAL "))
        row.locator("td").get_by_role("link").first.click()
        expect(page).to_have_url(re.compile("desk=GS-BOND-FUND%2FCREDIT%2FSUPRANATIONAL"))
        expect(status_of(page)).to_contain_text("2 rows read")
        page.get_by_role("button", name="Show all").click()
        expect(status_of(page)).to_contain_text("1,891 rows read")

    def test_a_total_leads_to_the_rows_behind_it_and_they_add_up(self) -> None:
        page = self.open(f"{self.home}/risk")
        row = page.get_by_role("row", name=re.compile("SUPRANATIONAL"))
        shown = row.get_by_role("cell").first.inner_text()
        row.get_by_role("link").first.click()
        expect(page).to_have_url(re.compile("node=GS-BOND-FUND%2FCREDIT%2FSUPRANATIONAL"))
        expect(status_of(page)).to_contain_text("2 rows read")
        values = self.grid_column(page, "Value")
        self.assertAlmostEqual(sum(values), float(shown.replace(",", "")), delta=2)

    def grid_heads(self, page: Page) -> list[str]:
        return [head.split("\n")[0].rstrip(" ▲▼") for head in page.locator(".vgrid [role=columnheader]").all_inner_texts()]

    def grid_column(self, page: Page, label: str) -> list[float]:
        place = self.grid_heads(page).index(label)
        cells = page.locator(f".vgrid-row:not([hidden]) [aria-colindex='{place + 1}']").all_inner_texts()
        return [float(text.replace(",", "").rstrip("%")) for text in cells if text and text != "–"]

    def test_the_grid_sorts_filters_and_exports_what_it_shows(self) -> None:
        page = self.open(f"{self.home}/results?measures=PV,YIELD")
        status = status_of(page)
        expect(status).to_have_text("1,891 rows read")
        page.get_by_role("columnheader", name="Value").get_by_role("button").click()
        page.get_by_role("columnheader", name="Value").get_by_role("button").click()
        expect(page).to_have_url(re.compile("sort=-PV"))
        expect(page.locator(".vgrid [role=columnheader][aria-sort=descending]")).to_be_visible()
        values = self.grid_column(page, "Value")
        self.assertGreater(len(values), 10)
        self.assertEqual(values, sorted(values, reverse=True))
        page.get_by_label("Position begins with").fill("CMBS")
        expect(status).to_contain_text("56 shown")
        with page.expect_download() as saving:
            page.get_by_role("button", name="Export CSV").click()
        with open(saving.value.path(), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(io.StringIO(file.read())))
        self.assertEqual(len(rows), 56)
        screen = page.locator(".vgrid-row:not([hidden])").first.get_by_role("gridcell").all_inner_texts()
        self.assertEqual(list(rows[0].values()), screen)

    def test_the_grid_is_moved_by_keys_and_opens_a_position(self) -> None:
        page = self.open(f"{self.home}/results?measures=PV")
        expect(status_of(page)).to_have_text("1,891 rows read")
        grid = page.get_by_role("grid")
        grid.focus()
        grid.press("Control+ArrowDown")
        expect(grid.locator("[aria-rowindex='1892']")).to_be_visible()
        grid.press("Control+Home")
        grid.press("ArrowDown")
        active = grid.locator(f"#{grid.get_attribute('aria-activedescendant')}")
        name = active.inner_text()
        grid.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)

    def test_columns_are_arranged_and_filtered_and_the_address_keeps_it(self) -> None:
        page = self.open(f"{self.home}/results?measures=PV,YIELD")
        status = status_of(page)
        expect(status).to_have_text("1,891 rows read")
        page.get_by_role("button", name="Columns and filters").click()
        panel = page.get_by_role("region", name="Columns of the grid")
        panel.get_by_label("Product", exact=True).uncheck()
        panel.get_by_role("button", name="Move Value to the left").click()
        panel.get_by_label("Node contains").fill("rates")
        panel.get_by_label("Yield from", exact=True).fill("4")
        panel.get_by_label("Yield to", exact=True).fill("4.5")
        self.accessible(page, "the panel of columns")
        items = [
            item
            for item in self.stage.get(f"{self.api}/results?measure=YIELD&scenario=BASE&limit=1000&node=GS-BOND-FUND/RATES")["items"]
            if 0.04 <= item["cells"][0].get("value", 0) <= 0.045
        ]
        self.assertGreater(len(items), 0)
        expect(status).to_contain_text(f"{len(items)} shown")
        heads = ["Position", "Node", "Instrument", "Value", "Currency", "Yield"]
        self.assertEqual(self.grid_heads(page), heads)
        again = self.open(page.url.removeprefix(self.stage.address))
        expect(status_of(again)).to_contain_text(f"{len(items)} shown")
        self.assertEqual(self.grid_heads(again), heads)
        again.get_by_role("button", name="Clear 2 filters").click()
        expect(status_of(again)).to_have_text("1,891 rows read")

    def test_selected_cells_are_copied_with_their_heads(self) -> None:
        self.made.grant_permissions(["clipboard-read", "clipboard-write"])
        page = self.open(f"{self.home}/results?measures=PV&hide=portfolio,instrument,product")
        expect(status_of(page)).to_have_text("1,891 rows read")
        grid = page.get_by_role("grid")
        grid.focus()
        grid.press("Control+Home")
        grid.press("Shift+ArrowDown")
        grid.press("Shift+End")
        grid.press("Control+c")
        expect(status_of(page)).to_contain_text("6 cells copied")
        lines = page.evaluate("() => navigator.clipboard.readText()").splitlines()
        self.assertEqual(lines[0].split("\t"), ["Position", "Currency", "Value"])
        rows = [row.get_by_role("gridcell").all_inner_texts() for row in page.locator(".vgrid-row").all()[:2]]
        self.assertEqual([[cell.replace("–", "") for cell in row] for row in rows], [line.split("\t") for line in lines[1:]])

    def test_columns_out_of_sight_are_reached_by_keys(self) -> None:
        page = self.open(f"{self.home}/results?layout=scenarios&measures=PV")
        expect(status_of(page)).to_have_text("1,891 rows read")
        grid = page.get_by_role("grid")
        last = int(grid.get_attribute("aria-colcount"))
        expect(grid.get_by_role("row").nth(1).locator(f"[aria-colindex='{last}']")).to_have_count(0)
        grid.focus()
        grid.press("Control+End")
        cell = grid.locator(f"[aria-rowindex='1892'] [aria-colindex='{last}']")
        expect(cell).to_be_in_viewport(ratio=0.9)
        expect(grid.locator("[aria-rowindex='1892'] [aria-colindex='1']")).to_be_in_viewport(ratio=0.9)

    def test_a_cell_without_a_number_says_why(self) -> None:
        page = self.open(f"{self.home}/results?measures=PV&product=DERIVATIVES")
        expect(status_of(page)).to_have_text("220 rows read")
        gap = page.locator(".vgrid-row .gap").first
        self.assertRegex(gap.get_attribute("title"), "^unsupported: DERIVATIVES")

    def test_a_position_explains_itself(self) -> None:
        page = self.open(f"{self.home}/positions/CMBS-002")
        value = self.stage.get(f"{self.api}/results?position_id=CMBS-002&measure=PV&scenario=BASE")["items"][0]
        measures = page.get_by_role("region", name="Measures", exact=True)
        expect(measures).to_contain_text(f"{value['cells'][0]['value']:,.0f}")
        page.get_by_text("Every flow").click()
        flows = self.stage.get(f"{self.api}/positions/CMBS-002/cashflows?limit=1000")["items"]
        expect(page.get_by_role("region", name="Every cash flow, table").locator("tbody tr")).to_have_count(len(flows))
        expect(page.get_by_text("UBS Commercial Mortgage Trust 2017-C1 loan 2")).to_be_visible()

    def test_a_position_shows_what_each_flow_is_worth(self) -> None:
        page = self.open(f"{self.home}/positions/CMBS-002?scenario=USD_RATES_UP_100BP")
        answer = self.stage.get(f"{self.api}/positions/CMBS-002/cashflows?limit=1000&scenario=USD_RATES_UP_100BP")
        card = page.get_by_role("region", name="Cash flows", exact=True)
        expect(card).to_contain_text(f"{answer['valuation']['present_value']:,.2f}")
        self.assertAlmostEqual(answer["valuation"]["present_value"], answer["valuation"]["result"], places=4)
        page.get_by_text("Every flow").click()
        last = page.get_by_role("region", name="Every cash flow, table").locator("tbody tr").last
        expect(last).to_contain_text(f"{answer['items'][-1]['discount_factor']:.8f}")
        expect(last).to_contain_text(f"{answer['items'][-1]['present_value']:,.2f}")

    def test_a_ladder_holds_what_the_service_says_and_keeps_its_address(self) -> None:
        page = self.open(f"{self.home}/cash")
        page.get_by_role("combobox", name="Portfolio").select_option("LOANS")
        page.get_by_role("combobox", name="Basis").select_option("contractual")
        expect(page).to_have_url(re.compile(r"basis=contractual"))
        expect(page).to_have_url(re.compile(r"node=LOANS"))
        page.get_by_role("button", name="Table").click()
        query = "buckets=year&basis=contractual&node=LOANS&convert=true"
        items = self.stage.get(f"{self.api}/ladder?{query}")["items"]
        rows = page.get_by_role("region", name="Cash by bucket of time, table").locator("tbody tr")
        expect(rows).to_have_count(len(items))
        expect(rows.first).to_contain_text(f"{items[0]['total']:,.2f}")

    def test_a_scenario_is_drawn_saved_as_a_version_and_approved_by_another(self) -> None:
        page = self.open("/scenario-sets")
        page.get_by_role("link", name="parallel").click()
        expect(page.get_by_text("waits for approval")).to_be_visible()
        self.settled(page)
        page.get_by_label("Scenario", exact=True).fill("HUMP")
        page.get_by_label("Basis points of point 3").fill("75")
        page.get_by_label("Saved by").fill("ann")
        page.get_by_role("button", name="Save as a new version").click()
        expect(page).to_have_url(re.compile(r"version=2$"))
        expect(page.get_by_role("row", name=re.compile("^HUMP"))).to_contain_text("5Y 75 bp")
        page.get_by_label("Person").fill("ann")
        page.get_by_role("button", name="Approve version 2").click()
        expect(page.get_by_role("alert")).to_contain_text("another person")
        page.get_by_label("Person").fill("bob")
        page.get_by_role("button", name="Approve version 2").click()
        expect(page.get_by_text("approved by bob")).to_be_visible()
        self.assertEqual(self.stage.get("/v1/scenario-sets/parallel")["set"]["usable_version"], 2)

    def test_a_deal_is_drawn_explained_and_approved_by_another(self) -> None:
        page = self.open("/deals")
        page.get_by_role("link", name="auto-abs").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("auto-abs")
        self.settled(page)
        expect(page.get_by_role("img", name="Balances of bonds, with their credit enhancement")).to_be_visible()
        expect(page.get_by_role("img", name="Cash of each bond by payment")).to_be_visible()
        lives = page.get_by_role("region", name="Bonds in all, table")
        run = self.stage.get("/v1/deals/auto-abs/versions/1/run")
        expect(lives.locator("tbody tr")).to_have_count(len(run["bonds"]))
        expect(lives.get_by_role("row", name=re.compile("^A1"))).to_contain_text(f"{run['bonds'][0]['weighted_average_life']:.2f}")
        page.get_by_label("Shown").select_option("Balance")
        page.get_by_label(re.compile("^Period, 1 to")).fill("3")
        steps = page.get_by_role("region", name="Steps of period 3, table")
        expect(steps.get_by_role("row", name=re.compile("PAY_FEES"))).to_contain_text("5,000.00")
        self.accessible(page, "deal")
        page.get_by_label("Comment").fill("terms checked")
        page.get_by_label("Person").fill("ann")
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_role("alert")).to_contain_text("another person")
        page.get_by_label("Person").fill("bob")
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("Approved by bob")).to_be_visible()
        self.assertEqual(self.stage.get("/v1/deals")["items"][0]["usable_version"], 1)

    def test_a_run_is_started_paused_and_followed_to_its_end(self) -> None:
        page = self.open("/runs/new")
        page.get_by_label("Asked for by").fill("tester")
        page.get_by_role("group", name="Scenarios").get_by_role("button", name="None").click()
        page.get_by_label("SPREAD_25BP").check()
        page.get_by_role("button", name="Estimate").click()
        expect(page.get_by_role("region", name="Estimate")).to_contain_text("1,891 positions")
        page.get_by_role("button", name="Start the run").click()
        expect(page).to_have_url(re.compile(r"/runs/R\d{8}-"))
        created = page.url.rsplit("/", 1)[1]
        expect(page.get_by_text("Nothing is working on it")).to_be_visible()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("button", name="Resume")).to_be_visible()
        self.assertTrue(self.stage.get(f"/v1/runs/{created}")["run"]["is_paused"])
        page.get_by_role("button", name="Resume").click()
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        self.accessible(page, "progress")
        self.stage.work()
        # The event stream tells the page; nothing is loaded by hand.
        expect(page.locator(".run-title").get_by_text("succeeded")).to_be_visible()
        expect(page.locator(".tiles")).to_be_visible()
        self.assertEqual(self.stage.get(f"/v1/runs/{created}")["run"]["scenario_ids"], ["BASE", "SPREAD_25BP"])
        page.get_by_role("button", name="Publish…").click()
        page.get_by_label("Published by").fill("tester")
        page.get_by_role("button", name="Publish", exact=True).click()
        page.get_by_role("button", name="Freeze it for good?").click()
        expect(page.locator(".run-title").get_by_text("published")).to_be_visible()
        compare = self.open(f"/runs/compare?a={self.run_id}&b={created}")
        differing = compare.get_by_role("region", name="What was asked for", exact=True)
        expect(differing).to_contain_text("differ")
        change = compare.get_by_role("row", name=re.compile("^GS-BOND-FUND ")).first.get_by_role("cell").last
        expect(change).to_have_text("0")

    def test_a_waiting_run_is_cancelled_after_a_question(self) -> None:
        run = self.stage.create_run()
        page = self.open(f"/runs/{run}")
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Cancel it for good?").click()
        expect(page.locator(".run-title").get_by_text("cancelled")).to_be_visible()

    def test_a_schedule_is_shown_and_run_at_once(self) -> None:
        self.stage.tenor(
            *("schedule", "add", "nightly", "--at", "0 2 * * 1-5", "--zone", "America/New_York"),
            *("--calendar", "us_nyse", "--scenarios", "core"),
        )
        page = self.open("/schedules")
        page.get_by_role("link", name="nightly").click()
        expect(page.get_by_text("America/New_York")).to_be_visible()
        self.settled(page)
        self.accessible(page, "schedule")
        page.get_by_role("button", name="Pause").click()
        expect(page.locator(".page-title").get_by_text("paused")).to_be_visible()
        page.get_by_role("button", name="Run now").click()
        expect(page).to_have_url(re.compile(r"/runs/R\d{8}-"))
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Cancel it for good?").click()
        expect(page.locator(".run-title").get_by_text("cancelled")).to_be_visible()

    def test_errors_are_told_with_what_to_do(self) -> None:
        page = self.open("/runs/NONE")
        expect(page.get_by_role("alert")).to_contain_text("Not found")
        self.accessible(page, "an error")
        page = self.open(f"{self.home}/risk?scenario=NONE")
        expect(page.get_by_role("alert").first).to_contain_text("NONE")
        page = self.open("/nowhere")
        expect(page.get_by_role("alert")).to_contain_text("There is no such page")
        page = self.made.new_page()
        page.route("**/v1/runs?*", lambda route: route.abort())
        page.goto(self.stage.address + "/runs")
        expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
        page.unroute("**/v1/runs?*")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("link", name=self.run_id)).to_be_visible()

    def test_every_operation_of_the_interface_is_there_and_opens(self) -> None:
        document = self.stage.get("/openapi.json")
        known = [
            operation["operationId"]
            for methods in document["paths"].values()
            for method, operation in methods.items()
            if method in ("get", "post", "put", "patch", "delete")
        ]
        page = self.open("/system")
        page.get_by_role("link", name="every operation, to be tried").click()
        rows = page.locator("button.operation")
        expect(rows).to_have_count(len(known))
        for operation in known:
            page.goto(f"{self.stage.address}/api?operation={operation}")
            expect(page.get_by_role("region", name=f"Try {operation}")).to_be_visible()
        self.assertEqual(self.faults, [])

    def test_the_interface_is_tried_and_told_as_a_command(self) -> None:
        self.made.grant_permissions(["clipboard-read", "clipboard-write"])
        page = self.open("/api")
        page.get_by_label("Find an operation").fill("listResults")
        page.get_by_role("button", name="GET /v1/runs/{run_id}/results").click()
        form = page.get_by_role("region", name="Try listResults")
        form.get_by_label("run_id (required)").fill("")
        expect(form.get_by_role("button", name="Send GET")).to_be_disabled()
        form.get_by_label("run_id (required)").fill(self.run_id)
        form.get_by_label("position_id", exact=True).fill("CMBS-002")
        form.get_by_role("combobox", name="measure").select_option("PV")
        form.get_by_label("scenario, with commas between").fill("BASE,SPREAD_25BP")
        form.get_by_role("button", name="Send GET").click()
        shown = form.get_by_role("region", name="Answer")
        expect(shown).to_be_visible()
        path = f"{self.api}/results?position_id=CMBS-002&measure=PV&scenario=BASE&scenario=SPREAD_25BP"
        self.assertEqual(json.loads(shown.inner_text()), self.stage.get(path))
        form.get_by_text("As a command").click()
        form.get_by_role("button", name="Copy as curl").click()
        expect(form.get_by_text("Copied")).to_be_visible()
        command = page.evaluate("() => navigator.clipboard.readText()")
        told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=120, check=True).stdout
        self.assertEqual(json.loads(told), self.stage.get(path))
        page.get_by_role("button", name="Open list of Result").click()
        expect(page.locator(".schema .schema code", has_text="position_id")).to_be_visible()
        self.accessible(page, "an operation")
        self.assertEqual(self.faults, [])

    def test_the_interface_changes_nothing_before_it_has_asked(self) -> None:
        run = self.stage.create_run()
        page = self.open("/api?operation=cancelRun")
        form = page.get_by_role("region", name="Try cancelRun")
        form.get_by_label("run_id (required)").fill(run)
        form.get_by_role("button", name="Send POST").click()
        self.assertEqual(self.stage.get(f"/v1/runs/{run}")["run"]["state"], "QUEUED")
        form.get_by_role("button", name="Really send POST?").click()
        expect(form.get_by_role("status").first).to_contain_text("200")
        self.assertEqual(self.stage.get(f"/v1/runs/{run}")["run"]["state"], "CANCELLED")

    def test_the_theme_is_kept(self) -> None:
        page = self.open("/system")
        page.get_by_role("button", name="Dark").click()
        page.reload()
        self.assertEqual(page.evaluate("() => document.documentElement.dataset.theme"), "dark")
        expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")

    def test_the_menu_is_reached_by_keyboard(self) -> None:
        page = self.open("/system")
        expect(page.get_by_role("heading", level=1)).to_have_text("System")
        page.keyboard.press("Tab")
        expect(page.get_by_text("Skip to content")).to_be_focused()
        page.get_by_role("link", name="Runs").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Runs")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("System")


if __name__ == "__main__":
    unittest.main()
