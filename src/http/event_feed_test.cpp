#include "http/event_feed.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/events_json.h"
#include "http/feed_for_tests.h"
#include "support/passing_store.h"

namespace allot::http::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// B-320
TEST_F(FeedOfEvents, BeginsWithItsPlaceAndTellsWhatComes) {
  auto mia = reader("mia");
  Heard heard;
  const auto begun = last();
  EXPECT_TRUE(feed.is_due(mia));
  hear(mia, heard);
  EXPECT_THAT(heard.events, IsEmpty());
  EXPECT_EQ(heard.place, begun);
  const auto first = append();
  const auto second = append();
  EXPECT_THAT(hear(mia, heard).events, ElementsAre(first, second));
  EXPECT_EQ(heard.place, second);
}

// B-320
TEST_F(FeedOfEvents, AnEventIsALineOfJsonUnderItsKindAndNumber) {
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  const Event event{
      .sequence = 57,
      .what = StatusSet{.word = "odd \"word\"\n", .count = 2},
      .project = world.project(),
      .task = task.id,
      .actor = World::person("ada"),
      .at = from_epoch_ms(1'764'230'000'000)
  };
  EXPECT_EQ(
      event_text(event),
      fmt::format(
          "id: 57\nevent: ItemStatus.Updated\n"
          R"(data: {{"at":1764230000000,"resource":"ItemStatus","action":"Updated","id":"{0}",)"
          R"("project":"{1}","task":"{0}","actor":"ada@example.org",)"
          R"("detail":{{"status":"odd \"word\"\n","count":2}}}})"
          "\n\n",
          task.id.text,
          world.project().text
      )
  );
}

// B-320
TEST_F(FeedOfEvents, ACommentComesWhenNothingElseDidForSoLongAndNotBefore) {
  auto mia = reader("mia");
  Heard heard;
  hear(mia, heard);
  const auto begun = heard.comments;
  world.clock.advance(std::chrono::milliseconds{14'999});
  EXPECT_FALSE(feed.is_due(mia));
  EXPECT_EQ(hear(mia, heard).comments, begun);
  append();
  hear(mia, heard);
  world.clock.advance(std::chrono::milliseconds{14'999});
  EXPECT_EQ(hear(mia, heard).comments, begun);
  world.clock.advance(std::chrono::milliseconds{1});
  EXPECT_TRUE(feed.is_due(mia));
  EXPECT_EQ(hear(mia, heard).comments, begun + 1);
  EXPECT_FALSE(feed.is_due(mia));
}

// B-320
TEST_F(FeedOfEvents, ThePlaceMovesOnBehindWhatOneMayNotSee) {
  auto eve = reader("eve");
  Heard heard;
  hear(eve, heard);
  const auto unseen = append();
  EXPECT_THAT(hear(eve, heard).events, IsEmpty());
  world.clock.advance(std::chrono::seconds{15});
  EXPECT_EQ(hear(eve, heard).place, unseen);
}

/// Counts readings of the outbox and what is read at all.
class CountingStore final : public allot::test::PassingStore {
 public:
  using PassingStore::PassingStore;

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    ++reads;
    PassingStore::run_read(body);
  }

  int reads = 0;
};

// B-321
TEST_F(FeedOfEvents, OneReadingServesAllReaders) {
  std::vector<Reader> readers;
  for (int i = 0; i < 100; ++i) readers.push_back(reader("mia"));
  std::vector<Reader*> all;
  for (auto& each : readers) all.push_back(&each);
  CountingStore counted(env.store);
  auto counted_env = with_store(env, counted);
  EventFeed shared(counted_env, {});
  std::size_t pieces = 0;
  const auto count = [&](std::size_t, const EventFeed::Piece& piece) {
    pieces += piece.text.empty() ? 0 : 1;
  };
  shared.tell(all, count);
  EXPECT_EQ(pieces, 100u);
  append();
  counted.reads = 0;
  const auto before = shared.readings();
  const auto steps = env.store.numbers().reader_steps;
  shared.tell(all, count);
  EXPECT_EQ(pieces, 200u);
  EXPECT_EQ(shared.readings(), before + 1);
  EXPECT_EQ(counted.reads, 1);
  const auto of_all = env.store.numbers().reader_steps - steps;
  // Whom nothing concerns asks the database nothing.
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  std::vector<Reader> elsewhere;
  for (int i = 0; i < 100; ++i) {
    elsewhere.push_back(reader("mia", {.tasks = {task.id}, .projects = {}}));
  }
  std::vector<Reader*> idle;
  for (auto& each : elsewhere) idle.push_back(&each);
  shared.tell(idle, count);
  append();
  const auto idle_steps = env.store.numbers().reader_steps;
  shared.tell(idle, count);
  EXPECT_LT(env.store.numbers().reader_steps - idle_steps, of_all / 4);
}

/// A reading that breaks down in the middle tells nobody anything twice, and leaves nothing out.
TEST_F(FeedOfEvents, GoesOnAfterABreakdownWhereItWas) {
  class Breaking final : public allot::test::PassingStore {
   public:
    using PassingStore::PassingStore;

    void run_read(FunctionRef<void(const Transaction&)> body) override {
      PassingStore::run_read(body);
      if (std::exchange(breaks, false)) throw StoreFailure("gone");
    }

    bool breaks = false;
  };

  Breaking breaking(env.store);
  auto broken_env = with_store(env, breaking);
  EventFeed shared(broken_env, {});
  auto mia = reader("mia");
  Heard heard;
  Reader* const readers[] = {&mia};
  const auto take = [&](std::size_t, const EventFeed::Piece& piece) { heard.hear(piece.text); };
  shared.tell(readers, take);
  const auto first = append();
  breaking.breaks = true;
  EXPECT_THROW(shared.tell(readers, take), StoreFailure);
  const auto second = append();
  shared.tell(readers, take);
  EXPECT_THAT(heard.events, ElementsAre(first, second));
}

/// Streams of all kinds, told in pieces of any size, by a tail of any length, with rights and
/// places that move: each hears what it may see, once and in order.
RC_GTEST_FIXTURE_PROP(FeedOfEvents, EveryReaderHearsWhatItMaySeeOnceAndInOrder, ()) {
  EventFeed any(
      env,
      {.piece_bytes = *rc::gen::inRange<std::size_t>(1, 3'000),
       .tail_lines = *rc::gen::inRange<std::size_t>(1, 12)}
  );
  const auto task = world.task({{.annotator = "ada", .open_items = 2}});
  const std::vector<EventTopics> topics{
      {},
      {.tasks = {task.id}, .projects = {}},
      {.tasks = {}, .projects = {world.project()}},
      {.tasks = {}, .projects = {}, .me = true}
  };

  struct Listener {
    Caller caller;
    EventTopics topics;
    Reader reader;
    Heard heard;
  };

  std::vector<Listener> listeners;
  for (const auto* name : {"mia", "ada", "eve"}) {
    const auto wanted = *rc::gen::elementOf(topics);
    listeners.push_back({world.caller(name), wanted, reader(name, wanted), {}});
  }
  const auto begun = last();
  const auto steps = *rc::gen::inRange(1, 25);
  for (int step = 0; step < steps; ++step) {
    const auto lines = *rc::gen::inRange(0, 8);
    for (int i = 0; i < lines; ++i) {
      *rc::gen::arbitrary<bool>() ? append(world.project(), task.id) : append();
    }
    auto& listener = listeners[*rc::gen::inRange<std::size_t>(0, listeners.size())];
    if (listener.heard.is_over) continue;
    Reader* const readers[] = {&listener.reader};
    any.tell(readers, [&](std::size_t, const EventFeed::Piece& piece) {
      listener.heard.hear(piece.text);
      listener.heard.is_over = piece.is_over;
    });
  }
  for (auto& listener : listeners) {
    for (bool more = true; more && !listener.heard.is_over;) {
      Reader* const readers[] = {&listener.reader};
      any.tell(readers, [&](std::size_t, const EventFeed::Piece& piece) {
        listener.heard.hear(piece.text);
        listener.heard.is_over = piece.is_over;
        more = piece.has_more || !piece.text.empty();
      });
    }
    if (listener.heard.is_over) {
      RC_ASSERT(listener.heard.events.empty());  // eve, of what she may not see
      continue;
    }
    std::vector<std::int64_t> expected;
    allot::read(env.store, [&](const Transaction& tx) {
      for (const auto& event : tx.outbox().after(begun, 100'000).events) {
        EventSight sight(tx);
        if (sight.look(listener.caller, listener.topics, event) == SeenOf::nothing) continue;
        expected.push_back(event.sequence);
      }
      return 0;
    });
    RC_ASSERT(listener.heard.events == expected);
  }
}

}  // namespace
}  // namespace allot::http::test
