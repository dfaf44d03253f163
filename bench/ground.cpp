#include "ground.h"

#include <fmt/format.h>

#include "installation/installation.h"
#include "place.h"
#include "usecases/tasks/create.h"

namespace allot_bench {

namespace {

using namespace allot;

/// A task of all items with one assignment; gives that.
AssignmentId make_task(const Place& place, const std::string& name) {
  const CreateTask input{
      .name = name,
      .query = R"({"filter":{"$and":[{"hidden":false},{"type":"file"}]}})",
      .project = place.project,
      .dataset = place.dataset.id,
      .recipe = place.dataset.recipes.front(),
      .owner = place.caller.user,
      .loads = {{.assignee = UserId{"ada@example.org"}, .percent = 100}}
  };
  (void)done(create_task(place.env, place.caller, input));
  return read(place.env.store, [&](const Transaction& tx) {
    const auto task = tx.tasks().of_dataset(place.dataset.id).back();
    return tx.assignments().of_task(task.id).front().id;
  });
}

}  // namespace

Ground make_ground(
    const std::filesystem::path& folder, std::uint32_t items, std::uint32_t assignments
) {
  Ground ground{.email = owner, .password = owner_password};
  Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
  const auto place = make_place(installation.env());
  register_items(place, items);
  for (std::uint32_t i = 0; i < assignments; ++i) {
    ground.assignments.push_back(make_task(place, fmt::format("Round {}", i)).text);
  }
  // Apart, since an item tells of every task that it is in.
  const auto pages = with_dataset(place, "Pages");
  register_items(pages, 1'000);
  const auto last = make_task(pages, "Pages");
  ground.task = read(installation.env().store, [&](const Transaction& tx) {
    return tx.assignments().find(last)->task.text;
  });
  return ground;
}

}  // namespace allot_bench
