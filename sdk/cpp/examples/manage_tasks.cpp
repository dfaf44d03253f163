// Managing tasks and assignments in C++, step by step: what examples/manage_tasks.py does in
// Python.
//
//   manage_tasks --url http://127.0.0.1:8080/api/v1 --email … --password … --pictures DIR
//   manage_tasks --data DIR --pictures DIR                  the server inside, no socket
//
// Makes a project of its own with the pictures of a folder (twelve at least), and deletes it at the
// end; `--keep` leaves it. Exit status 1 and one sentence when something fails.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "allot/allot.h"
#include "allot/embedded.h"

namespace {

const std::string ada = "ada@example.org";
const std::string ben = "ben@example.org";
const std::string cleo = "cleo@example.org";
const std::string dan = "dan@example.org";

void step(const std::string& text) {
  std::cout << "\n* " << text << '\n';
}

void result(const std::string& text) {
  std::cout << "  " << text << '\n';
}

template <class Things, class Name>
std::string joined(const Things& things, Name&& name) {
  std::string text;
  for (const auto& thing : things) text += (text.empty() ? "" : ", ") + name(thing);
  return text;
}

/// Everybody's part of a task, in one line.
std::string shares(const allot::Task& task) {
  return joined(task.assignments.list(), [](const allot::Assignment& each) {
    return each.annotator + " " + std::to_string(each.counts.total) + " (" +
           std::to_string(each.counts.completed) + " handled)";
  });
}

std::string name_of(const allot::Assignment& assignment) {
  return assignment.name;
}

allot::Dataset prepare(const allot::Project& project, const std::filesystem::path& pictures) {
  step("a project, a dataset with labels, and pictures");
  const auto dataset = project.datasets.create("pictures", {"cat", "dog"});
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(pictures)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) dataset.items.upload({.file = file, .remote_path = "/wave-1"});
  const auto now = project.datasets.get({.dataset_name = "pictures"});
  result(
      std::to_string(now.items_count) + " items in '" + now.name + "'; labels " +
      joined(now.labels(), [](const std::string& label) { return label; })
  );

  step("project.add_member: two annotators");
  for (const auto& email : {ada, ben}) project.add_member(email, allot::Role::annotator);
  result(joined(project.list_members(), [](const allot::Member& member) {
    return member.email + " (" + member.role.text() + ")";
  }));
  return now;
}

allot::Task create(const allot::Dataset& dataset) {
  step("dataset.tasks.create: 60 % for ada, 40 % for ben");
  const auto task = dataset.tasks.create({
      .name = "label the first wave",
      .filters = allot::Filters().add("dir", "/wave-1"),
      .workload = {{.assignee_id = ada, .load = 60}, {.assignee_id = ben, .load = 40}},
  });
  result(shares(task));
  return task;
}

void find(
    const allot::Client& dl,
    const allot::Project& project,
    const allot::Dataset& dataset,
    const allot::Task& task
) {
  step("get tasks: by id, by name in the project, by name in the dataset");
  const bool is_one = dl.tasks.get({.task_id = task.id}).id == task.id &&
                      project.tasks.get({.task_name = task.name}).id == task.id &&
                      dataset.tasks.get({.task_name = task.name}).id == task.id;
  result(std::string("three times the same task: ") + (is_one ? "true" : "false"));

  step("list tasks of the project and of the dataset");
  const auto task_name = [](const allot::Task& each) { return each.name; };
  result(joined(project.tasks.list(), task_name) + "; " + joined(dataset.tasks.list(), task_name));

  step("list assignments of the project, the dataset and the task");
  for (const auto* const owner : {&project.assignments, &dataset.assignments, &task.assignments}) {
    result(joined(owner->list(), name_of));
  }

  step("get assignments: by id, and by name in project, dataset and task");
  const auto first = task.assignments.list().front();
  const bool is_same = dl.assignments.get({.assignment_id = first.id}).id == first.id &&
                       project.assignments.get({.assignment_name = first.name}).id == first.id &&
                       dataset.assignments.get({.assignment_name = first.name}).id == first.id &&
                       task.assignments.get({.assignment_name = first.name}).id == first.id;
  result(std::string("four times the same assignment: ") + (is_same ? "true" : "false"));

  step("assignment.get_items: all pages");
  const auto items = first.get_items();
  result(
      std::to_string(items.count()) +
      " items: " + joined(items.all(), [](const allot::Item& item) { return item.name; })
  );
}

void work(const allot::Client& dl, const allot::Task& task) {
  step("item.update_status: ada completes two items and discards one");
  const auto all = task.assignments.list();
  const auto mine = std::ranges::find(all, ada, &allot::Assignment::annotator);
  const std::vector<std::string> words{"completed", "completed", "discard"};
  auto word = words.begin();
  for (const auto& item : mine->get_items()) {
    if (word == words.end()) break;
    item.update_status(*word++, task.id);
  }
  const auto now = dl.tasks.get({.task_id = task.id});
  result(
      "progress " + std::to_string(now.counts.progress) + " %, " +
      joined(
          now.counts.by_status,
          [](const auto& entry) { return entry.first + " " + std::to_string(entry.second); }
      )
  );
}

/// Redistributes the first assignment and reassigns the last, and says who has what then.
void move(const allot::Task& task, const std::vector<std::string>& everybody) {
  const auto first = task.assignments.list().front();
  const auto workload = allot::Workload::generate(everybody);
  step("assignment.preview_redistribute: nothing moves yet");
  const auto plan = first.preview_redistribute(workload);
  result(joined(plan.people, [](const allot::Plan::Person& person) {
    return person.assignee_id + " gives " + std::to_string(person.gives) + ", gets " +
           std::to_string(person.gets);
  }));

  step("assignment.redistribute: what " + first.annotator + " has not handled");
  const auto receivers = first.redistribute(workload);
  result("received: " + joined(receivers, [](const auto& each) { return each.annotator; }));
  result(shares(task));

  auto last = task.assignments.list().back();
  for (const auto* const assignee : {"Emma@example.org", "finn@example.org"}) {
    step("assignment.reassign: all of " + last.annotator + " to " + assignee);
    last = last.reassign(assignee);
    result(shares(task));
  }
}

allot::Task change(const allot::Task& task) {
  step("task.remove_items: open items go, handled ones stay");
  std::vector<std::string> ids;
  for (const auto& item : task.get_items()) {
    if (ids.size() < 5) ids.push_back(item.id);
  }
  const auto chosen = allot::Filters::items(ids);
  const auto less = task.remove_items(chosen);
  result(std::to_string(less.counts.total) + " items left: " + shares(less));

  step("task.add_items: back again, to dan");
  const auto more = task.add_items(
      {.filters = chosen,
       .workload = allot::Workload{{.assignee_id = dan, .load = 100}},
       .limit = {}}
  );
  result(std::to_string(more.counts.total) + " items: " + shares(more));

  step("task.update: another name, high priority");
  allot::Task::Changes changes;
  changes.name = "label the first wave, quickly";
  changes.priority = allot::Priority::high;
  const auto changed = task.update(changes);
  const bool is_high = changed.priority == allot::Priority::high;
  result("'" + changed.name + "', priority " + (is_high ? "3" : "another"));
  return changed;
}

allot::Task review(const allot::Task& task) {
  step("task.create_qa_task: somebody looks at what is handled");
  const auto checking = task.create_qa_task(
      {.name = {}, .workload = allot::Workload::generate({cleo, dan}), .due_date = {}}
  );
  result("'" + checking.name + "': " + shares(checking));
  return checking;
}

void remove(const allot::Project& project, const allot::Task& task, const allot::Task& checking) {
  step("assignment.remove");
  const auto gone = task.assignments.list().back();
  gone.remove();
  result("'" + gone.name + "' is gone; left: " + shares(task));

  step("task.remove: tasks with their assignments");
  checking.remove();
  task.remove();
  result(
      "tasks left: " + std::to_string(project.tasks.list().size()) +
      ", assignments left: " + std::to_string(project.assignments.list().size())
  );
}

using Arguments = std::map<std::string, std::string>;

void run(const allot::Client& dl, const Arguments& given) {
  const auto project_name =
      given.contains("--project") ? given.at("--project") : "manage tasks in C++";
  dl.projects.create(project_name);
  step("dl.projects.get, by name");
  const auto project = dl.projects.get({.project_name = project_name});
  result("'" + project.name + "'");
  const auto dataset = prepare(project, given.at("--pictures"));

  const auto task = create(dataset);
  find(dl, project, dataset, task);
  work(dl, task);
  move(task, {ben, cleo});
  const auto changed = change(task);
  const auto checking = review(changed);
  move(checking, {ada, ben});
  remove(project, changed, checking);
  if (given.contains("--keep")) return;

  step("project.remove");
  project.remove();
  result("projects of that name left: " + [&] {
    try {
      return dl.projects.get({.project_name = project_name}).name;
    } catch (const allot::NotFound&) {
      return std::string("none");
    }
  }());
}

allot::Client client_of(const Arguments& given) {
  if (given.contains("--data")) return allot::open(given.at("--data"), {.as = "mia@example.org"});
  allot::Connect where{.url = given.at("--url"), .gate_url = {}};
  where.settings_file.clear();  // an example leaves nothing behind
  auto dl = allot::connect(where);
  step("dl.login_m2m: sign in at " + where.url + " as " + given.at("--email"));
  dl.login_m2m(given.at("--email"), given.at("--password"));
  result(std::string("dl.token_expired() is ") + (dl.token_expired() ? "true" : "false"));
  return dl;
}

}  // namespace

int main(int count, char** words) {
  Arguments given;
  for (int i = 1; i < count; ++i) {
    const std::string name = words[i];
    if (name == "--keep") {
      given[name] = "yes";
    } else if (i + 1 < count) {
      given[name] = words[++i];
    }
  }
  const bool has_place =
      given.contains("--data") ||
      (given.contains("--url") && given.contains("--email") && given.contains("--password"));
  if (!has_place || !given.contains("--pictures")) {
    std::cerr << "manage_tasks (--data DIR | --url URL --email E --password P) --pictures DIR"
                 " [--project NAME] [--keep]\n";
    return 2;
  }
  try {
    run(client_of(given), given);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  std::cout << "\ndone\n";
  return 0;
}
