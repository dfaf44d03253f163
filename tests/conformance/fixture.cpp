#include "conformance/fixture.h"

#include <stdlib.h>

namespace allot::conformance {

TestFolder::TestFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "allot-test-XXXXXX").string();
  path = ::mkdtemp(pattern.data());
}

TestFolder::~TestFolder() {
  std::filesystem::remove_all(path);
}

StoreTest::StoreTest(const StoreOptions& options) : store(open_store(options, ids)) {}

StoreTest::~StoreTest() = default;

User user(const std::string& name) {
  return {.id = UserId{name + "@example.org"}, .first_name = name};
}

FileStoreTest::FileStoreTest() {
  reopen();
}

void FileStoreTest::reopen() {
  // The old one is closed first: a file has one owner.
  store.reset();
  store = open_store({.file = folder.path / "allot.db"}, ids);
}

std::vector<std::string> StoreTest::user_names() {
  return look([](const Transaction& tx) {
    std::vector<std::string> names;
    for (const auto& it : tx.users().list()) names.push_back(it.first_name);
    return names;
  });
}

DatasetId StoreTest::add_dataset() {
  const auto id = ids.next<DatasetId>();
  change([&](Transaction& tx) {
    tx.datasets().put({.id = id, .project = ProjectId{"project"}, .name = "pictures " + id.text});
  });
  return id;
}

Item StoreTest::new_item(const DatasetId& dataset, const std::string& path) {
  return {
      .dataset = dataset,
      .id = ids.next<ItemId>(),
      .path = path,
      .creator = UserId{"mia@example.org"},
      .created_at = clock.now(),
      .updated_at = clock.now()
  };
}

std::vector<ItemId> StoreTest::add_items(const DatasetId& dataset, std::size_t count) {
  std::vector<ItemId> added;
  change([&](Transaction& tx) {
    added.clear();  // a body may run again
    const auto first = tx.datasets().sets(dataset).live.size();
    for (std::size_t i = 0; i < count; ++i) {
      auto item = new_item(dataset, "/" + std::to_string(first + i) + ".jpg");
      added.push_back(item.id);
      tx.items().add(std::move(item));
    }
  });
  return added;
}

TaskId StoreTest::add_task(const DatasetId& dataset) {
  const auto id = ids.next<TaskId>();
  change([&](Transaction& tx) {
    tx.tasks().put({.id = id, .dataset = dataset, .name = "task " + id.text});
  });
  return id;
}

AssignmentId StoreTest::add_assignment(const TaskId& task, const std::string& person) {
  const auto id = ids.next<AssignmentId>();
  change([&](Transaction& tx) {
    tx.assignments().put({.id = id, .task = task, .name = id.text, .annotator = UserId{person}});
  });
  return id;
}

Annotation StoreTest::new_annotation(
    const DatasetId& dataset, Ordinal item, const std::string& status
) {
  return {
      .id = ids.next<AnnotationId>(),
      .dataset = dataset,
      .item = item,
      .type = "box",
      .label = "cat",
      .status = status
  };
}

AnnotationId StoreTest::add_annotation(
    const DatasetId& dataset, Ordinal item, const std::string& status
) {
  const auto annotation = new_annotation(dataset, item, status);
  change([&](Transaction& tx) { tx.annotations().add(annotation); });
  return annotation.id;
}

std::vector<AnnotationId> StoreTest::annotations_of(const DatasetId& dataset, Ordinal item) {
  std::vector<AnnotationId> found;
  look([&](const Transaction& tx) {
    tx.annotations().each_of_item(dataset, item, [&](const Annotation& annotation) {
      found.push_back(annotation.id);
    });
    return 0;
  });
  return found;
}

DatasetSets StoreTest::sets(const DatasetId& dataset) {
  return look([&](const Transaction& tx) { return tx.datasets().sets(dataset); });
}

Ledger StoreTest::ledger(const TaskId& task) {
  return look([&](const Transaction& tx) { return *tx.ledgers().of(task); });
}

Ledger ledger_with(const std::vector<AssignmentId>& assignments, Ordinal size) {
  Ledger ledger;
  Ordinal next = 0;
  for (const auto& assignment : assignments) {
    // A person of their own for each, as in a task.
    ledger.shares.put(
        {.assignment = assignment,
         .annotator = UserId{std::to_string(ledger.shares.size()) + "@example.org"},
         .open = ItemSet::range(next, next + size)}
    );
    next += size;
  }
  ledger.members = ItemSet::range(0, next);
  return ledger;
}

}  // namespace allot::conformance
