#include "rules.h"

#include <algorithm>
#include <ranges>

#include "book.h"
#include "domain/people.h"

namespace allot::history {

namespace {

using Events = std::vector<const Event*>;

bool is_change(const Event& event) {
  return !is_read(event.call) && !event.answer.refused;
}

/// The call that follows a preview and does what it shows; nullptr: none does.
const Event* done_after(const History& history, const Event& preview) {
  const Event* next = nullptr;
  for (const auto& event : history) {
    if (event.client != preview.client || event.invoked <= preview.invoked) continue;
    if (next == nullptr || event.invoked < next->invoked) next = &event;
  }
  if (next == nullptr) return nullptr;
  auto shown = next->call;
  shown.preview = true;
  shown.expect.reset();
  return shown == preview.call ? next : nullptr;
}

bool came_between(const History& history, const Event& preview, const Event& next) {
  return std::ranges::any_of(history, [&](const Event& event) {
    return event.client != preview.client && is_change(event) && event.returned > preview.invoked &&
           event.invoked < next.returned;
  });
}

/// As a preview shows it: what is new has no name, and in use is of the preview alone.
PlanSummary numbers_of(PlanSummary summary, const PlanSummary& as) {
  summary.version = as.version;
  summary.task = as.task;
  summary.undoable = as.undoable;  // it can change the contributors alone
  for (std::size_t i = 0; i < summary.people.size() && i < as.people.size(); ++i) {
    auto& person = summary.people[i];
    person.in_use = as.people[i].in_use;
    if (as.people[i].assignment.empty()) person.assignment = {};
  }
  return summary;
}

Finding not_kept(const Event& preview, const Event& next) {
  if (next.answer.refused != preview.answer.refused) return "and then it is refused";
  if (next.answer.refused) return std::nullopt;
  const auto& shown = preview.answer.preview.value();
  if (next.call.expect && next.answer.preview != preview.answer.preview) return "and tells another";
  if (next.answer.moves.empty()) {
    if (shown.total > 0) return "and nothing moves";
    return std::nullopt;
  }
  auto done = summary_of(next.answer.moves.front().plan, shown.task, shown.version);
  for (const auto& move : next.answer.moves | std::views::drop(1)) {
    add_next(done.people, move.plan);  // batches that follow
  }
  if (numbers_of(done, shown) != shown) return "and another is done";
  return std::nullopt;
}

}  // namespace

Finding find_broken_rule(const History& history, const std::map<TaskId, Ledger>& end) {
  Events changes;
  for (const auto& event : history) {
    if (event.written > 0) changes.push_back(&event);
  }
  std::ranges::sort(changes, {}, &Event::written);
  Book book;
  Finding finding;
  for (const auto* event : changes) {
    if (!finding) finding = book.take(*event);
  }
  for (const auto& [task, ledger] : end) {
    if (!finding) finding = book.compare(task, ledger);
  }
  if (finding) *finding += "\nThe history:\n" + to_text(history);
  return finding;
}

Finding find_wrong_preview(const History& history) {
  for (const auto& event : history) {
    if (!event.call.preview) continue;
    const auto told = to_text(event.call) + " says " + to_text(event.answer);
    if (event.written > 0 || !event.answer.moves.empty()) return told + " and changes something";
    const auto* next = done_after(history, event);
    if (next == nullptr || came_between(history, event, *next)) continue;
    if (auto finding = not_kept(event, *next)) {
      return told + " " + *finding + ": " + to_text(next->answer);
    }
  }
  return std::nullopt;
}

}  // namespace allot::history
