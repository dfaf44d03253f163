#include "place.h"

#include <fmt/format.h>

#include <algorithm>

#include "usecases/accounts/manage.h"
#include "usecases/datasets/create.h"
#include "usecases/projects/create.h"
#include "usecases/tasks/create.h"

namespace allot_bench {

using namespace allot;

Place make_place(Env& env) {
  (void)done(add_user(env, {.address = owner, .password = owner_password, .admin = true}));
  const Caller caller{.user = UserId{owner}, .org_role = OrgRole::owner};
  const auto project = done(create_project(env, caller, {.name = "Measured"})).project.id;
  return with_dataset({env, caller, project, {}}, "Items");
}

Place with_dataset(Place place, const std::string& name) {
  const CreateDataset wanted{.project = place.project, .name = name, .expiration_options = {}};
  place.dataset = done(create_dataset(place.env, place.caller, wanted)).dataset;
  return place;
}

void register_items(const Place& place, std::uint32_t count) {
  constexpr std::uint32_t slice = 100'000;
  for (std::uint32_t from = 0; from < count; from += slice) {
    (void)done(write(place.env.store, Scope::everything(), [&](Transaction& tx) -> Result<bool> {
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

void add_task(const Place& place, const std::string& name, int people, const std::string& query) {
  CreateTask input{
      .name = name,
      .query = query,
      .project = place.project,
      .dataset = place.dataset.id,
      .recipe = place.dataset.recipes.front(),
      .owner = place.caller.user
  };
  for (int i = 0; i < people; ++i) {
    input.loads.push_back(
        {.assignee = UserId{fmt::format("p{}@example.org", i)}, .percent = 100.0 / people}
    );
  }
  (void)done(create_task(place.env, place.caller, input));
}

TaskId make_task(const Place& place, const std::string& name, int people) {
  add_task(place, name, people, R"({"filter":{"$and":[{"hidden":false},{"type":"file"}]}})");
  return read(place.env.store, [&](const Transaction& tx) {
    return tx.tasks().of_dataset(place.dataset.id).back().id;
  });
}

void deal_out(const Place& place, const TaskId& task) {
  (void)done(write(place.env.store, Scope::everything(), [&](Transaction& tx) -> Result<bool> {
    auto ledger = *tx.ledgers().of(task);
    std::vector<Share> shares(ledger.shares.begin(), ledger.shares.end());
    std::vector<std::vector<Ordinal>> dealt(shares.size());
    std::size_t turn = 0;
    ledger.members.for_each([&](Ordinal item) { dealt[turn++ % dealt.size()].push_back(item); });
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i].open = ItemSet::of(dealt[i]);
    ledger.shares.put_all(std::move(shares));
    tx.ledgers().put(task, std::move(ledger));
    return true;
  }));
}

}  // namespace allot_bench
