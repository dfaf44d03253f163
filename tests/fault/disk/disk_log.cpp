#include "disk_log.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/result.h"
#include "recorder.h"

namespace allot::fault {

namespace fs = std::filesystem;

namespace {

std::string name_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// SQLite's index of the log is memory that processes share, by way of a file: it is written
/// without a call of the system, and made anew after a power cut.
bool is_memory(std::string_view path) {
  return path.ends_with("-shm");
}

}  // namespace

std::string Event::describe() const {
  switch (kind) {
    case Kind::make_file: return fmt::format("made the file {}", name);
    case Kind::make_folder: return fmt::format("made the folder {}", name);
    case Kind::write: return fmt::format("wrote {} bytes at {} of {}", bytes.size(), offset, name);
    case Kind::resize: return fmt::format("cut or extended {} to {} bytes", name, offset);
    case Kind::sync: return fmt::format("synced {}", name.empty() ? "the outer folder" : name);
    case Kind::rename: return fmt::format("renamed {} to {}", name, new_name);
    case Kind::remove: return fmt::format("removed {}", name);
    case Kind::step: return fmt::format("acknowledged step {}", offset);
  }
  return "";
}

Tree read_tree(const fs::path& folder) {
  Tree tree;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    auto path = entry.path().lexically_relative(folder).string();
    if (entry.is_directory()) {
      tree[path + "/"];
    } else if (entry.is_regular_file() && !is_memory(path)) {
      std::ostringstream bytes;
      bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      tree[path] = std::move(bytes).str();
    }
  }
  return tree;
}

void write_tree(const Tree& tree, const fs::path& folder) {
  fs::create_directories(folder);
  for (const auto& [path, bytes] : tree) {  // in order: a folder before what is in it
    if (path.ends_with('/')) {
      fs::create_directory(folder / path);
      fs::permissions(folder / path, fs::perms::owner_all);
    } else {
      std::ofstream(folder / path, std::ios::binary) << bytes;
      fs::permissions(folder / path, fs::perms::owner_read | fs::perms::owner_write);
    }
  }
}

Recorder& recorder() {
  static Recorder only;
  return only;
}

void start_recording(const fs::path& folder) {
  const std::scoped_lock lock(recorder().mutex);
  recorder().start(folder);
}

void note_step(std::uint64_t number) {
  const std::scoped_lock lock(recorder().mutex);
  recorder().note({.kind = Event::Kind::step, .offset = number});
}

std::size_t count_syncs(std::string_view name_end) {
  const std::scoped_lock lock(recorder().mutex);
  return recorder().count_syncs(name_end);
}

Recording stop_recording() {
  const std::scoped_lock lock(recorder().mutex);
  return recorder().stop();
}

void Recorder::start(const fs::path& folder) {
  CHECK(!is_on_);
  folder_ = folder.string();
  recording_ = {.before = read_tree(folder), .events = {}};
  nodes_ = {{"", 0}};
  names_ = {{0, ""}};
  open_.clear();
  last_ = 0;
  // As Disk numbers them.
  for (const auto& [path, bytes] : recording_.before) {
    const auto plain = path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    nodes_[plain] = ++last_;
    names_[last_] = plain;
  }
  is_on_ = true;
}

Recording Recorder::stop() {
  CHECK(is_on_);
  is_on_ = false;
  return std::move(recording_);
}

std::optional<std::string> Recorder::inside(int folder_handle, const char* path) const {
  if (!is_on_) return std::nullopt;
  auto whole = fs::path(path);
  if (whole.is_relative() && folder_handle != AT_FDCWD) {
    std::error_code error;
    whole = fs::read_symlink(fmt::format("/proc/self/fd/{}", folder_handle), error) / whole;
  }
  auto text = whole.lexically_normal().string();
  if (text.ends_with('/')) text.pop_back();
  if (text == folder_) return "";
  if (!text.starts_with(folder_ + "/") || is_memory(text)) return std::nullopt;
  return text.substr(folder_.size() + 1);
}

Node Recorder::node_at(const std::string& path) const {
  const auto found = nodes_.find(path);
  CHECK(found != nodes_.end());
  return found->second;
}

Node Recorder::folder_of(const std::string& path) const {
  return node_at(parent_of(path));
}

Node Recorder::make(Event::Kind kind, const std::string& path) {
  const auto node = ++last_;
  note({.kind = kind, .node = node, .folder = folder_of(path), .name = name_of(path)});
  nodes_[path] = node;
  names_[node] = path;
  return node;
}

void Recorder::opened(int handle, const std::string& path, int flags) {
  const auto known = nodes_.find(path);
  open_[handle] = known != nodes_.end() ? known->second : make(Event::Kind::make_file, path);
  if ((flags & O_TRUNC) != 0) resized(handle, 0);
}

void Recorder::wrote(int handle, const void* data, ssize_t size, off_t offset) {
  if (const auto node = open_node(handle); node && size > 0) {
    note(
        {.kind = Event::Kind::write,
         .node = *node,
         .offset = static_cast<std::uint64_t>(offset),
         .bytes = {static_cast<const char*>(data), static_cast<std::size_t>(size)},
         .name = names_[*node]}
    );
  }
}

void Recorder::resized(int handle, off_t size) {
  if (const auto node = open_node(handle)) {
    note(
        {.kind = Event::Kind::resize,
         .node = *node,
         .offset = static_cast<std::uint64_t>(size),
         .name = names_[*node]}
    );
  }
}

void Recorder::synced(int handle) {
  if (const auto node = open_node(handle)) {
    note({.kind = Event::Kind::sync, .node = *node, .name = names_[*node]});
  }
}

void Recorder::made_folder(const std::string& path) {
  make(Event::Kind::make_folder, path);
}

void Recorder::renamed(const std::string& from, const std::string& to) {
  const auto node = node_at(from);
  note(
      {.kind = Event::Kind::rename,
       .node = node,
       .folder = folder_of(from),
       .name = name_of(from),
       .new_folder = folder_of(to),
       .new_name = name_of(to)}
  );
  nodes_.erase(from);
  nodes_[to] = node;
  names_[node] = to;
}

void Recorder::removed(const std::string& path) {
  note(
      {.kind = Event::Kind::remove,
       .node = node_at(path),
       .folder = folder_of(path),
       .name = name_of(path)}
  );
  nodes_.erase(path);
}

std::optional<Node> Recorder::open_node(int handle) const {
  const auto found = open_.find(handle);
  if (found == open_.end()) return std::nullopt;
  return found->second;
}

std::size_t Recorder::count_syncs(std::string_view name_end) const {
  return static_cast<std::size_t>(std::ranges::count_if(recording_.events, [&](const Event& event) {
    return event.kind == Event::Kind::sync && names_.at(event.node).ends_with(name_end);
  }));
}

}  // namespace allot::fault
