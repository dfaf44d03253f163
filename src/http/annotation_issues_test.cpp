// PUT …/annotations/{id}/issue (contract 50 §2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"
#include "support/must.h"
#include "usecases/assignments/set_status.h"

namespace allot::http::test {
namespace {

using allot::test::must;
using allot::test::World;

constexpr auto note = R"({"type":"note","label":"look","coordinates":{"box":[],"note":)"
                      R"({"messages":[],"status":"resolved"}}})";

/// Ada has completed an item with a box on it; max is annotation manager, ben has nothing to do
/// with it.
class IssueOfAnAnnotation : public ::testing::Test {
 protected:
  IssueOfAnAnnotation() {
    world.join("max", Role::annotation_manager);
    box = annotate(R"({"type":"box","label":"car","coordinates":[1,2]})");
  }

  std::string annotate(const std::string& body) {
    return mia.post("/items/" + item.text + "/annotations", body).text("id");
  }

  ItemId item_of_task() {
    const auto ordinal = world.ledger(ada_has.task).members.select(0);
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.items().ids(world.dataset(), {&ordinal, 1}).front().second;
    });
  }

  void complete() {
    must(set_status(
        world.env(), world.manager(), {.where = ada_has.task, .items = {item}, .word = "completed"}
    ));
  }

  Answer task() { return mia.get("/annotationtasks/" + ada_has.task.text); }

  [[nodiscard]] std::string path(const std::string& annotation) const {
    return "/annotations/" + annotation + "/issue";
  }

  std::size_t events() {
    return read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 100'000).size();
    });
  }

  World world;
  Assignment ada_has = world.assignment({.annotator = "ada", .completed_items = 1});
  ItemId item = item_of_task();
  Client mia{world, "mia"};
  Client max{world, "max"};
  Client ada{world, "ada"};
  Client ben{world, "ben"};
  std::string box;
};

// B-264, B-261, B-084
TEST_F(IssueOfAnAnnotation, IsOpenedAndWithdrawsTheStatusOfTheItem) {
  ASSERT_EQ(world.items_of("ada").completed, 1u);
  const auto opened = max.put(path(box), "");
  EXPECT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(opened.text("id"), box);
  EXPECT_EQ(opened.text("metadata.system.status"), "issue");
  EXPECT_EQ(opened.text("updatedBy"), "max@example.org");
  EXPECT_EQ(opened.at("coordinates"), "[1,2]");
  EXPECT_EQ(opened.body, mia.get("/annotations/" + box).body);
  EXPECT_EQ(task().at("issues"), "1");
  EXPECT_EQ(world.items_of("ada").completed, 0u);
}

// B-264, B-262
TEST_F(IssueOfAnAnnotation, IsOpenedAgainAfterItWasAnsweredOrClosed) {
  for (const std::string word : {R"("review")", R"("approved")", "null"}) {
    ASSERT_EQ(mia.put(path(box), "").status, 200);
    const auto body = R"({"metadata":{"system":{"status":)" + word + "}}}";
    ASSERT_EQ(mia.put("/annotations/" + box + "?system=true", body).status, 200);
    ASSERT_EQ(task().at("issues"), "0");
    complete();
    EXPECT_EQ(mia.put(path(box), "").text("metadata.system.status"), "issue");
    EXPECT_EQ(task().at("issues"), "1");
    EXPECT_EQ(world.items_of("ada").completed, 0u);
  }
}

// B-264
TEST_F(IssueOfAnAnnotation, ThatIsOpenStaysAsItIs) {
  const auto opened = max.put(path(box), "");
  const auto told = events();
  const auto again = mia.put(path(box), R"({"whatever":["is","sent"]})");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, opened.body);
  EXPECT_EQ(events(), told);
}

// B-264
TEST_F(IssueOfAnAnnotation, OpensANoteThatWasClosed) {
  const auto id = annotate(note);
  ASSERT_EQ(task().at("issues"), "0");
  const auto opened = mia.put(path(id), "");
  EXPECT_EQ(opened.text("metadata.system.status"), "issue");
  EXPECT_EQ(opened.at("coordinates"), R"({"box":[],"note":{"messages":[],"status":"open"}})");
  EXPECT_EQ(task().at("issues"), "1");
}

// B-264, B-170, B-263
TEST_F(IssueOfAnAnnotation, IsOpenedByWhoReviewsAndByNobodyElse) {
  const auto refused = ada.put(path(box), "");
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_EQ(ben.put(path(box), "").status, 404);
  EXPECT_EQ(task().at("issues"), "0");
  ASSERT_EQ(mia.put(path(box), "").status, 200);
  // Though nothing would change.
  EXPECT_EQ(ada.put(path(box), "").status, 403);
}

// B-264, B-150
TEST_F(IssueOfAnAnnotation, IsFoundByIdsThatBelongTogether) {
  const auto other = world.items(1).front();
  const auto of = [&](const std::string& where) {
    return mia.put(where + "/annotations/" + box + "/issue", "").status;
  };
  const auto in_dataset = "/datasets/" + world.dataset().text;
  EXPECT_EQ(of("/items/" + other.text), 404);
  EXPECT_EQ(of("/items/malformed"), 400);
  EXPECT_EQ(of("/datasets/0123456789abcdef01234567/items/" + item.text), 404);
  EXPECT_EQ(of(in_dataset + "/items/" + other.text), 404);
  EXPECT_EQ(task().at("issues"), "0");
  EXPECT_EQ(of("/items/" + item.text), 200);
  EXPECT_EQ(of(in_dataset + "/items/" + item.text), 200);
  EXPECT_EQ(task().at("issues"), "1");
  EXPECT_EQ(mia.put(path("0123456789abcdef01234567"), "").status, 404);
  EXPECT_EQ(mia.put(path("111111111111"), "").status, 404);
  EXPECT_EQ(mia.put(path("malformed"), "").status, 400);
}

}  // namespace
}  // namespace allot::http::test
