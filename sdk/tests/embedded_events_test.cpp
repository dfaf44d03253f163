#include "embedded_events.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/log.h"
#include "embedded_transport.h"
#include "installation/installation.h"
#include "temporary_folder_for_tests.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/let_in.h"
#include "usecases/accounts/manage.h"

namespace allot::sdk_tests {
namespace {

using std::chrono::milliseconds;

/// Lines that nobody but these people sees.
void append(
    Env& env, int lines, const std::string& who, std::chrono::days ago = std::chrono::days{0}
) {
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    for (int i = 0; i < lines; ++i) {
      tx.journal().append(
          {.what = InboxGrew{.people = {UserId{who}}},
           .actor = UserId{who},
           .at = env.clock.now() - ago}
      );
    }
    return true;
  });
}

/// Its number.
std::int64_t oldest_event(Env& env) {
  return read(env.store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 1).front().sequence;
  });
}

// B-320
TEST(EmbeddedEvents, ReturnWhenTheirTimeIsOverThoughThereIsMoreToLookAt) {
  set_log_level(LogLevel::error);
  const TemporaryFolder folder;
  Installation installation(DataFolder::open(folder.path()), {.public_url = "http://localhost"});
  auto& env = installation.env();
  const std::string eve = "eve@example.org";
  ASSERT_TRUE(add_user(env, {.address = eve, .password = "correct horse", .admin = true}));
  const auto signed_in = let_in(env, eve);
  ASSERT_TRUE(signed_in.has_value());
  const auto who = claims_of(env, "Bearer " + signed_in->id_token);
  ASSERT_TRUE(who.has_value());
  const http::EventReading reading{
      .who = *who,
      .topics = {},
      .after = read(env.store, [](const Transaction& tx) { return tx.journal().last_event(); })
  };
  append(env, 6'000, "mia@example.org");
  append(env, 1, eve);
  int looks = 0;
  const auto events = embedded_events(env, reading, {}, [&] { ++looks; });
  ASSERT_NE(events->next(milliseconds{0}), "") << "it begins with its place";
  ASSERT_EQ(looks, 1);
  EXPECT_EQ(events->next(milliseconds{0}), "");
  EXPECT_EQ(looks, 2);
  // Whoever asks again and again comes to the end all the same.
  auto heard = events->next(milliseconds{0});
  while (heard == "") heard = events->next(milliseconds{0});
  ASSERT_TRUE(heard.has_value());
  EXPECT_NE(heard->find("event: "), std::string::npos);
}

// B-322
TEST(AnEmbeddedFolder, ForgetsNothingUnlessWhoeverOpensItSaysAfterHowManyDays) {
  set_log_level(LogLevel::error);
  const TemporaryFolder folder;
  const std::string eve = "eve@example.org";
  const auto installed = [&] {
    return Installation(DataFolder::open(folder.path()), {.public_url = "http://localhost"});
  };
  std::int64_t old = 0;
  {
    auto installation = installed();
    append(installation.env(), 1, eve, std::chrono::days{40});
    old = oldest_event(installation.env());
    ASSERT_TRUE(
        add_user(installation.env(), {.address = eve, .password = "correct horse", .admin = true})
    );
    append(installation.env(), 1, eve);
  }
  const auto has_it_after = [&](const Open& how) {
    (void)open_folder(folder.path(), how);
    auto installation = installed();
    return oldest_event(installation.env()) == old;
  };
  EXPECT_TRUE(has_it_after({.as = eve}));
  EXPECT_FALSE(has_it_after({.as = eve, .history_days = 30}));
}

}  // namespace
}  // namespace allot::sdk_tests
