#include "http/event_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include <sstream>

#include "http/client_for_tests.h"
#include "http/events_json.h"
#include "support/passing_store.h"
#include "usecases/accounts/api_keys.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/members/remove.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Reader = EventFeed::Reader;

/// What came on a stream: the numbers of its events, the place that it told last, and its comments.
struct Heard {
  std::vector<std::int64_t> events;
  std::int64_t place = -1;
  int comments = 0;
  bool is_over = false;

  void hear(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    bool is_event = false;
    while (std::getline(lines, line)) {
      if (line.starts_with(":")) ++comments;
      if (line.starts_with("id: ")) place = std::stoll(line.substr(4));
      if (line.starts_with("event: ")) is_event = true;
      if (line.empty() && std::exchange(is_event, false)) events.push_back(place);
    }
  }
};

class FeedOfEvents : public testing::Test {
 protected:
  FeedOfEvents() { world.join("dev", Role::developer); }

  Claims claims(std::string_view name) { return claims_of(env, world.bearer(name)).value(); }

  std::int64_t last() {
    return allot::read(env.store, [](const Transaction& tx) { return tx.journal().last_event(); });
  }

  Reader reader(std::string_view name, EventTopics topics = {}) {
    auto who = claims(name);
    const EventReading reading{
        .who = std::move(who), .topics = std::move(topics), .after = last()
    };
    return Reader(reading, world.clock.now());
  }

  /// Asks until the reader has nothing more to hear.
  Heard& hear(Reader& reader, Heard& heard) {
    for (bool more = true; more && !heard.is_over;) {
      Reader* const readers[] = {&reader};
      feed.tell(readers, [&](std::size_t, EventFeed::Piece piece) {
        heard.hear(piece.text);
        heard.is_over = piece.is_over;
        more = piece.has_more || !piece.text.empty();
      });
    }
    return heard;
  }

  /// A line that members of the project see; gives its number.
  std::int64_t append(const ProjectId& project, const TaskId& task = {}) {
    env.store.run_write(Scope::everything(), [&](Transaction& tx) {
      tx.journal().append(
          {.what = task.empty() ? Happening(deleted(ItemId{"gone"})) : Happening(updated(task)),
           .project = project,
           .task = task,
           .actor = World::person("mia"),
           .at = world.clock.now()}
      );
      return true;
    });
    return last();
  }

  std::int64_t append() { return append(world.project()); }

  World world;
  Env& env = world.env();
  EventFeed feed{env, {}};
};

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

// B-320
TEST_F(FeedOfEvents, ARightThatEndsEndsTheViewAtOnceThoughTheLineCameBefore) {
  auto dev = reader("dev");
  Heard heard;
  const auto seen = append();
  hear(dev, heard);
  append();
  ASSERT_OK(remove_member(
      env, world.manager(), {.project = world.project(), .user = World::person("dev")}
  ));
  append();
  hear(dev, heard);
  // That dev is a member no more is about dev.
  ASSERT_EQ(heard.events.size(), 2u);
  EXPECT_EQ(heard.events.front(), seen);
  EXPECT_EQ(heard.events.back(), last() - 1);
  EXPECT_FALSE(heard.is_over);
}

// B-320
TEST_F(FeedOfEvents, IsOverWhenNoTopicIsLeftThatOneMaySee) {
  const auto task = world.task(
      {{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .open_items = 1}}
  );
  auto ada = reader("ada", {.tasks = {task.id}, .projects = {}});
  auto ben = reader("ben", {.tasks = {task.id}, .projects = {}});
  auto both = reader("ada", {.tasks = {task.id}, .projects = {}, .me = true});
  Heard of_ada, of_ben, of_both;
  ASSERT_OK(redistribute_assignment(
      env,
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .loads = {{World::person("ben"), 100}}}
  ));
  EXPECT_TRUE(hear(ada, of_ada).is_over);
  EXPECT_FALSE(hear(ben, of_ben).is_over);
  EXPECT_FALSE(hear(both, of_both).is_over);
  EXPECT_THAT(of_ada.events, IsEmpty());
}

// B-005, B-006, B-320
TEST_F(FeedOfEvents, IsOverOnceItsSignInIsRevokedThoughNothingElseHappened) {
  const auto key = create_api_key(env, world.caller("dev"), World::person("dev"), "");
  ASSERT_OK(key);
  auto by_key_claims = claims_of(env, "Bearer " + key->token).value();
  Reader by_key({.who = by_key_claims, .topics = {}, .after = last()}, world.clock.now());
  auto signed_out = reader("dev");
  auto stays = reader("dev");
  auto other = reader("mia");
  Heard of_key, of_signed_out, of_stays, of_other;
  hear(by_key, of_key);
  hear(signed_out, of_signed_out);
  hear(stays, of_stays);
  hear(other, of_other);

  ASSERT_OK(revoke_api_key(env, world.caller("dev"), key->key.id));
  EXPECT_TRUE(hear(by_key, of_key).is_over);
  EXPECT_FALSE(hear(signed_out, of_signed_out).is_over);

  auto leaving = claims("dev");
  Reader leaver({.who = leaving, .topics = {}, .after = last()}, world.clock.now());
  Heard of_leaver;
  auto caller = world.caller("dev");
  caller.session = leaving.session.text;
  sign_out(env, caller);
  EXPECT_TRUE(hear(leaver, of_leaver).is_over);
  EXPECT_FALSE(hear(stays, of_stays).is_over);

  ASSERT_OK(disable_user(env, "dev@example.org"));
  EXPECT_TRUE(hear(stays, of_stays).is_over);
  EXPECT_TRUE(hear(signed_out, of_signed_out).is_over);
  EXPECT_FALSE(hear(other, of_other).is_over);
}

// B-005
TEST_F(FeedOfEvents, TellsNothingToASignInThatWasRevokedWithoutAWord) {
  auto dev = reader("dev");
  Heard heard;
  hear(dev, heard);
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.sessions().revoke_all(World::person("dev"));
    return true;
  });
  append();
  EXPECT_TRUE(hear(dev, heard).is_over);
  EXPECT_THAT(heard.events, IsEmpty());
}

// B-005
TEST_F(FeedOfEvents, IsOverWhenItsTokenIs) {
  auto mia = reader("mia");
  Heard heard;
  hear(mia, heard);
  world.clock.advance(claims("mia").expires - world.clock.now());
  EXPECT_TRUE(feed.is_due(mia));
  EXPECT_TRUE(hear(mia, heard).is_over);
}

// B-320
TEST_F(FeedOfEvents, IsOverWhenWhatItHasNotHeardIsNoLongerKept) {
  auto mia = reader("mia");
  Heard heard;
  hear(mia, heard);
  // More than is kept in memory, and then taken away as too old.
  EventFeed small(env, {.tail_lines = 4});
  for (int i = 0; i < 20; ++i) append();
  world.clock.advance(std::chrono::hours{1});
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.journal().forget_before(world.clock.now(), 100'000);
    return true;
  });
  append();
  Reader* const readers[] = {&mia};
  small.tell(readers, [&](std::size_t, const EventFeed::Piece& piece) {
    EXPECT_TRUE(piece.is_over);
    EXPECT_EQ(piece.text, "");
  });
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
      {}, {.tasks = {task.id}, .projects = {}}, {.tasks = {}, .projects = {world.project()}},
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
