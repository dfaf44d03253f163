#include "model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "turn.h"

namespace allot::history {

namespace {

template <class Tag>
std::string to_text(const std::vector<Id<Tag>>& ids) {
  std::string text;
  for (const auto& id : ids) text += " " + id.text;
  return text;
}

std::string to_text(const Share& share) {
  auto text = fmt::format(" | {} {}", share.assignment.text, share.annotator.text);
  text += fmt::format(" open {}", share.open.to_vector());
  for (const auto& [word, items] : share.by_status) {
    text += fmt::format(" {} {}", word, items.to_vector());
  }
  return text;
}

std::string to_text(const Board::Work& work) {
  std::string text = work.dismissed ? " dismissed" : "";
  for (const auto& share : work.ledger.shares) text += to_text(share);
  for (const auto& waiting : work.ledger.queue) {
    text += fmt::format(" | queue {}", waiting.to_vector());
  }
  if (work.pulling) {
    text += " | allowed" + to_text(work.pulling->allowed);
    text += " locked" + to_text(work.pulling->locked);
  }
  if (!work.in_use.empty()) text += fmt::format(" | in use {}", work.in_use.to_vector());
  return text + fmt::format(" | restated {}", work.restated);
}

}  // namespace

const DoneMove* Board::find(const OperationId& id) const {
  for (const auto* done = latest.get(); done != nullptr; done = done->before.get()) {
    if (done->id == id) return tasks.contains(done->task) ? done : nullptr;
  }
  return nullptr;
}

bool Board::is_undone(const OperationId& id) const {
  for (const auto* done = latest.get(); done != nullptr; done = done->before.get()) {
    if (done->undo_of == id) return true;
  }
  return false;
}

std::string to_text(const Board& board) {
  auto text = fmt::format("live {} annotated {}", board.live.to_vector(), board.annotated);
  for (const auto& [id, work] : board.tasks) text += "; task " + id.text + to_text(work);
  text += "; moves";
  for (const auto* done = board.latest.get(); done != nullptr; done = done->before.get()) {
    text += " " + done->id.text;
  }
  return text;
}

Outcome Turn::run() {
  switch (call_.act) {
    case Act::create_task: create_task(); break;
    case Act::delete_task: delete_task(); break;
    case Act::dismiss: set_dismissed(true); break;
    case Act::reopen: set_dismissed(false); break;
    case Act::add: add(); break;
    case Act::remove: remove(); break;
    case Act::redistribute: redistribute(); break;
    case Act::redistribute_task: redistribute_task(); break;
    case Act::reassign: reassign(); break;
    case Act::delete_assignment: delete_assignment(); break;
    case Act::delete_item: delete_item(); break;
    case Act::undo: undo(); break;
    case Act::load_batch: load_batch(); break;
    case Act::clear_batch: clear_batch(); break;
    case Act::add_contributors: change_contributors(true); break;
    case Act::remove_contributors: change_contributors(false); break;
    case Act::set_status: set_status(); break;
    case Act::annotate: annotate(); break;
    case Act::use_item: use_item(true); break;
    case Act::end_use: use_item(false); break;
    case Act::read_task: read_task(); break;
    case Act::read_assignment: read_assignment(); break;
    case Act::list_assignments: list_assignments(); break;
    case Act::list_items: list_items(); break;
    case Act::read_item: read_item(); break;
    case Act::list_operations: list_operations(); break;
  }
  return {.answer = std::move(answer_), .board = std::move(board_)};
}

Board::Work* Turn::find_task() {
  const auto found = board_.tasks.find(call_.task);
  return found == board_.tasks.end() ? nullptr : &found->second;
}

const TaskId& Turn::id_of(const Work& work) const {
  auto at = board_.tasks.begin();
  while (&at->second != &work) ++at;
  return at->first;
}

Board::Work* Turn::visible_place() {
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

Board::Work* Turn::task_to_move() {
  auto* work = visible_place();
  if (work == nullptr) {
    refuse(ErrorCode::not_found);
  } else if (!allows(status_of(*work), TaskAct::move_work)) {
    refuse(ErrorCode::conflict);
    return nullptr;
  }
  return work;
}

TaskStatus Turn::status_of(const Work& work) {
  return work.dismissed ? TaskStatus::dismissed : TaskStatus::open;
}

bool Turn::is_visible(const Share& share) const {
  return call_.manages || share.annotator == call_.caller;
}

Outcome carry_out(const Board& board, const Call& call, const Answer& told) {
  return Turn(board, call, told).run();
}

}  // namespace allot::history
