#include "cuts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <iostream>
#include <mutex>
#include <set>
#include <span>
#include <thread>

#include "base/result.h"

namespace allot::fault {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t failures_max = 3;

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::lost: return "lost";
    case Fate::kept: return "kept";
    case Fate::torn: return "torn";
  }
  return "";
}

std::size_t hash_of(const Tree& tree, std::uint64_t steps) {
  auto hash = std::hash<std::uint64_t>()(steps);
  for (const auto& [path, bytes] : tree) {
    for (const auto part : {std::hash<std::string>()(path), std::hash<std::string>()(bytes)}) {
      hash = hash * 0x9E3779B97F4A7C15 + part;
    }
  }
  return hash;
}

class Checking {
 public:
  Checking(const Recording& recording, const std::function<std::string(const Cut&)>& check)
      : recording_(recording), check_(check), seed_(seed()) {}

  CutCounts run() {
    const auto count = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < count; ++i) threads.emplace_back([=, this] { work(i, count); });
    for (auto& thread : threads) thread.join();
    return {.cuts = recording_.events.size() + 1, .states = seen_.size()};
  }

 private:
  /// Takes every `count`-th cut.
  void work(std::size_t first, std::size_t count) {
    const MemoryFolder folder;
    Disk disk(recording_.before);
    std::uint64_t steps = 0;
    for (std::size_t at = 0; at <= recording_.events.size(); ++at) {
      if (failures_ >= failures_max) return;
      if (at % count == first) cut(disk, at, steps, folder.path() / "disk");
      if (at == recording_.events.size()) return;
      const auto& event = recording_.events[at];
      disk.play(event);
      if (event.kind == Event::Kind::step) steps = event.offset;
    }
  }

  void cut(const Disk& disk, std::size_t at, std::uint64_t steps, const fs::path& folder) {
    for (const auto fate : {Fate::lost, Fate::kept, Fate::torn}) {
      std::mt19937_64 chance(seed_ + at);
      const auto tree = disk.after_power_cut(fate, chance);
      {
        const std::scoped_lock lock(mutex_);
        if (!seen_.insert(hash_of(tree, steps)).second) continue;
      }
      write_tree(tree, folder);
      look({.event = at, .fate = fate, .steps = steps, .folder = folder});
      fs::remove_all(folder);
    }
  }

  void look(const Cut& cut) {
    std::string wrong;
    try {
      wrong = check_(cut);
    } catch (const std::exception& e) {
      wrong = e.what();
    }
    if (wrong.empty()) return;
    ++failures_;
    const auto last = cut.event == 0 ? "nothing" : recording_.events[cut.event - 1].describe();
    ADD_FAILURE() << fmt::format(
        "cut {} of {}, after: {}; what was not synced is {}; {} steps were acknowledged:\n  {}",
        cut.event,
        recording_.events.size(),
        last,
        name_of(cut.fate),
        cut.steps,
        wrong
    );
  }

  const Recording& recording_;
  const std::function<std::string(const Cut&)>& check_;
  const std::uint64_t seed_;
  std::atomic<std::size_t> failures_ = 0;
  std::mutex mutex_;
  std::set<std::size_t> seen_;
};

}  // namespace

CutCounts check_every_cut(
    const Recording& recording, const std::function<std::string(const Cut&)>& check
) {
  return Checking(recording, check).run();
}

TornDisk cut_somewhere(const Recording& recording, std::mt19937_64& chance) {
  Disk disk(recording.before);
  std::uint64_t steps = 0;
  const auto count = chance() % (recording.events.size() + 1);
  for (const auto& event : std::span(recording.events).first(count)) {
    disk.play(event);
    if (event.kind == Event::Kind::step) steps = event.offset;
  }
  return {.tree = disk.after_power_cut(Fate::torn, chance), .steps = steps};
}

std::uint64_t seed() {
  static const auto chosen = [] {
    const char* given = std::getenv("RC_PARAMS");
    const auto text = std::string(given ? given : "");
    const auto at = text.find("seed=");
    const auto number =
        at == std::string::npos ? std::random_device()() : std::stoull(text.substr(at + 5));
    std::cout << "torn by seed " << number << '\n';
    return number;
  }();
  return chosen;
}

MemoryFolder::MemoryFolder() {
  const bool has_memory = ::access("/dev/shm", W_OK) == 0;
  const auto base = has_memory ? fs::path("/dev/shm") : fs::temp_directory_path();
  auto pattern = (base / "allot-fault-XXXXXX").string();
  CHECK(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

MemoryFolder::~MemoryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace allot::fault
