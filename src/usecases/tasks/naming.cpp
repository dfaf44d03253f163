#include "usecases/tasks/naming.h"

#include <fmt/format.h>

#include <unordered_set>

#include "base/name.h"
#include "base/unicode.h"

namespace allot {

namespace {

/// The room of a name that is left to the task when the longest address and a number follow.
constexpr std::size_t task_characters_max = name_characters_max - 300;

}  // namespace

std::string start_of_names(const Task& task) {
  return fmt::format("{} (", first_characters(task.name, task_characters_max));
}

std::string plain_name(const std::string& start, const UserId& person) {
  return fmt::format("{}{})", start, person.text);
}

void find_free_names(
    const Transaction& tx, const Task& task, std::vector<Assignment>& assignments
) {
  constexpr std::size_t few = 100;  // are looked for one by one
  std::unordered_set<std::string> taken;
  const bool are_many = assignments.size() > few;
  if (are_many) taken = tx.assignments().names_from(task.project, start_of_names(task));
  const auto is_taken = [&](const std::string& name) {
    return are_many ? taken.contains(name) : !tx.assignments().named(task.project, name).empty();
  };
  for (auto& assignment : assignments) {
    const auto plain = assignment.name;
    for (int number = 2; is_taken(assignment.name); ++number) {
      assignment.name = fmt::format("{} #{}", plain, number);
    }
  }
}

}  // namespace allot
