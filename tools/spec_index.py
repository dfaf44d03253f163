#!/usr/bin/env python3
"""Makes docs/spec/index.md: each behaviour of docs/spec with the tests that prove it.

A behaviour is a line `- **B-202** …` in docs/spec/*.md. A test proves it by carrying its number in a
comment or string: `// B-202` in or right above a TEST of a *_test.cpp, `B-202` in or above a test
function of tests/**/*.py. Without arguments the file is written; with --check nothing is, and the
exit status is 1 when the file is out of date or a test names a behaviour that does not exist.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "docs" / "spec"
INDEX = SPEC / "index.md"

NUMBER = re.compile(r"\bB-(\d{3})(?:\s*(?:…|\.\.\.?|–|to)\s*B-(\d{3}))?")
BEHAVIOUR = re.compile(r"^- \*\*B-(\d{3})\*\* (.*)$")
CPP_TEST = re.compile(
    r"^\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+)\s*,\s*(\w+)"
)
PY_TEST = re.compile(r"^\s*(?:async )?def (test_\w+)\(")
PY_TOP = re.compile(r"^(?:class|def|async def|@)")


def behaviours(spec):
    """Number -> (file name, first sentence), in the order of the files."""
    found = {}
    for path in sorted(spec.glob("*.md")):
        if path.name == "index.md":
            continue
        for line in path.read_text().splitlines():
            match = BEHAVIOUR.match(line)
            if not match:
                continue
            if match[1] in found:
                raise SystemExit(f"B-{match[1]} stands twice in docs/spec")
            sentence = re.split(r"(?<=[.:]) (?=[A-Z])", match[2])[0].rstrip(".:; ")
            found[match[1]] = (path.name, sentence)
    return found


def numbers_in(line):
    for match in NUMBER.finditer(line):
        first, last = int(match[1]), int(match[2] or match[1])
        yield from (f"{number:03}" for number in range(first, last + 1))


def join_broken_macros(lines):
    """`TEST(\\n    Suite, Name` on one line, the other one left empty, so that line counts stay."""
    lines = list(lines)
    for index in range(len(lines) - 1):
        if re.match(r"^\s*(?:TYPED_)?(?:TEST|RC_GTEST)\w*\($", lines[index]):
            lines[index], lines[index + 1] = lines[index] + lines[index + 1].strip(), ""
    return lines


def tests_of_cpp(text):
    """(test name, behaviour number): numbers in the comment right above a test, or inside it."""
    current, above = None, []
    for line in join_broken_macros(text.splitlines()):
        test = CPP_TEST.match(line)
        if test:
            current = f"{test[1]}.{test[2]}"
            for number in above:
                yield current, number
            above = []
        elif current is None:
            above = above + list(numbers_in(line)) if line.startswith("//") else []
        if current:
            for number in numbers_in(line):
                yield current, number
        if line.startswith("}"):
            current, above = None, []


def tests_of_python(text):
    """(test name, behaviour number): numbers in the comment or decorator above a test, or inside it."""
    current, above = None, []
    for line in text.splitlines():
        test = PY_TEST.match(line)
        if test:
            current = test[1]
            for number in above:
                yield current, number
            above = []
        elif PY_TOP.match(line) or line.startswith("#"):
            current = None
        if current:
            for number in numbers_in(line):
                yield current, number
        elif line.startswith(("#", "@")):
            above += numbers_in(line)
        elif line.strip():
            above = []


def test_files(root):
    """Those that git knows, so that a test counts once it is added; all where there is no git."""
    folders = ["src", "sdk", "apps", "tests"]
    listed = subprocess.run(
        ["git", "ls-files", "--", *folders], cwd=root, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [root / line for line in listed.stdout.splitlines() if (root / line).is_file()]
    else:
        paths = [path for folder in folders for path in sorted((root / folder).rglob("*"))]
    return [
        path
        for path in paths
        if path.name.endswith("_test.cpp")
        or (path.suffix == ".py" and path.is_relative_to(root / "tests") and "venv" not in path.as_posix())
    ]


def proofs(root):
    """Number -> ordered test names, each `path: test`; later ones of a file leave the path out."""
    found = {}
    for path in test_files(root):
        reader = tests_of_cpp if path.suffix == ".cpp" else tests_of_python
        name = path.relative_to(root).as_posix()
        for test, number in reader(path.read_text()):
            tests = found.setdefault(number, {}).setdefault(name, [])
            if test not in tests:
                tests.append(test)
    return found


def render(known, proven):
    open_ones = [number for number in sorted(known) if number not in proven]
    done = len(known) - len(open_ones)
    lines = [
        "# Behaviours and their tests",
        "",
        "Made by `tools/spec_index.py` from the numbers that tests carry; do not edit.",
        "",
        f"{done} of {len(known)} behaviours name their tests; {len(open_ones)} are open.",
        "A behaviour with a test is not always whole: what is left out stands with it in its file.",
        "",
        "| behaviour | tests |",
        "|---|---|",
    ]
    for number, (file, sentence) in sorted(known.items()):
        text = sentence.replace("|", "\\|")
        if number in proven:
            tests = "<br>".join(
                f"`{path}`: {', '.join(f'`{test}`' for test in tests)}"
                for path, tests in proven[number].items()
            )
        else:
            tests = "**open**"
        lines.append(f"| [B-{number}]({file}) {text} | {tests} |")
    lines += ["", "## Open", ""]
    lines += [f"- [B-{number}]({known[number][0]}) {known[number][1]}" for number in open_ones]
    if not open_ones:
        lines.append("None.")
    return "\n".join(lines) + "\n"


def main(arguments):
    known = behaviours(SPEC)
    proven = proofs(ROOT)
    unknown = sorted(set(proven) - set(known))
    for number in unknown:
        for path, tests in proven[number].items():
            print(f"{path}: {tests[0]} names B-{number}, which docs/spec does not have")
    page = render(known, {number: proven[number] for number in proven if number in known})
    if "--check" in arguments:
        if not INDEX.exists() or INDEX.read_text() != page:
            print("docs/spec/index.md is out of date: run tools/spec_index.py")
            return 1
    else:
        INDEX.write_text(page)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
