#include "ground.h"

#include <fmt/format.h>

#include <stdexcept>

#include "installation/installation.h"
#include "usecases/accounts/manage.h"
#include "usecases/datasets/create.h"
#include "usecases/projects/create.h"
#include "usecases/tasks/create.h"

namespace allot_bench {

namespace {

using namespace allot;

template <class T>
T done(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

struct Place {
  Env& env;
  Caller caller;
  ProjectId project;
  Dataset dataset;
};

Place make_place(Env& env, const Ground& ground) {
  (void)done(add_user(env, {.address = ground.email, .password = ground.password, .admin = true}));
  const Caller caller{.user = UserId{ground.email}, .org_role = OrgRole::owner};
  const auto project = done(create_project(env, caller, {.name = "Measured"})).project.id;
  const CreateDataset wanted{.project = project, .name = "Items", .expiration_options = {}};
  return {env, caller, project, done(create_dataset(env, caller, wanted)).dataset};
}

void register_items(const Place& place, std::uint32_t count) {
  constexpr std::uint32_t slice = 100'000;
  for (std::uint32_t from = 0; from < count; from += slice) {
    (void)done(write(place.env.store, [&](Transaction& tx) -> Result<bool> {
      for (auto i = from; i < std::min(count, from + slice); ++i) {
        Item item;
        item.dataset = place.dataset.id;
        item.id = place.env.ids.next<ItemId>();
        item.path = fmt::format("/{:04}/{:08}.png", i / 10'000, i);
        item.creator = place.caller.user;
        item.updated_by = place.caller.user;
        item.created_at = place.env.clock.now();
        item.updated_at = item.created_at;
        tx.items().add(std::move(item));
      }
      return true;
    }));
  }
}

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
  Ground ground{.email = "mia@example.org", .password = "measure the move"};
  Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
  const auto place = make_place(installation.env(), ground);
  register_items(place, items);
  for (std::uint32_t i = 0; i < assignments; ++i) {
    ground.assignments.push_back(make_task(place, fmt::format("Round {}", i)).text);
  }
  const auto last = make_task(place, "All");
  ground.task = read(installation.env().store, [&](const Transaction& tx) {
    return tx.assignments().find(last)->task.text;
  });
  return ground;
}

}  // namespace allot_bench
