// What was answered to somebody is not told them again once their standing in the project has
// changed; and nothing is done twice.

#include "http/keyed_client_for_tests.h"
#include "http/repeats_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::Held;

/// dora, a developer, shares half of ada's items out.
struct Demotion : Repeats {
  Client plain = joined("dora", Role::developer);
  KeyedClient keyed{world, "dora"};
  std::string path = assignment("ada") + "/redistribute";
  std::string half =
      R"({"workload":[{"assigneeId":"ada@example.org","load":50},{"assigneeId":"ben@example.org","load":50}]})";

  void becomes(std::string_view role) {
    const auto body = fmt::format(R"({{"role":"{}"}})", role);
    ASSERT_EQ(mia.patch(project() + "/members/dora@example.org", body).status, 200);
  }

  void is_removed() { ASSERT_EQ(mia.remove(project() + "/members/dora@example.org").status, 200); }

  void expect_refused(const Answer& answer) {
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.text("error"), "conflict");
    EXPECT_EQ(answer.body.find("ada@example.org"), std::string::npos) << answer.body;
    EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.open = 2}));
  }
};

// B-175, B-297
TEST(RepeatByAnotherStanding, WithAKeyGetsTheAnswerAsLongAsTheRoleIsTheSame) {
  Demotion it;
  const auto first = it.keyed.post(it.path, it.half, "k");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(it.keyed.post(it.path, it.half, "k").body, first.body);
  it.becomes("annotator");
  it.expect_refused(it.keyed.post(it.path, it.half, "k"));
  EXPECT_EQ(it.keyed.post(it.path, it.half, "another").status, 404);
}

// B-146, B-297
TEST(RepeatByAnotherStanding, OfARemovedMemberIsToldNothing) {
  Demotion it;
  ASSERT_EQ(it.keyed.post(it.path, it.half, "k").status, 200);
  it.is_removed();
  it.expect_refused(it.keyed.post(it.path, it.half, "k"));
}

// B-297: done again it would move half of what is left.
TEST(RepeatByAnotherStanding, DoesNothingAgainThoughItStillMay) {
  Demotion it;
  ASSERT_EQ(it.keyed.post(it.path, it.half, "k").status, 200);
  it.becomes("annotationManager");
  it.becomes("engineer");
  it.expect_refused(it.keyed.post(it.path, it.half, "k"));
}

// B-160, B-175
TEST(RepeatByAnotherStanding, WithoutAKeyIsToldNothingEither) {
  Demotion it;
  ASSERT_EQ(it.plain.post(it.path, it.half).status, 200);
  it.is_removed();
  it.expect_refused(it.plain.post(it.path, it.half));
}

// B-175
TEST(RepeatByAnotherStanding, AnswersThatAreNoCommandsAreKeptBackAsWell) {
  Demotion it;
  const auto body = R"([{"type":"box","label":"car"}])";
  ASSERT_EQ(it.keyed.post(it.annotations(), body, "k").status, 200);
  it.is_removed();
  EXPECT_EQ(it.keyed.post(it.annotations(), body, "k").text("error"), "conflict");
  EXPECT_EQ(it.mia.get(it.annotations()).items().size(), 1U);
}

// B-175: a clone tells of nothing when it is asked for.
TEST(RepeatByAnotherStanding, OfWhatIsCarriedOutLaterIsKnownByItsCommand) {
  Demotion it;
  const auto path = it.dataset() + "/clone";
  ASSERT_EQ(it.keyed.post(path, R"({"name":"Copy"})", "k").status, 200);
  it.becomes("annotator");
  EXPECT_EQ(it.keyed.post(path, R"({"name":"Copy"})", "k").text("error"), "conflict");
}

// B-297
TEST(RepeatByAnotherStanding, InAnotherProjectMakesNoDifference) {
  Demotion it;
  const auto other = it.mia.post("/projects", R"({"name":"Other"})").text("id");
  ASSERT_EQ(
      it.mia.post("/projects/" + other + "/members/dora@example.org", R"({"role":"engineer"})")
          .status,
      200
  );
  const auto first = it.keyed.post(it.path, it.half, "k");
  ASSERT_EQ(first.status, 200) << first.body;
  ASSERT_EQ(it.mia.remove("/projects/" + other + "/members/dora@example.org").status, 200);
  EXPECT_EQ(it.keyed.post(it.path, it.half, "k").body, first.body);
}

// B-297: who is away is the member that they were.
TEST(RepeatByAnotherStanding, OfSomebodyWhoIsAwaySinceGetsTheAnswer) {
  Demotion it;
  it.world.clock.advance(std::chrono::minutes{1});
  const auto first = it.keyed.post(it.path, it.half, "k");
  ASSERT_EQ(first.status, 200) << first.body;
  const auto away = it.project() + "/members/dora@example.org/availability";
  ASSERT_EQ(it.mia.put(away, R"({"from":0})").status, 200);
  EXPECT_EQ(it.keyed.post(it.path, it.half, "k").body, first.body);
  it.becomes("annotator");
  it.expect_refused(it.keyed.post(it.path, it.half, "k"));
}

// B-297: her own change of her standing is what it answers.
TEST(RepeatByAnotherStanding, OfTheVeryChangeGetsItsAnswer) {
  Repeats it;
  KeyedClient olga(it.world, "olga");
  const auto path = it.project() + "/members/olga@example.org";
  const auto first = olga.patch(path, R"({"role":"annotator"})", "k");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(olga.patch(path, R"({"role":"annotator"})", "k").body, first.body);
}

/// max manages the task as its owner, and is no member.
struct OwnerOfATask : Demotion {
  KeyedClient max{world, "max"};

  Answer give_to(std::string_view owner) {
    return mia.patch(task_path(), fmt::format(R"({{"taskOwner":"{}@example.org"}})", owner));
  }
};

// B-173, B-297
TEST(RepeatByAnotherStanding, OfWhoOwnedTheTaskIsToldNothingOnceItIsAnothers) {
  OwnerOfATask it;
  ASSERT_EQ(it.give_to("max").status, 200);
  const auto first = it.max.post(it.path, it.half, "k");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(it.max.post(it.path, it.half, "k").body, first.body);
  ASSERT_EQ(it.give_to("mia").status, 200);
  it.expect_refused(it.max.post(it.path, it.half, "k"));
}

}  // namespace
}  // namespace allot::http::test
