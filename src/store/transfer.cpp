#include "store/transfer.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "base/folder.h"
#include "store/durable.h"
#include "store/files.h"
#include "store/store.h"

namespace allot {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch_files_max = 1'000;
constexpr std::uint64_t batch_bytes_max = 256u << 20;

/// Files under other names until they are on disk: one wait for many.
class Batch {
 public:
  Batch(const fs::path& folder, const std::string& shelf)
      : drafts_(folder / "drafts"), shelf_(folder / shelf) {}

  /// False when there is no such file, or its bytes are not those of the name.
  bool add(const fs::path& source, const std::string& content, std::uint64_t size) {
    if (!fs::exists(source)) return false;
    fs::create_directories(drafts_);
    const auto draft = drafts_ / content;
    fs::remove(draft);
    fs::copy_file(source, draft);
    if (fs::file_size(draft) != size || sha256_of_file(draft) != content) {
      fs::remove(draft);
      return false;
    }
    waiting_.push_back(content);
    bytes_ += size;
    if (waiting_.size() >= batch_files_max || bytes_ >= batch_bytes_max) finish();
    return true;
  }

  void finish() {
    if (waiting_.empty()) return;
    sync_file_system(drafts_);
    for (const auto& content : waiting_) fs::rename(drafts_ / content, shelf_ / content);
    sync_folder(shelf_);
    waiting_.clear();
    bytes_ = 0;
  }

 private:
  fs::path drafts_;
  fs::path shelf_;
  std::vector<std::string> waiting_;
  std::uint64_t bytes_ = 0;
};

/// Name → bytes of what a folder has of a shelf.
std::map<std::string, std::uint64_t> stored_in(const fs::path& folder, const std::string& shelf) {
  std::map<std::string, std::uint64_t> stored;
  if (folder.empty()) return stored;
  for (auto& file : open_file_folder_to_read(folder)->shelf(shelf)) {
    stored.emplace(std::move(file.sha256), file.size);
  }
  return stored;
}

bool has(
    const std::map<std::string, std::uint64_t>& stored, const std::string& name, std::uint64_t size
) {
  const auto found = stored.find(name);
  return found != stored.end() && found->second == size;
}

bool link(const fs::path& source, const fs::path& target) {
  std::error_code other_file_system;
  fs::create_hard_link(source, target, other_file_system);
  return !other_file_system;
}

}  // namespace

void transfer_shelf(
    const TransferContents& places,
    const std::string& shelf,
    const ShelfContents& contents,
    Transferred& done
) {
  try {
    auto present = stored_in(places.to, shelf);
    const auto like = stored_in(places.like, shelf);
    if (!contents.empty()) fs::create_directories(places.to / shelf);
    Batch batch(places.to, shelf);
    for (const auto& [name, size] : contents) {
      const auto target = places.to / shelf / name;
      const bool is_there = has(present, name, size);
      present.erase(name);
      if (!is_there && !(has(like, name, size) && link(places.like / shelf / name, target))) {
        if (!batch.add(places.from / shelf / name, name, size)) {
          done.lacking.push_back(name);
          continue;
        }
        ++done.copied;
      }
      ++done.files;
      done.bytes += size;
    }
    batch.finish();
    for (const auto& [name, size] : present) fs::remove(places.to / shelf / name);
  } catch (const fs::filesystem_error& error) {
    throw StoreFailure(fmt::format("Files cannot be copied: {}.", error.what()));
  }
}

}  // namespace allot
