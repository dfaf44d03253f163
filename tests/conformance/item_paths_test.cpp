// Items that move together are at their new paths at once, and their rows follow in slices
// (docs/adr/0054).

#include "store/item_paths.h"

#include <map>
#include <random>
#include <set>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Paths = std::map<std::string, Ordinal>;

class PathsOfAStore : public FileStoreTest {
 protected:
  Ordinal add(const std::string& path, ItemType type = ItemType::file) {
    Ordinal ordinal = 0;
    auto item = new_item(dataset, path);
    item.type = type;
    item.hidden = is_hidden_path(path);
    change([&](Transaction& tx) { ordinal = tx.items().add(item); });
    return ordinal;
  }

  Ordinal add_folder(const std::string& path) { return add(path, ItemType::dir); }

  void move(const ItemSet& items, const PathChange& paths, const ItemSet& hidden = {}) {
    clock.advance(std::chrono::milliseconds{1});
    change([&](Transaction& tx) {
      tx.bulk_changes().change_items(
          dataset,
          items,
          {.project = ProjectId{"project"},
           .actor = UserId{"ada"},
           .at = clock.now(),
           .paths = paths},
          hidden
      );
    });
  }

  BulkChanges::Slice take(std::uint64_t rows) {
    BulkChanges::Slice slice;
    change([&](Transaction& tx) {
      slice = tx.bulk_changes().take(dataset, rows).value_or(BulkChanges::Slice{});
    });
    return slice;
  }

  bool is_pending() {
    return look([](const Transaction& tx) { return tx.bulk_changes().pending().has_value(); });
  }

  void rename(Ordinal ordinal, const std::string& path) {
    change([&](Transaction& tx) {
      auto item = tx.items().at(dataset, {&ordinal, 1}).at(0);
      item.path = path;
      item.hidden = is_hidden_path(path);
      tx.items().update(item);
    });
  }

  std::string path_of(Ordinal ordinal) {
    return look([&](const Transaction& tx) { return tx.items().at(dataset, {&ordinal, 1}).at(0); }
    ).path;
  }

  std::optional<Ordinal> at(const std::string& path) {
    return look([&](const Transaction& tx) -> std::optional<Ordinal> {
      const auto item = tx.items().at_path(dataset, path);
      return item ? std::optional(item->ordinal) : std::nullopt;
    });
  }

  Paths below(const std::string& where) {
    Paths found;
    look([&](const Transaction& tx) {
      tx.item_paths().each_below(dataset, where, [&](Ordinal item, std::string_view path) {
        EXPECT_TRUE(found.emplace(path, item).second) << path;
      });
      return 0;
    });
    return found;
  }

  std::optional<bool> has_below(const std::string& path) {
    return look([&](const Transaction& tx) { return tx.item_paths().has_below(dataset, path); });
  }

  ItemSet with(const std::string& condition, const std::string& value) {
    return look([&](const Transaction& tx) {
      return tx.items().matching(dataset, {.text = condition, .params = {value}});
    });
  }

  std::vector<Ordinal> by_path() {
    return look([&](const Transaction& tx) {
      return tx.items().in_order(
          dataset,
          tx.datasets().sets(dataset).live,
          {.text = "i.path ASC, i.ordinal ASC", .params = {}},
          0,
          1'000
      );
    });
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
};

TEST_F(PathsOfAStore, MovesAreToldUntilTheirRowsAreWritten) {
  const auto one = add("/a/1.jpg");
  const auto two = add("/b.jpg");
  const PathChange first{.from = "/a", .to = "/z"};
  const PathChange second{.from = "", .to = "/y"};
  move({one}, first);
  change([&](Transaction& tx) {
    tx.bulk_changes().change_items(
        dataset, {one, two}, {.difference = R"({"user":1})", .project = {}, .actor = {}, .at = {}}
    );
  });
  move({two}, second);
  const auto moves = [&] {
    return look([&](const Transaction& tx) { return tx.bulk_changes().pending_moves_of(dataset); });
  };
  EXPECT_THAT(moves(), ElementsAre(second, first));
  take(10);
  EXPECT_THAT(moves(), ElementsAre(first));
  while (is_pending()) take(10);
  EXPECT_THAT(moves(), testing::IsEmpty());
}

TEST_F(PathsOfAStore, OfWhatMovedAreSeenByEveryReadBeforeTheirRowsAreWritten) {
  const auto top = add_folder("/a");
  const auto one = add("/a/1.jpg");
  const auto two = add("/a/in/2.jpg");
  const auto other = add("/b.jpg");
  move({top, one, two}, {.from = "/a", .to = "/z/y"});
  const auto check = [&] {
    EXPECT_EQ(path_of(one), "/z/y/1.jpg");
    EXPECT_EQ(at("/z/y/in/2.jpg"), two);
    EXPECT_EQ(at("/z/y"), top);
    EXPECT_EQ(at("/a/1.jpg"), std::nullopt);
    EXPECT_EQ(with("i.path = ?", "/z/y/1.jpg"), ItemSet{one});
    EXPECT_EQ(with("i.path = ?", "/a/1.jpg"), ItemSet{});
    EXPECT_EQ(with("i.dir = ?", "/z/y"), ItemSet{one});
    EXPECT_EQ(with("i.name = ?", "y"), ItemSet{top});
    EXPECT_EQ(with("i.path = ?", "/b.jpg"), ItemSet{other});
    EXPECT_EQ(below("/z"), (Paths{{"/z/y", top}, {"/z/y/1.jpg", one}, {"/z/y/in/2.jpg", two}}));
    EXPECT_EQ(below("/a"), Paths{});
    EXPECT_EQ(has_below("/z/y/in"), true);
    EXPECT_EQ(has_below("/a"), false);
    EXPECT_THAT(by_path(), ElementsAre(other, top, one, two));
  };
  EXPECT_TRUE(is_pending());
  check();
  EXPECT_EQ(take(3).rows, 2u);
  check();
  reopen();
  check();
  take(9);
  EXPECT_FALSE(is_pending());
  check();
}

TEST_F(PathsOfAStore, FilesOfAnyFolderComeIntoOneWithTheirNames) {
  const auto one = add("/a/1.jpg");
  const auto two = add("/b/c/2.jpg");
  const auto same_name = add("/d/1.jpg");
  move({one, two}, {.from = "", .to = "/all"});
  EXPECT_EQ(path_of(two), "/all/2.jpg");
  EXPECT_EQ(at("/all/1.jpg"), one);
  EXPECT_EQ(at("/d/1.jpg"), same_name);
  EXPECT_EQ(below("/all"), (Paths{{"/all/1.jpg", one}, {"/all/2.jpg", two}}));
  EXPECT_EQ(has_below("/b"), false);
  take(9);
  EXPECT_EQ(at("/all/1.jpg"), one);
  EXPECT_EQ(with("i.dir = ?", "/all"), (ItemSet{one, two}));
}

TEST_F(PathsOfAStore, ThatWereLeftAreFreeAtOnce) {
  const auto moved = add("/a/1.jpg");
  move({moved}, {.from = "/a", .to = "/b"});
  const auto added = add("/a/1.jpg");
  EXPECT_EQ(at("/a/1.jpg"), added);
  EXPECT_EQ(at("/b/1.jpg"), moved);
  const auto renamed = add("/c.jpg");
  move({added}, {.from = "/a", .to = "/d"});
  rename(renamed, "/a/1.jpg");
  EXPECT_EQ(at("/a/1.jpg"), renamed);
  EXPECT_EQ(at("/d/1.jpg"), added);
  while (is_pending()) take(1);
  EXPECT_EQ(at("/a/1.jpg"), renamed);
  EXPECT_EQ(at("/b/1.jpg"), moved);
  EXPECT_EQ(at("/d/1.jpg"), added);
}

TEST_F(PathsOfAStore, OfTwoFoldersThatChangedPlacesAreWrittenOneOverTheOther) {
  const auto one = add("/a/x.jpg");
  const auto two = add("/b/x.jpg");
  move({one}, {.from = "/a", .to = "/t"});
  move({two}, {.from = "/b", .to = "/a"});
  move({one}, {.from = "/t", .to = "/b"});
  while (is_pending()) {
    EXPECT_EQ(at("/b/x.jpg"), one);
    EXPECT_EQ(at("/a/x.jpg"), two);
    take(1);
  }
  EXPECT_EQ(with("i.path = ?", "/b/x.jpg"), ItemSet{one});
  EXPECT_EQ(with("i.path = ?", "/a/x.jpg"), ItemSet{two});
}

TEST_F(PathsOfAStore, GiveWayToWhatComesWhereSomethingWasRemoved) {
  const auto gone = add("/b/x.jpg");
  const auto moved = add("/a/x.jpg");
  change([&](Transaction& tx) { tx.items().remove(dataset, {gone}, {}); });
  move({moved}, {.from = "/a", .to = "/b"});
  EXPECT_EQ(at("/b/x.jpg"), moved);
  take(9);
  EXPECT_EQ(at("/b/x.jpg"), moved);
  EXPECT_EQ(below("/b"), (Paths{{"/b/x.jpg", moved}}));
}

TEST_F(PathsOfAStore, TellInTheSetsWhoIsHidden) {
  const auto one = add("/a/x.jpg");
  const auto two = add("/a/.y.jpg");
  move({one, two}, {.from = "/a", .to = "/.b"}, {one, two});
  EXPECT_EQ(sets(dataset).hidden, (ItemSet{one, two}));
  move({one, two}, {.from = "/.b", .to = "/c"}, {two});
  EXPECT_EQ(sets(dataset).hidden, ItemSet{two});
  const auto check = [&] {
    look([&](const Transaction& tx) {
      EXPECT_FALSE(tx.items().at_path(dataset, "/c/x.jpg")->hidden);
      EXPECT_TRUE(tx.items().at_path(dataset, "/c/.y.jpg")->hidden);
      EXPECT_EQ(tx.integrity().sets_from_rows(dataset).hidden, ItemSet{two});
      return 0;
    });
  };
  check();
  while (is_pending()) take(1);
  check();
}

TEST_F(PathsOfAStore, OfThoseAskedForAreVisitedInTheirOrder) {
  const auto one = add("/a/x.jpg");
  const auto two = add("/y.jpg");
  const auto gone = add("/z.jpg");
  change([&](Transaction& tx) { tx.items().remove(dataset, {gone}, {}); });
  move({one}, {.from = "/a", .to = "/b"});
  std::vector<std::string> paths;
  look([&](const Transaction& tx) {
    const auto visit = [&](Ordinal, std::string_view path) { paths.emplace_back(path); };
    tx.item_paths().each_of(dataset, {one, two, gone, 77}, visit);
    return 0;
  });
  EXPECT_THAT(paths, ElementsAre("/b/x.jpg", "/y.jpg"));
}

TEST_F(PathsOfAStore, ThatLeftAreSoundToACheckWhileTheirRowsSayOtherwise) {
  const auto moved = add("/a/x.jpg");
  move({moved}, {.from = "/a", .to = "/b"});
  add("/a");  // a file, where the row still is below
  look([&](const Transaction& tx) {
    EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
    return 0;
  });
}

/// Whatever moves, comes, goes and is written in whatever order: each item is where a plain map
/// says.
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
