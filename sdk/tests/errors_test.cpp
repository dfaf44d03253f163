#include <optional>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string unknown = "0123456789abcdef01234567";

/// What a call threw, which must be just this class.
template <class Kind, class Call>
std::optional<Error> thrown_by(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(typeid(error), typeid(Kind)) << error.what();
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return std::nullopt;
}

class Errors : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(2);
  const Task task = task_of(dataset, loads({{"ada", 100}}));

  /// A refusal of the server: all that is known of it.
  template <class Kind, class Call>
  void expect(int status, const std::string& code, const char* words, Call&& call) const {
    const auto error = thrown_by<Kind>(call);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->status(), status);
    EXPECT_EQ(error->code(), code);
    EXPECT_THAT(error->what(), HasSubstr(words));
    EXPECT_THAT(error->request_id(), Not(IsEmpty()));
  }
};

// B-151
TEST_P(Errors, MalformedInputIsABadRequest) {
  expect<BadRequest>(400, "invalid", "workload", [&] {
    assignment_of(task, "ada").redistribute(loads({{"ben", 90}}));
  });
}

// B-150
TEST_P(Errors, UnknownIdsAreNotFound) {
  expect<NotFound>(404, "not_found", ".", [&] { (void)mia.tasks.get({.task_id = unknown}); });
  expect<NotFound>(404, "not_found", ".", [&] {
    (void)mia.items.get({.item_id = unknown, .filepath = {}});
  });
  expect<NotFound>(404, "not_found", ".", [&] { (void)mia.datasets.get({.dataset_id = unknown}); });
}

TEST_P(Errors, WhatIsNotVisibleIsNotFound) {
  const auto eve = house.client("eve");
  expect<NotFound>(404, "not_found", ".", [&] {
    (void)eve.projects.get({.project_id = project.id});
  });
}

TEST_P(Errors, WhatAPersonMayNotDoIsForbidden) {
  const auto ada = house.client("ada");
  expect<Forbidden>(403, "forbidden", ".", [&] { ada.tasks.get({.task_id = task.id}).remove(); });
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).name, "label");
}

TEST_P(Errors, WhatTheStateForbidsIsAConflict) {
  Task::Changes changes;
  changes.status = TaskStatus::dismissed;
  task.update(changes);
  expect<Conflict>(409, "conflict", "dismissed", [&] {
    assignment_of(task, "ada").redistribute(loads({{"ben", 100}}));
  });
}

TEST_P(Errors, AFreshClientIsSignedIn) {
  EXPECT_FALSE(mia.token_expired());
  EXPECT_EQ(mia.email(), address_of("mia"));
}

TEST_P(Errors, WhoSignedOutIsUnauthorizedWithoutARequest) {
  mia.logout();
  EXPECT_TRUE(mia.token_expired());
  EXPECT_EQ(mia.email(), "");
  const auto error = thrown_by<Unauthorized>([&] { (void)mia.projects.list(); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->status(), 401);
  EXPECT_EQ(error->code(), "unauthorized");
  EXPECT_EQ(error->request_id(), "");  // no server was asked
}

TEST_P(Errors, AWrongTokenSignsNobodyInAndNobodyOut) {
  // Its end is far away: {"exp":4102444800}
  const std::string wrong = "e30.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmF0dXJl";
  expect<SignInFailed>(401, "sign_in_failed", ".", [&] { mia.login_token(wrong); });
  EXPECT_EQ(mia.email(), address_of("mia"));
  EXPECT_EQ(mia.projects.list().size(), 1u);
}

TEST_P(Errors, ATokenThatHasEndedSignsNobodyIn) {
  const std::string ended = "e30.eyJleHAiOjE2MDAwMDAwMDB9.c2lnbmF0dXJl";  // {"exp":1600000000}
  EXPECT_TRUE(thrown_by<SignInFailed>([&] { mia.login_token(ended); }));
  EXPECT_EQ(mia.email(), address_of("mia"));
}

// B-003
TEST_P(Errors, AWrongPasswordSignsNobodyInAndNobodyOut) {
  const auto somebody = house.client("ada");
  const auto refused = [&](const std::string& email, const std::string& password) {
    const auto error = thrown_by<SignInFailed>([&] { somebody.login_m2m(email, password); });
    ASSERT_TRUE(error);
    EXPECT_EQ(error->status(), 401);
    EXPECT_STREQ(error->what(), "The address or the password is wrong.");
    EXPECT_EQ(somebody.email(), address_of("ada"));
  };
  refused(address_of("ada"), "a wrong secret");
  refused(address_of("nobody"), password_of("ada"));
  refused("", "");
  EXPECT_EQ(somebody.projects.list().size(), 1u);
  somebody.login_m2m(address_of("ben"), password_of("ben"));
  EXPECT_EQ(somebody.email(), address_of("ben"));
}

TEST_P(Errors, ClientsOfTwoPeopleDoNotMeet) {
  const auto ada = house.client("ada");
  EXPECT_EQ(ada.email(), address_of("ada"));
  EXPECT_EQ(mia.email(), address_of("mia"));
  ada.logout();
  EXPECT_FALSE(mia.token_expired());
  EXPECT_EQ(mia.projects.list().size(), 1u);
}

IN_BOTH_MODES(Errors);

TEST(Connecting, SignsInAtTheGate) {
  const House house(Mode::http);
  const auto client =
      connect({.url = "http://127.0.0.1:1", .gate_url = house.url(), .settings_file = {}});
  client.login_m2m(address_of("mia"), password_of("mia"));
  EXPECT_EQ(client.email(), address_of("mia"));
}

TEST(Connecting, NeedsAnAddress) {
  for (const auto* const url : {"", "label.example.org", "ftp://label.example.org", "http://"}) {
    const auto error = thrown_by<BadRequest>([&] {
      (void)connect({.url = url, .gate_url = {}, .settings_file = {}});
    });
    ASSERT_TRUE(error);
    EXPECT_EQ(error->status(), 0);
  }
}

}  // namespace
}  // namespace allot::sdk_tests
