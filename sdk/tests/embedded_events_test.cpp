#include "embedded_events.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/log.h"
#include "installation/installation.h"
#include "temporary_folder_for_tests.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/let_in.h"
#include "usecases/accounts/manage.h"

namespace allot::sdk_tests {
namespace {

using std::chrono::milliseconds;

/// Lines that nobody but these people sees.
void append(Env& env, int lines, const std::string& who) {
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    for (int i = 0; i < lines; ++i) {
      tx.journal().append(
          {.what = InboxGrew{.people = {UserId{who}}}, .actor = UserId{who}, .at = env.clock.now()}
      );
    }
    return true;
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

}  // namespace
}  // namespace allot::sdk_tests
