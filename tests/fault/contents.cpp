#include "contents.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "auth/secrets.h"
#include "base/text.h"

namespace allot::fault {

namespace fs = std::filesystem;

namespace {

using Row = std::vector<std::string>;

/// The database, read without any code of ours.
class Reader {
 public:
  explicit Reader(const fs::path& data) {
    const auto file = data / "allot.db";
    if (sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) fail();
    sqlite3_busy_timeout(db_, 5'000);
  }

  ~Reader() { sqlite3_close(db_); }

  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  std::vector<Row> rows(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail();
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(statement, sqlite3_finalize);
    std::vector<Row> rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      auto& row = rows.emplace_back();
      for (int i = 0; i < sqlite3_column_count(statement); ++i) row.push_back(value(statement, i));
    }
    if (sqlite3_reset(statement) != SQLITE_OK) fail();
    return rows;
  }

 private:
  static std::string value(sqlite3_stmt* statement, int column) {
    const auto type = sqlite3_column_type(statement, column);
    if (type == SQLITE_NULL) return "NULL";
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    const std::string text(bytes ? bytes : "", size);
    if (type != SQLITE_BLOB) return text;
    return "x" + to_hex(text);
  }

  [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(db_)); }

  sqlite3* db_ = nullptr;
};

std::string sha256_of(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  const auto hash = sha256(bytes.str());
  return to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::vector<std::string> lines_of(const std::string& text) {
  return split(text, '\n');
}

}  // namespace

std::string rows_of(const fs::path& data) {
  Reader reader(data);
  const auto health = reader.rows("PRAGMA integrity_check");
  if (health != std::vector<Row>{{"ok"}}) throw std::runtime_error(health.at(0).at(0));
  std::vector<std::string> lines;
  const auto tables =
      reader.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      );
  for (const auto& table : tables) {
    for (const auto& row : reader.rows(fmt::format("SELECT * FROM \"{}\"", table.at(0)))) {
      lines.push_back(fmt::format("{}: {}", table.at(0), fmt::join(row, " | ")));
    }
  }
  std::ranges::sort(lines);
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string difference(const std::string& expected, const std::string& found) {
  const auto old_lines = lines_of(expected);
  const auto new_lines = lines_of(found);
  std::vector<std::string> only;
  std::ranges::set_difference(old_lines, new_lines, std::back_inserter(only));
  if (!only.empty()) return "not there: " + only.front();
  std::ranges::set_difference(new_lines, old_lines, std::back_inserter(only));
  return only.empty() ? "" : "not expected: " + only.front();
}

std::string wrong_files(const fs::path& data) {
  for (const auto& entry : fs::recursive_directory_iterator(data / "files")) {
    if (!entry.is_regular_file()) continue;
    const auto name = entry.path().filename().string();
    if (sha256_of(entry.path()) != name) return fmt::format("{} is half", entry.path().string());
  }
  for (const auto& row : Reader(data).rows("SELECT content FROM item WHERE content <> ''")) {
    const auto& name = row.at(0);
    const auto file = data / "files" / name.substr(0, 2) / name;
    if (!fs::exists(file)) return fmt::format("an item names {}, which is lost", file.string());
  }
  return "";
}

}  // namespace allot::fault
