#include "disk.h"

#include <algorithm>

namespace allot::fault {

namespace {

constexpr std::uint64_t sector = 512;

bool survives(std::mt19937_64& chance) {
  return (chance() & 1) != 0;
}

void put(std::string& file, std::uint64_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size());
  std::ranges::copy(bytes, file.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

Disk::Disk(const Tree& durable) {
  nodes_[0].is_folder = true;
  std::map<std::string, Node> by_path{{"", 0}};
  Node last = 0;
  for (const auto& [path, bytes] : durable) {
    const bool is_folder = path.ends_with('/');
    const auto plain = is_folder ? path.substr(0, path.size() - 1) : path;
    const auto slash = plain.rfind('/');
    const auto parent = slash == std::string::npos ? "" : plain.substr(0, slash);
    nodes_[++last] = {.synced = bytes, .is_folder = is_folder};
    by_path[plain] = last;
    nodes_[by_path.at(parent)].entries[plain.substr(slash + 1)] = last;
  }
}

void Disk::play(const Event& event) {
  using enum Event::Kind;
  switch (event.kind) {
    case make_file:
    case make_folder:
      nodes_[event.node].is_folder = event.kind == make_folder;
      nodes_[event.folder].renames.push_back({{event.name, event.node}});
      return;
    case write: nodes_[event.node].changes.push_back({false, event.offset, event.bytes}); return;
    case resize: nodes_[event.node].changes.push_back({true, event.offset, {}}); return;
    case sync: this->sync(nodes_[event.node]); return;
    case remove: nodes_[event.folder].renames.push_back({{event.name, no_node}}); return;
    case rename:
      if (event.folder == event.new_folder) {
        nodes_[event.folder].renames.push_back({{event.name, no_node}, {event.new_name, event.node}}
        );
      } else {
        nodes_[event.folder].renames.push_back({{event.name, no_node}});
        nodes_[event.new_folder].renames.push_back({{event.new_name, event.node}});
      }
      return;
    case step: return;
  }
}

void Disk::sync(State& state) {
  for (const auto& change : state.changes) apply(change, state.synced);
  state.changes.clear();
  for (const auto& names : state.renames) {
    for (const auto& [name, node] : names) state.entries[name] = node;
  }
  state.renames.clear();
}

void Disk::apply(const Change& change, std::string& bytes) {
  change.is_resize ? bytes.resize(change.offset) : put(bytes, change.offset, change.bytes);
}

void Disk::apply_some(const Change& change, std::string& bytes, std::mt19937_64& chance) {
  if (change.is_resize) {
    if (survives(chance)) bytes.resize(change.offset);
    return;
  }
  const std::string_view all = change.bytes;
  for (std::uint64_t at = 0; at < all.size();) {
    const auto piece = std::min(sector - (change.offset + at) % sector, all.size() - at);
    if (survives(chance)) put(bytes, change.offset + at, all.substr(at, piece));
    at += piece;
  }
}

Tree Disk::after_power_cut(Fate fate, std::mt19937_64& chance) const {
  Tree tree;
  collect(0, "", fate, chance, tree);
  return tree;
}

void Disk::collect(
    Node node, const std::string& path, Fate fate, std::mt19937_64& chance, Tree& tree
) const {
  const auto& state = nodes_.at(node);
  if (!state.is_folder) {
    auto& bytes = tree[path] = state.synced;
    if (fate == Fate::lost) return;
    for (const auto& change : state.changes) {
      fate == Fate::kept ? apply(change, bytes) : apply_some(change, bytes, chance);
    }
    return;
  }
  if (!path.empty()) tree[path + "/"];
  auto entries = state.entries;
  if (fate != Fate::lost) {
    for (const auto& names : state.renames) {
      if (fate == Fate::torn && !survives(chance)) continue;
      for (const auto& [name, to] : names) entries[name] = to;
    }
  }
  for (const auto& [name, to] : entries) {
    if (to != no_node) collect(to, path.empty() ? name : path + "/" + name, fate, chance, tree);
  }
}

std::string passed_by(const Recording& recording, const std::filesystem::path& folder) {
  Disk disk(recording.before);
  for (const auto& event : recording.events) disk.play(event);
  std::mt19937_64 unused;
  const auto known = disk.after_power_cut(Fate::kept, unused);
  const auto there = read_tree(folder);
  for (const auto* tree : {&known, &there}) {
    for (const auto& [path, bytes] : *tree) {
      if (!known.contains(path)) return path + " is not known";
      if (!there.contains(path)) return path + " is not there";
      if (known.at(path) != there.at(path)) return path + " has other bytes";
    }
  }
  return "";
}

}  // namespace allot::fault
