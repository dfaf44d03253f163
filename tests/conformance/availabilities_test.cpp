#include "store/availabilities.h"

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class AvailabilitiesOfAStore : public FileStoreTest {
 protected:
  AvailabilitiesOfAStore() {
    change([&](Transaction& tx) {
      tx.projects().put({.id = project, .name = "Lab"});
      for (const auto& person : {ada, ben, cleo}) {
        tx.projects().put_member({.project = project, .user = person, .active = person != cleo});
      }
    });
  }

  void say(const UserId& person, const std::optional<Availability>& said) {
    change([&](Transaction& tx) { tx.availabilities().put(project, person, said); });
  }

  std::optional<Availability> said_of(const UserId& person) {
    return look([&](const Transaction& tx) { return tx.availabilities().find(project, person); });
  }

  std::vector<std::pair<UserId, Availability>> all() {
    return look([&](const Transaction& tx) { return tx.availabilities().of_project(project); });
  }

  const ProjectId project{"project"};
  const UserId ada{"ada@example.org"};
  const UserId ben{"ben@example.org"};
  const UserId cleo{"cleo@example.org"};  // removed
  const Availability week{
      .from = from_epoch_ms(1'000), .until = from_epoch_ms(2'000), .hours_per_day = {}
  };
  const Availability mornings{.from = from_epoch_ms(-5), .until = {}, .hours_per_day = 3.5};
};

// B-422
TEST_F(AvailabilitiesOfAStore, ComeBackAsPutAndGo) {
  EXPECT_EQ(said_of(ada), std::nullopt);
  say(ada, week);
  say(ben, mornings);
  EXPECT_EQ(said_of(ada), week);
  EXPECT_EQ(said_of(ben), mornings);
  say(ada, mornings);
  EXPECT_EQ(said_of(ada), mornings);
  reopen();
  EXPECT_EQ(said_of(ada), mornings);
  say(ada, std::nullopt);
  EXPECT_EQ(said_of(ada), std::nullopt);
}

// B-422
TEST_F(AvailabilitiesOfAStore, OfAProjectAreThoseOfItsActiveMembers) {
  EXPECT_THAT(all(), IsEmpty());
  say(cleo, week);
  say(ben, week);
  say(ada, mornings);
  EXPECT_THAT(all(), ElementsAre(Pair(ada, mornings), Pair(ben, week)));
}

// B-422
TEST_F(AvailabilitiesOfAStore, StayWhenTheRoleChangesAndWhenSomebodyComesBack) {
  say(cleo, week);
  change([&](Transaction& tx) {
    tx.projects().put_member({.project = project, .user = cleo, .role = Role::developer});
  });
  EXPECT_EQ(said_of(cleo), week);
  EXPECT_THAT(all(), ElementsAre(Pair(cleo, week)));
}

TEST_F(AvailabilitiesOfAStore, OfSomebodyWhoIsNoMemberThereIsNoneAndNoneIsTaken) {
  const UserId eve{"eve@example.org"};
  EXPECT_EQ(said_of(eve), std::nullopt);
  EXPECT_THROW(say(eve, week), BrokenInvariant);
}

}  // namespace

}  // namespace allot::conformance
