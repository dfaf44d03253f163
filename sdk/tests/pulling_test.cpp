#include "allot/pulling.h"

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Twelve files, from which ada and ben pull three at a time.
class PullingTasks : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(12);
  const Task task = make(
      {.batch_size = 3,
       .max_workload = 6,
       .allowed_assignees = {"Ada@example.org", address_of("ben")},
       .idle = minutes(30)}
  );
  const Client ada = house.client("ada");
  const Assignment adas = ada.assignments.list().front();

  [[nodiscard]] NewTask wanted(const Pulling& pulling) const {
    return {.name = "pull", .filters = {}, .metadata_json = R"({"team":"A"})", .pulling = pulling};
  }

  [[nodiscard]] Task make(const Pulling& pulling) const {
    return dataset.tasks.create(wanted(pulling));
  }

  [[nodiscard]] PlanKind newest() const {
    return task.operations().page(0, 1).at(0).kind.known().value();
  }
};

// B-051 B-056 B-057
TEST_P(PullingTasks, BeginWithABatchForEveryContributor) {
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 3}, {"ben", 3}}));
  EXPECT_EQ(task.queued(), 6u);
  ASSERT_TRUE(task.pulling);
  EXPECT_EQ(task.pulling->batch_size, 3u);
  EXPECT_EQ(task.pulling->max_workload, 6u);
  EXPECT_THAT(task.pulling->allowed_assignees, ElementsAre(address_of("ada"), address_of("ben")));
  EXPECT_EQ(task.pulling->idle, minutes(30));
  EXPECT_NE(task.metadata_json.find(R"("team":"A")"), std::string::npos);
  EXPECT_EQ(task_of(dataset, loads({{"ada", 100}})).pulling.has_value(), false);
}

// B-052
TEST_P(PullingTasks, TakeTheBoundOfATermThatIsNotGiven) {
  const auto by_size = make({.batch_size = 10});
  EXPECT_EQ(by_size.pulling->max_workload, 12u);
  EXPECT_EQ(by_size.pulling->idle, std::nullopt);
  EXPECT_THAT(by_size.pulling->allowed_assignees, IsEmpty());
  EXPECT_EQ(make({.max_workload = 12}).pulling->batch_size, 10u);
  EXPECT_THROW((void)make({.batch_size = 2}), BadRequest);
  EXPECT_THROW((void)make({.batch_size = 5, .max_workload = 11}), BadRequest);
  EXPECT_THROW((void)make({.batch_size = 5, .idle = minutes(1)}), BadRequest);
}

TEST_P(PullingTasks, ArePreviewed) {
  const auto plan = dataset.tasks.preview_create(
      wanted({.batch_size = 5, .allowed_assignees = {address_of("ada")}})
  );
  EXPECT_EQ(plan.total, 12u);
  EXPECT_EQ(after(plan), (Shares{{"ada", 5}}));
}

// B-053
TEST_P(PullingTasks, LoadTheNextBatchByThemselvesAndWhenAsked) {
  const auto plan = adas.preview_load_batch();
  EXPECT_EQ(plan.kind, PlanKind::batch);
  EXPECT_EQ(plan.total, 3u);
  EXPECT_FALSE(plan.undoable);
  EXPECT_EQ(task.queued(), 6u);  // nothing was done
  EXPECT_EQ(adas.load_batch(plan), 3u);
  EXPECT_EQ(adas.get_items().count(), 6u);
  EXPECT_EQ(adas.load_batch(), 0u);  // none fits
  auto ids = ids_of(adas.get_items());
  ids.resize(3);
  adas.set_status("completed", ids);
  EXPECT_EQ(adas.reload().counts.remaining, 6u);
  EXPECT_EQ(newest(), PlanKind::batch);
  EXPECT_EQ(task.queued(), 0u);
}

// B-054
TEST_P(PullingTasks, TakeWhatIsOpenBackIntoTheQueue) {
  adas.set_status("completed", {ids_of(adas.get_items()).front()});  // the next three have come
  const auto plan = adas.preview_clear_batch();
  EXPECT_EQ(plan.kind, PlanKind::clear);
  EXPECT_EQ(plan.total, 5u);
  EXPECT_EQ(adas.clear_batch(plan), 5u);
  EXPECT_EQ(adas.reload().counts.remaining, 0u);
  EXPECT_EQ(adas.reload().counts.completed, 1u);
  EXPECT_THROW((void)adas.clear_batch(plan), PlanChanged);
}

// B-055 B-295
TEST_P(PullingTasks, LetPeopleInAndOut) {
  const auto with_cleo = task.add_contributors({"Cleo@example.org"});
  EXPECT_EQ(with_cleo.pulling->allowed_assignees.size(), 3u);
  EXPECT_EQ(assignment_of(task, "cleo").counts.remaining, 3u);
  EXPECT_EQ(newest(), PlanKind::contributors);
  adas.set_status("completed", {ids_of(adas.get_items()).front()});
  const auto without = task.remove_contributors({address_of("ada")});
  EXPECT_THAT(
      without.pulling->allowed_assignees, ElementsAre(address_of("ben"), address_of("cleo"))
  );
  const auto locked = assignment_of(task, "ada");
  EXPECT_FALSE(locked.is_active);
  EXPECT_EQ(locked.counts.total, 1u);
  EXPECT_TRUE(assignment_of(task, "ben").is_active);
  task.add_contributors({address_of("ada")});
  EXPECT_TRUE(assignment_of(task, "ada").is_active);
  EXPECT_THROW((void)task.add_contributors({}), BadRequest);
  EXPECT_THROW((void)ada.tasks.get({.task_id = task.id}).add_contributors({"x@y.z"}), Forbidden);
}

// B-295
TEST_P(PullingTasks, UndoAChangeOfContributors) {
  task.remove_contributors({address_of("ben")});
  for (const auto& each : task.operations()) {
    if (each.kind != PlanKind::contributors) continue;
    EXPECT_EQ(each.undo().operation.undo_of, each.id);
    break;
  }
  EXPECT_THAT(
      task.reload().pulling->allowed_assignees, ElementsAre(address_of("ada"), address_of("ben"))
  );
}

TEST_P(PullingTasks, ChangeAfterWhatTimeIdleItemsGoBack) {
  EXPECT_EQ(task.update({.idle = minutes(60)}).pulling->idle, minutes(60));
  EXPECT_EQ(task.update({.name = "other"}).pulling->idle, minutes(60));
  EXPECT_EQ(task.update({.idle = minutes(0)}).pulling->idle, std::nullopt);
  EXPECT_THROW(task.update({.idle = minutes(1)}), BadRequest);
}

// B-055
TEST_P(PullingTasks, AreNotTheOthers) {
  const auto plain = task_of(dataset, loads({{"ada", 100}}));
  EXPECT_THROW((void)plain.add_contributors({address_of("ben")}), BadRequest);
  EXPECT_THROW((void)assignment_of(plain, "ada").load_batch(), BadRequest);
  EXPECT_THROW((void)assignment_of(plain, "ada").clear_batch(), BadRequest);
}

IN_BOTH_MODES(PullingTasks);

}  // namespace
}  // namespace allot::sdk_tests
