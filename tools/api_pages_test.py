import html.parser
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from api_cpp import PIECE_BYTES, etag, pieces_of, source  # noqa: E402
from api_document import assemble  # noqa: E402
from api_markdown import inline, render  # noqa: E402
from api_pages import File, files, pretty  # noqa: E402
from api_walk import operations  # noqa: E402


class Links(html.parser.HTMLParser):
    """What a page leads to, what can be led to in it, and whether each tag is closed."""

    VOID = ("meta", "link", "wbr")

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.open = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "a":
            self.links.append(named["href"])
        if "id" in named:
            assert named["id"] not in self.anchors, f"{named['id']} stands twice"
            self.anchors.add(named["id"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> in {self.open}"
        self.open.pop()


class ApiPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = assemble()
        cls.files = {file.name: file for file in files(cls.document)}
        cls.pages = {name: Links(file.text) for name, file in cls.files.items() if "html" in file.media_type}

    def test_every_link_leads_somewhere(self):
        for name, page in self.pages.items():
            self.assertEqual(page.open, [], name)
            for link in page.links:
                address, _, anchor = link.partition("#")
                if address in ("/api/v1/openapi.json",):
                    continue
                target = name if not address else address.removeprefix("/api/docs").lstrip("/") or "index"
                self.assertIn(target, self.pages, f"{name}: {link}")
                if anchor:
                    self.assertIn(anchor, self.pages[target].anchors, f"{name}: {link}")

    def test_every_operation_and_every_object_is_on_a_page(self):
        anchors = set().union(*(page.anchors for page in self.pages.values()))
        for _, _, operation in operations(self.document):
            self.assertIn(operation["operationId"], anchors)

    def test_texts_are_texts(self):
        self.assertEqual(inline("a <b> & `c<d>`"), "a &lt;b&gt; &amp; <code>c&lt;d&gt;</code>")
        self.assertEqual(inline("**a `b`** [c](/d)"), '<strong>a <code>b</code></strong> <a href="/d">c</a>')
        self.assertEqual(
            render("## Who may\n\nOne\ntwo:\n- a\n  b\n- c\n\n```\n<x>\n\n- y\n```\n"),
            '<h2 id="who-may">Who may</h2>\n<p>One two:</p>\n<ul><li>a b</li><li>c</li></ul>\n<pre>&lt;x&gt;\n\n- y</pre>',
        )

    def test_json_is_shown_in_short_lines(self):
        self.assertEqual(pretty({"a": [1, 2]}), '{"a": [1, 2]}')
        self.assertEqual(pretty({"a": "x" * 90, "b": {}}), '{\n  "a": "' + "x" * 90 + '",\n  "b": {}\n}')


class ApiCpp(unittest.TestCase):
    def test_pieces_are_short_and_cut_no_character(self):
        text = "é" * PIECE_BYTES
        pieces = list(pieces_of(text))
        self.assertEqual("".join(pieces), text)
        self.assertTrue(all(len(piece.encode()) <= PIECE_BYTES for piece in pieces))

    def test_a_tag_changes_with_the_text(self):
        self.assertNotEqual(etag("a"), etag("b"))
        self.assertRegex(etag("a"), r'^W/"[0-9a-f]{16}"$')

    def test_a_text_that_would_end_its_literal_is_refused(self):
        with self.assertRaises(AssertionError):
            source([File("x", "text/plain", ')ALLOT"')])


if __name__ == "__main__":
    unittest.main()
