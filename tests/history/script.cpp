#include "script.h"

#include <algorithm>
#include <array>
#include <set>

#include "support/world.h"

namespace allot::history {

namespace {

constexpr std::array<std::string_view, 4> receivers{"ada", "ben", "cleo", "dan"};

}  // namespace

Mix mix_of_movers() {
  return {
      {Act::set_status, 8},
      {Act::redistribute, 8},
      {Act::reassign, 5},
      {Act::read_task, 3},
      {Act::read_assignment, 2},
      {Act::list_assignments, 5},
      {Act::list_items, 6},
      {Act::read_item, 3}
  };
}

Mix mix_of_managers() {
  auto mix = mix_of_movers();
  mix.insert(
      mix.end(),
      {{Act::create_task, 1},
       {Act::delete_task, 1},
       {Act::dismiss, 1},
       {Act::reopen, 2},
       {Act::add, 6},
       {Act::remove, 3},
       {Act::delete_assignment, 2},
       {Act::delete_item, 1}}
  );
  return mix;
}

Mix mix_of_annotators() {
  return {
      {Act::set_status, 12},
      {Act::read_task, 2},
      {Act::read_assignment, 2},
      {Act::list_assignments, 4},
      {Act::list_items, 3},
      {Act::read_item, 2}
  };
}

Script::Script(std::uint64_t seed, UserId person, bool manages, Mix mix, std::size_t items)
    : chance_(seed),
      person_(std::move(person)),
      manages_(manages),
      mix_(std::move(mix)),
      items_(items) {}

Call Script::next() {
  auto call = draft();
  while (call == last_) call = draft();
  last_ = call;
  return call;
}

Call Script::draft() {
  Call call{.act = choose_act(), .caller = person_, .manages = manages_};
  switch (call.act) {
    case Act::create_task:
      call.items = some_items(items_);
      call.loads = some_loads();
      break;
    case Act::add:
      call.task = some_task();
      call.items = some_items(4);
      if (below(4) > 0) call.loads = some_loads();
      break;
    case Act::remove:
      call.task = some_task();
      call.items = some_items(4);
      break;
    case Act::redistribute:
      call.assignment = some_assignment();
      call.loads = some_loads();
      if (below(5) == 0) call.items = some_items(4);
      break;
    case Act::reassign:
      call.assignment = some_assignment();
      call.to = test::World::person(receivers[below(receivers.size())]);
      break;
    case Act::delete_item:
    case Act::read_item: call.items = some_items(1); break;
    case Act::set_status: choose_place_of_status(call); break;
    case Act::read_assignment:
    case Act::delete_assignment: call.assignment = some_assignment(); break;
    case Act::list_items:
      below(2) == 0 ? void(call.task = some_task()) : void(call.assignment = some_assignment());
      break;
    case Act::delete_task:
    case Act::dismiss:
    case Act::reopen:
    case Act::read_task:
    case Act::list_assignments: call.task = some_task(); break;
  }
  return call;
}

void Script::choose_place_of_status(Call& call) {
  call.word = some_word();
  call.single = below(3) == 0;
  call.items = some_items(call.single ? 1 : 3);
  if (call.single || below(2) == 0) {
    call.assignment = some_assignment();
  } else {
    call.task = some_task();
  }
}

Act Script::choose_act() {
  int sum = 0;
  for (const auto& each : mix_) sum += each.weight;
  auto left = static_cast<int>(below(static_cast<std::size_t>(sum)));
  for (const auto& each : mix_) {
    // Without an assignment to name it must look for one first.
    if ((left -= each.weight) < 0) return assignments_.empty() ? Act::list_assignments : each.act;
  }
  return Act::list_assignments;
}

std::size_t Script::below(std::size_t end) {
  return chance_() % end;
}

TaskId Script::some_task() {
  return tasks_[below(tasks_.size())];
}

/// Rather one heard of lately.
AssignmentId Script::some_assignment() {
  if (assignments_.empty()) return {};
  const auto reach = std::min<std::size_t>(assignments_.size(), below(3) == 0 ? 12 : 4);
  return assignments_[assignments_.size() - 1 - below(reach)];
}

std::vector<Ordinal> Script::some_items(std::size_t most) {
  std::set<Ordinal> chosen;
  const auto count = 1 + below(most);
  for (std::size_t i = 0; i < count; ++i) chosen.insert(static_cast<Ordinal>(below(items_)));
  return {chosen.begin(), chosen.end()};
}

std::vector<Load> Script::some_loads() {
  constexpr std::array<std::array<int, 3>, 5> shapes{
      {{100, 0, 0}, {50, 50, 0}, {70, 30, 0}, {34, 33, 33}, {10, 20, 70}}
  };
  std::vector<Load> loads;
  const auto first = below(receivers.size());
  for (const auto percent : shapes[below(shapes.size())]) {
    if (percent == 0) continue;
    const auto name = receivers[(first + loads.size()) % receivers.size()];
    loads.push_back({.assignee = test::World::person(name), .percent = static_cast<double>(percent)}
    );
  }
  return loads;
}

std::string Script::some_word() {
  constexpr std::array<std::string_view, 5> words{
      "completed", "completed", "discard", "approved", ""
  };
  return std::string(words[below(words.size())]);
}

void Script::learn(const Event& event) {
  const auto& answer = event.answer;
  if (!answer.created.empty()) learn(answer.created);
  for (const auto& seen : answer.assignments) learn(seen.id);
  for (const auto& item : answer.items) {
    for (const auto& each : item.references) learn(each.assignment);
  }
}

void Script::learn(const TaskId& task) {
  if (std::ranges::find(tasks_, task) == tasks_.end()) tasks_.push_back(task);
}

void Script::learn(const AssignmentId& assignment) {
  std::erase(assignments_, assignment);
  assignments_.push_back(assignment);
}

}  // namespace allot::history
