// Clones that wait their turn, and items that are written unseen (docs/adr/0052).

#include "conformance/clones_for_tests.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::SizeIs;

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
  for (const auto& expected : {mia_1, dev_1, mia_2}) {
    ASSERT_EQ(look([](const Transaction& tx) { return tx.clones().next(); }), expected.id);
    clock.advance(std::chrono::seconds{1});
    give_up(expected);
  }
  EXPECT_EQ(look([](const Transaction& tx) { return tx.clones().next(); }), std::nullopt);
}

TEST_F(ClonesOfAStore, ThoseOfAPersonThatHaveNotEndedAreCountedWithTheirBytes) {
  const auto waiting_of = [&](const std::string& creator) {
    return look([&](const Transaction& tx) { return tx.clones().waiting_of(UserId{creator}); });
  };
  const auto first = a_clone("mia");
  auto long_one = first;
  long_one.id = ids.next<CommandId>();
  long_one.order.items_query = R"({"filter":{"dir":"/ä"}})";  // 24 bytes
  long_one.order.metadata = R"({"a":1})";
  change([&](Transaction& tx) { tx.clones().add(long_one); });
  a_clone("dev");
  EXPECT_EQ(waiting_of("mia"), (Clones::Waiting{.clones = 2, .bytes = 4 + 24 + 7}));
  give_up(long_one);
  EXPECT_EQ(waiting_of("mia"), (Clones::Waiting{.clones = 1, .bytes = 4}));
  give_up(first);
  EXPECT_EQ(waiting_of("mia"), Clones::Waiting{});
  EXPECT_EQ(waiting_of("dev"), (Clones::Waiting{.clones = 1, .bytes = 4}));
}

TEST_F(ClonesOfAStore, ItIsKnownHowOftenOneBegan) {
  const auto wanted = a_clone();
  const auto other = a_clone();
  const auto tries = [&](const Clone& of) {
    std::uint64_t count = 0;
    change([&](Transaction& tx) { count = tx.clones().note_try(of.id); });
    return count;
  };
  EXPECT_EQ(tries(wanted), 1u);
  EXPECT_EQ(tries(wanted), 2u);
  change([&](Transaction& tx) { tx.clones().take_back_try(wanted.id); });
  EXPECT_EQ(tries(wanted), 2u);
  EXPECT_EQ(tries(other), 1u);
  EXPECT_EQ(now(wanted), wanted);
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

TEST_F(ClonesOfAStore, AnAnnotationIsGivenOtherMetadataBeforeItIsShown) {
  const auto clone = begun();
  auto item = new_item(dataset, "/a.png");
  change([&](Transaction& tx) {
    item.ordinal = tx.clones().add_item(item);
    auto annotation = new_annotation(dataset, item.ordinal);
    annotation.item_id = item.id;
    annotation.created_at = clock.now();
    const auto number = tx.clones().add_annotation(annotation);
    tx.clones().note_added(clone.id, ItemSet{item.ordinal}, ItemSet{number});
    tx.clones().set_annotation_metadata(clone.id, number, R"({"user":{"n":1.50}})");
  });
  flags.live.insert(item.ordinal);
  flags.file.insert(item.ordinal);
  flags.annotated.insert(item.ordinal);
  expect_unseen(item);
  show(clone);
  std::vector<std::string> metadata;
  look([&](const Transaction& tx) {
    tx.annotations().each_of_item(dataset, item.ordinal, [&](const Annotation& annotation) {
      metadata.push_back(annotation.metadata);
    });
    return 0;
  });
  EXPECT_THAT(metadata, ElementsAre(R"({"user":{"n":1.50}})"));
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
