#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "allot/client.h"
#include "commands/console.h"

namespace allot::cli {

// How things look; each also tells ids when quiet, and JSON when that is asked for.

void print_datasets(Console& console, const std::vector<Dataset>& datasets);
void print_tasks(Console& console, const std::vector<Task>& tasks);
/// How far it is, and who has what.
void print_task(Console& console, const Task& task);
void print_assignments(Console& console, const std::vector<Assignment>& assignments);
/// The same with when they are due, for who works on them.
void print_own_work(Console& console, const std::vector<Assignment>& assignments);
/// "low", "medium", "high".
[[nodiscard]] std::string priority_text(Priority priority);
/// A bar and how far it is, in one line of the terminal.
[[nodiscard]] std::string progress_line(Console& console, const Counts& counts);
/// What a move would do.
void print_plan(Console& console, const Plan& plan);
/// Shows what a move will do, asks, and does just that (`act` with what to expect): where it would
/// be another one by now, that is shown and asked. With --yes it is done as it comes. False: there
/// is nothing to move; never of an undo, which the server refuses then. Throws Declined, and what
/// `act` throws.
[[nodiscard]] bool carry_out_as_shown(
    Console& console,
    Plan plan,
    const std::string& question,
    const std::function<void(const std::optional<Plan>& expect)>& act
);
/// What a move that was done moved, and how it is taken back.
void print_done(Console& console, const Operation& operation);
/// Moves of work, newest first: the latest so many.
void print_log(Console& console, const OperationPages& operations, std::size_t count);

/// "redistribute · 4 items · mia@example.org · 24 Dec 2026 17:00 CET"
[[nodiscard]] std::string title_of(const Operation& operation);

/// The moves of a task that whoever is signed in makes from now on. Throws what its log throws.
class OwnMoves {
 public:
  OwnMoves(const Client& client, const std::string& task_id);
  /// Newest first.
  [[nodiscard]] std::vector<Operation> list() const;

 private:
  const std::string person_;
  const OperationPages log_;
  std::string latest_;  // before them; "" for none
};

/// How a verb that tells no operation is taken back: made before the move, and printed after it, on
/// the standard error. Nothing where nothing moved, or nobody reads it.
class UndoHint {
 public:
  UndoHint(Console& console, const Client& client, const std::string& task_id);
  void print() const;

 private:
  Console& console_;
  std::optional<OwnMoves> moves_;  // nothing: nobody reads it
};

/// "no longer pulls", of who was removed from the contributors of a task.
inline constexpr std::string_view state_of_removed = "no longer pulls";
/// How far an assignment is, and whether its person was removed.
[[nodiscard]] std::string state_of(const Assignment& assignment);
/// In what batches people pull from it, and what waits; nothing for other tasks.
void print_terms(Console& console, const Task& task);

}  // namespace allot::cli
