#include "usecases/integrity/check.h"

#include <fmt/format.h>

#include <optional>
#include <sstream>

#include "base/json_writer.h"
#include "commands.h"
#include "commands/console.h"
#include "grouped.h"
#include "installation/data_folder.h"
#include "installation/folder_reader.h"
#include "installation/installation.h"
#include "usecases/integrity/repair.h"

namespace allot::app {

namespace {

std::string count_of(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string text_of(const CheckReport& report) {
  std::string text;
  for (const auto& [name, findings] : report.kinds) {
    const auto faults = findings.sentences.size();
    text += fmt::format(
        "{:9} {} checked, {}\n",
        name,
        findings.checked,
        faults == 0 ? "sound" : count_of(faults, "finding")
    );
  }
  if (report.orphan_files > 0) {
    text += count_of(report.orphan_files, "file") + " that no item names; swept after a day\n";
  }
  if (report.spooled_files > 0) {
    text += count_of(report.spooled_files, "upload") + " under way or broken off\n";
  }
  for (const auto& kind : report.kinds) text += grouped(kind.findings.sentences);
  return text;
}

std::string json_of(const CheckReport& report, const std::vector<std::string>& done) {
  JsonWriter json;
  json.object([&] {
    json.member("findings", report.faults());
    json.member("orphanFiles", report.orphan_files);
    json.member("spooledFiles", report.spooled_files);
    json.member_array("kinds", [&] {
      for (const auto& [name, findings] : report.kinds) {
        json.object([&] {
          json.member("name", name);
          json.member("checked", findings.checked);
          json.member_array("findings", [&] {
            for (const auto& sentence : findings.sentences) json.value(sentence);
          });
        });
      }
    });
    json.member_array("done", [&] {
      for (const auto& sentence : done) json.value(sentence);
    });
  });
  return json.take() + '\n';
}

CheckReport look(const std::filesystem::path& folder, const CheckCommand& command) {
  FolderReader reader(folder);
  return check_installation(reader.store(), reader.files(), {.content = command.content});
}

/// "20261124T093000": a name that sorts by time.
std::string stamp() {
  auto text = to_iso(SystemClock().now()).substr(0, 19);
  std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
  return text;
}

/// A sentence for each thing done; where there is any, the copy of the database is the first.
std::vector<std::string> repair(DataFolder folder) {
  const auto copy = folder.path() / ("allot.db.before-repair-" + stamp());
  copy_database(folder.path(), copy);
  Installation installation(std::move(folder), {});
  auto done = repair_installation(installation.env());
  if (done.empty()) {
    std::filesystem::remove(copy);
  } else {
    done.insert(done.begin(), fmt::format("Copied the database to {}.", copy.string()));
  }
  return done;
}

/// Broken at words where a terminal shows it.
std::string fitted(const std::string& text) {
  std::istringstream lines(text);
  std::istringstream nobody;
  std::ostringstream out;
  cli::Console console(out, out, nobody, cli::Console::style_of_terminal());
  for (std::string line; std::getline(lines, line);) console.line(line);
  return out.str();
}

/// Of a folder that is one: taking hold would make it.
DataFolder hold(const std::filesystem::path& folder) {
  static_cast<void>(database_in(folder));
  return DataFolder::open(folder);
}

/// What stands above the report.
std::string said_of_repair(const CheckReport& report, const std::vector<std::string>& done) {
  const auto text = grouped(done);
  if (report.faults() > 0) return text + "What is left only people, or a backup, can mend.\n";
  return done.empty() ? "There is nothing to repair.\n" : text;
}

}  // namespace

Outcome check(const Configuration& configuration, const CheckCommand& command) {
  const auto folder = data_folder_of(configuration);
  require_sound_log(folder);
  auto held = command.repair ? std::optional(hold(folder)) : std::nullopt;
  auto report = look(folder, command);
  std::vector<std::string> done;
  if (held && (report.faults() > 0 || report.orphan_files > 0)) {
    done = repair(*std::move(held));
    report = look(folder, command);
  }
  Outcome outcome{.exit_code = report.faults() == 0 ? 0 : 1, .out = {}, .err = {}};
  if (command.json) {
    outcome.out = json_of(report, done);
  } else {
    outcome.out = fitted((command.repair ? said_of_repair(report, done) : "") + text_of(report));
  }
  return outcome;
}

}  // namespace allot::app
