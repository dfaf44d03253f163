// What a query costs grows with what its caller may see, and a deletion with what it deletes.

#include <gtest/gtest.h>

#include "base/patience.h"
#include "query/query.h"
#include "store/item_paths.h"
#include "support/world.h"
#include "usecases/annotations/read.h"
#include "usecases/annotations/write.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/items/upload.h"

namespace allot::test {

namespace {

constexpr std::size_t many = 500;

query::Query asking(const std::string& filter) {
  return query::parse_query(R"({"filter":{"$and":[)" + filter + "]}}").value();
}

/// Conditions that are asked of items one by one.
const char* const slow_filters[] = {
    R"({"metadata.user.k":{"$gt":4}})",
    R"({"$or":[{"name":"*7*"},{"metadata.user.k":1}]})",
    R"({"$not":{"metadata.user.k":1}})",
    R"({"metadata.system.taskStatusLog":{"$exists":true}})",
};

/// Steps of the database's machine that this reading takes.
template <class Reading>
std::uint64_t steps_of(World& world, Reading reading) {
  const auto before = world.env().store.numbers().reader_steps;
  reading();
  return world.env().store.numbers().reader_steps - before;
}

std::uint64_t steps_of(World& world, std::string_view who, const char* filter) {
  return steps_of(world, [&] {
    ASSERT_OK(query_items(world.env(), world.caller(who), world.dataset(), asking(filter)));
  });
}

// B-319
TEST(CostOfQueries, AnAnnotatorsQueryReadsNoMoreThanTheAnnotatorsItems) {
  World world;
  world.task({{.annotator = "ada", .open_items = 1}});
  std::vector<std::uint64_t> few;
  std::vector<std::uint64_t> all;
  for (const auto* const filter : slow_filters) {
    few.push_back(steps_of(world, "ada", filter));
    all.push_back(steps_of(world, "mia", filter));
  }
  world.items(many);
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_LE(steps_of(world, "ada", slow_filters[i]), few[i] + 10) << slow_filters[i];
    EXPECT_GT(steps_of(world, "mia", slow_filters[i]), all[i] + many) << slow_filters[i];
  }
}

// B-319
TEST(CostOfQueries, APageOfAnnotationsAfterAChangeReadsItselfAlone) {
  World world;
  const auto item = world.items(2).front();
  NewAnnotation box;
  box.type = "box";
  box.label = "cat";
  const auto add = [&](std::size_t count) {
    const std::vector<NewAnnotation> boxes(count, box);
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, boxes));
  };
  const auto steps_of_page = [&] {
    add(1);
    const auto asked = query::parse_query(
        R"({"filter":{"$and":[]},"resource":"annotations","page":1,"pageSize":10})"
    );
    return steps_of(world, [&] {
      std::size_t read = 0;
      ASSERT_OK(query_annotations(
          world.env(),
          world.manager(),
          world.dataset(),
          asked.value(),
          [](std::uint64_t) {},
          [&](const Annotation&) { ++read; }
      ));
      EXPECT_EQ(read, 10U);
    });
  };
  add(30);
  const auto of_few = steps_of_page();
  add(many);
  EXPECT_LE(steps_of_page(), of_few + 20);
}

// B-319
TEST(CostOfQueries, AQueryWhoseTimeIsOverIsGivenUpAndAChangeThatWasKeptIsFinished) {
  World world;
  world.items(many);
  const auto ask = [&] {
    return query_items(world.env(), world.manager(), world.dataset(), asking(slow_filters[0]));
  };
  {
    const Patience none(std::chrono::milliseconds{0});
    EXPECT_THROW((void)ask(), GivenUp);
    const auto folder = make_folder(world.env(), world.manager(), world.dataset(), "/new");
    ASSERT_OK(folder);
    ASSERT_OK(ask());
  }
  const std::atomic<bool> is_unwanted = true;
  {
    const Patience nobodys(std::nullopt, &is_unwanted);
    EXPECT_THROW((void)ask(), GivenUp);
  }
  ASSERT_OK(ask());
}

/// What a deletion of a folder asks of the store on the writer, asked on a reader, which counts.
std::uint64_t steps_of_looking_below(World& world, const std::string& path) {
  return steps_of(world, [&] {
    read(world.env().store, [&](const Transaction& tx) {
      tx.item_paths().each_below(world.dataset(), path, [](Ordinal, std::string_view below) {
        ADD_FAILURE() << below;
      });
      return 0;
    });
  });
}

// B-463
TEST(CostOfQueries, AFileIsFoundByItsPathWithoutReadingOthersWhileAllMove) {
  World world;
  world.items(20 * many, "lots");
  const auto folder = make_folder(world.env(), world.manager(), world.dataset(), "/lots");
  ASSERT_OK(folder);
  ASSERT_OK(
      change_item(world.env(), world.manager(), {.item = folder.value().item.id, .path = "/moved"})
  );
  const auto find = [&](const std::string& path) {
    std::uint64_t found = 0;
    const auto steps = steps_of(world, [&] {
      const auto filter = R"({"type":"file"},{"filename":")" + path + R"("})";
      const auto page = query_items(world.env(), world.manager(), world.dataset(), asking(filter));
      ASSERT_OK(page);
      found = page.value().total;
    });
    EXPECT_LT(steps, 2'000u) << path;
    return found;
  };
  EXPECT_EQ(find("/moved/0001.png"), 1u);
  EXPECT_EQ(find("/moved/10000.png"), 1u);
  EXPECT_EQ(find("/lots/0001.png"), 0u);
  EXPECT_EQ(find("/nowhere.png"), 0u);
}

// B-144
TEST(CostOfQueries, WhatIsBelowAnEmptyFolderIsFoundWithoutReadingOtherItems) {
  World world;
  const auto before = steps_of_looking_below(world, "/empty");
  world.items(many);
  EXPECT_LE(steps_of_looking_below(world, "/empty"), before + 10);
}

// B-144: what is below it is found before the job on the writer.
TEST(CostOfQueries, TheDeletionOfAFolderHoldsTheWriterNoLongerTheMoreIsBelowIt) {
  World world;
  world.items(2 * many, "few");
  world.items(20 * many, "lots");
  const auto folder_at = [&](const std::string& path) {
    return make_folder(world.env(), world.manager(), world.dataset(), path).value().item.id;
  };
  const auto steps_of_deletion = [&](const ItemId& folder) {
    const auto steps = [&] {
      std::uint64_t sum = 0;
      for (const auto& job : world.env().store.numbers().jobs) sum += job.steps;
      return sum;
    };
    const auto before = steps();
    EXPECT_TRUE(delete_item(world.env(), world.manager(), folder).has_value());
    return steps() - before;
  };
  const auto few = folder_at("/few");
  const auto lots = folder_at("/lots");
  const auto of_few = steps_of_deletion(few);
  EXPECT_LE(steps_of_deletion(lots), of_few + of_few / 2);
}

// B-144
TEST(CostOfQueries, AFolderGoesWithWhatIsBelowItAndNothingElse) {
  World world;
  const auto make = [&](const std::string& path) {
    return make_folder(world.env(), world.manager(), world.dataset(), path).value().item.id;
  };
  const auto folder = make("/a");
  make("/a/b/c");
  make("/a-b");
  make("/a0");
  make("/ab");
  ASSERT_OK(delete_item(world.env(), world.manager(), folder));
  const auto left = list_folders(world.env(), world.manager(), world.dataset()).value();
  std::vector<std::string> paths;
  for (const auto& view : left) paths.push_back(view.item.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"/a-b", "/a0", "/ab"}));
}

}  // namespace

}  // namespace allot::test
