#pragma once

#include <sys/types.h>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "disk_log.h"

namespace allot::fault {

/// The recording under way. `mutex` is held from before the system does a thing until it is noted,
/// so that the order is the system's.
class Recorder {
 public:
  std::recursive_mutex mutex;

  [[nodiscard]] bool is_on() const { return is_on_; }

  void start(const std::filesystem::path& folder);
  Recording stop();

  void note(Event event) { recording_.events.push_back(std::move(event)); }

  /// The path below the recorded folder; none elsewhere. `folder_handle` is AT_FDCWD or open.
  [[nodiscard]] std::optional<std::string> inside(int folder_handle, const char* path) const;

  // What the system just did.
  void opened(int handle, const std::string& path, int flags);

  void closed(int handle) { open_.erase(handle); }

  void wrote(int handle, const void* data, ssize_t size, off_t offset);
  void resized(int handle, off_t size);
  void synced(int handle);
  void made_folder(const std::string& path);
  void renamed(const std::string& from, const std::string& to);
  void removed(const std::string& path);

  [[nodiscard]] std::size_t count_syncs(std::string_view name_end) const;

 private:
  [[nodiscard]] std::optional<Node> open_node(int handle) const;
  [[nodiscard]] Node node_at(const std::string& path) const;
  [[nodiscard]] Node folder_of(const std::string& path) const;
  Node make(Event::Kind kind, const std::string& path);

  std::atomic<bool> is_on_ = false;
  std::string folder_;
  Recording recording_;
  std::map<std::string, Node> nodes_;  // of what exists, by path; "" is the folder itself
  std::unordered_map<int, Node> open_;
  std::map<Node, std::string> names_;
  Node last_ = 0;
};

Recorder& recorder();

}  // namespace allot::fault
