#!/usr/bin/env python3
"""Reads the #include lines of src/, apps/ and tests/ and names every arrow that points back.

Folders may use what stands to their right (docs/architecture.md):
net -> http -> usecases -> auth, store, formats -> query -> json -> domain -> base; drivers and background beside.
Heavy or dangerous headers have few homes, and some lines are traps of g++ 12; both are checked
here too. Exit status 1 when something was named. Arguments: files, else all.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Folder -> folders it may include. A longer folder name wins over its parent.
MAY_USE = {
    "base": set(),
    "domain": {"base"},
    "json": {"domain", "base"},
    "formats": {"json", "domain", "base"},
    "query": {"json", "domain", "base"},
    "store": {"query", "json", "domain", "base"},
    "store/sqlite": {"store", "query", "json", "domain", "base"},
    "auth": {"domain", "base"},
    "usecases": {"formats", "auth", "store", "query", "json", "domain", "base"},
    "installation": {"usecases", "formats", "auth", "store", "store/sqlite", "query", "json", "domain", "base"},
    "http": {"usecases", "formats", "auth", "store", "query", "json", "domain", "base"},
    "background": {"usecases", "formats", "auth", "store", "query", "json", "domain", "base"},
    # The client SDK speaks HTTP alone; only its embedded mode meets the server's sources.
    "sdk/cpp": set(),
    "apps/allot/commands": set(),
    "sdk/embedded": {
        "installation", "http", "background", "usecases", "formats", "auth", "store", "query", "json", "domain", "base",
    },
    "net": {"http", "usecases", "formats", "auth", "store", "query", "json", "domain", "base"},
}

# Header prefix -> (where it may stand, what that is called in a message). `cpp` = not in headers, save in one that is named.
HOMES = [
    (("boost/json", "boost/json.hpp"), ("http", "json", "query", "formats", "sdk", "apps/allot/commands"), "cpp", "Boost.JSON"),
    (("boost/asio", "boost/beast"), ("net",), "any", "Boost.Asio and Beast"),
    (("sqlite3.h",), ("store/sqlite",), "any", "SQLite"),
    (("roaring/",), ("domain", "src/domain/item_set_chunk.h"), "cpp", "CRoaring"),
    (("curl/",), ("sdk/cpp",), "cpp", "libcurl"),
    (("openssl/",), ("auth", "store", "net", "apps/allot/commands"), "cpp", "OpenSSL"),
    (("archive.h", "archive_entry.h"), ("tests",), "cpp", "libarchive"),
    (("zlib.h",), ("base", "net"), "cpp", "zlib"),
    (("sodium",), ("auth",), "cpp", "libsodium"),
    (("jwt.h",), ("auth",), "cpp", "libjwt"),
    (("png.h",), ("formats",), "cpp", "libpng"),
    (("spdlog/",), ("base",), "cpp", "spdlog"),
    (("unicase.h", "unictype.h", "uninorm.h"), ("base", "apps/allot/commands"), "cpp", "libunistring"),
    (("CLI/", "toml++/"), ("apps", "bench"), "cpp", "the libraries of the command line"),
]

# Forward declarations weigh nothing.
LIGHT = {"boost/json/fwd.hpp"}

# Pattern -> why it is wrong.
TRAPS = [
    (
        re.compile(r"any_id<UserId>"),
        "people are read by `parse_email` alone, which folds their addresses (B-007)",
    ),
    (
        re.compile(r"\bco_await\b.*[\[{]"),
        "g++ 12 miscompiles temporaries on a co_await line: name them first",
    ),
    (
        re.compile(r"(^\s*|[{,(]\s*)\.\w+ = .*\bTRY\("),
        "g++ 12 leaks the members before a TRY that fails inside braces: name its value first",
    ),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
TEST_PROGRAM = re.compile(r"(_test(_\w+)?|_for_tests)\.(cpp|h)$")  # and what only tests include
LINES_WORTH_A_THOUGHT = 400


def folder_of(path):
    """'store/sqlite' for src/store/sqlite/items.cpp, 'sdk/cpp' for sdk/cpp/…, 'apps' for apps/…."""
    parts = Path(path).parts
    if parts[0] == "sdk":
        return "/".join(parts[:2])
    if parts[:3] == ("apps", "allot", "commands"):
        return "apps/allot/commands"
    if parts[0] != "src":
        return parts[0]
    two = "/".join(parts[1:3])
    return two if two in MAY_USE else parts[1]


def target_of(header):
    """The folder that a quoted include names; None when it is not one of ours."""
    parts = header.split("/")
    two = "/".join(parts[:2])
    if two in MAY_USE:
        return two
    return parts[0] if parts[0] in MAY_USE and len(parts) > 1 else None


def is_at_home(folder, path, homes, where):
    if TEST_PROGRAM.search(path) or folder in ("tests", "bench"):
        return True  # nobody includes them
    if path in homes:
        return True
    if not any(folder == home or folder.startswith(home + "/") for home in homes):
        return False
    return where == "any" or path.endswith(".cpp")


def faults(path, text):
    """What is wrong in one file: (line number, sentence)."""
    folder = folder_of(path)
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        if include:
            quote, header = include.groups()
            target = target_of(header) if quote == '"' else None
            if (
                folder in MAY_USE
                and target is not None
                and target != folder
                and target not in MAY_USE[folder]
            ):
                found.append((number, f"{folder} must not use {target} ({header})"))
            if folder in MAY_USE and header.startswith("support/") and not TEST_PROGRAM.search(path):
                found.append((number, f"only tests use tests/support ({header})"))
            for prefixes, homes, where, name in HOMES:
                is_meant = header.startswith(prefixes) and header not in LIGHT
                if is_meant and not is_at_home(folder, path, homes, where):
                    place = ".cpp files of " if where == "cpp" else ""
                    found.append((number, f"{name} belongs into {place}{', '.join(homes)} ({header})"))
        else:
            code = line.split("//")[0]
            found += [(number, sentence) for pattern, sentence in TRAPS if pattern.search(code)]
    return found


def is_long(text):
    return text.count("\n") > LINES_WORTH_A_THOUGHT


def sources(arguments):
    if arguments:
        named = [Path(argument).resolve() for argument in arguments]
        paths = [path for path in named if path.is_relative_to(ROOT)]
    else:
        paths = [path for top in ("src", "sdk", "apps", "tests") for path in sorted((ROOT / top).rglob("*"))]
    return [path for path in paths if path.suffix in (".cpp", ".h") and path.is_file()]


def main(arguments):
    failed = False
    for path in sources(arguments):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text()
        for number, sentence in faults(name, text):
            print(f"{name}:{number}: {sentence}")
            failed = True
        if is_long(text):
            lines = text.count("\n")
            print(f"{name}: note: {lines} lines; is it about one thing?")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
