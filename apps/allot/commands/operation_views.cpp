#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "commands/letters.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/views.h"

namespace allot::cli {

namespace {

/// "delete assignment"
std::string kind_for_people(const Word<PlanKind>& kind) {
  auto text = kind.text();
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// "ben@example.org +5", "ada@example.org −5", of a few.
std::vector<std::string> flows_of(const Operation& operation) {
  constexpr std::size_t people_most = 8;
  const auto& people = operation.people;
  std::vector<std::string> texts;
  for (const auto& [person, gave, got] : people) {
    if (texts.size() == people_most) break;
    auto text = person;
    if (got > 0) text += fmt::format(" +{}", got);
    if (gave > 0) text += fmt::format(" −{}", gave);
    texts.push_back(std::move(text));
  }
  if (people.size() > texts.size()) {
    texts.push_back(fmt::format("and {} more", people.size() - texts.size()));
  }
  return texts;
}

/// In lines that fit, nobody torn in two; in a pipe, too.
void print_flows(Console& console, const Operation& operation) {
  constexpr std::string_view indent = "  ";
  const auto texts = flows_of(operation);
  std::string line;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto text = texts[i] + (i + 1 < texts.size() ? "," : "");
    const bool fits = columns_of(line) + 1 + columns_of(text) <= console.width();
    if (!line.empty() && !fits) console.line(std::exchange(line, {}));
    line += (line.empty() ? std::string(indent) : " ") + text;
  }
  if (!line.empty()) console.line(line);
}

/// What it has undone, what has undone it, and what an undo would do.
std::string undoing_of(const Operation& operation) {
  std::string text;
  if (!operation.undo_of.empty()) text += " · undo of " + operation.undo_of;
  if (!operation.undone_by.empty()) {
    text += " · undone by " + operation.undone_by;
  } else if (operation.undoable > 0) {
    text += fmt::format(" · {} can be taken back", operation.undoable);
  } else if (!operation.why_not_undoable.empty()) {
    text += " · cannot be undone";
  } else {
    text += " · who pulls can be taken back";
  }
  return text;
}

std::string circumstances_of(const Operation& operation) {
  const auto items = counted(operation.total, "item");
  return fmt::format(" · {} · {} · {}", items, who_did_it(operation.by), moment_text(operation.at));
}

void print_entry(Console& console, const Operation& operation) {
  console.line(
      console.toned(Tone::strong, kind_for_people(operation.kind)) + circumstances_of(operation)
  );
  print_flows(console, operation);
  console.line("  " + console.toned(Tone::faint, operation.id + undoing_of(operation)));
}

/// "3 items changed hands"; where none did, the contributors are others (B-295).
std::string effect_of(const Operation& operation) {
  const bool is_undo = operation.kind == PlanKind::undo;
  if (operation.total == 0) return is_undo ? "Who pulls is as before" : "Who pulls has changed";
  const auto items = counted(operation.total, "item");
  return items + (is_undo ? " went back" : " changed hands");
}

/// " (cleo@example.org −3)": what tells it from others that were done with it.
std::string whose(const Operation& operation) {
  const auto flows = flows_of(operation);
  return flows.empty() ? "" : fmt::format(" ({})", fmt::join(flows, ", "));
}

}  // namespace

void print_done(Console& console, const Operation& operation) {
  console.id(
      operation.id,
      fmt::format("{}; `allot undo {}` takes it back", effect_of(operation), operation.id)
  );
  console.json(operation.raw_json);
}

std::string title_of(const Operation& operation) {
  return kind_for_people(operation.kind) + circumstances_of(operation);
}

OwnMoves::OwnMoves(const Client& client, const std::string& task_id)
    : person_(lower(client.email())),
      log_(client.tasks.get({.task_id = task_id, .task_name = {}}).operations()) {
  const auto newest = log_.page(0, 1);
  if (!newest.empty()) latest_ = newest.front().id;
}

std::vector<Operation> OwnMoves::list() const {
  std::vector<Operation> moves;
  for (const auto& operation : log_) {
    if (operation.id == latest_) break;
    if (operation.by == person_) moves.push_back(operation);
  }
  return moves;
}

UndoHint::UndoHint(Console& console, const Client& client, const std::string& task_id)
    : console_(console) {
  if (!console.is_json() && !console.is_quiet()) moves_.emplace(client, task_id);
}

void UndoHint::print() const {
  if (!moves_) return;
  auto moves = moves_->list();
  std::erase_if(moves, [](const Operation& each) { return !each.why_not_undoable.empty(); });
  for (const auto& operation : moves) {
    const auto which = moves.size() > 1 ? whose(operation) : "";
    console_.note(fmt::format(
        "{}{}; `allot undo {}` takes it back.", effect_of(operation), which, operation.id
    ));
  }
}

void print_log(Console& console, const OperationPages& operations, std::size_t count) {
  std::vector<std::string> texts;
  std::size_t shown = 0;
  for (const auto& operation : operations) {
    if (shown == count) break;
    ++shown;
    if (console.is_json()) {
      texts.push_back(operation.raw_json);
    } else if (console.is_quiet()) {
      console.id(operation.id, {});
    } else {
      print_entry(console, operation);
    }
  }
  console.json_list(texts);
  if (console.is_json() || console.is_quiet() || shown < count) return;
  const auto all = operations.count();
  if (all > shown)
    console.note(fmt::format("{} more before them; --count {} tells all.", all - shown, all));
}

}  // namespace allot::cli
