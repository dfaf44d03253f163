#include <gtest/gtest.h>

#include "auth/passwords.h"
#include "usecases/bots/create.h"
#include "usecases/bots/read.h"
#include "usecases/bots/remove.h"
#include "usecases/members/read.h"
#include "usecases/projects/create.h"
#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

TEST(CreateBot, ItIsADeveloperWhoCanSignInWhenCredentialsAreAskedFor) {
  Scene scene;
  const auto made = create_bot(
      scene.env, scene.mia, {.project = scene.city, .name = "robby", .return_credentials = true}
  );
  ASSERT_OK(made);
  const auto& member = made->bot.member;
  const auto& user = made->bot.user;
  EXPECT_EQ(member.role, Role::developer);
  EXPECT_TRUE(user.is_bot);
  EXPECT_EQ(user.bot_project, scene.city);
  EXPECT_EQ(user.first_name, "robby");
  EXPECT_TRUE(user.id.text.starts_with("bot."));
  EXPECT_TRUE(user.id.text.ends_with("@bot.allot.test"));
  EXPECT_TRUE(verify_password({made->password, user.password_hash}, cheapest_password_cost));
  EXPECT_EQ(list_members(scene.env, scene.mia, scene.city)->size(), 2U);
}

TEST(CreateBot, WithoutCredentialsThereIsNoPassword) {
  Scene scene;
  const auto made = create_bot(scene.env, scene.mia, {.project = scene.city, .name = "robby"});
  ASSERT_OK(made);
  EXPECT_EQ(made->password, "");
  EXPECT_EQ(made->bot.user.password_hash, "");
}

TEST(CreateBot, ABlankNameIsRefused) {
  Scene scene;
  EXPECT_FAILS(
      create_bot(scene.env, scene.mia, {.project = scene.city, .name = " "}), ErrorCode::invalid
  );
}

TEST(Bots, OnlyOwnersHandleThem) {  // B-170
  Scene scene;
  const auto made = create_bot(scene.env, scene.mia, {.project = scene.city, .name = "robby"});
  const auto bot = made->bot.user.id;
  const auto refuse = [&](const Caller& caller, ErrorCode code) {
    EXPECT_FAILS(create_bot(scene.env, caller, {.project = scene.city, .name = "x"}), code);
    EXPECT_FAILS(list_bots(scene.env, caller, scene.city), code);
    EXPECT_FAILS(get_bot(scene.env, caller, scene.city, bot), code);
    EXPECT_FAILS(remove_bot(scene.env, caller, {.project = scene.city, .bot = bot}), code);
  };
  refuse(scene.member("dora", Role::developer), ErrorCode::forbidden);
  refuse(scene.member("max", Role::annotation_manager), ErrorCode::forbidden);
  refuse(scene.member("ada", Role::annotator), ErrorCode::forbidden);
  refuse(scene.stranger("eve"), ErrorCode::not_found);
}

TEST(RemoveBot, ItsCredentialsEndAtOnce) {  // B-006
  Scene scene;
  const CreateBot input{.project = scene.city, .name = "robby", .return_credentials = true};
  ASSERT_OK(create_bot(scene.env, scene.mia, input));
  const auto bot = create_bot(scene.env, scene.mia, input)->bot.user;
  const auto key = scene.env.ids.next<ApiKeyId>();
  scene.change([&](Transaction& tx) {
    tx.api_keys().put({.id = key, .user = bot.id, .creator = scene.mia.user, .project = scene.city}
    );
  });
  ASSERT_OK(remove_bot(scene.env, scene.mia, {.project = scene.city, .bot = bot.id}));
  scene.look([&](const Transaction& tx) {
    const auto after = tx.users().find(bot.id);
    EXPECT_EQ(after->state, UserState::disabled);
    EXPECT_EQ(after->password_hash, "");
    EXPECT_GT(after->token_epoch, bot.token_epoch);
    EXPECT_TRUE(tx.api_keys().find(key)->revoked_at);
    return Done{};
  });
  EXPECT_FAILS(get_bot(scene.env, scene.mia, scene.city, bot.id), ErrorCode::not_found);
  EXPECT_EQ(list_members(scene.env, scene.mia, scene.city)->size(), 2U);
}

TEST(RemoveBot, TheLastOneOfAProjectGoesToo) {
  Scene scene;
  const auto rivers = create_project(scene.env, scene.mia, {.name = "Rivers"})->project.id;
  const auto bots = list_bots(scene.env, scene.mia, rivers);
  ASSERT_EQ(bots->size(), 1U);
  const auto bot = bots->front().user.id;
  ASSERT_OK(remove_bot(scene.env, scene.mia, {.project = rivers, .bot = bot}));
  EXPECT_TRUE(list_bots(scene.env, scene.mia, rivers)->empty());
  EXPECT_FAILS(
      remove_bot(scene.env, scene.mia, {.project = rivers, .bot = bot}), ErrorCode::not_found
  );
  EXPECT_OK(create_bot(scene.env, scene.mia, {.project = rivers, .name = "robby"}));
}

TEST(RemoveBot, APersonIsNoBot) {
  Scene scene;
  EXPECT_FAILS(
      remove_bot(scene.env, scene.mia, {.project = scene.city, .bot = scene.mia.user}),
      ErrorCode::not_found
  );
}

}  // namespace
}  // namespace allot::test
