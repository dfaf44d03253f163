#include "usecases/integrity/sweep.h"

#include <algorithm>

namespace allot {

namespace {

/// What was kept before `time`, as far as nobody names it.
std::vector<std::string> orphans_of(
    Store& store, const FileStore& files, const std::string& digits, Time time
) {
  std::vector<std::string> orphans;
  for (const auto& file : files.shelf(digits)) {
    if (file.kept_at < time) orphans.push_back(file.sha256);
  }
  if (orphans.empty()) return orphans;
  // After the files were listed: a row that names one since then kept it anew before.
  const auto named =
      read(store, [&](const Transaction& tx) { return tx.integrity().contents(digits); });
  std::erase_if(orphans, [&](const std::string& content) {
    const auto found =
        std::ranges::lower_bound(named, content, {}, [](const auto& it) { return it.first; });
    return found != named.end() && found->first == content;
  });
  return orphans;
}

}  // namespace

std::uint64_t sweep_orphans(Store& store, FileStore& files, Time time) {
  std::uint64_t swept = 0;
  for (const auto& digits : shelf_names()) {
    const auto hold = files.try_to_sweep();
    if (!hold) break;
    for (const auto& content : orphans_of(store, files, digits, time)) {
      if (files.remove_unless_kept_since(content, time)) ++swept;
    }
  }
  return swept;
}

}  // namespace allot
