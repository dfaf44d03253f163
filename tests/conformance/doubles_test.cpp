#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

/// What the use cases keep single is refused by the database too (ADR 0036).
class DoublesInAStore : public StoreTest {
 protected:
  void expect_refused(FunctionRef<void(Transaction&)> body) {
    EXPECT_THROW(change(body), StoreFailure);
  }

  Assignment of(const std::string& person, const std::string& name) {
    return {
        .id = ids.next<AssignmentId>(),
        .task = task,
        .project = project,
        .dataset = dataset,
        .name = name,
        .annotator = UserId{person}
    };
  }

  Dataset named(const std::string& name, bool binaries = false) {
    return {.id = ids.next<DatasetId>(), .project = project, .name = name, .binaries = binaries};
  }

  ProjectId project{"project"};
  DatasetId dataset = add_dataset();
  TaskId task = add_task(dataset);
};

// B-072
TEST_F(DoublesInAStore, AnAssignmentsNameIsSingleInItsProject) {
  change([&](Transaction& tx) { tx.assignments().put(of("ada", "Lab (ada)")); });
  expect_refused([&](Transaction& tx) { tx.assignments().put(of("ben", "Lab (ada)")); });
  change([&](Transaction& tx) {
    tx.assignments().put(of("ben", "lab (ada)"));  // of another case, it is another name
    auto elsewhere = of("cleo", "Lab (ada)");
    elsewhere.project = ProjectId{"another"};
    tx.assignments().put(elsewhere);
  });
}

// B-070
TEST_F(DoublesInAStore, APersonHasOneAssignmentInATaskBesideHiddenOnes) {
  change([&](Transaction& tx) { tx.assignments().put(of("ada", "one")); });
  expect_refused([&](Transaction& tx) { tx.assignments().put(of("ada", "two")); });
  change([&](Transaction& tx) {
    auto hidden = of("ada", "hidden");
    hidden.kind = ShareKind::originals;
    tx.assignments().put(hidden);
    auto another = of("ada", "three");
    another.task = TaskId{"another task"};
    tx.tasks().put({.id = another.task, .dataset = dataset, .name = "another"});
    tx.assignments().put(another);
  });
}

// B-152
TEST_F(DoublesInAStore, ADatasetsNameIsSingleInItsProjectAndSoAreItsBinaries) {
  change([&](Transaction& tx) {
    tx.datasets().put(named("Crossings"));
    tx.datasets().put(named("Binaries"));
    tx.datasets().put(named("Binaries", true));
  });
  expect_refused([&](Transaction& tx) { tx.datasets().put(named("Crossings")); });
  expect_refused([&](Transaction& tx) { tx.datasets().put(named("Other binaries", true)); });
  change([&](Transaction& tx) {
    auto elsewhere = named("Crossings");
    elsewhere.project = ProjectId{"another"};
    tx.datasets().put(elsewhere);
  });
}

// B-152
TEST_F(DoublesInAStore, AProjectsNameIsSingleAmongThoseOfItsCreator) {
  const auto by = [](const std::string& id, const std::string& creator) {
    return Project{.id = ProjectId{id}, .name = "City", .creator = UserId{creator}};
  };
  change([&](Transaction& tx) { tx.projects().put(by("one", "mia")); });
  expect_refused([&](Transaction& tx) { tx.projects().put(by("two", "mia")); });
  change([&](Transaction& tx) { tx.projects().put(by("two", "pat")); });
}

}  // namespace

}  // namespace allot::conformance
