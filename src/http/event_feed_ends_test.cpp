// When a stream hears no more: the right, the sign-in or the lines are gone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/feed_for_tests.h"
#include "usecases/accounts/api_keys.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/members/remove.h"

namespace allot::http::test {
namespace {

using testing::IsEmpty;

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
  const auto task =
      world.task({{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .open_items = 1}});
  auto ada = reader("ada", {.tasks = {task.id}, .projects = {}});
  auto ben = reader("ben", {.tasks = {task.id}, .projects = {}});
  auto both = reader("ada", {.tasks = {task.id}, .projects = {}, .me = true});
  Heard of_ada, of_ben, of_both;
  ASSERT_OK(redistribute_assignment(
      env,
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .loads = {{World::person("ben"), 100}}
      }
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

}  // namespace
}  // namespace allot::http::test
