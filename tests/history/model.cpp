#include "model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "domain/shares_for_tests.h"

namespace allot::history {

namespace {

/// One call on one board.
class Turn {
 public:
  Turn(const Board& board, const Call& call, const Answer& told)
      : board_(board), call_(call), told_(told) {}

  Outcome run() {
    switch (call_.act) {
      case Act::create_task: create_task(); break;
      case Act::delete_task: delete_task(); break;
      case Act::dismiss: set_dismissed(true); break;
      case Act::reopen: set_dismissed(false); break;
      case Act::add: add(); break;
      case Act::remove: remove(); break;
      case Act::redistribute: redistribute(); break;
      case Act::reassign: reassign(); break;
      case Act::delete_assignment: delete_assignment(); break;
      case Act::delete_item: delete_item(); break;
      case Act::set_status: set_status(); break;
      case Act::read_task: read_task(); break;
      case Act::read_assignment: read_assignment(); break;
      case Act::list_assignments: list_assignments(); break;
      case Act::list_items: list_items(); break;
      case Act::read_item: read_item(); break;
    }
    return {.answer = std::move(answer_), .board = std::move(board_)};
  }

 private:
  // --- moves

  void create_task() {
    const auto id = told_.created.empty() ? TaskId{"unnamed"} : told_.created;
    answer_.created = id;
    auto& work = board_.tasks[id];
    move(work, plan_addition({}, live_items(), loads(), MoveKind::create));
  }

  void delete_task() {
    const auto* work = find_task();
    if (work == nullptr) return refuse(ErrorCode::not_found);
    answer_.moved = plan_task_deletion(work->ledger);
    board_.tasks.erase(call_.task);
  }

  void set_dismissed(bool dismissed) {
    auto* work = find_task();
    if (work == nullptr) return refuse(ErrorCode::not_found);
    work->dismissed = dismissed;
  }

  void add() {
    auto* work = task_to_move();
    if (work == nullptr) return;
    const auto people = call_.loads.empty() ? present_people(work->ledger) : loads();
    if (people.empty()) return refuse(ErrorCode::invalid);  // B-038
    move(*work, plan_addition(work->ledger, live_items(), people, MoveKind::add));
  }

  void remove() {
    auto* work = task_to_move();
    if (work == nullptr) return;
    move(*work, plan_removal(work->ledger, live_items().items));
  }

  void redistribute() {
    auto* work = task_to_move();
    if (work == nullptr) return;
    std::optional<ItemSet> matching;
    if (!call_.items.empty()) matching = live_items().items;
    move(
        *work, plan_redistribution(work->ledger, call_.assignment, loads(), {.matching = matching})
    );
  }

  void reassign() {
    auto* work = task_to_move();
    if (work == nullptr) return;
    const auto plan = plan_reassignment(work->ledger, call_.assignment, call_.to);
    answer_.holder = call_.assignment;
    if (plan.handovers.empty()) return;  // B-225
    move(*work, plan);
    answer_.holder = work->ledger.find(call_.to)->assignment;
  }

  void delete_assignment() {
    auto* work = task_to_move();
    if (work == nullptr) return;
    move(*work, plan_assignment_deletion(work->ledger, call_.assignment));
  }

  void delete_item() {
    const auto gone = ItemSet::of(call_.items);
    if (!gone.is_subset_of(board_.live)) return refuse(ErrorCode::not_found);
    board_.live -= gone;
    for (auto& [id, work] : board_.tasks) {
      work.ledger = without_items(std::move(work.ledger), gone);
      drop_empty_shares(work.ledger);  // B-101
    }
  }

  void move(Board::Work& work, Plan plan) {
    NewAssignments named;
    for (const auto& person : plan.newcomers(work.ledger)) named[person] = name_for(person);
    work.ledger = applied(std::move(work.ledger), plan, named);
    drop_empty_shares(work.ledger);  // B-101
    for (auto& person : plan.people) {
      const auto made = named.find(person.person);
      if (person.assignment.empty() && made != named.end()) person.assignment = made->second;
    }
    answer_.moved = std::move(plan);
  }

  /// The id that the server gave to the assignment of somebody new.
  AssignmentId name_for(const UserId& person) const {
    if (told_.moved) {
      for (const auto& each : told_.moved->people) {
        if (each.person == person) return each.assignment;
      }
    }
    return {"unnamed " + person.text};
  }

  // --- statuses (B-163)

  void set_status() {
    auto* work = visible_place();
    if (work == nullptr) return refuse(ErrorCode::not_found);
    if (!allows(status_of(*work), TaskAct::set_status)) return refuse(ErrorCode::conflict);
    const auto asked = ItemSet::of(call_.items);
    ItemSet here;
    ItemSet theirs;
    for (const auto& share : work->ledger.shares) {
      if (!call_.assignment.empty() && share.assignment != call_.assignment) continue;
      const auto hit = share.items() & asked;
      here |= hit;
      if (!call_.manages && share.annotator != call_.caller) theirs |= hit;
    }
    if (here.empty() && call_.single) return refuse(ErrorCode::not_found);
    if (!theirs.empty() && theirs == here && call_.items.size() == 1) {
      return refuse(ErrorCode::forbidden);
    }
    change(*work, here - theirs);
  }

  void change(Board::Work& work, const ItemSet& items) {
    items.for_each([&](Ordinal ordinal) {
      const auto holder = work.ledger.holder_of(ordinal)->assignment;
      answer_.changed.push_back(
          {.item = ordinal, .assignment = call_.word.empty() ? AssignmentId{} : holder}
      );
    });
    static_cast<void>(allot::set_status(work.ledger, items, call_.word));
  }

  // --- reads

  void read_task() {
    const auto* work = visible_place();
    if (work == nullptr) return refuse(ErrorCode::not_found);
    SeenTask seen{.counts = count(work->ledger, {}, {}), .assignments = {}};
    seen.status = derive_task_status(seen.counts, work->dismissed);
    for (const auto& share : work->ledger.shares) {
      if (is_visible(share)) seen.assignments.push_back(share.assignment);
    }
    answer_.task = std::move(seen);
  }

  void read_assignment() {
    const auto* work = visible_place();
    if (work == nullptr) return refuse(ErrorCode::not_found);
    answer_.assignments.push_back(seen(*work->ledger.find(call_.assignment)));
  }

  /// Of a task that is gone, or not visible, there are none.
  void list_assignments() {
    const auto* work = visible_place();
    if (work == nullptr) return;
    for (const auto& share : work->ledger.shares) {
      if (is_visible(share)) answer_.assignments.push_back(seen(share));
    }
  }

  static SeenAssignment seen(const Share& share) {
    const auto counts = count(share, {}, {});
    return {
        .id = share.assignment,
        .annotator = share.annotator,
        .status = derive_assignment_status(counts),
        .counts = counts
    };
  }

  void list_items() {
    ItemSet listed;
    for (const auto& [id, work] : board_.tasks) {
      if (!call_.assignment.empty()) {
        const auto* share = work.ledger.find(call_.assignment);
        if (share != nullptr && is_visible(*share)) listed = share->items();
      } else if (id == call_.task) {
        listed = call_.manages ? work.ledger.members : own_items(work);
      }
    }
    listed.for_each([&](Ordinal ordinal) { answer_.items.push_back(seen(ordinal)); });
  }

  void read_item() {
    const auto ordinal = call_.items.front();
    const auto& visible = call_.manages ? board_.live : own_items();
    if (!visible.contains(ordinal)) return refuse(ErrorCode::not_found);
    answer_.items.push_back(seen(ordinal));
  }

  SeenItem seen(Ordinal ordinal) const {
    SeenItem item{.item = ordinal, .references = {}};
    for (const auto& [id, work] : board_.tasks) {
      const auto* share = work.ledger.holder_of(ordinal);
      if (share == nullptr || !is_visible(*share)) continue;
      item.references.push_back(
          {.task = id, .assignment = share->assignment, .word = share->status_of(ordinal)}
      );
    }
    return item;
  }

  // --- who and where

  ItemSet own_items() const {
    ItemSet own;
    for (const auto& [id, work] : board_.tasks) own |= own_items(work);
    return own;
  }

  ItemSet own_items(const Board::Work& work) const {
    const auto* share = work.ledger.find(call_.caller);
    return share == nullptr ? ItemSet{} : share->items();
  }

  /// Annotators see their own assignments only (B-171).
  bool is_visible(const Share& share) const {
    return call_.manages || share.annotator == call_.caller;
  }

  Board::Work* find_task() {
    const auto found = board_.tasks.find(call_.task);
    return found == board_.tasks.end() ? nullptr : &found->second;
  }

  /// The task of the call, by its id or its assignment's; nullptr: not there for this caller.
  Board::Work* visible_place() {
    if (call_.assignment.empty()) {
      auto* work = find_task();
      if (work == nullptr || call_.manages) return work;
      return work->ledger.find(call_.caller) == nullptr ? nullptr : work;
    }
    for (auto& [id, work] : board_.tasks) {
      const auto* share = work.ledger.find(call_.assignment);
      if (share != nullptr && is_visible(*share)) return &work;
    }
    return nullptr;
  }

  /// The same for a move; refuses by itself.
  Board::Work* task_to_move() {
    auto* work = visible_place();
    if (work == nullptr) {
      refuse(ErrorCode::not_found);
    } else if (!allows(status_of(*work), TaskAct::move_work)) {
      refuse(ErrorCode::conflict);
      return nullptr;
    }
    return work;
  }

  static TaskStatus status_of(const Board::Work& work) {
    return work.dismissed ? TaskStatus::dismissed : TaskStatus::open;
  }

  void refuse(ErrorCode code) { answer_.refused = code; }

  Selection live_items() const {
    return {.items = ItemSet::of(call_.items) & board_.live, .order = {}};
  }

  std::vector<Load> loads() const { return checked_loads(call_.loads).value(); }

  Board board_;
  const Call& call_;
  const Answer& told_;
  Answer answer_;
};

}  // namespace

std::string to_text(const Board& board) {
  auto text = fmt::format("live {}", board.live.to_vector());
  for (const auto& [id, work] : board.tasks) {
    text += fmt::format("; task {}{}", id.text, work.dismissed ? " dismissed" : "");
    for (const auto& share : work.ledger.shares) {
      text += fmt::format(" | {} {}", share.assignment.text, share.annotator.text);
      text += fmt::format(" open {}", share.open.to_vector());
      for (const auto& [word, items] : share.by_status) {
        text += fmt::format(" {} {}", word, items.to_vector());
      }
    }
  }
  return text;
}

Outcome carry_out(const Board& board, const Call& call, const Answer& told) {
  return Turn(board, call, told).run();
}

}  // namespace allot::history
