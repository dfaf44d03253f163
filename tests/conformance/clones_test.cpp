// Items that are written unseen and shown at once (docs/adr/0052).

#include "store/clones.h"

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ClonesOfAStore : public FileStoreTest {
 protected:
  /// One that waits, with a command that runs.
  Clone a_clone(const std::string& creator = "mia") {
    Clone clone{
        .id = ids.next<CommandId>(),
        .project = ProjectId{"project"},
        .source = DatasetId{"source"},
        .creator = UserId{creator},
        .order = {},
        .dataset = {},
        .created_at = clock.now(),
        .ended_at = {}
    };
    change([&](Transaction& tx) {
      tx.clones().add(clone);
      tx.journal().put_command(
          {.id = clone.id, .creator = clone.creator, .status = CommandStatus::in_progress}
      );
    });
    return clone;
  }

  /// The same, that is being written into the dataset.
  Clone begun() {
    auto clone = a_clone();
    change([&](Transaction& tx) { tx.clones().begin_in(clone.id, dataset); });
    return clone;
  }

  Dataset a_dataset() {
    return {
        .id = ids.next<DatasetId>(),
        .project = ProjectId{"project"},
        .name = "copy",
        .creator = UserId{"mia"},
        .recipes = {RecipeId{"recipe"}},
        .source = DatasetId{"source"},
        .created_at = clock.now(),
        .updated_at = clock.now()
    };
  }

  /// A file (or folder) with annotations of these statuses, in a slice of its own.
  Item write(
      const Clone& clone,
      const DatasetId& into,
      const std::string& path,
      const std::vector<std::string>& statuses = {},
      ItemType type = ItemType::file
  ) {
    auto item = new_item(into, path);
    item.type = type;
    std::vector<Annotation> annotations;
    for (const auto& status : statuses) {
      annotations.push_back(new_annotation(into, 0, status));
      annotations.back().created_at = clock.now();
    }
    change([&](Transaction& tx) {
      auto& clones = tx.clones();
      item.ordinal = clones.add_item(item);
      std::vector<Ordinal> numbers;
      for (auto annotation : annotations) {
        annotation.item = item.ordinal;
        annotation.item_id = item.id;
        numbers.push_back(clones.add_annotation(annotation));
      }
      clones.note_added(clone.id, ItemSet{item.ordinal}, ItemSet::of(numbers));
    });
    flags.live.insert(item.ordinal);
    if (type == ItemType::file) flags.file.insert(item.ordinal);
    if (!statuses.empty()) flags.annotated.insert(item.ordinal);
    for (const auto& status : statuses) {
      if (status == "issue") flags.issue.insert(item.ordinal);
    }
    return item;
  }

  void show(const Clone& clone) {
    change([&](Transaction& tx) { tx.clones().show(clone.id, flags, clock.now()); });
  }

  void give_up(const Clone& clone) {
    change([&](Transaction& tx) { tx.clones().give_up(clone.id, clock.now()); });
  }

  Clone now(const Clone& clone) {
    return look([&](const Transaction& tx) { return tx.clones().find(clone.id).value(); });
  }

  std::optional<Item> at_path(const std::string& path) {
    return look([&](const Transaction& tx) { return tx.items().at_path(dataset, path); });
  }

  std::vector<Clones::Lost> lost(const Clone& clone) {
    return look([&](const Transaction& tx) { return tx.clones().lost(clone.id, 10); });
  }

  void put_at(const std::string& path, ItemType type = ItemType::file) {
    auto item = new_item(dataset, path);
    item.type = type;
    change([&](Transaction& tx) { tx.items().add(item); });
  }

  /// No event tells of what nobody saw.
  void purge_silently() {
    while (const auto next = look([](const Transaction& tx) { return tx.purges().pending(); })) {
      change([&](Transaction& tx) {
        const auto slice = tx.purges().take(*next, 2).value();
        EXPECT_THAT(slice.items, IsEmpty());
        EXPECT_THAT(slice.annotations, IsEmpty());
      });
    }
  }

  std::uint64_t rows() {
    return look([](const Transaction& tx) { return tx.integrity().of_rows().checked; });
  }

  void expect_sound() {
    look([&](const Transaction& tx) {
      EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
      for (const auto& id : tx.integrity().datasets()) {
        EXPECT_EQ(tx.integrity().sets_from_rows(id), tx.datasets().sets(id));
      }
      return 0;
    });
  }

  /// The item is in no answer, and neither are its annotations.
  void expect_unseen(const Item& item) {
    look([&](const Transaction& tx) {
      const auto& items = tx.items();
      const auto& into = item.dataset;
      EXPECT_FALSE(items.find(item.id));
      EXPECT_FALSE(items.at_path(into, item.path));
      EXPECT_THAT(items.at(into, {&item.ordinal, 1}), IsEmpty());
      EXPECT_THAT(items.ids(into, {&item.ordinal, 1}), IsEmpty());
      EXPECT_TRUE(items.ordinals(into, {&item.id, 1}).empty());
      EXPECT_FALSE(items.matching(into, {}).contains(item.ordinal));
      EXPECT_FALSE(items.with_annotation(into, {}).contains(item.ordinal));
      EXPECT_THAT(tx.annotations().counts(into, {&item.ordinal, 1}), IsEmpty());
      EXPECT_EQ(tx.annotations().total(into), 0u);
      EXPECT_EQ(tx.annotations().page(into, {}, {}, std::nullopt, 0, 9).total, 0u);
      const query::SqlText any{.text = "1", .params = {}};
      EXPECT_EQ(tx.annotations().page(into, any, {}, std::nullopt, 0, 9).total, 0u);
      return 0;
    });
    EXPECT_THAT(annotations_of(item.dataset, item.ordinal), IsEmpty());
    EXPECT_FALSE(sets(item.dataset).live.contains(item.ordinal));
    expect_sound();
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
  DatasetSets flags;
};

TEST_F(ClonesOfAStore, AnOrderComesBackAsAdded) {
  auto wanted = a_clone();
  EXPECT_EQ(now(wanted), wanted);
  wanted.id = ids.next<CommandId>();
  wanted.order = {
      .item = ItemId{"item"},
      .items_query = R"({"filter":{"dir":"/ä"}})",
      .target = DatasetId{"target"},
      .name = "copy",
      .directory = "/below",
      .path = "/a.png",
      .metadata = R"({"user":{"n":1.50}})",
      .finds_another_path = true,
      .merged = {DatasetId{"source"}, DatasetId{"other"}},
      .parts = {.annotations = false, .metadata = false, .statuses = false}
  };
  change([&](Transaction& tx) { tx.clones().add(wanted); });
  EXPECT_EQ(now(wanted), wanted);
}

TEST_F(ClonesOfAStore, PeopleTakeTurnsHoweverManyOneAsksFor) {
  const auto mia_1 = a_clone("mia");
  const auto mia_2 = a_clone("mia");
  const auto dev_1 = a_clone("dev");
  const auto waiting =
      look([](const Transaction& tx) { return tx.clones().waiting_of(UserId{"mia"}); });
  EXPECT_EQ(waiting, 2u);
  for (const auto& expected : {mia_1, dev_1, mia_2}) {
    ASSERT_EQ(look([](const Transaction& tx) { return tx.clones().next(); }), expected.id);
    clock.advance(std::chrono::seconds{1});
    give_up(expected);
  }
  EXPECT_EQ(look([](const Transaction& tx) { return tx.clones().next(); }), std::nullopt);
}

TEST_F(ClonesOfAStore, WhatIsWrittenIsInNoAnswerUntilItIsShown) {
  put_at("/other.png");
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {"", "issue"});
  expect_unseen(item);
  reopen();
  expect_unseen(item);
  show(clone);
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.items().find(item.id)->path, "/a.png");
    EXPECT_EQ(tx.items().at_path(dataset, "/a.png")->ordinal, item.ordinal);
    EXPECT_EQ(tx.annotations().total(dataset), 2u);
    return 0;
  });
  const auto after = sets(dataset);
  EXPECT_EQ(after.live.size(), 2u);
  EXPECT_EQ(after.file, after.live);
  EXPECT_EQ(after.annotated, ItemSet{item.ordinal});
  EXPECT_EQ(after.issue, ItemSet{item.ordinal});
  EXPECT_THAT(annotations_of(dataset, item.ordinal), SizeIs(2));
  EXPECT_EQ(now(clone).ended_at, clock.now());
  expect_sound();
}

TEST_F(ClonesOfAStore, WhatComesInBetweenKeepsItsPlace) {
  const auto clone = begun();
  const auto first = write(clone, dataset, "/1.png");
  put_at("/2.png");
  const auto last = write(clone, dataset, "/3.png");
  EXPECT_EQ(sets(dataset).live, ItemSet{first.ordinal + 1});
  show(clone);
  EXPECT_EQ(sets(dataset).live, ItemSet::range(first.ordinal, last.ordinal + 1));
  expect_sound();
}

TEST_F(ClonesOfAStore, ANewDatasetIsThereWithItsItemsAndNotBefore) {
  const auto clone = a_clone();
  const auto made = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, made); });
  const auto item = write(clone, made.id, "/a.png", {""});
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.datasets().find(made.id));
    EXPECT_THAT(tx.datasets().of_project(made.project), SizeIs(1));
    EXPECT_THAT(tx.datasets().using_recipe(RecipeId{"recipe"}), IsEmpty());
    return 0;
  });
  expect_unseen(item);
  // Others may have its name meanwhile.
  auto other = made;
  other.id = ids.next<DatasetId>();
  change([&](Transaction& tx) { tx.datasets().put(other); });
  change([&](Transaction& tx) { tx.datasets().remove(other.id); });
  change([&](Transaction& tx) {
    tx.datasets().put(made);
    tx.clones().show(clone.id, flags, clock.now());
  });
  look([&](const Transaction& tx) {
    const auto shown = tx.datasets().find(made.id);
    EXPECT_EQ(shown->name, "copy");
    EXPECT_EQ(shown->source, made.source);
    EXPECT_THAT(tx.datasets().of_project(made.project), SizeIs(2));
    EXPECT_TRUE(tx.items().find(item.id));
    EXPECT_EQ(tx.annotations().total(made.id), 1u);
    return 0;
  });
  expect_sound();
}

TEST_F(ClonesOfAStore, WhatIsGivenUpGoesWithoutATrace) {
  put_at("/other.png");
  const auto before = rows();
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {"", ""});
  give_up(clone);
  expect_unseen(item);
  EXPECT_EQ(now(clone).ended_at, clock.now());
  purge_silently();
  EXPECT_EQ(rows(), before);
  expect_unseen(item);
  give_up(clone);  // again
}

TEST_F(ClonesOfAStore, ANewDatasetThatIsGivenUpGoesWithoutATrace) {
  const auto before = rows();
  const auto clone = a_clone();
  const auto made = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, made); });
  write(clone, made.id, "/a.png", {""});
  give_up(clone);
  expect_sound();
  purge_silently();
  EXPECT_EQ(rows(), before);
  expect_sound();
}

TEST_F(ClonesOfAStore, OneThatBeginsAgainLeavesNothingOfBefore) {
  const auto clone = a_clone();
  const auto first = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, first); });
  write(clone, first.id, "/a.png", {""});
  reopen();
  EXPECT_EQ(look([](const Transaction& tx) { return tx.clones().next(); }), clone.id);
  EXPECT_EQ(now(clone).dataset, first.id);
  const auto second = a_dataset();
  flags = {};
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, second); });
  const auto item = write(clone, second.id, "/a.png");
  purge_silently();
  expect_unseen(item);
  change([&](Transaction& tx) {
    tx.datasets().put(second);
    tx.clones().show(clone.id, flags, clock.now());
  });
  EXPECT_EQ(sets(second.id).live, ItemSet{item.ordinal});
  EXPECT_TRUE(sets(second.id).annotations.empty());
  expect_sound();
}

TEST_F(ClonesOfAStore, APathThatSomebodyElseTakesIsLost) {
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {""});
  put_at("/a.png");
  EXPECT_TRUE(at_path("/a.png"));
  ASSERT_THAT(lost(clone), SizeIs(1));
  EXPECT_EQ(lost(clone).front().item, item.ordinal);
  EXPECT_EQ(lost(clone).front().path, "/a.png");
  EXPECT_FALSE(lost(clone).front().to_folder);
  give_up(clone);
  purge_silently();
  EXPECT_TRUE(at_path("/a.png"));
  expect_sound();
}

TEST_F(ClonesOfAStore, AFolderBecomesOneWithThatOfSomebodyElse) {
  const auto clone = begun();
  const auto own = write(clone, dataset, "/a", {}, ItemType::dir);
  const auto item = write(clone, dataset, "/a/1.png", {""});
  put_at("/a", ItemType::dir);
  ASSERT_THAT(lost(clone), SizeIs(1));
  EXPECT_TRUE(lost(clone).front().to_folder);
  show(clone);
  EXPECT_TRUE(sets(dataset).live.contains(item.ordinal));
  EXPECT_FALSE(sets(dataset).live.contains(own.ordinal));
  expect_sound();
  purge_silently();
  EXPECT_NE(at_path("/a")->ordinal, own.ordinal);
  EXPECT_EQ(at_path("/a/1.png")->id, item.id);
  expect_sound();
}

TEST_F(ClonesOfAStore, AnItemThatIsGivenUpIsNotShown) {
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {""});
  const auto other = write(clone, dataset, "/b.png", {""});
  change([&](Transaction& tx) { tx.clones().give_up_item(clone.id, item.ordinal); });
  show(clone);
  EXPECT_EQ(sets(dataset).live, ItemSet{other.ordinal});
  EXPECT_EQ(look([&](const Transaction& tx) { return tx.annotations().total(dataset); }), 1u);
  expect_sound();
  purge_silently();
  EXPECT_EQ(sets(dataset).annotations.size(), 1u);
  expect_sound();
}

TEST_F(ClonesOfAStore, OwnItemsAreFoundByTheirPaths) {
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a", {}, ItemType::dir);
  put_at("/b.png");
  look([&](const Transaction& tx) {
    const auto& clones = tx.clones();
    EXPECT_EQ(clones.at_path(dataset, "/a", flags.live)->item, item.ordinal);
    EXPECT_EQ(clones.at_path(dataset, "/a", flags.live)->type, ItemType::dir);
    EXPECT_FALSE(clones.at_path(dataset, "/a", {}));
    EXPECT_FALSE(clones.at_path(dataset, "/b.png", flags.live));
    return 0;
  });
}

TEST_F(ClonesOfAStore, TheBytesOfUnseenItemsAreNamed) {
  const std::string content(64, 'a');
  const auto is_named = [&] {
    return look([&](const Transaction& tx) { return tx.clones().is_content_named(content); });
  };
  EXPECT_FALSE(is_named());
  const auto clone = begun();
  auto item = new_item(dataset, "/a.png");
  item.content = content;
  change([&](Transaction& tx) {
    tx.clones().note_added(clone.id, ItemSet{tx.clones().add_item(item)}, {});
  });
  EXPECT_TRUE(is_named());
  EXPECT_THAT(
      look([&](const Transaction& tx) { return tx.integrity().contents("aa"); }),
      ElementsAre(testing::Pair(content, 0u))
  );
}

TEST_F(ClonesOfAStore, GoWithTheDatasetThatTheyAreWrittenInto) {
  const auto clone = begun();
  write(clone, dataset, "/a.png", {""});
  const auto before_items = rows();
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  purge_silently();
  EXPECT_EQ(rows() + 2, before_items);
  give_up(clone);
  expect_sound();
}

TEST_F(ClonesOfAStore, AMergeFindsWhatItMadeOfAnOrigin) {
  const auto clone = a_clone();
  const auto into = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, into); });
  const auto item = write(clone, into.id, "/a.png");
  const ItemId origin{"origin"};
  const auto found = [&] {
    return look([&](const Transaction& tx) { return tx.clones().of_origin(clone.id, origin); });
  };
  EXPECT_FALSE(found());
  change([&](Transaction& tx) {
    tx.clones().note_origin(clone.id, origin, item.ordinal);
    tx.clones().set_metadata(clone.id, item.ordinal, R"({"user":{"n":1.50}})");
  });
  ASSERT_TRUE(found());
  EXPECT_EQ(found()->item, item.ordinal);
  EXPECT_EQ(found()->id, item.id);
  EXPECT_EQ(found()->metadata, R"({"user":{"n":1.50}})");
  expect_unseen(item);

  // One that was given up is none, and another one takes its place.
  change([&](Transaction& tx) { tx.clones().give_up_item(clone.id, item.ordinal); });
  EXPECT_FALSE(found());
  const auto next = write(clone, into.id, "/b.png");
  change([&](Transaction& tx) { tx.clones().note_origin(clone.id, origin, next.ordinal); });
  ASSERT_TRUE(found());
  EXPECT_EQ(found()->item, next.ordinal);
}

TEST_F(ClonesOfAStore, OriginsAreForgottenInSlices) {
  const auto clone = a_clone();
  const auto into = a_dataset();
  change([&](Transaction& tx) {
    tx.clones().begin_new(clone.id, into);
    for (const auto* origin : {"1", "2", "3"}) tx.clones().note_origin(clone.id, {origin}, 0);
  });
  const auto has_some = [&] {
    return look([](const Transaction& tx) { return tx.clones().has_origins(); });
  };
  give_up(clone);
  change([](Transaction& tx) { tx.clones().forget_origins(2); });
  EXPECT_TRUE(has_some());
  change([](Transaction& tx) { tx.clones().forget_origins(2); });
  EXPECT_FALSE(has_some());
}

TEST_F(ClonesOfAStore, TheCommandOfOneThatHasNotEndedIsKeptHoweverOldItIs) {
  const auto waiting = a_clone();
  const auto done = a_clone();
  give_up(done);
  change([&](Transaction& tx) {
    while (tx.journal().forget_before(clock.now() + std::chrono::hours{1}, 10) > 0) {
    }
  });
  const auto is_kept = [&](const Clone& clone) {
    return look([&](const Transaction& tx) { return tx.journal().command(clone.id).has_value(); });
  };
  EXPECT_TRUE(is_kept(waiting));
  EXPECT_FALSE(is_kept(done));
  EXPECT_FALSE(look([&](const Transaction& tx) { return tx.clones().find(done.id); }));
}

TEST_F(ClonesOfAStore, OneWhoseCommandRunsNoMoreIsFound) {
  const auto stopped = [&] {
    return look([](const Transaction& tx) { return tx.clones().stopped(); });
  };
  a_clone();
  const auto aborted = a_clone();
  EXPECT_EQ(stopped(), std::nullopt);
  change([&](Transaction& tx) { tx.journal().cancel_if_running(aborted.id, clock.now()); });
  EXPECT_EQ(stopped(), aborted.id);
  give_up(aborted);
  EXPECT_EQ(stopped(), std::nullopt);
}

}  // namespace

}  // namespace allot::conformance
