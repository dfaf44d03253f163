"""A person at the sign-in page: a real, headless Chromium that fills the form and sends it.

Called as BROWSER by the standard library with the address to open. The credentials come from
ALLOT_TEST_EMAIL and ALLOT_TEST_PASSWORD; what was seen is written as JSON to ALLOT_TEST_SEEN.
"""

import json
import os
import sys

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("ALLOT_TEST_CHROMIUM", "/usr/bin/chromium")


def main(address):
    seen = {"address": address, "requests": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking"],
        )
        try:
            page = browser.new_page()
            # Without their query: the tokens are nobody's business.
            page.on("request", lambda r: seen["requests"].append([r.method, r.url.split("?")[0]]))
            page.goto(address)
            seen["title"] = page.title()
            page.locator('input[type="email"], input[name="username"], input[name="email"]').first.fill(
                os.environ["ALLOT_TEST_EMAIL"]
            )
            page.locator('input[type="password"]').first.fill(os.environ["ALLOT_TEST_PASSWORD"])
            with page.expect_navigation(timeout=20_000):
                page.locator('button[type="submit"], input[type="submit"]').first.click()
            seen["text"] = page.inner_text("body")
            seen["ended_at"] = page.url.split("?")[0]
        finally:
            browser.close()
    with open(os.environ["ALLOT_TEST_SEEN"], "w", encoding="utf-8") as file:
        json.dump(seen, file)


if __name__ == "__main__":
    main(sys.argv[1])
