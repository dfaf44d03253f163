#pragma once

#include <string>
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

}  // namespace allot::cli
