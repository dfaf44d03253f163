#include "commands/find.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "commands/console.h"
#include "commands/nearest.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/views.h"

namespace allot::cli {

namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && is_hex(text.substr(0, 8));
}

/// What tells things of one name apart.
std::string described(const Client& /*client*/, const Project& project) {
  return fmt::format("of {}, made {}", project.creator, due_date_text(project.created_at));
}

std::string described(const Client& client, const Dataset& dataset) {
  const auto project =
      client.projects.get({.project_id = dataset.project_id, .project_name = {}}).name;
  return fmt::format("in {}, made {}", project, due_date_text(dataset.created_at));
}

std::string described(const Client& client, const Task& task) {
  const auto dataset =
      client.datasets.get({.dataset_id = task.dataset_id, .dataset_name = {}}).name;
  const auto& state = task.status.text();
  return fmt::format("of {}, {}, made {}", dataset, state, due_date_text(task.created_at));
}

std::string described(const Client& /*client*/, const Assignment& assignment) {
  const auto made = due_date_text(assignment.created_at);
  return fmt::format("of {}, {}, made {}", assignment.annotator, state_of(assignment), made);
}

/// In lines of their own.
template <class Thing>
std::string listed(const Client& client, const std::vector<Thing>& things) {
  std::string lines;
  for (const auto& thing : things) {
    lines += "\n  " + thing.id;
    try {
      lines += "  " + described(client, thing);
    } catch (const Error&) {
      // Where it stands is not seen by everybody who sees it.
    }
  }
  return lines;
}

template <class Thing>
[[noreturn]] void refuse(
    const std::vector<Thing>& things, std::string_view noun, const std::string& name
) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.name);
  const auto question = meant(name, names);
  throw NotFound(
      404,
      "not_found",
      fmt::format(
          "There is no {0} named `{1}`{2} `allot {0} list` shows those that there are.",
          noun,
          name,
          question.empty() ? ";" : question
      )
  );
}

template <class Thing>
Thing the_one(
    const Client& client,
    const std::vector<Thing>& things,
    std::string_view noun,
    const std::string& name
) {
  std::vector<Thing> found;
  std::ranges::copy_if(things, std::back_inserter(found), [&](const Thing& thing) {
    return thing.name == name;
  });
  if (found.empty()) refuse(things, noun, name);
  if (found.size() == 1) return found.front();
  throw UsageError(fmt::format(
      "There are {} {}s named `{}`; give the id:{}", found.size(), noun, name, listed(client, found)
  ));
}

/// So many of a list that is told in a sentence.
constexpr std::size_t told_most = 20;

std::string lines_of(const std::vector<std::string>& texts, std::size_t total) {
  auto lines = fmt::format("\n  {}", fmt::join(texts, "\n  "));
  if (total > texts.size()) lines += fmt::format("\n  and {} more", total - texts.size());
  return lines;
}

/// "Cars (ada)" of "Cars (ada@example.org)".
bool is_named_by_person(const Assignment& assignment, std::string_view text) {
  const auto name = name_beside_person(assignment);
  if (!text.starts_with(name + " (") || !text.ends_with(")")) return false;
  const auto person = text.substr(name.size() + 2, text.size() - name.size() - 3);
  return assignment.annotator.starts_with(lower(std::string(person)) + "@");
}

/// Those of the task of this name, or the one of a person of it.
std::vector<Assignment> assignments_of(
    const std::vector<Assignment>& all, const std::string& task
) {
  std::vector<Assignment> found;
  std::ranges::copy_if(all, std::back_inserter(found), [&](const Assignment& each) {
    return name_beside_person(each) == task || is_named_by_person(each, task);
  });
  return found;
}

/// "`Cars (ada)`"
std::string with_whose(const Assignment& assignment) {
  const auto& person = assignment.annotator;
  return fmt::format(
      "`{} ({})`", name_beside_person(assignment), person.substr(0, person.find('@'))
  );
}

[[noreturn]] void refuse_several(const std::vector<Assignment>& found, const std::string& task) {
  std::vector<std::string> names;
  for (const auto& each : found) {
    if (names.size() < told_most) names.push_back(each.name);
  }
  throw UsageError(fmt::format(
      "There are {} assignments of `{}`; give the name of one, with whose it is, like {}:{}",
      found.size(),
      task,
      with_whose(found.front()),
      lines_of(names, found.size())
  ));
}

}  // namespace

Project find_project(const Client& client, const std::string& text) {
  if (is_uuid(text)) return client.projects.get({.project_id = text, .project_name = {}});
  return the_one(client, client.projects.list(), "project", text);
}

Dataset find_dataset(const Client& client, const std::string& project, const std::string& text) {
  if (is_id(text)) return client.datasets.get({.dataset_id = text, .dataset_name = {}});
  const auto all =
      project.empty() ? client.datasets.list() : find_project(client, project).datasets.list();
  return the_one(client, all, "dataset", text);
}

Task find_task(const Client& client, const std::string& project, const std::string& text) {
  if (is_id(text)) return client.tasks.get({.task_id = text, .task_name = {}});
  const auto all =
      project.empty() ? client.tasks.list() : find_project(client, project).tasks.list();
  return the_one(client, all, "task", text);
}

Assignment find_assignment(
    const Client& client, const std::string& project, const std::string& text
) {
  if (is_id(text)) return client.assignments.get({.assignment_id = text, .assignment_name = {}});
  const auto all = project.empty() ? client.assignments.list()
                                   : find_project(client, project).assignments.list();
  const bool is_a_name = std::ranges::find(all, text, &Assignment::name) != all.end();
  if (!is_a_name) {
    const auto found = assignments_of(all, text);
    if (found.size() == 1) return found.front();
    if (!found.empty()) refuse_several(found, text);
  }
  return the_one(client, all, "assignment", text);
}

std::string name_beside_person(const Assignment& assignment) {
  const auto ending = " (" + assignment.annotator + ")";
  const auto& name = assignment.name;
  return name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : name;
}

bool is_id(std::string_view text) {
  return text.size() == 24 && is_hex(text);
}

namespace {

/// Those whose paths end so, a few at most: `1.png`, `day/1.png`.
std::vector<Item> items_ending_in(const Dataset& dataset, const std::string& end) {
  Filters filters;
  filters.add("type", "file").add("name", end.substr(end.rfind('/') + 1));
  std::vector<Item> found;
  for (const auto& item : dataset.items.list(filters)) {
    if (!item.filename.ends_with("/" + end)) continue;
    found.push_back(item);
    if (found.size() > told_most) break;
  }
  return found;
}

Item item_ending_in(const Dataset& dataset, const std::string& end) {
  const auto found = items_ending_in(dataset, end);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    throw NotFound(
        404,
        "not_found",
        fmt::format(
            "There is no item `{}` in {}; give its path, like /day/1.png, or its id.",
            end,
            dataset.name
        )
    );
  }
  std::vector<std::string> paths;
  for (const auto& item : found) {
    if (paths.size() < told_most) paths.push_back(item.filename);
  }
  throw UsageError(fmt::format(
      "Several items of {} are named `{}`; give the path of one:{}",
      dataset.name,
      end,
      lines_of(paths, found.size())
  ));
}

}  // namespace

Item find_item(const Client& client, const std::string& dataset_id, const std::string& text) {
  if (text.empty()) throw UsageError("The id of the item is empty.");
  if (is_id(lower(text))) return client.items.get({.item_id = lower(text), .filepath = {}});
  const auto dataset = client.datasets.get({.dataset_id = dataset_id, .dataset_name = {}});
  if (text.starts_with('/')) return dataset.items.get({.item_id = {}, .filepath = text});
  return item_ending_in(dataset, text);
}

Item find_item_or_folder(const Client& client, const Dataset& dataset, const std::string& text) {
  try {
    return find_item(client, dataset.id, text);
  } catch (const NotFound&) {
    if (!text.starts_with('/')) throw;
    // A star stands for anything here.
    for (const auto& folder :
         dataset.items.list(Filters().add("type", "dir").add("filename", text))) {
      if (folder.filename == text) return folder;
    }
    throw;
  }
}

}  // namespace allot::cli
