// Answers under keys, and of requests that may be repeated.

#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

class KeptAnswersOfAStore : public StoreTest {};

Journal::KeptAnswer answer_under(const std::string& key, Time at) {
  return {
      .caller = UserId{"mia@example.org"},
      .key = key,
      .fingerprint = "POST /projects 0",
      .at = at,
      .status = 200,
      .headers = {"content-type", "application/json", "x-odd", ""},
      .body = R"({"a":1})",
      .run = "run 1",
      .command = CommandId{"command"},
      .events_after = 3,
      .events_until = 5'000'000'000
  };
}

// B-297
TEST_F(KeptAnswersOfAStore, AnAnswerIsKeptForItsCallerAndKey) {
  auto answer = answer_under("key ß", clock.now());
  auto other = answer;
  other.caller = UserId{"ada@example.org"};
  other.body = "another";
  change([&](Transaction& tx) {
    tx.journal().put_kept_answer({.caller = answer.caller, .key = answer.key});
    tx.journal().put_kept_answer(answer);
    tx.journal().put_kept_answer(other);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.journal().kept_answer(answer.caller, answer.key), answer));
    EXPECT_TRUE(is_same(tx.journal().kept_answer(other.caller, other.key), other));
    EXPECT_FALSE(tx.journal().kept_answer(answer.caller, "key"));
    return 0;
  });
}

// B-297
TEST_F(KeptAnswersOfAStore, AnswersBeforeATimeAreForgottenAndOthersKept) {
  const auto old = answer_under("old", clock.now());
  clock.advance(std::chrono::hours{1});
  const auto young = answer_under("young", clock.now());
  change([&](Transaction& tx) {
    tx.journal().put_kept_answer(old);
    tx.journal().put_kept_answer(young);
    tx.journal().forget_answers_before(young.at);
  });
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.journal().kept_answer(old.caller, old.key));
    EXPECT_TRUE(is_same(tx.journal().kept_answer(young.caller, young.key), young));
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
