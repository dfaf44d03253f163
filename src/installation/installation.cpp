#include "installation/installation.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "installation/backup.h"
#include "store/sqlite/sqlite_store.h"

namespace allot {

namespace {

std::unique_ptr<SigningKeys> open_keys(const DataFolder& folder, Random& random) {
  const auto file = folder.path() / "keys";
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored) &&
      std::filesystem::exists(folder.path() / "allot.db", ignored)) {
    log(LogLevel::warning,
        "keys_made",
        {{"file", file.string()}, {"reason", "there were none; everybody signs in again"}});
  }
  try {
    auto keys = SigningKeys::open(file, random);
    if (!keys) throw std::runtime_error(keys.error().message);
    return *std::move(keys);
  } catch (const std::system_error& error) {
    throw std::runtime_error(
        fmt::format("The key file {} cannot be used: {}.", file.string(), error.code().message())
    );
  }
}

DataFolder checked(DataFolder folder) {
  require_no_unfinished_restore(folder.path());
  return folder;
}

}  // namespace

Installation::Installation(DataFolder folder, Settings settings)
    : folder_(checked(std::move(folder))),
      settings_(std::move(settings)),
      ids_(clock_, random_),
      keys_(open_keys(folder_, random_)),
      tokens_(*keys_),
      files_(open_file_folder(folder_.path() / "files")),
      store_(sqlite::open(
          {.file = folder_.path() / "allot.db", .ledger_bytes_max = settings_.ledger_bytes_max},
          ids_
      )),
      env_{
          .store = *store_,
          .files = *files_,
          .clock = clock_,
          .random = random_,
          .ids = ids_,
          .settings = settings_,
          .tokens = tokens_,
          .throttle = throttle_,
          .password_cost = password_cost_,
          .meters = meters_,
          .in_use = in_use_,
          .streams = streams_
      } {}

Installation::~Installation() {
  close();
}

void Installation::close() {
  if (is_closed_) return;
  is_closed_ = true;
  store_->close();
}

}  // namespace allot
