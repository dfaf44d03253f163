"""The little of Markdown that the description's texts use, as HTML: paragraphs, lists, headings, blocks of code, and in a line
`code`, **strong** and [links](address). Everything else is text."""

import html
import re

INLINE = re.compile(r"(``?)(.+?)\1|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)")


def inline(text):
    """One line, or what stands in a cell of a table."""
    parts, at = [], 0
    for match in INLINE.finditer(text):
        parts.append(html.escape(text[at : match.start()]))
        at = match.end()
        if match[2] is not None:
            parts.append(f"<code>{html.escape(match[2].strip())}</code>")
        elif match[3] is not None:
            parts.append(f"<strong>{inline(match[3])}</strong>")
        else:
            parts.append(f'<a href="{html.escape(match[5])}">{inline(match[4])}</a>')
    return "".join(parts) + html.escape(text[at:])


def anchor(heading):
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def block(lines, heading):
    if lines[0].startswith("```"):
        return "<pre>" + html.escape("\n".join(lines[1:-1])) + "</pre>"
    if lines[0].startswith("## "):
        text = lines[0][3:]
        return f'<h{heading} id="{anchor(text)}">{inline(text)}</h{heading}>'
    if lines[0].startswith("- "):
        items, item = [], []
        for line in lines:
            if line.startswith("- ") and item:
                items.append(" ".join(item))
                item = []
            item.append(line.removeprefix("- ").strip())
        items.append(" ".join(item))
        return "<ul>" + "".join(f"<li>{inline(each)}</li>" for each in items) + "</ul>"
    return f"<p>{inline(' '.join(line.strip() for line in lines))}</p>"


def blocks(text):
    """The text's lines, in groups that belong together."""
    group, is_code = [], False
    for line in text.rstrip().split("\n"):
        if line.startswith("```"):
            if not is_code and group:
                yield group
                group = []
            group.append(line)
            if is_code:
                yield group
                group = []
            is_code = not is_code
        elif is_code or line.strip():
            if not is_code and group and line.startswith("- ") and not group[0].startswith("- "):
                yield group
                group = []
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def render(text, heading=2):
    """A text of several lines; `## …` becomes a heading of that level."""
    return "\n".join(block(group, heading) for group in blocks(text))
