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
      {Act::annotate, 3},
      {Act::redistribute, 7},
      {Act::redistribute_task, 6},
      {Act::reassign, 4},
      {Act::undo, 8},
      {Act::load_batch, 2},
      {Act::clear_batch, 3},
      {Act::add_contributors, 3},
      {Act::remove_contributors, 2},
      {Act::read_task, 3},
      {Act::read_assignment, 2},
      {Act::list_assignments, 5},
      {Act::list_items, 6},
      {Act::read_item, 3},
      {Act::list_operations, 4}
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
      {Act::use_item, 7},
      {Act::end_use, 1},
      {Act::load_batch, 3},
      {Act::clear_batch, 2},
      {Act::read_task, 2},
      {Act::read_assignment, 2},
      {Act::list_assignments, 4},
      {Act::list_items, 3},
      {Act::read_item, 2}
  };
}

Pulling terms_for(std::vector<UserId> people) {
  return {.batch_size = 3, .max_workload = 6, .allowed = std::move(people), .locked = {}};
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
  if (previewed_) {
    auto call = *std::exchange(previewed_, std::nullopt);
    if (below(4) > 0) return call;
  }
  Call call{.act = choose_act(), .caller = person_, .manages = manages_};
  choose_what(call);
  return call;
}

void Script::choose_what(Call& call) {
  switch (call.act) {
    case Act::create_task:
      call.items = some_items(items_);
      if (below(3) == 0) call.pulling = terms_for(some_people());
      if (!call.pulling) call.loads = some_loads();
      break;
    case Act::add:
    case Act::remove:
    case Act::redistribute:
    case Act::redistribute_task:
    case Act::reassign:
    case Act::undo:
    case Act::load_batch:
    case Act::clear_batch:
    case Act::delete_task:
    case Act::delete_assignment:
      choose_move(call);
      choose_preview(call);
      break;
    case Act::add_contributors:
    case Act::remove_contributors:
      call.task = some_task();
      call.people = some_people();
      break;
    case Act::delete_item:
    case Act::annotate:
    case Act::read_item: call.items = some_items(1); break;
    case Act::set_status: choose_place_of_status(call); break;
    case Act::use_item:
    case Act::end_use:
      call.assignment = some_assignment();
      call.items = some_items(1);
      break;
    case Act::read_assignment: call.assignment = some_assignment(); break;
    case Act::list_items:
      below(2) == 0 ? void(call.task = some_task()) : void(call.assignment = some_assignment());
      break;
    case Act::dismiss:
    case Act::reopen:
    case Act::read_task:
    case Act::list_assignments:
    case Act::list_operations: call.task = some_task(); break;
  }
}

void Script::choose_move(Call& call) {
  switch (call.act) {
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
    case Act::redistribute_task:
      call.act == Act::redistribute ? void(call.assignment = some_assignment())
                                    : void(call.task = some_task());
      call.loads = some_loads();
      if (below(5) == 0) call.items = some_items(4);
      call.include_in_use = below(3) == 0;
      break;
    case Act::undo:
      call.operation = some_operation();
      call.include_in_use = below(3) == 0;
      break;
    case Act::reassign:
      call.assignment = some_assignment();
      call.to = test::World::person(receivers[below(receivers.size())]);
      break;
    case Act::delete_task: call.task = some_task(); break;
    default: call.assignment = some_assignment(); break;
  }
}

void Script::choose_preview(Call& call) {
  call.preview = below(4) == 0;
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
    if ((left -= each.weight) >= 0) continue;
    // Without an assignment or an operation to name it must look for one first.
    if (assignments_.empty()) return Act::list_assignments;
    return each.act == Act::undo && operations_.empty() ? Act::list_operations : each.act;
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

/// Rather the latest.
OperationId Script::some_operation() {
  const auto reach = std::min<std::size_t>(operations_.size(), below(3) == 0 ? 12 : 3);
  return operations_[operations_.size() - 1 - below(reach)];
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

/// One or two.
std::vector<UserId> Script::some_people() {
  const auto first = below(receivers.size());
  std::vector<UserId> people{test::World::person(receivers[first])};
  if (below(2) == 0) {
    people.push_back(test::World::person(receivers[(first + 1) % receivers.size()]));
  }
  return people;
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
  const auto& listed = answer.operations;  // the latest is first
  for (auto at = listed.rbegin(); at != listed.rend(); ++at) learn(at->id);
  learn(event.operation);
  if (event.call.preview && answer.preview) {
    previewed_ = event.call;
    previewed_->preview = false;
    if (below(4) > 0) previewed_->expect = answer.preview;
  }
}

void Script::learn(const TaskId& task) {
  if (std::ranges::find(tasks_, task) == tasks_.end()) tasks_.push_back(task);
}

void Script::learn(const AssignmentId& assignment) {
  if (assignment.empty()) return;
  std::erase(assignments_, assignment);
  assignments_.push_back(assignment);
}

void Script::learn(const OperationId& operation) {
  if (operation.empty()) return;
  std::erase(operations_, operation);
  operations_.push_back(operation);
}

}  // namespace allot::history
