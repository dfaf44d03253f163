// The snippets of docs/guides in C++, as one program; a test sees to it that they are the same.
//
//   the_page URL     in a folder with pictures/; also makes a data folder team/

#include <chrono>
#include <filesystem>
#include <iostream>

#include "allot/allot.h"
#include "allot/embedded.h"

namespace {

int the_page(const std::string& url) {
  allot::Client dl = allot::connect({.url = url});
  if (dl.token_expired()) dl.login_m2m("ada@example.org", "a good long secret");

  auto project = dl.projects.create("City");
  auto dataset = project.datasets.create("Crossings", {"car", "bus"});
  for (const auto& entry : std::filesystem::directory_iterator("pictures")) {
    dataset.items.upload({.file = entry.path(), .remote_path = "/day"});
  }
  for (const auto* email : {"ben@example.org", "cleo@example.org"}) project.add_member(email);

  project.add_member("fay@example.org");  // an annotator, unless another role is given
  const auto link = project.invite_member("fay@example.org");
  std::cout << link.url << '\n';

  auto task = dataset.tasks.create({
      .name = "Morning",
      .filters = allot::Filters().add("dir", "/day"),
      .workload =
          {{.assignee_id = "ben@example.org", .load = 60},
           {.assignee_id = "cleo@example.org", .load = 40}},
      .due_date = std::chrono::sys_days{std::chrono::March / 17 / 2030},
  });

  project = dl.projects.get({.project_name = "City"});
  dataset = project.datasets.get({.dataset_name = "Crossings"});
  task = project.tasks.get({.task_name = "Morning"});  // also dl.tasks.get({.task_id = …})
  for (const auto& each : project.tasks.list()) std::cout << each.name << '\n';
  auto assignment = task.assignments.get({.assignment_name = "Morning (ben@example.org)"});
  for (const auto& each : task.assignments.list()) std::cout << each.annotator << '\n';

  for (const auto& item : assignment.get_items()) std::cout << item.filename << '\n';
  assignment.get_items().page(0, 1).front().update_status("completed", task.id);

  assignment.redistribute(
      {{.assignee_id = "cleo@example.org", .load = 50},
       {.assignee_id = "dan@example.org", .load = 50}}
  );
  auto dans = task.assignments.get({.assignment_name = "Morning (dan@example.org)"});
  auto emmas = dans.reassign("emma@example.org");

  const allot::Workload halves{
      {.assignee_id = "cleo@example.org", .load = 50},
      {.assignee_id = "emma@example.org", .load = 50}
  };
  auto plan = task.preview_redistribute(halves);
  for (const auto& each : plan.people) std::cout << each.assignee_id << ' ' << each.after << '\n';
  auto operation = task.redistribute(halves, {.expect = plan});
  for (const auto& each : task.operations())
    std::cout << each.kind.text() << ' ' << each.id << '\n';
  operation.undo();

  auto review =
      task.create_qa_task({.workload = {{.assignee_id = "cleo@example.org", .load = 100}}});
  emmas.remove();  // `delete` is taken in C++
  review.remove();
  task.remove();
  return 0;
}

void embedding() {
  auto here =
      allot::open("team", {.as = "ada@example.org"});  // made when absent; ada becomes its owner
  auto city = here.projects.create("Suburbs");
  std::cout << city.name << " is in " << std::filesystem::absolute("team") << '\n';
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  try {
    embedding();
    return the_page(words[1]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
