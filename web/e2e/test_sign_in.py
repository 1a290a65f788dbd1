"""Signing in and out of the dashboard, and what each role is offered."""

import os
import re
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright
from stage import Stage

BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "correct horse battery"
OTHER = "seven quiet rivers"


class SignInTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.stop)
        cls.stage.start()
        cls.player = sync_playwright().start()
        cls.addClassCleanup(cls.player.stop)
        cls.browser = cls.player.chromium.launch(executable_path=BROWSER)
        cls.addClassCleanup(cls.browser.close)
        cls.stage.import_fund()
        cls.run_id = cls.stage.create_run()
        cls.stage.work()
        page = cls.browser.new_page()
        page.goto(cls.stage.address)
        expect(page.get_by_text("Nobody is asked to sign in")).to_be_visible()
        # The page that was open before the first user asks to sign in, too.
        cls.add("ann", "--role", "analyst", "--mine")
        cls.follow(page, "/runs")
        expect(page.get_by_role("heading", name="Sign in to Tenor")).to_be_visible()
        page.close()
        cls.add("vic", "--role", "viewer", "--mine")
        cls.add("lou", "--role", "viewer", "--mine", "--node", "LOANS")
        cls.add("new", "--role", "analyst")
        cls.add("adm", "--role", "admin", "--mine")

    @classmethod
    def add(cls, *words: str) -> None:
        cls.stage.tenor("user", "add", *words, "--password-stdin", text=PASSWORD)

    @staticmethod
    def follow(page: Page, path: str) -> None:
        """Follows a link of the menu, unless the page has asked the services by itself and left the menu already."""
        page.evaluate("path => document.querySelector(`nav a[href='${path}']`)?.click()", path)

    def setUp(self) -> None:
        self.context = self.browser.new_context(viewport={"width": 1440, "height": 900})
        self.addCleanup(self.context.close)
        self.faults: list[str] = []

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: "Content Security Policy" in said.text and self.faults.append(said.text))
        page.goto(self.stage.address + path)
        return page

    def sign_in(self, page: Page, name: str, password: str = PASSWORD) -> None:
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()

    def accessible(self, page: Page) -> None:
        self.assertEqual([fault["id"] for fault in Axe().run(page).response["violations"]], [])

    def test_a_view_is_shown_after_signing_in_and_no_more_after_signing_out(self) -> None:
        page = self.open(f"/runs/{self.run_id}/risk")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Tenor")
        self.accessible(page)
        self.sign_in(page, "ann", "wrong")
        expect(page.get_by_role("alert")).to_contain_text("The name or the password is wrong")
        self.sign_in(page, "ann")
        expect(page.get_by_role("heading", level=1)).to_have_text("Risk")
        expect(page.locator(".user")).to_contain_text("analyst")
        page.wait_for_load_state("networkidle")
        self.accessible(page)
        cookie = next(found for found in self.context.cookies() if found["name"] == "tenor_session")
        self.assertTrue(cookie["httpOnly"])
        self.assertEqual(cookie["sameSite"], "Strict")
        self.assertEqual(page.evaluate("() => document.cookie"), "")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Risk")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Tenor")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Tenor")
        self.assertEqual(self.faults, [])

    def test_changes_are_asked_for_in_ones_own_name(self) -> None:
        page = self.open("/runs/new")
        self.sign_in(page, "ann")
        page.get_by_role("group", name="Scenarios").get_by_role("button", name="None").click()
        expect(page.get_by_label("Asked for by")).to_have_count(0)
        page.get_by_role("button", name="Start the run").click()
        expect(page).to_have_url(re.compile(r"/runs/R\d{8}-"))
        expect(page.get_by_text("ann").first).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Cancel it for good?").click()
        expect(page.locator(".run-title").get_by_text("cancelled")).to_be_visible()

    def test_a_viewer_is_offered_nothing_to_change(self) -> None:
        page = self.open("/runs")
        self.sign_in(page, "vic")
        expect(page.get_by_role("link", name=self.run_id)).to_be_visible()
        expect(page.get_by_role("link", name="New run")).to_have_count(0)
        page.get_by_role("link", name=self.run_id).click()
        expect(page.locator(".tiles")).to_be_visible()
        expect(page.get_by_role("button", name="Publish…")).to_have_count(0)

    def test_only_administrators_are_offered_users_keys_and_audit(self) -> None:
        page = self.open("/runs")
        self.sign_in(page, "ann")
        expect(page.get_by_role("link", name=self.run_id)).to_be_visible()
        for name in ("Users", "Keys", "Audit"):
            expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
        for path in ("/users", "/keys", "/audit"):
            page.goto(self.stage.address + path)
            expect(page.get_by_role("alert").first).to_contain_text("Permission missing")

    def test_an_administrator_lets_a_person_in_and_out(self) -> None:
        page = self.open("/users")
        self.sign_in(page, "adm")
        form = page.get_by_role("form", name="Add a user")
        form.get_by_label("Name").fill("Tom")
        form.get_by_role("button", name="Add").click()
        expect(form.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
        form.get_by_label("Name").fill("tom")
        form.get_by_label("Role").select_option("trader")
        expect(form).to_contain_text("create runs")
        form.get_by_role("button", name="Add").click()
        told = page.get_by_role("status").filter(has_text="One-time password of tom")
        password = told.locator("code").inner_text()
        self.assertRegex(password, r"^([a-z2-9]{5}-){3}[a-z2-9]{5}$")
        page.wait_for_load_state("networkidle")
        self.accessible(page)
        told.get_by_role("button", name="Done").click()
        expect(page.get_by_text(password)).to_have_count(0)

        other = self.browser.new_context()
        self.addCleanup(other.close)
        own = other.new_page()
        own.goto(self.stage.address + "/runs")
        self.sign_in(own, "tom", password)
        expect(own.get_by_role("heading", level=1)).to_have_text("Change password")

        page.get_by_role("link", name="tom").click()
        page.get_by_role("form", name="Rights").get_by_label("Role").select_option("viewer")
        page.get_by_role("form", name="Rights").get_by_role("button", name="Change").click()
        expect(page.get_by_role("form", name="Rights").get_by_role("button", name="Change")).to_be_disabled()
        page.get_by_role("button", name="Disable").click()
        page.get_by_role("button", name="Let sign in no more?").click()
        expect(page.locator(".page-title")).to_contain_text("disabled")
        own.reload()
        expect(own.get_by_role("heading", level=1)).to_have_text("Sign in to Tenor")
        page.get_by_role("button", name="Enable").click()
        expect(page.locator(".page-title")).to_contain_text("new")
        page.get_by_role("button", name="New one-time password").click()
        page.get_by_role("button", name="End all sessions?").click()
        told = page.get_by_role("status").filter(has_text="One-time password of tom")
        self.assertNotEqual(told.locator("code").inner_text(), password)
        self.accessible(page)
        # What was given to whom is in the trail.
        page.get_by_role("link", name="records about tom").click()
        table = page.get_by_role("region", name="Records of the audit trail, table")
        expect(table.get_by_role("row", name=re.compile("changeUser"))).to_contain_text("adm")
        self.assertEqual(self.faults, [])

    def test_nobody_changes_their_own_rights(self) -> None:
        page = self.open("/users/adm")
        self.sign_in(page, "adm")
        expect(page.get_by_text("This is you")).to_be_visible()
        expect(page.get_by_role("button", name="Disable")).to_have_count(0)
        expect(page.get_by_role("form", name="Rights")).to_have_count(0)

    def test_a_key_is_shown_once_and_revoked(self) -> None:
        page = self.open("/keys")
        self.sign_in(page, "adm")
        form = page.get_by_role("form", name="Make a key")
        form.get_by_label("What it is for").fill("nightly")
        form.get_by_label("Good for days").fill("400")
        form.get_by_role("button", name="Make").click()
        expect(form.get_by_label("Good for days")).to_have_attribute("aria-invalid", "true")
        form.get_by_label("Good for days").fill("7")
        form.get_by_role("button", name="Make").click()
        told = page.get_by_role("status").filter(has_text="Key nightly")
        key = told.locator("code").inner_text()
        fields = {"Authorization": f"Bearer {key}"}
        self.assertEqual(page.request.get(f"{self.stage.address}/v1/session", headers=fields).status, 200)
        page.wait_for_load_state("networkidle")
        self.accessible(page)
        row = page.get_by_role("row", name=re.compile("^nightly"))
        row.get_by_role("button", name="Revoke").click()
        row.get_by_role("button", name="Revoke it for good?").click()
        expect(row).to_contain_text("revoked")
        bare = self.browser.new_context()
        self.addCleanup(bare.close)
        self.assertEqual(bare.request.get(f"{self.stage.address}/v1/session", headers=fields).status, 401)

    def test_administration_fits_a_phone_and_the_dark(self) -> None:
        page = self.open("/users")
        self.sign_in(page, "adm")
        expect(page.get_by_role("form", name="Add a user")).to_be_visible()
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="dark")
        for path in ("/users", "/users/ann", "/users/adm", "/keys", "/audit", "/limits"):
            page.goto(self.stage.address + path)
            page.wait_for_load_state("networkidle")
            wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            self.assertLessEqual(wider, 0, f"{path} is wider than the screen")
            self.accessible(page)

    def test_one_who_is_confined_sees_their_node(self) -> None:
        page = self.open("/")
        self.sign_in(page, "lou")
        expect(page.locator(".user")).to_contain_text("LOANS")
        expect(page.locator(".tiles")).to_be_visible()
        choices = page.get_by_role("combobox", name="Portfolio").locator("option").all_inner_texts()
        self.assertEqual(choices, ["LOANS", "LOANS/CMBS", "LOANS/SMALL-BUSINESS"])

    def test_a_password_of_another_is_changed_first(self) -> None:
        page = self.open("/runs")
        self.sign_in(page, "new")
        expect(page.get_by_role("heading", level=1)).to_have_text("Change password")
        self.accessible(page)
        page.get_by_label("Present password").fill(PASSWORD)
        page.get_by_label("New password, 15").fill("short")
        page.get_by_label("New password again").fill("short")
        page.get_by_role("button", name="Change").click()
        expect(page.get_by_role("alert")).to_contain_text("choose 15 to 256")
        page.get_by_label("New password, 15").fill(OTHER)
        page.get_by_label("New password again").fill(OTHER + "s")
        page.get_by_role("button", name="Change").click()
        expect(page.get_by_role("alert")).to_contain_text("differ")
        page.get_by_label("New password again").fill(OTHER)
        page.get_by_role("button", name="Change").click()
        expect(page.locator(".tiles")).to_be_visible()
        expect(page.locator(".user")).to_contain_text("new")

    def test_a_session_that_ends_leads_to_signing_in(self) -> None:
        page = self.open("/runs")
        self.sign_in(page, "vic")
        expect(page.get_by_role("link", name=self.run_id)).to_be_visible()
        self.stage.tenor("user", "disable", "vic")
        self.addCleanup(self.stage.tenor, "user", "enable", "vic")
        self.follow(page, "/schedules")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Tenor")


if __name__ == "__main__":
    unittest.main()
