#include "installation/backup.h"

#include <fmt/format.h>

#include "commands.h"
#include "version.h"

namespace allot::app {

namespace {

std::filesystem::path absolute(const std::string& path) {
  auto whole = std::filesystem::absolute(path).lexically_normal();
  // `nightly/` is `nightly`.
  return whole.has_filename() ? whole : whole.parent_path();
}

std::string count_of(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

Outcome backup(const Configuration& configuration, const BackupCommand& command) {
  const auto target = absolute(command.target);
  const auto [facts, copied] = back_up(
      {.folder = data_folder_of(configuration),
       .target = target,
       .program = std::string(version),
       .at = SystemClock().now()}
  );
  Outcome outcome{.is_prose = true};
  outcome.out = fmt::format(
      "Backed up to {}: the database and {} ({} copied now).\n",
      target.string(),
      count_of(facts.files, "file"),
      copied
  );
  if (!facts.lacking.empty()) {
    outcome.exit_code = 1;
    outcome.err = fmt::format(
        "The backup is whole but for {} missing or damaged in the data folder, {}{}; `allot check"
        " --content` names what is wrong.",
        count_of(facts.lacking.size(), "file"),
        facts.lacking.front(),
        facts.lacking.size() > 1 ? ", …" : ""
    );
  }
  return outcome;
}

Outcome restore(const Configuration& configuration, const RestoreCommand& command) {
  const auto folder = data_folder_of(configuration);
  const auto facts = allot::restore({.backup = absolute(command.backup), .folder = folder});
  return {
      .exit_code = 0,
      .out = fmt::format(
          "Restored what was backed up at {} into {}: the database and {}.\n"
          "Sign-ins, API keys and accounts are as they were then: whoever was signed out or "
          "disabled"
          " since is in again.\n",
          to_iso(facts.at),
          folder.string(),
          count_of(facts.files, "file")
      ),
      .err = {},
      .is_prose = true
  };
}

}  // namespace allot::app
