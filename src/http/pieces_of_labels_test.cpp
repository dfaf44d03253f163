// Labels come in pieces, each of which is read by itself.

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>

#include "http/hasty_for_tests.h"
#include "http/labels_for_tests.h"
#include "support/passing_store.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/items/delete.h"

namespace allot::http::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A stream at hand, that can be pulled by itself.
class PiecesOfLabels : public LabelsOut {
 protected:
  PullStream open(std::string_view person, std::string_view format) {
    return open_at(dispatcher, person, dataset("format=" + std::string(format)));
  }

  PullStream open_at(Dispatcher& by, std::string_view person, const std::string& path) {
    return opened(serve(by, world.bearer(person), path));
  }

  static Response serve(Dispatcher& by, const std::string& bearer, const std::string& path) {
    return by.serve(
        {.method = Method::get,
         .target = "/api/v1" + path,
         .headers = {{"authorization", bearer}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        {}
    );
  }

  static PullStream opened(const Response& response) {
    EXPECT_EQ(response.status, 200);
    return std::get<PullStream>(response.body);
  }

  static std::string rest_of(const PullStream& stream) {
    std::string text;
    for (auto piece = stream(); piece; piece = stream()) text += *piece;
    return text;
  }

  Dispatcher dispatcher{world.env()};
};

TEST_F(PiecesOfLabels, WhatIsDeletedInBetweenIsLeftOutWhole) {
  const auto items = world.items(200);
  annotate(items.back(), "car");
  const auto stream = open("mia", "ndjson");
  const auto first = *stream();
  EXPECT_THAT(first, HasSubstr(items.front().text));
  EXPECT_THAT(first, Not(HasSubstr(items.back().text)));
  ASSERT_TRUE(delete_item(world.env(), world.manager(), items.back()));
  EXPECT_THAT(rest_of(stream), Not(HasSubstr(items.back().text)));
}

TEST_F(PiecesOfLabels, CocoNamesNoImageThatIsNotThere) {
  const auto items = world.items(3);
  for (const auto& item : items) annotate(item, "car");
  const auto stream = open("mia", "coco");
  std::string text = *stream();  // the images
  ASSERT_THAT(text, HasSubstr(items[1].text));
  ASSERT_TRUE(delete_item(world.env(), world.manager(), items[1]));
  text += rest_of(stream);
  const Answer document{.status = 200, .body = text};
  EXPECT_EQ(json::elements_of(document.at("images")).size(), 3u);
  EXPECT_EQ(json::elements_of(document.at("annotations")).size(), 2u);
}

TEST_F(PiecesOfLabels, TheListAtTheEndOfAnArchiveComesInSeveral) {
  world.items(6'000);
  const auto stream = open("mia", "voc");
  std::string bytes;
  std::size_t largest = 0;
  for (auto piece = stream(); piece; piece = stream()) {
    largest = std::max(largest, piece->size());
    bytes += *piece;
  }
  const auto list = bytes.size() - bytes.find("PK\x01\x02");
  EXPECT_GT(list, 450'000u);  // more than one piece can hold
  EXPECT_LE(largest, 400'000u);
  EXPECT_EQ(bytes.substr(bytes.size() - 22, 4), "PK\x05\x06");
}

TEST_F(PiecesOfLabels, WhoMayNotSeeThemAnyMoreGetsNoMore) {
  world.items(200);
  for (const auto* person : {"ada", "dan"}) world.account(person);
  world.join("dan", Role::developer);
  const auto stream = open("dan", "ndjson");
  ASSERT_TRUE(stream().has_value());
  const auto removed = mia.remove("/projects/" + world.project().text + "/members/dan@example.org");
  ASSERT_LT(removed.status, 300) << removed.body;
  EXPECT_ANY_THROW(rest_of(stream));
}

TEST_F(PiecesOfLabels, WhoIsDisabledMeanwhileGetsNoMore) {
  const auto task = world.task({{.annotator = "ada", .open_items = 200}});
  world.account("dan");
  world.join("dan", Role::developer);
  const auto labels = open("dan", "ndjson");
  const auto history =
      open_at(dispatcher, "dan", "/annotationtasks/" + task.id.text + "/history?format=ndjson");
  ASSERT_TRUE(labels().has_value());
  ASSERT_TRUE(disable_user(world.env(), "dan@example.org"));
  EXPECT_ANY_THROW(rest_of(labels));
  EXPECT_ANY_THROW(rest_of(history));
}

TEST_F(PiecesOfLabels, WhoSignsOutMeanwhileGetsNoMore) {
  const auto task = world.task({{.annotator = "ada", .open_items = 200}});
  world.account("dan");
  world.join("dan", Role::developer);
  const auto bearer = world.bearer("dan");
  const auto caller = authenticate(world.env(), bearer).value();
  const auto labels = opened(serve(dispatcher, bearer, dataset("format=ndjson")));
  const auto history = opened(
      serve(dispatcher, bearer, "/annotationtasks/" + task.id.text + "/history?format=ndjson")
  );
  const auto of_another_session = open("dan", "ndjson");
  ASSERT_TRUE(labels().has_value());
  world.clock.advance(std::chrono::hours{48});  // a token that is over by itself ends nothing
  ASSERT_TRUE(labels().has_value());
  sign_out(world.env(), caller);
  EXPECT_ANY_THROW(rest_of(labels));
  EXPECT_ANY_THROW(rest_of(history));
  EXPECT_EQ(lines_of({.status = 200, .body = rest_of(of_another_session)}).size(), 200u);
}

TEST_F(PiecesOfLabels, APersonHasSoManyAtOnce) {
  world.items(1);
  world.account("dan");
  world.join("dan", Role::developer);
  std::vector<PullStream> streams;
  for (std::size_t i = 0; i < OpenStreams::of_a_person_max; ++i) {
    streams.push_back(open("dan", "csv"));
  }
  const auto dans = [&] { return serve(dispatcher, world.bearer("dan"), dataset("format=csv")); };
  const auto refused = dans();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(std::get<std::string>(refused.body), HasSubstr("at most 10 exports on their way"));
  EXPECT_FALSE(rest_of(open("mia", "csv")).empty());
  streams.pop_back();
  EXPECT_EQ(dans().status, 200);
}

TEST_F(PiecesOfLabels, AHistoryOfManySmallMovesComesInFew) {
  world.join("ben", Role::annotator);
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  std::string from = "ada";
  std::string to = "ben";
  for (int i = 0; i < 30; ++i, std::swap(from, to)) {
    const auto moved = mia.post(
        "/assignments/" + world.assignment_of(task.id, from)->id.text + "/redistribute",
        R"({"workload":[{"assigneeId":")" + to + R"(@example.org","load":100}]})"
    );
    ASSERT_EQ(moved.status, 200) << moved.body;
  }
  const auto stream =
      open_at(dispatcher, "mia", "/annotationtasks/" + task.id.text + "/history?format=ndjson");
  std::string text;
  int pieces = 0;
  for (auto piece = stream(); piece; piece = stream(), ++pieces) text += *piece;
  EXPECT_GE(lines_of({.status = 200, .body = text}).size(), 30u);
  EXPECT_LT(pieces, 5);
}

TEST_F(PiecesOfLabels, AHistoryOfManyStatusesComesInPiecesOfSomeSize) {
  const auto task = world.task({{.annotator = "ada", .open_items = 64}});
  const auto assignment = world.assignment_of(task.id, "ada")->id;
  const auto items = world.ledger(task.id).members;
  constexpr int times = 200;
  for (int i = 0; i < times; ++i) {
    const auto noted =
        write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
          tx.status_log().append(
              {.dataset = world.dataset(),
               .task = task.id,
               .assignment = assignment,
               .items = items,
               .word = "completed",
               .cleared = false,
               .actor = allot::test::World::person("ada"),
               .at = world.clock.now()}
          );
          return Done{};
        });
    ASSERT_TRUE(noted.has_value());
  }
  const auto stream =
      open_at(dispatcher, "mia", "/annotationtasks/" + task.id.text + "/history?format=csv");
  std::size_t lines = 0;
  for (auto piece = stream(); piece; piece = stream()) {
    EXPECT_LT(piece->size(), 300'000u);
    for (const auto& line : lines_of({.status = 200, .body = *piece})) {
      lines += line.find(",setStatus,") != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_EQ(lines, items.size() * times);
}

/// The coordinates of a mask of 5,000 × 5,000 pixels.
std::string large_mask() {
  std::string large =
      "\"data:image/"
      "png;base64,"
      "iVBORw0KGgoAAAANSUhEUgAAE4gAABOIAQAAAAB147pmAAAL70lEQVR42u3BAQ0AAADCoPdPbQ8HF";
  for (int i = 0; i < 4043; ++i) large += "A";
  return large + "8GLFUQABCH66EwAAAABJRU5ErkJggg==\"";
}

/// So many masks, and so many annotations that mark nothing, as a list.
std::string masks_and_others(int masks, int others) {
  std::string list = "[";
  const auto large = large_mask();
  for (int i = 0; i < masks; ++i) {
    list += R"({"type":"binary","label":"car","coordinates":)" + large + "},";
  }
  for (int i = 0; i < others; ++i) list += R"({"type":"class","label":"car"},)";
  list.back() = ']';
  return list;
}

TEST_F(PiecesOfLabels, AnItemThatTakesLongerThanAQueryMayIsWholeAllTheSame) {
  const auto items = world.items(2);
  const auto list = masks_and_others(6, 3'000);  // so many that the store looks at the time
  for (const auto& item : items) {
    ASSERT_EQ(mia.post("/items/" + item.text + "/annotations", list).status, 200);
  }
  Hasty hasty(world, std::chrono::milliseconds{200});
  const auto stream = open_at(hasty.dispatcher(), "mia", dataset("format=csv"));
  const auto rows = lines_of({.status = 200, .body = rest_of(stream)});
  EXPECT_EQ(rows.size(), 1 + 2 * 3006u);
}

TEST_F(PiecesOfLabels, AnItemWithManyAnnotationsComesInSeveral) {
  const auto items = world.items(1);
  ASSERT_EQ(
      mia.post("/items/" + items[0].text + "/annotations", masks_and_others(0, 9'000)).status, 200
  );
  world.account("dan");
  world.join("dan", Role::developer);
  const auto whole = open("mia", "csv");
  const auto cut = open("dan", "csv");
  std::size_t pieces = 0;
  std::size_t largest = 0;
  for (auto piece = whole(); piece; piece = whole(), ++pieces) {
    largest = std::max(largest, piece->size());
  }
  EXPECT_GE(pieces, 4u);
  EXPECT_LT(largest, 300'000u);
  ASSERT_TRUE(cut().has_value());
  ASSERT_TRUE(disable_user(world.env(), "dan@example.org"));
  EXPECT_ANY_THROW(rest_of(cut));  // in the middle of the item
}

/// The real store, which looks into the spool whenever a read ends.
class SpoolStore final : public allot::test::PassingStore {
 public:
  SpoolStore(Store& store, const FileStore& files) : PassingStore(store), files_(files) {}

  std::size_t files_left = 0;  // at most

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    PassingStore::run_read(body);
    files_left = std::max(files_left, files_.spooled());
  }

 private:
  const FileStore& files_;
};

// What is too much for memory is in the spool until it is drawn.
TEST_F(PiecesOfLabels, NothingIsReadWhileMasksAreDrawn) {
  const auto annotations = "/items/" + world.items(1)[0].text + "/annotations";
  const std::string longest(100'000, 'x');
  for (int i = 0; i < 50; ++i) {
    // No two alike, which would be one that is sent again (B-160).
    const auto body = R"({"type":"class","label":"car)" + std::to_string(i) +
                      R"(","description":")" + longest + "\"}";
    ASSERT_EQ(mia.post(annotations, body).status, 200);
  }
  ASSERT_EQ(mia.post(annotations, masks_and_others(4, 0)).status, 200);
  SpoolStore store(world.env().store, world.env().files);
  auto env = with_store(world.env(), store);
  Dispatcher spooling{env};
  EXPECT_FALSE(rest_of(open_at(spooling, "mia", dataset("format=voc"))).empty());
  EXPECT_EQ(store.files_left, 1u);
  EXPECT_EQ(env.files.spooled(), 0u);
}

TEST_F(PiecesOfLabels, ItemsWithoutAnnotationsArePassedOverAtOnce) {
  const auto items = world.items(3'000);
  annotate(items.back(), "car");
  const auto stream = open("mia", "csv");
  std::string text;
  int pieces = 0;
  for (auto piece = stream(); piece; piece = stream(), ++pieces) text += *piece;
  EXPECT_EQ(lines_of({.status = 200, .body = text}).size(), 2u);
  EXPECT_THAT(text, HasSubstr(items.back().text));
  EXPECT_LT(pieces, 5);
}

TEST_F(PiecesOfLabels, SomethingIsSentWhileThereIsNothingToSay) {
  const auto items = world.items(200);
  for (const auto& item : items) {
    ASSERT_EQ(
        mia.post("/items/" + item.text + "/annotations", R"({"type":"class","label":"night"})")
            .status,
        200
    );
  }
  const auto stream = open("mia", "coco");
  std::string text;
  for (auto piece = stream(); piece; piece = stream()) {
    EXPECT_FALSE(piece->empty());
    text += *piece;
  }
  EXPECT_TRUE(json::is_object(text));
}

}  // namespace
}  // namespace allot::http::test
