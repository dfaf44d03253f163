#include "demo.h"

#include <fmt/format.h>

#include <iostream>

#include "commands.h"
#include "demo_seed.h"

namespace allot::app {

namespace {

constexpr std::string_view snippet = R"(
From Python, in a virtual environment (`python3 -m venv ~/allot-python`, then
`. ~/allot-python/bin/activate` and `pip install dtlpy`):

import dtlpy as dl

dl.add_environment(
    environment="{0}/api/v1",
    alias="allot-demo",
    gate_url="{0}",
    url="{0}/",
)
dl.setenv("allot-demo")
dl.login_m2m(email="{1}", password="{2}")
project = dl.projects.get(project_name="Demo project")
for task in project.tasks.list():
    print(task.name, [assignment.annotator for assignment in task.assignments.list()])
)";

void print_welcome(
    const std::string& url,
    const std::filesystem::path& folder,
    const std::vector<DemoSignIn>& sign_ins
) {
  std::cout << fmt::format("\nThe demo is at {}/ for these people:\n\n", url);
  for (const auto& person : sign_ins) {
    std::cout << fmt::format("  {:<18}  {:<9}  {}\n", person.address, person.role, person.password);
  }
  std::cout << fmt::format("\nThey are kept in {}.\n", demo_sign_ins_file(folder).string());
  std::cout
      << "Its people seem to have worked for three days: it was made with its clock set back.\n";
  const auto& owner = sign_ins.front();
  std::cout << fmt::format(snippet, url, owner.address, owner.password) << std::endl;
}

}  // namespace

int demo(const Configuration& configuration) {
  const auto folder = data_folder_of(configuration);
  std::vector<DemoSignIn> sign_ins;
  ServeHooks hooks;
  hooks.before = [&](Env& env) { sign_ins = seed_demo(env, folder); };
  hooks.after = [&](Env& env) { print_welcome(env.settings.public_url, folder, sign_ins); };
  return serve(configuration, hooks);
}

}  // namespace allot::app
