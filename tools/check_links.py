#!/usr/bin/env python3
"""Names every relative link of the project's Markdown that leads nowhere. Exit status 1 when one does."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors_of(text):
    """What `#…` may name in a page: its headings, in lower case, words joined by dashes."""
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def dead_links(page):
    text = page.read_text()
    for match in LINK.finditer(text):
        target = (page.parent / match[1]) if match[1] else page
        if not target.exists():
            yield match[1]
        elif match[2] and target.suffix == ".md" and match[2] not in anchors_of(target.read_text()):
            yield f"{match[1]}#{match[2]}"


def pages(root):
    yield from sorted(root.glob("*.md"))
    for folder in ("api", "docs", "examples"):
        yield from sorted((root / folder).rglob("*.md"))


def main():
    dead = [(page, link) for page in pages(ROOT) for link in dead_links(page)]
    for page, link in dead:
        print(f"{page.relative_to(ROOT)}: {link} leads nowhere")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
