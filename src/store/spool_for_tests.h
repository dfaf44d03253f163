#pragma once

#include "store/files.h"

namespace allot {

/// For tests that want a spool and no folder: holds no contents.
class SpoolForTests : public FileStore {
 public:
  void keep(SpooledFile&) override {}

  [[nodiscard]] std::filesystem::path find(std::string_view) const override { return {}; }

  [[nodiscard]] std::vector<Stored> shelf(std::string_view) const override { return {}; }

  [[nodiscard]] std::size_t spooled() const override { return 0; }

  bool remove_unless_kept_since(std::string_view, std::chrono::system_clock::time_point) override {
    return false;
  }

  [[nodiscard]] FolderHold hold_still() const override { return FolderHold(-1); }

  [[nodiscard]] std::optional<FolderHold> try_to_sweep() const override { return std::nullopt; }
};

}  // namespace allot
