"""The guides as texts: their snippets, and what the guide says that these print."""

import re

NEXT = "--- the next snippet ---"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
ID = re.compile(r"[0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|\d{1,2} [A-Z][a-z]{2} \d{4}( \d\d:\d\d [A-Z+-]\S+)?")


def snippets(guide, language):
    """(text, what it prints or None), in order. A block of `console` right behind one is what that prints."""
    text, found, end = guide.read_text(), [], None
    for block in BLOCK.finditer(text):
        is_told = block[1] == "console" and end is not None and not text[end : block.start()].strip()
        if is_told:
            found[-1] = (found[-1][0], block[2])
        elif block[1] == language:
            found.append((block[2], None))
        end = block.end() if block[1] == language else None
    return found


def scripts(guide, language):
    return [text for text, _ in snippets(guide, language)]


def without_ids(text):
    return ID.sub("ID", text)


def without_times(text):
    """Nor as wide as these make it."""
    return re.sub(r" {2,}", "  ", MOMENT.sub("TIME", without_ids(text)))
