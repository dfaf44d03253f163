import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from spec_index import behaviours, proofs, render, tests_of_cpp, tests_of_python  # noqa: E402


class SpecIndex(unittest.TestCase):
    def test_numbers_above_and_inside_a_cpp_test_belong_to_it(self):
        text = """// A word on B-001 before any code proves nothing.
namespace {
// B-202, B-204
TEST(Redistribute, MovesOpenItemsOnly) {
  EXPECT_EQ(1, 1);  // B-209
}

int helper() { return 1; }

TEST(Redistribute, OfNothingChangesNothing) {  // B-208
}
"""
        self.assertEqual(
            list(tests_of_cpp(text)),
            [
                ("Redistribute.MovesOpenItemsOnly", "202"),
                ("Redistribute.MovesOpenItemsOnly", "204"),
                ("Redistribute.MovesOpenItemsOnly", "209"),
                ("Redistribute.OfNothingChangesNothing", "208"),
            ],
        )

    def test_properties_over_several_lines_are_found(self):
        text = "// B-031\nRC_GTEST_PROP(\n    Apportion, GivesOutEverything, (int n)\n) {\n}\n"
        self.assertEqual(list(tests_of_cpp(text)), [("Apportion.GivesOutEverything", "031")])

    def test_ranges_name_every_number(self):
        text = "// B-200…B-202\nTEST(A, B) {\n}\n"
        self.assertEqual([number for _, number in tests_of_cpp(text)], ["200", "201", "202"])

    def test_numbers_above_and_inside_a_python_test_belong_to_it(self):
        text = '''# B-003
def test_a_wrong_password_is_false(server):
    """B-006 as well."""


def helper():
    "B-999 proves nothing here"


def test_another():
    assert True  # B-007
'''
        self.assertEqual(
            list(tests_of_python(text)),
            [
                ("test_a_wrong_password_is_false", "003"),
                ("test_a_wrong_password_is_false", "006"),
                ("test_another", "007"),
            ],
        )

    def test_the_page_lists_what_is_proven_and_what_is_open(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "docs/spec").mkdir(parents=True)
            (root / "tests/sdk").mkdir(parents=True)
            (root / "src").mkdir()
            (root / "apps").mkdir()
            (root / "docs/spec/a.md").write_text("- **B-001** One thing. More.\n- **B-002** Two.\n")
            (root / "tests/sdk/test_a.py").write_text("def test_one():  # B-001\n    pass\n")
            known = behaviours(root / "docs/spec")
            page = render(known, proofs(root))
        self.assertIn("1 of 2 behaviours", page)
        self.assertIn("[B-001](a.md) One thing | `tests/sdk/test_a.py`: `test_one` |", page)
        self.assertIn("[B-002](a.md) Two | **open** |", page)

    def test_a_number_that_stands_twice_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.md").write_text("- **B-001** One.\n- **B-001** Again.\n")
            with self.assertRaises(SystemExit):
                behaviours(Path(folder))


if __name__ == "__main__":
    unittest.main()
