"""What a page says of itself."""

from playwright.sync_api import Locator, Page


def status_of(of: Page | Locator) -> Locator:
    """The status of a page or of a part of it, aside from the notes that something is still loading."""
    return of.locator("[role=status]:not(.loading)")
