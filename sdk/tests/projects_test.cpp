#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class ProjectsOfAClient : public InBothModes {
 protected:
  [[nodiscard]] static std::vector<std::string> names(const Client& client) {
    std::vector<std::string> found;
    for (const auto& each : client.projects.list()) found.push_back(each.name);
    return found;
  }

  [[nodiscard]] std::vector<std::string> members() const {
    std::vector<std::string> found;
    for (const auto& each : project.list_members()) {
      found.push_back(each.email + " " + each.role.text() + " " + each.status.text());
    }
    return found;
  }
};

TEST_P(ProjectsOfAClient, AreFoundByIdAndByName) {
  EXPECT_EQ(project.name, "street signs");
  EXPECT_EQ(project.creator, address_of("mia"));
  EXPECT_EQ(project.role, Role::owner);
  EXPECT_EQ(mia.projects.get({.project_id = project.id}).name, "street signs");
  EXPECT_EQ(mia.projects.get({.project_name = "street signs"}).id, project.id);
}

TEST_P(ProjectsOfAClient, NameTheBotsAmongTheirMembers) {
  std::vector<std::string> bots;
  for (const auto& member : project.list_members()) {
    if (!member.bot.empty()) bots.push_back(member.bot);
  }
  EXPECT_EQ(bots, std::vector<std::string>{"default bot"});
}

TEST_P(ProjectsOfAClient, AreFoundByNamesThatNeedEncoding) {
  for (const std::string name : {"100 %41 &#+", "a [b] c|d", "..", "name"}) {
    const auto made = mia.projects.create(name);
    EXPECT_EQ(made.name, name);
    EXPECT_EQ(mia.projects.get({.project_name = name}).id, made.id) << name;
  }
}

TEST_P(ProjectsOfAClient, AreListedForThoseWhoSeeThem) {
  mia.projects.create("bridges");
  EXPECT_THAT(names(mia), UnorderedElementsAre("street signs", "bridges"));
  EXPECT_THAT(names(house.client("ada")), ElementsAre("street signs"));
  EXPECT_THAT(names(house.client("eve")), ElementsAre());
}

TEST_P(ProjectsOfAClient, AreRenamed) {
  const auto renamed = project.rename("signs");
  EXPECT_EQ(renamed.id, project.id);
  EXPECT_EQ(renamed.name, "signs");
  EXPECT_EQ(project.name, "street signs");  // a value, as it was
  EXPECT_EQ(mia.projects.get({.project_name = "signs"}).id, project.id);
  EXPECT_THROW((void)mia.projects.get({.project_name = "street signs"}), NotFound);
}

TEST_P(ProjectsOfAClient, HaveMembersWithRoles) {
  project.add_member(address_of("cleo"), Role::annotation_manager);
  project.add_member("New@Example.org");
  project.update_member(address_of("ben"), Role::developer);
  EXPECT_THAT(
      members(),
      IsSupersetOf({
          "mia@example.org owner active",
          "ada@example.org annotator active",
          "ben@example.org engineer active",
          "cleo@example.org annotationManager active",
          "new@example.org annotator pending",
      })
  );
  project.remove_member(address_of("ada"));
  EXPECT_THAT(members(), Not(Contains("ada@example.org annotator active")));
  EXPECT_THROW((void)house.client("ada").projects.get({.project_id = project.id}), NotFound);
}

// B-009
TEST_P(ProjectsOfAClient, GiveAPendingMemberALinkForSevenDays) {
  using namespace std::chrono_literals;
  project.add_member("new@example.org");
  const auto before = std::chrono::system_clock::now();
  const auto link = project.invite_member("New@Example.org");
  const auto after = std::chrono::system_clock::now();
  EXPECT_THAT(link.url, HasSubstr("/welcome?token="));
  EXPECT_GE(link.expires_at, std::chrono::floor<std::chrono::milliseconds>(before) + 7 * 24h);
  EXPECT_LE(link.expires_at, after + 7 * 24h);
  EXPECT_NE(project.invite_member("new@example.org").url, link.url);  // the later one counts
}

TEST_P(ProjectsOfAClient, GiveNoLinkToWhoIsNoMemberOrHasAnAccount) {
  project.add_member("new@example.org");
  EXPECT_THROW((void)project.invite_member("stranger@example.org"), NotFound);
  EXPECT_THROW((void)project.invite_member(address_of("ada")), Conflict);
  const auto seen_by_ada = house.client("ada").projects.get({.project_id = project.id});
  EXPECT_THROW((void)seen_by_ada.invite_member("new@example.org"), Forbidden);
}

TEST_P(ProjectsOfAClient, AreGoneOnceRemoved) {
  const auto dataset = dataset_with(1);
  project.remove();
  EXPECT_THROW((void)mia.projects.get({.project_id = project.id}), NotFound);
  EXPECT_THROW((void)mia.datasets.get({.dataset_id = dataset.id}), NotFound);
  EXPECT_THAT(names(mia), ElementsAre());
}

// B-152
TEST_P(ProjectsOfAClient, HaveNamesOfTheirOwn) {
  EXPECT_THROW(mia.projects.create("street signs"), BadRequest);
  EXPECT_THAT(names(mia), ElementsAre("street signs"));
}

TEST_P(ProjectsOfAClient, KeepTheWholeAnswer) {
  EXPECT_NE(project.raw_json.find("\"street signs\""), std::string::npos);
}

IN_BOTH_MODES(ProjectsOfAClient);

}  // namespace
}  // namespace allot::sdk_tests
