import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_includes import MAY_USE, faults, folder_of, is_long  # noqa: E402


def sentences(path, text):
    return [sentence for _, sentence in faults(path, text)]


class CheckIncludes(unittest.TestCase):
    def test_an_arrow_to_the_right_is_fine(self):
        self.assertEqual(faults("src/http/tasks.cpp", '#include "usecases/tasks/create.h"\n'), [])

    def test_an_arrow_to_the_left_is_named_with_its_line(self):
        self.assertEqual(
            faults("src/domain/plan.h", '#pragma once\n#include "store/store.h"\n'),
            [(2, "domain must not use store (store/store.h)")],
        )

    def test_use_cases_never_meet_a_driver(self):
        self.assertEqual(
            sentences("src/usecases/env.h", '#include "store/sqlite/sqlite_store.h"'),
            ["usecases must not use store/sqlite (store/sqlite/sqlite_store.h)"],
        )

    def test_a_driver_implements_the_interface_beside_it(self):
        self.assertEqual(faults("src/store/sqlite/items.cpp", '#include "store/nouns.h"'), [])

    def test_apps_wire_everything(self):
        text = '#include "store/sqlite/sqlite_store.h"\n#include "net/server.h"\n'
        self.assertEqual(faults("apps/allot/main.cpp", text), [])

    def test_no_folder_may_use_one_that_uses_it(self):
        for folder, used in MAY_USE.items():
            for other in used:
                self.assertNotIn(folder, MAY_USE[other], f"{folder} and {other} use each other")

    def test_heavy_headers_have_a_home(self):
        for path, header in [
            ("src/usecases/tasks/create.cpp", "boost/json.hpp"),
            ("src/http/json_body.h", "boost/json.hpp"),
            ("src/http/request.cpp", "boost/beast/http.hpp"),
            ("src/store/store.h", "sqlite3.h"),
            ("src/domain/item_set.h", "roaring/roaring.hh"),
            ("src/usecases/sign_in.cpp", "sodium.h"),
            ("src/http/gate.cpp", "openssl/sha.h"),
        ]:
            self.assertEqual(len(faults(path, f"#include <{header}>")), 1, f"{header} in {path}")
        for path, header in [
            ("src/http/json_body.cpp", "boost/json/src.hpp"),
            ("src/json/parse.h", "boost/json/fwd.hpp"),
            ("src/net/session.h", "boost/asio/ip/tcp.hpp"),
            ("src/store/sqlite/connection.h", "sqlite3.h"),
            ("src/store/files.cpp", "openssl/evp.h"),
            ("src/domain/item_set_chunk.h", "roaring/roaring.hh"),
        ]:
            self.assertEqual(faults(path, f"#include <{header}>"), [], f"{header} in {path}")

    def test_only_tests_use_the_support_folder(self):
        self.assertEqual(len(faults("src/usecases/access.cpp", '#include "support/world.h"')), 1)
        for name in ("access_test.cpp", "access_test_fixture.h", "access_for_tests.h"):
            self.assertEqual(faults(f"src/usecases/{name}", '#include "support/world.h"'), [])

    def test_a_temporary_on_a_co_await_line_is_refused(self):
        self.assertEqual(len(faults("src/net/a.cpp", "  co_await run([x] { return x; });")), 1)
        self.assertEqual(faults("src/net/a.cpp", "  co_await run(std::move(f));  // [x]"), [])

    def test_a_try_among_the_members_of_a_temporary_is_refused(self):
        for line in (
            "      .name = TRY(body.text(name)),",
            "  return Page{.number = TRY(number())};",
            "  take({.id = id, .name = std::move(TRY(name()))});",
        ):
            self.assertEqual(len(faults("src/http/a.cpp", line)), 1, line)
        for line in ("  input.name = TRY(name());", "  TRY(rename({.name = name}));"):
            self.assertEqual(faults("src/http/a.cpp", line), [], line)

    def test_the_sdk_uses_nothing_of_the_server(self):
        self.assertEqual(len(faults("sdk/cpp/src/tasks.cpp", '#include "domain/entities.h"')), 1)
        self.assertEqual(len(faults("apps/allot/commands/a.cpp", '#include "domain/plan.h"')), 1)
        self.assertEqual(faults("sdk/cpp/src/tasks.cpp", '#include "allot/tasks.h"'), [])
        self.assertEqual(faults("sdk/embedded/src/a.cpp", '#include "http/dispatch.h"'), [])
        self.assertEqual(len(faults("sdk/embedded/src/a.cpp", '#include "net/server.h"')), 1)
        self.assertEqual(len(faults("sdk/cpp/include/allot/a.h", "#include <curl/curl.h>")), 1)

    def test_folders_are_told_apart(self):
        self.assertEqual(folder_of("src/store/files.cpp"), "store")
        self.assertEqual(folder_of("src/store/sqlite/items.cpp"), "store/sqlite")
        self.assertEqual(folder_of("src/usecases/tasks/create.cpp"), "usecases")
        self.assertEqual(folder_of("apps/allot/main.cpp"), "apps")

    def test_long_files_are_noted(self):
        self.assertFalse(is_long("x\n" * 400))
        self.assertTrue(is_long("x\n" * 401))


if __name__ == "__main__":
    unittest.main()
