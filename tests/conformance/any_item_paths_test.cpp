// Whatever moves, comes, goes and is written in whatever order: each item is where a plain map says
// (docs/adr/0054).

#include <random>
#include <set>

#include "conformance/item_paths_for_tests.h"

namespace allot::conformance {

namespace {

class AnyMovesOfAStore : public PathsOfAStore {
 protected:
  int below_of(int count) { return std::uniform_int_distribution<int>(0, count - 1)(chance); }

  std::string any_folder() {
    static const std::vector<std::string> all{"/a", "/b", "/a/c", "/b/c", "/c/a", "/a/c/b"};
    return all.at(static_cast<std::size_t>(below_of(static_cast<int>(all.size()))));
  }

  std::string any_file() { return any_folder() + "/" + std::to_string(below_of(4)); }

  [[nodiscard]] Paths known_below(const std::string& where) const {
    Paths found;
    for (const auto& [path, item] : known) {
      if (is_below(path, where)) found.emplace(path, item);
    }
    return found;
  }

  void add_one() {
    const auto path = any_file();
    if (known.contains(path)) return;
    known.emplace(path, add(path));
  }

  void rename_one() {
    if (known.empty()) return;
    const auto to = any_file();
    if (known.contains(to)) return;
    const auto at = std::next(known.begin(), below_of(static_cast<int>(known.size())));
    const auto item = at->second;
    known.erase(at);
    known.emplace(to, item);
    rename(item, to);
  }

  void remove_one() {
    if (known.size() < 4) return;
    const auto at = std::next(known.begin(), below_of(static_cast<int>(known.size())));
    change([&](Transaction& tx) { tx.items().remove(dataset, {at->second}, {}); });
    known.erase(at);
  }

  void move_folder() {
    const auto from = any_folder();
    const auto to = any_folder();
    const auto content = known_below(from);
    if (from == to || is_below(to, from) || content.empty() || !known_below(to).empty()) return;
    go(content, {.from = from, .to = to});
  }

  void move_some() {
    const auto to = any_folder();
    Paths some;
    std::set<std::string, std::less<>> names;
    for (const auto& [path, item] : known) {
      const auto name = name_of_path(path);
      const bool is_free = !known.contains(to + "/" + std::string(name));
      if (folder_of_path(path) == to || !is_free || below_of(2) == 0) continue;
      if (names.emplace(name).second) some.emplace(path, item);
    }
    if (!some.empty()) go(some, {.from = "", .to = to});
  }

  void go(const Paths& who, const PathChange& paths) {
    std::vector<Ordinal> items;
    for (const auto& [path, item] : who) {
      items.push_back(item);
      known.erase(path);
    }
    for (const auto& [path, item] : who) known.emplace(path_after(paths, path), item);
    move(ItemSet::of(items), paths);
  }

  void step() {
    switch (below_of(12)) {
      case 0:
      case 1:
      case 2: return add_one();
      case 3: return rename_one();
      case 4: return remove_one();
      case 5:
      case 6: return move_folder();
      case 7: return move_some();
      case 8: return change([&](Transaction& tx) { (void)tx.purges().take(dataset, 1); });
      case 9: return below_of(6) == 0 ? reopen() : void(take(4));
      default: take(static_cast<std::uint64_t>(1 + below_of(3)));
    }
  }

  void compare() {
    for (const auto& [path, item] : known) {
      EXPECT_EQ(at(path), item) << path;
      EXPECT_EQ(path_of(item), path);
      EXPECT_EQ(with("i.path = ?", path), ItemSet{item}) << path;
    }
    for (const auto* where : {"/a", "/b", "/c", "/a/c", "/b/c", "/c/a", "/a/c/b", "/a/c/b/1"}) {
      const auto expected = known_below(where);
      EXPECT_EQ(below(where), expected) << where;
      EXPECT_EQ(has_below(where), !expected.empty()) << where;
    }
    std::vector<Ordinal> ordered;
    for (const auto& [path, item] : known) ordered.push_back(item);
    EXPECT_EQ(by_path(), ordered);
  }

  std::mt19937 chance;
  Paths known;
};

TEST_F(AnyMovesOfAStore, AreWhereAPlainMapSays) {
  for (unsigned seed = 1; seed <= 4 && !HasFailure(); ++seed) {
    chance.seed(seed);
    for (int i = 0; i < 120 && !HasFailure(); ++i) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", step " << i);
      step();
      compare();
    }
  }
  while (is_pending()) take(7);
  compare();
}

}  // namespace

}  // namespace allot::conformance
