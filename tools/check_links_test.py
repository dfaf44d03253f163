import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_links import dead_links  # noqa: E402


class CheckLinks(unittest.TestCase):
    def dead(self, text):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "there.md").write_text("# Title\n\n## Who gets what\n")
            page = Path(folder) / "page.md"
            page.write_text(text)
            return list(dead_links(page))

    def test_links_to_files_headings_and_the_web_are_fine(self):
        text = "# Own\n[a](there.md) [b](there.md#who-gets-what) [c](#own) [d](https://example.org/x)"
        self.assertEqual(self.dead(text), [])

    def test_links_to_nothing_are_named(self):
        self.assertEqual(self.dead("[a](gone.md) [b](there.md#gone)"), ["gone.md", "there.md#gone"])


if __name__ == "__main__":
    unittest.main()
