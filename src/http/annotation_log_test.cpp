// GET /items/{id}/annotations-log (contract 50 §2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"
#include "usecases/annotations/log.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using testing::ElementsAre;

/// A line as texts: who, and what changed.
struct Line {
  std::string user;
  std::string changes;
  bool operator==(const Line&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Line& line) {
  return out << line.user << " " << line.changes;
}

class LogOfAnnotations : public ::testing::Test {
 protected:
  LogOfAnnotations() { world.join("dev", Role::developer); }

  std::string annotate(const std::string& body = R"({"type":"box","label":"car"})") {
    return mia.post("/items/" + item.text + "/annotations", body).text("id");
  }

  Answer change(Client& who, const std::string& annotation, const std::string& body) {
    return who.put("/annotations/" + annotation + "?system=true", body);
  }

  Answer log() { return mia.get("/items/" + item.text + "/annotations-log"); }

  std::vector<Line> log_of(const std::string& annotation) {
    const auto answer = log();
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<Line> lines;
    const auto list = answer.at(annotation);
    if (list == "absent") return lines;
    for (const auto& each : Answer{.status = 200, .body = list}.items()) {
      EXPECT_EQ(each.text("annotationId"), annotation);
      EXPECT_EQ(each.text("id").size(), 24u);
      lines.push_back({each.text("user"), each.at("changes")});
    }
    return lines;
  }

  static Line made(const std::string& id, const std::string& who = "mia") {
    return {who + "@example.org", R"({"id":{"from":null,"to":")" + id + R"("}})"};
  }

  Answer query(const std::string& rest) {
    return mia.post(
        "/datasets/" + world.dataset().text + "/query",
        R"({"resource":"annotations","filter":{"label":"car"},)" + rest + "}"
    );
  }

  World world;
  Client mia{world, "mia"};
  Client dev{world, "dev"};
  ItemId item = world.items(1).front();
};

// B-265
TEST_F(LogOfAnnotations, TellsWhoMadeChangedAndDeletedWhat) {
  const auto id = annotate(R"({"type":"box","label":"car","coordinates":[1]})");
  const auto other = annotate();
  world.clock.advance(std::chrono::seconds{1});
  ASSERT_EQ(
      change(dev, id, R"({"label":"van","description":"new","coordinates":[1,2.50]})").status, 200
  );
  ASSERT_EQ(dev.put("/annotations/" + id + "/issue", "").status, 200);
  ASSERT_EQ(
      change(mia, id, R"({"metadata":{"system":{"status":null},"user":{"a":{"b":1},"c":"x"}}})")
          .status,
      200
  );
  ASSERT_EQ(change(mia, id, R"({"metadata":{"user":{"a":{"b":2}}}})").status, 200);
  const std::vector<Line> so_far{
      made(id),
      {"dev@example.org",
       R"({"label":{"from":"car","to":"van"},"coordinates":{"from":[1],"to":[1,2.50]},)"
       R"("description":{"from":null,"to":"new"}})"},
      {"dev@example.org", R"({"metadata.system.status":{"from":null,"to":"issue"}})"},
      {"mia@example.org",
       R"({"metadata.system.status":{"from":"issue","to":null},)"
       R"("metadata.user":{"from":null,"to":{"a":{"b":1},"c":"x"}}})"},
      {"mia@example.org", R"({"metadata.user.a.b":{"from":1,"to":2}})"}
  };
  EXPECT_EQ(log_of(id), so_far);
  EXPECT_THAT(log_of(other), ElementsAre(made(other)));

  const auto made_at = mia.get("/annotations/" + id).at("createdAt");
  ASSERT_EQ(dev.remove("/annotations/" + id).status, 204);
  auto lines = log_of(id);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(
      lines.back(),
      (Line{
          "dev@example.org",
          R"({"id":{"from":")" + id +
              R"(","to":null},"type":{"from":"box","to":null},"label":{"from":"van","to":null},)"
              R"("creator":{"from":"mia@example.org","to":null},"createdAt":{"from":)" +
              made_at + R"(,"to":null}})"
      })
  );
  lines.pop_back();
  EXPECT_EQ(lines, (std::vector(so_far.begin() + 1, so_far.end())));
}

// B-265
TEST_F(LogOfAnnotations, IsByAnnotationWithTheTimeOfEach) {
  EXPECT_EQ(log().body, "{}");
  const auto id = annotate();
  const auto made_at = mia.get("/annotations/" + id).at("createdAt");
  world.clock.advance(std::chrono::seconds{1});
  change(dev, id, R"({"label":"van"})");
  const auto changed_at = mia.get("/annotations/" + id).at("updatedAt");
  const auto answer = log();
  EXPECT_EQ(
      answer.body,
      R"({")" + id + R"(":[{"id":")" + id + R"(","annotationId":")" + id +
          R"(","user":"mia@example.org","timestamp":)" + made_at +
          R"(,"changes":{"id":{"from":null,"to":")" + id +
          R"("}}},{"id":"000000000000000000000001","annotationId":")" + id +
          R"(","user":"dev@example.org","timestamp":)" + changed_at +
          R"(,"changes":{"label":{"from":"car","to":"van"}}}]})"
  );
  const auto in_dataset = "/datasets/" + world.dataset().text + "/items/" + item.text;
  EXPECT_EQ(mia.get(in_dataset + "/annotations-log").body, answer.body);
  EXPECT_EQ(
      mia.get("/datasets/0123456789abcdef01234567/items/" + item.text + "/annotations-log").status,
      404
  );
  EXPECT_EQ(mia.get("/items/0123456789abcdef01234567/annotations-log").status, 404);
  EXPECT_EQ(mia.get("/items/malformed/annotations-log").status, 400);
}

// B-265
TEST_F(LogOfAnnotations, TellsNothingOfAChangeThatChangesNothing) {
  const auto id = annotate(R"({"type":"box","label":"car","metadata":{"user":{"a":1}}})");
  ASSERT_EQ(change(dev, id, R"({"label":"car","metadata":{"user":{"a":1}}})").status, 200);
  EXPECT_THAT(log_of(id), ElementsAre(made(id)));
}

// B-265
TEST_F(LogOfAnnotations, KeepsNoValueThatIsLongAndNoMemberOfVeryMany) {
  const auto id = annotate();
  const std::string longest(logged_value_bytes_max - 2, 'x');
  ASSERT_EQ(change(dev, id, R"({"description":")" + longest + R"("})").status, 200);
  ASSERT_EQ(change(dev, id, R"({"description":"x)" + longest + R"("})").status, 200);
  std::string members;
  for (std::size_t i = 0; i <= logged_members_max; ++i) {
    members += (members.empty() ? R"("m)" : R"(,"m)") + std::to_string(i) + R"(":1)";
  }
  const auto long_name = std::string(logged_value_bytes_max, 'n');
  ASSERT_EQ(change(dev, id, R"({"metadata":{"user":{}}})").status, 200);
  ASSERT_EQ(change(dev, id, R"({"metadata":{"user":{)" + members + "}}}").status, 200);
  ASSERT_EQ(change(dev, id, R"({"metadata":{"user":{")" + long_name + R"(":1}}})").status, 200);
  const Line metadata{"dev@example.org", R"({"metadata":{}})"};
  EXPECT_THAT(
      log_of(id),
      ElementsAre(
          made(id),
          Line{"dev@example.org", R"({"description":{"from":null,"to":")" + longest + R"("}})"},
          Line{"dev@example.org", R"({"description":{"from":")" + longest + R"("}})"},
          Line{"dev@example.org", R"({"metadata.user":{"from":null,"to":{}}})"},
          metadata,
          metadata
      )
  );
}

// B-265
TEST_F(LogOfAnnotations, TellsWhomAnImportNamesAsTheCreator) {
  const auto id = annotate(R"({"type":"box","label":"car","creator":"ada@example.org"})");
  EXPECT_THAT(log_of(id), ElementsAre(made(id, "ada")));
}

// B-265, B-253
TEST_F(LogOfAnnotations, TellsOfWhatAQueryChangedAndDeleted) {
  const auto id = annotate();
  const auto other = annotate(R"({"type":"box","label":"bus"})");
  ASSERT_EQ(query(R"("update":{"metadata":{"user":{"a":{"b":1},"c":null}}})").status, 200);
  ASSERT_EQ(
      query(R"("systemSpace":true,"update":{"metadata":{"system":{"status":"issue"}}})").status, 200
  );
  const Line by_set{
      "mia@example.org", R"({"metadata.user.a.b":{"to":1},"metadata.user.c":{"to":null}})"
  };
  const Line by_one{"mia@example.org", R"({"metadata.system.status":{"from":null,"to":"issue"}})"};
  EXPECT_THAT(log_of(id), ElementsAre(made(id), by_set, by_one));
  ASSERT_EQ(query(R"("delete":true)").status, 200);
  const auto lines = log_of(id);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines.back().changes, testing::StartsWith(R"({"id":{"from":")" + id));
  EXPECT_THAT(log_of(other), ElementsAre(made(other)));
}

// B-265, B-171
TEST_F(LogOfAnnotations, IsForThoseWhoSeeTheItem) {
  annotate();
  const auto path = "/items/" + item.text + "/annotations-log";
  world.account("eve");
  EXPECT_EQ(Client(world, "eve").get(path).status, 404);
  EXPECT_EQ(dev.get(path).status, 200);
}

// B-265
TEST_F(LogOfAnnotations, GoesWithItsItem) {
  const auto id = annotate();
  change(dev, id, R"({"label":"van"})");
  ASSERT_EQ(mia.remove("/items/" + item.text).status, 204);
  EXPECT_EQ(log().status, 404);
  read(world.env().store, [](const Transaction& tx) {
    EXPECT_THAT(tx.integrity().of_rows().sentences, testing::IsEmpty());
    return 0;
  });
}

}  // namespace
}  // namespace allot::http::test
