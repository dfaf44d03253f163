#include "allot/events.h"

#include <thread>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

/// Four files, two with ada, two with ben.
class EventsOfAClient : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(4);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
  const Client ada = house.client("ada");

  [[nodiscard]] std::vector<std::string> item_ids() const { return ids_of(task.get_items()); }

  /// The kinds of what comes, up to and with this one.
  static std::vector<std::string> kinds_until(EventRange& events, const std::string& last) {
    std::vector<std::string> kinds;
    while (kinds.empty() || kinds.back() != last) {
      auto event = events.next(10s);
      if (!event) break;
      kinds.push_back(event->kind);
    }
    return kinds;
  }

  /// Once they are told, which is some time after what they tell of.
  static std::vector<InboxLine> told(const Client& who, std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    auto lines = who.inbox.list().all();
    while (lines.size() < count && std::chrono::steady_clock::now() < end) {
      std::this_thread::yield();
      lines = who.inbox.list().all();
    }
    return lines;
  }
};

// B-320
TEST_P(EventsOfAClient, AreHeardAsTheyHappen) {
  auto events = mia.events.listen({.task_ids = {task.id}});
  if (const auto before = events.next(0ms)) {  // begins to listen
    EXPECT_EQ(before->kind, "Task.counted");   // of what came before: some time after it
  }
  task.set_status("completed", {item_ids().front()});
  auto event = events.next();
  while (event.kind == "Task.counted") event = events.next();
  EXPECT_EQ(event.kind, "ItemStatus.Updated");
  EXPECT_EQ(event.task_id, task.id);
  EXPECT_EQ(event.project_id, project.id);
  EXPECT_EQ(event.actor, "mia@example.org");
  EXPECT_EQ(event.detail_json, R"({"status":"completed","count":1})");
  EXPECT_THAT(kinds_until(events, "Task.counted"), ::testing::Contains("Task.counted"));
}

// B-320
TEST_P(EventsOfAClient, AreGoneThroughPageByPageFromTheOldest) {
  std::vector<std::string> kinds;
  Listen from{.task_ids = {task.id}, .after = 0};
  for (;;) {
    const auto page = mia.events.page(from, 2);
    for (const auto& event : page.events) kinds.push_back(event.kind);
    if (page.next == from.after) break;
    from.after = page.next;
  }
  EXPECT_THAT(
      kinds,
      IsSupersetOf(
          {"Task.Created", "Assignment.Created", "Operation.Created", "ItemStatus.taskAssigned"}
      )
  );
  auto again = mia.events.listen({.task_ids = {task.id}, .after = 0});
  EXPECT_EQ(again.next().kind, kinds.front());
}

// B-320
TEST_P(EventsOfAClient, OfWhatOneMayNotSeeAreNotFound) {
  const auto eve = house.client("eve");
  EXPECT_THROW((void)eve.events.listen({.task_ids = {task.id}}).next(), NotFound);
  EXPECT_THROW((void)eve.events.page({.task_ids = {task.id}}), NotFound);
  EXPECT_THROW((void)mia.events.page({.after = 1'000'000'000}), Gone);
}

// B-282
TEST_P(EventsOfAClient, GoIntoTheInboxesOfThoseTheyAreAbout) {
  const auto lines = told(ada, 1);
  ASSERT_EQ(lines.size(), 1u);
  const auto& line = lines.front();
  EXPECT_EQ(line.kind, InboxKind::assigned);
  EXPECT_EQ(line.text, "You got 2 items in “" + task.name + "”.");
  EXPECT_EQ(line.by, "mia@example.org");
  EXPECT_EQ(line.project_id, project.id);
  EXPECT_EQ(line.task_id, task.id);
  EXPECT_EQ(line.assignment_id, assignment_of(task, "ada").id);
  EXPECT_EQ(line.item_id, "");
  EXPECT_EQ(line.count, 1u);
  EXPECT_GT(line.at, Time{});
  EXPECT_FALSE(line.is_read);
  EXPECT_EQ(mia.inbox.list().count(), 0u);
}

// B-282
TEST_P(EventsOfAClient, AreReadInInboxes) {
  const auto& [kind, id] = std::pair(InboxKind::assigned, told(ada, 1).front().id);
  assignment_of(task, "ada").reassign("ben@example.org");
  const auto lines = told(ada, 2);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines.front().kind, InboxKind::moved);
  EXPECT_EQ(lines.back().kind, kind);
  ada.inbox.read({lines.front().id});
  EXPECT_EQ(ada.inbox.list(true).count(), 1u);
  ada.inbox.read_up_to(lines.front().id);
  EXPECT_EQ(ada.inbox.list(true).count(), 0u);
  EXPECT_EQ(ada.inbox.list().count(), 2u);
  EXPECT_EQ(ada.inbox.list().all().back().id, id);
}

IN_BOTH_MODES(EventsOfAClient);

}  // namespace
}  // namespace allot::sdk_tests
