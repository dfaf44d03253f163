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

// B-160
TEST_F(KeptAnswersOfAStore, ANoteWithoutAKeyIsFollowedWhenItIsOfThatRun) {
  auto note = answer_under("", clock.now());
  const auto keyed = answer_under("key", note.at);
  auto other = note;
  other.caller = UserId{"ada@example.org"};
  const auto note_followed = [&](const std::string& run) {
    change([&](Transaction& tx) { tx.journal().note_followed(note.caller, run); });
  };
  const auto expect_it = [&] {
    look([&](const Transaction& tx) {
      EXPECT_TRUE(is_same(tx.journal().kept_answer(note.caller, ""), note));
      EXPECT_TRUE(is_same(tx.journal().kept_answer(note.caller, keyed.key), keyed));
      EXPECT_TRUE(is_same(tx.journal().kept_answer(other.caller, ""), other));
      return 0;
    });
  };
  change([&](Transaction& tx) {
    for (const auto& one : {note, keyed, other}) tx.journal().put_kept_answer(one);
  });
  note_followed("run 2");
  expect_it();
  note_followed(note.run);
  note.is_followed = true;
  expect_it();
  note.is_followed = false;  // a note that takes its place
  change([&](Transaction& tx) { tx.journal().put_kept_answer(note); });
  expect_it();
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
