#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto nobody = "0123456789abcdef01234567";

/// Four files, two with ada, two with ben.
class AssignmentReads : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(4);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
  const Assignment adas = assignment_of(task, "ada");

  [[nodiscard]] std::vector<std::string> people(const AssignmentQuery& query) const {
    std::vector<std::string> found;
    for (const auto& each : project.assignments.list(query)) found.push_back(each.annotator);
    return found;
  }
};

// B-220
TEST_P(AssignmentReads, TellTheLatestReassignment) {
  EXPECT_THROW((void)adas.latest_reassignment(), NotFound);
  const auto cleos = adas.reassign(address_of("cleo"));
  const auto latest = adas.latest_reassignment();  // by its id alone: it is gone
  EXPECT_EQ(latest.status, CommandStatus::success);
  EXPECT_EQ(latest.to_assignment_id, cleos.id);
  EXPECT_EQ(latest.annotator, address_of("cleo"));
  EXPECT_EQ(latest.creator, address_of("mia"));
  EXPECT_NE(latest.command_id, "");
  EXPECT_GT(latest.at, Time{});

  const auto back = cleos.reassign(address_of("ada"));
  EXPECT_EQ(cleos.latest_reassignment().to_assignment_id, back.id);
  EXPECT_EQ(adas.latest_reassignment().to_assignment_id, cleos.id);
  back.reassign(address_of("ada"));  // nothing moves
  EXPECT_EQ(back.latest_reassignment().to_assignment_id, back.id);
  const auto bens = back.reassign(address_of("ben"));
  EXPECT_EQ(back.latest_reassignment().to_assignment_id, bens.id);
}

TEST_P(AssignmentReads, TellReassignmentsToWhoMadeThem) {
  project.update_member(address_of("ben"), Role::developer);
  adas.reassign(address_of("cleo"));
  const auto bens = house.client("ben");
  const auto cleos = bens.assignments.list({.annotator = address_of("cleo")});
  ASSERT_EQ(cleos.size(), 1u);
  EXPECT_THROW((void)cleos.front().latest_reassignment(), NotFound);
}

TEST_P(AssignmentReads, MayBeOfSomeMembersOnly) {
  EXPECT_EQ(
      adas.partial({"annotator", "_id", "totalItems", "nonsense"}),
      R"({"annotator":"ada@example.org","_id":")" + adas.id + R"(","totalItems":2})"
  );
  EXPECT_EQ(adas.partial({}), "{}");
}

TEST_P(AssignmentReads, MayAskForAnItemToBeThere) {
  const auto mine = ids_of(adas.get_items()).front();
  const auto bens = ids_of(assignment_of(task, "ben").get_items()).front();
  EXPECT_EQ(adas.partial({"status"}, mine), R"({"status":"todo"})");
  EXPECT_THROW((void)adas.partial({"status"}, bens), NotFound);
  EXPECT_THROW((void)adas.partial({"status"}, nobody), NotFound);
}

TEST_P(AssignmentReads, AreNarrowedByWhatIsKnownOfThem) {
  EXPECT_THAT(people({.annotator = "BEN@example.org"}), ElementsAre(address_of("ben")));
  EXPECT_THAT(people({.name = adas.name}), ElementsAre(address_of("ada")));
  adas.set_status("completed", ids_of(adas.get_items()));
  EXPECT_THAT(people({.status = AssignmentStatus::done}), ElementsAre(address_of("ada")));
  EXPECT_THAT(people({.active = true}), ElementsAre(address_of("ben")));
  EXPECT_THAT(people({.active = false}), ElementsAre(address_of("ada")));
  EXPECT_THAT(people({.project_ids = {nobody}}), IsEmpty());
}

TEST_P(AssignmentReads, LeaveOutThoseOfArchivedTasks) {
  Task::Changes changes;
  changes.archived = true;
  EXPECT_TRUE(task.update(changes).is_archived);
  EXPECT_THAT(people({}), IsEmpty());
  EXPECT_EQ(people({.archived = true}).size(), 2u);
}

TEST_P(AssignmentReads, TellWhatTheTaskSaysOfThem) {
  Task::Changes changes;
  changes.priority = Priority::high;
  changes.due_date = Time(1'900'000'000s);
  task.update(changes);
  const auto now = assignment_of(task, "ada");
  EXPECT_EQ(now.priority, Priority::high);
  EXPECT_EQ(now.due_date, Time(1'900'000'000s));
  EXPECT_FALSE(now.is_default);
  EXPECT_THAT(now.url, HasSubstr("/api/v1/assignments/" + adas.id));
  EXPECT_GT(now.created_at, Time{});
  EXPECT_EQ(now.updated_by, address_of("mia"));
  const auto owners = dataset.tasks.create({.name = "mine", .filters = {}, .workload = {}});
  EXPECT_TRUE(assignment_of(owners, "mia").is_default);
}

// B-077
TEST_P(AssignmentReads, KeepMetadataOfTheirOwn) {
  const auto changed = adas.update({.name = {}, .metadata_json = R"({"desk":{"nr":7}})"});
  EXPECT_EQ(changed.name, adas.name);
  EXPECT_THAT(changed.metadata_json, HasSubstr(R"("desk":{"nr":7})"));
  EXPECT_THAT(changed.rename("first half").metadata_json, HasSubstr(R"("desk":{"nr":7})"));
  EXPECT_EQ(changed.task_id, task.id);
}

IN_BOTH_MODES(AssignmentReads);

}  // namespace
}  // namespace allot::sdk_tests
