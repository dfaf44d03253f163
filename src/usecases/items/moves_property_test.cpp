// Whatever moves, in whatever order, and however far the rows have followed: each item is where a
// plain map says, and what the map cannot do is refused.

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "domain/item_path.h"
#include "usecases/items/delete.h"
#include "usecases/items/folders_for_tests.h"

namespace allot::test {

namespace {

/// Where files and folders are.
class Tree {
 public:
  struct Node {
    ItemId id;
    bool is_file = false;
  };

  std::map<std::string, Node> nodes;

  [[nodiscard]] bool is_there(const std::string& path) const { return nodes.contains(path); }

  [[nodiscard]] bool has_file_above(const std::string& path) const {
    for (const auto& [other, node] : nodes) {
      if (node.is_file && is_below(path, other)) return true;
    }
    return false;
  }

  /// What a move takes along, the item itself too.
  [[nodiscard]] std::map<std::string, Node> with_content(const std::string& path) const {
    std::map<std::string, Node> found;
    for (const auto& [other, node] : nodes) {
      if (other == path || is_below(other, path)) found.emplace(other, node);
    }
    return found;
  }

  [[nodiscard]] bool may_move(const std::string& from, const std::string& to) const {
    return from == to || (!is_there(to) && !is_below(to, from) && !has_file_above(to));
  }

  void move(const std::string& from, const std::string& to) {
    const auto moved = with_content(from);
    for (const auto& [path, node] : moved) nodes.erase(path);
    for (const auto& [path, node] : moved) nodes.emplace(to + path.substr(from.size()), node);
  }
};

class AnyMoves {
 public:
  explicit AnyMoves(unsigned seed) : chance_(seed) {}

  void step() {
    // No more may be on their way than a dataset takes.
    if (++steps_ % 10 == 0) {
      while (folders_.write_some()) continue;
    }
    switch (below(10)) {
      case 0:
      case 1:
      case 2: return put();
      case 3:
      case 4:
      case 5: return rename();
      case 6:
      case 7: return gather();
      case 8: return remove();
      default: static_cast<void>(folders_.write_some());
    }
  }

  void compare() {
    const auto found = folders_.all();
    std::set<std::string> paths;
    for (const auto& [path, id] : found) paths.insert(path);
    std::set<std::string> expected;
    for (const auto& [path, node] : tree_.nodes) {
      expected.insert(path);
      EXPECT_EQ(folders_.at(path), node.id) << path;
    }
    EXPECT_EQ(paths, expected);
  }

 private:
  const std::string root;  // its path in a PathChange

  int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(chance_); }

  std::string any_path() {
    std::string path;
    const auto parts = 1 + below(3);
    for (int i = 0; i < parts; ++i) path += std::string("/") + static_cast<char>('a' + below(3));
    return path;
  }

  std::string any_that_is_there() {
    return std::next(tree_.nodes.begin(), below(static_cast<int>(tree_.nodes.size())))->first;
  }

  /// Folders that the server made on the way.
  void learn_folders() {
    for (const auto& [path, id] : folders_.all()) {
      tree_.nodes.emplace(path, Tree::Node{.id = id, .is_file = false});
    }
  }

  void put() {
    const auto path = any_path();
    if (tree_.is_there(path) || tree_.has_file_above(path)) return;
    tree_.nodes.emplace(path, Tree::Node{.id = folders_.put(path), .is_file = true});
    learn_folders();
  }

  void rename() {
    if (tree_.nodes.empty()) return;
    const auto from = any_that_is_there();
    const auto to = any_path();
    const auto moved = folders_.move(tree_.nodes.at(from).id, to);
    EXPECT_EQ(moved.has_value(), tree_.may_move(from, to)) << from << " to " << to;
    if (!moved) return;
    tree_.move(from, to);
    learn_folders();
  }

  /// Some files and folders, into a folder.
  void gather() {
    if (tree_.nodes.empty()) return;
    const auto into = below(4) == 0 ? root : any_that_is_there();
    std::vector<ItemId> ids;
    std::set<std::string> named;
    for (int i = below(4); i >= 0; --i) {
      const auto path = any_that_is_there();
      named.insert(path);
      ids.push_back(tree_.nodes.at(path).id);
    }
    const auto moved = into == root ? folders_.move_into_root(ids)
                                    : folders_.move_into(tree_.nodes.at(into).id, ids);
    EXPECT_EQ(moved.has_value(), may_gather(into, named)) << into;
    if (!moved) return;
    for (const auto& path : comers(into, named)) {
      tree_.move(path, into + "/" + std::string(name_of_path(path)));
    }
  }

  /// Those that are named, less what is below another of them, and what is in the folder.
  [[nodiscard]] std::vector<std::string> comers(
      const std::string& into, const std::set<std::string>& named
  ) const {
    std::vector<std::string> comers;
    for (const auto& path : named) {
      const bool goes_along = std::ranges::any_of(named, [&](const std::string& other) {
        return !tree_.nodes.at(other).is_file && is_below(path, other);
      });
      if (!goes_along && !is_in(path, into)) comers.push_back(path);
    }
    return comers;
  }

  [[nodiscard]] bool may_gather(const std::string& into, const std::set<std::string>& named) const {
    if (into != root && tree_.nodes.at(into).is_file) return false;
    std::set<std::string> names;
    for (const auto& path : comers(into, named)) {
      const std::string name(name_of_path(path));
      if (path == into || is_below(into, path)) return false;
      if (tree_.is_there(into + "/" + name) || !names.insert(name).second) return false;
    }
    return true;
  }

  void remove() {
    if (tree_.nodes.size() < 6) return;
    const auto path = any_that_is_there();
    must(delete_item(folders_.env(), folders_.world.manager(), tree_.nodes.at(path).id));
    for (const auto& [gone, node] : tree_.with_content(path)) tree_.nodes.erase(gone);
  }

  Folders folders_;
  Tree tree_;
  std::mt19937 chance_;
  int steps_ = 0;
};

// B-256, B-460, B-462
TEST(AnyMoves, LeaveEachItemWhereAPlainMapSays) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    AnyMoves moves(seed);
    for (int i = 0; i < 80 && !testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", step " << i);
      moves.step();
      moves.compare();
    }
  }
}

}  // namespace

}  // namespace allot::test
