// Rows of growth about tasks, assignments and statuses.

#include <fmt/format.h>

#include <memory>

#include "growth.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"

namespace allot_bench {

using namespace allot;

namespace {

constexpr std::size_t group = 64;

/// Sets `completed` on items of different people, each once.
class Statuses {
 public:
  Statuses(House& house, const TaskId& task) : house_(house), task_(task) {
    for (const auto& share : house.ledger(task)->shares) {
      Left left{.assignment = share.assignment, .person = share.annotator, .items = {}, .next = 0};
      for (const auto& [ordinal, id] : ids_of(share.open.page(0, 2'000))) left.items.push_back(id);
      left_.push_back(std::move(left));
    }
  }

  void set_group() {
    house_.in_one_group(group, [this](std::size_t) { set_one(); });
  }

  void check() const {
    const auto found = house_.ledger(task_)->shares.tally().by_status;
    const auto completed = found.contains("completed") ? found.at("completed") : 0;
    expect(completed == set_, fmt::format("{} statuses were set, {} are there", set_, completed));
  }

 private:
  struct Left {
    AssignmentId assignment;
    UserId person;
    std::vector<ItemId> items;
    std::size_t next = 0;
  };

  std::vector<std::pair<Ordinal, ItemId>> ids_of(const std::vector<Ordinal>& ordinals) {
    return read(house_.installation.env().store, [&](const Transaction& tx) {
      return tx.items().ids(house_.place.dataset.id, ordinals);
    });
  }

  void set_one() {
    // A step that is prime to the number of people, so that a group is spread over them.
    auto& left = left_[(set_ * 7'919) % left_.size()];
    expect(left.next < left.items.size(), "no items are left");
    const SetStatus input{
        .where = left.assignment,
        .items = {left.items[left.next++]},
        .word = "completed",
        .single = true
    };
    (void)done(set_status(house_.installation.env(), {.user = left.person}, input));
    ++set_;
  }

  House& house_;
  TaskId task_;
  std::vector<Left> left_;
  std::uint64_t set_ = 0;
};

Operation status_operation(House& house, std::uint32_t items, std::uint32_t people, bool scatter) {
  house.add_items(items);
  const auto statuses = std::make_shared<Statuses>(house, house.add_task(people, scatter));
  return {
      .run = [=] { statuses->set_group(); },
      .check = [=] { statuses->check(); },
      .parts = double(group)
  };
}

/// Asks, and the answer must have the text.
Operation asking(
    House& house,
    std::string target,
    std::string text,
    http::Method method = http::Method::get,
    std::string body = ""
) {
  const auto answer = std::make_shared<std::string>();
  return {
      .run = [&house, target, body, method, answer] { *answer = house.ask(method, target, body); },
      .check =
          [answer, text] {
            expect(
                answer->find(text) != std::string::npos, "unexpected: " + answer->substr(0, 200)
            );
          }
  };
}

Operation page_of_one(House& house, std::uint32_t people, bool just_created) {
  house.add_items(people * 10);
  house.add_task(people);
  if (!just_created) house.give_rows();
  return asking(
      house,
      fmt::format("/assignments?projects={}&pageSize=1", house.place.project.text),
      fmt::format(R"("totalItemsCount":{})", people)
  );
}

Operation counters(House& house, std::uint32_t people, bool just_created) {
  house.add_items(people * 10);
  house.add_task(people);
  if (!just_created) house.give_rows();
  return asking(
      house,
      fmt::format("/annotationtasks/projects/{}/counters", house.place.project.text),
      fmt::format(R"("assignmentsCount":{})", people),
      http::Method::post,
      "{}"
  );
}

Operation task_creation(House& house, std::uint32_t people) {
  house.add_items(people * 10);
  const auto made = std::make_shared<TaskId>();
  return {
      .run = [&house, people, made] { *made = house.add_task(people); },
      .check =
          [&house, people, made] {
            expect(house.ledger(*made)->shares.size() == people, "somebody has no assignment");
          }
  };
}

/// What housekeeping does after the creation of a task.
Operation rows_of_assignments(House& house, std::uint32_t people) {
  house.add_items(people * 10);
  house.add_task(people);
  return {.run = [&house] { house.give_some_rows(); }, .check = [] {}};
}

/// Each run has a task of its own, with rows for all.
std::shared_ptr<std::vector<TaskId>> tasks_for_runs(House& house, std::uint32_t people) {
  constexpr int runs = 8;
  const auto tasks = std::make_shared<std::vector<TaskId>>();
  for (int run = 0; run < runs; ++run) tasks->push_back(house.add_task(people));
  house.give_rows();
  return tasks;
}

Operation task_deletion(House& house, std::uint32_t people) {
  house.add_items(people * 10);
  const auto tasks = tasks_for_runs(house, people);
  const auto at = std::make_shared<std::size_t>(0);
  return {
      .run =
          [&house, tasks, at] {
            (void)done(delete_task(
                house.installation.env(), house.place.caller, {.task = tasks->at((*at)++)}
            ));
          },
      .check =
          [&house, tasks, at] {
            expect(house.ledger(tasks->at(*at - 1))->members.empty(), "the task is there");
          }
  };
}

/// All that one person has, among so many who have nothing yet.
Operation redistribution(House& house, std::uint32_t people) {
  house.add_items(people * 10);
  const auto tasks = tasks_for_runs(house, 1);
  const auto at = std::make_shared<std::size_t>(0);
  std::vector<Load> loads;
  for (std::uint32_t i = 0; i < people; ++i) {
    loads.push_back(
        {.assignee = UserId{fmt::format("q{}@example.org", i)}, .percent = 100.0 / people}
    );
  }
  return {
      .run =
          [&house, tasks, at, loads] {
            const auto source = house.ledger(tasks->at((*at)++))->shares.at(0).assignment;
            (void)done(redistribute_assignment(
                house.installation.env(), house.place.caller, {.assignment = source, .loads = loads}
            ));
          },
      .check =
          [&house, tasks, at, people] {
            expect(
                house.ledger(tasks->at(*at - 1))->shares.size() == people, "somebody got nothing"
            );
          }
  };
}

Operation item_of_all_tasks(House& house, std::uint32_t tasks) {
  house.add_items(100);
  for (std::uint32_t i = 0; i < tasks; ++i) house.add_task(1);
  return asking(house, "/items/" + house.item(7).text, house.item(7).text);
}

/// Among tasks that each have one other item, named by its id.
Operation item_of_one_task(House& house, std::uint32_t tasks) {
  house.add_items(tasks + 1);
  for (std::uint32_t i = 0; i <= tasks; ++i) house.add_task_of(house.item(i));
  return asking(house, "/items/" + house.item(7).text, house.item(7).text);
}

Operation bulk_status(House& house, std::uint32_t items) {
  house.add_items(items);
  const auto task = house.add_task(10);
  std::vector<Ordinal> all(items);
  for (std::uint32_t i = 0; i < items; ++i) all[i] = i;
  std::string ids;
  read(house.installation.env().store, [&](const Transaction& tx) {
    for (const auto& [ordinal, id] : tx.items().ids(house.place.dataset.id, all)) {
      ids += fmt::format(R"({}"{}")", ids.empty() ? "" : ",", id.text);
    }
    return 0;
  });
  const auto turn = std::make_shared<int>(0);
  return {
      .run =
          [&house, task, ids, turn] {
            const auto* const word = ++*turn % 2 == 1 ? "completed" : "discard";
            house.ask(
                http::Method::post,
                fmt::format("/assignments/items/tasks/{}/status", task.text),
                fmt::format(
                    R"({{"itemIds":[{}],"statusPayload":{{"operation":"create","status":"{}"}}}})",
                    ids,
                    word
                )
            );
          },
      .check =
          [&house, task, items, turn] {
            const auto* const word = *turn % 2 == 1 ? "completed" : "discard";
            expect(
                house.ledger(task)->shares.tally().by_status.at(word) == items, "not all have it"
            );
          }
  };
}

}  // namespace

std::vector<Row> work_rows(std::uint32_t scale) {
  const auto large = 100'000 * scale;
  return {
      {"a status, of a group of 64, items in a row",
       "people",
       {20, 200, 2'000},
       [=](House& house, std::uint32_t people) {
         return status_operation(house, large, people, false);
       }},
      {"a status, of a group of 64, scattered",
       "people",
       {20, 200, 2'000},
       [=](House& house, std::uint32_t people) {
         return status_operation(house, large, people, true);
       }},
      {"a status, of a group of 64, 20 people",
       "items",
       {10'000, 100'000, 100'000 * scale},
       [](House& house, std::uint32_t items) { return status_operation(house, items, 20, false); }},
      {"a page of one assignment",
       "people",
       {10, 1'000, 10'000},
       [](House& house, std::uint32_t people) { return page_of_one(house, people, false); }},
      {"a page of one, task just created",
       "people",
       {10, 1'000, 10'000},
       [](House& house, std::uint32_t people) { return page_of_one(house, people, true); }},
      {"counters of a project",
       "people",
       {10, 1'000, 10'000},
       [](House& house, std::uint32_t people) { return counters(house, people, false); }},
      {"counters, task just created",
       "people",
       {10, 1'000, 10'000},
       [](House& house, std::uint32_t people) { return counters(house, people, true); }},
      {"creating a task", "people", {10, 1'000, 10'000}, task_creation},
      {"rows for its assignments, one job", "people", {2'000, 10'000}, rows_of_assignments},
      {"redistributing to people", "people", {10, 1'000, 10'000}, redistribution},
      {"deleting a task", "people", {10, 1'000, 10'000}, task_deletion},
      {"reading an item of one task", "tasks", {10, 100, 2'000}, item_of_one_task},
      {"reading an item of all tasks", "tasks", {1, 10, 100}, item_of_all_tasks},
      {"a status for many ids", "ids", {1'000, 10'000, large}, bulk_status},
  };
}

}  // namespace allot_bench
