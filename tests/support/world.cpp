#include "support/world.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ostream>

#include "store/sqlite/sqlite_store.h"
#include "support/rehearsal.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/assignments/set_status.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"

namespace allot::test {

namespace {

std::filesystem::path make_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "allot-test-XXXXXX").string();
  CHECK(mkdtemp(pattern.data()) != nullptr);
  return pattern;
}

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Held& held) {
  return out << held.open << " open, " << held.completed << " completed";
}

World::World(bool may_rehearse)
    : folder_(make_folder()),
      store_(sqlite::open({.rehearses = may_rehearse && rehearses()}, ids_)),
      files_(open_file_folder(folder_ / "files")),
      keys_(SigningKeys::in_memory(random_)),
      tokens_(std::make_unique<TokenAuthority>(*keys_)),
      env_{
          *store_,
          *files_,
          clock,
          random_,
          ids_,
          settings_,
          *tokens_,
          throttle_,
          cheapest_password_cost,
          meters_,
          in_use_,
          streams_
      } {
  account("mia");
  const auto now = clock.now();
  const auto mia = person("mia");
  project_ = {random_uuid(random_)};
  dataset_ = ids_.next<DatasetId>();
  recipe_ = ids_.next<RecipeId>();
  const auto ontology = ids_.next<OntologyId>();
  value_of(write(*store_, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.projects().put(
        {.id = project_, .name = "City", .creator = mia, .created_at = now, .updated_at = now}
    );
    tx.recipes().put_ontology(
        {.id = ontology,
         .project = project_,
         .title = "Labels",
         .creator = mia,
         .updated_by = mia,
         .created_at = now,
         .updated_at = now}
    );
    tx.recipes().put(
        {.id = recipe_,
         .project = project_,
         .title = "Recipe",
         .creator = mia,
         .updated_by = mia,
         .ontologies = {ontology},
         .created_at = now,
         .updated_at = now}
    );
    tx.datasets().put(
        {.id = dataset_,
         .project = project_,
         .name = "Crossings",
         .creator = mia,
         .updated_by = mia,
         .recipes = {recipe_},
         .created_at = now,
         .updated_at = now}
    );
    return Done{};
  }));
  join("mia", Role::owner);
}

World::~World() {
  store_->close();
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

UserId World::person(std::string_view name) {
  return {std::string(name) + "@example.org"};
}

Caller World::caller(std::string_view name) const {
  return {.user = person(name), .org_role = OrgRole::member, .session = {}};
}

void World::join(std::string_view name, Role role, bool active) {
  const auto now = clock.now();
  value_of(write(*store_, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.projects().put_member(
        {.project = project_,
         .user = person(name),
         .role = role,
         .active = active,
         .added_by = person("mia"),
         .created_at = now,
         .updated_at = now}
    );
    return Done{};
  }));
}

void World::account(std::string_view name, OrgRole role) {
  value_of(add_user(
      env_,
      {.address = person(name).text,
       .password = "correct horse",
       .admin = role == OrgRole::admin || role == OrgRole::owner}
  ));
}

std::string World::bearer(std::string_view name) {
  const auto known = read(*store_, [&](const Transaction& tx) {
    return tx.users().find(person(name)).has_value();
  });
  if (!known) account(name);
  return "Bearer " + open_session(env_, person(name)).id_token;
}

std::vector<ItemId> World::items(std::size_t count, std::string_view folder) {
  const auto now = clock.now();
  const auto first_file = files_made_ + 1;
  files_made_ += count;
  return value_of(write(
      *store_,
      Scope::everything(),
      [&](Transaction& tx) -> Result<std::vector<ItemId>> {
        std::vector<ItemId> made;
        for (std::size_t i = 0; i < count; ++i) {
          Item item{
              .dataset = dataset_,
              .id = ids_.next<ItemId>(),
              .path = fmt::format("/{}/{:04}.png", folder, first_file + i),
              .creator = person("mia"),
              .updated_by = person("mia"),
              .description = {},
              .spec = {},
              .content = {},
              .size = 10,
              .metadata = R"({"system":{"size":10,"mimetype":"image/png"}})",
              .created_at = now,
              .updated_at = now
          };
          made.push_back(item.id);
          tx.items().add(std::move(item));
        }
        return made;
      }
  ));
}

std::string World::query_of(const std::vector<ItemId>& items) {
  std::string ids;
  for (const auto& id : items) ids += fmt::format("{}\"{}\"", ids.empty() ? "" : ",", id.text);
  return fmt::format(R"({{"filter":{{"id":{{"$in":[{}]}}}}}})", ids);
}

Task World::task(const std::vector<AssignmentOf>& people, std::string_view name) {
  const auto created = value_of(create_task(
      env_,
      manager(),
      {.name = std::string(name),
       .query = "{}",
       .project = project_,
       .dataset = dataset_,
       .recipe = recipe_,
       .owner = person("mia"),
       .empty = true}
  ));
  CHECK(std::holds_alternative<Command>(created));
  last_task_ = read(*store_, [&](const Transaction& tx) {
    return tx.tasks().of_dataset(dataset_).back().id;
  });
  for (const auto& wanted : people) {
    const auto ids = items(wanted.open_items + wanted.completed_items);
    if (ids.empty()) continue;
    value_of(add_items(
        env_,
        manager(),
        {.task = last_task_,
         .query = query_of(ids),
         .loads = {{.assignee = person(wanted.annotator), .percent = 100}}}
    ));
    const std::vector<ItemId> completed(
        ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(wanted.completed_items)
    );
    if (completed.empty()) continue;
    value_of(
        set_status(env_, manager(), {.where = last_task_, .items = completed, .word = "completed"})
    );
  }
  return *read(*store_, [&](const Transaction& tx) { return tx.tasks().find(last_task_); });
}

Assignment World::assignment(const AssignmentOf& wanted) {
  const auto made = task({wanted});
  auto found = assignment_of(made.id, wanted.annotator);
  CHECK(found.has_value());
  return *std::move(found);
}

Ledger World::ledger(const TaskId& task) {
  return read(*store_, [&](const Transaction& tx) { return *tx.ledgers().of(task); });
}

Held World::items_of(const TaskId& task, std::string_view name) {
  const auto held = ledger(task);
  const auto* share = held.find(person(name));
  if (share == nullptr) return {};
  return {.open = share->open.size(), .completed = share->handled().size()};
}

Held World::items_of(std::string_view name) {
  return items_of(last_task_, name);
}

std::optional<Assignment> World::assignment_of(const TaskId& task, std::string_view name) {
  return read(*store_, [&](const Transaction& tx) -> std::optional<Assignment> {
    for (auto& assignment : tx.assignments().of_task(task)) {
      if (assignment.annotator == person(name)) return std::move(assignment);
    }
    return std::nullopt;
  });
}

std::string World::snapshot() {
  return read(*store_, [&](const Transaction& tx) {
    std::string text;
    for (const auto& task : tx.tasks().of_dataset(dataset_)) {
      text += fmt::format(
          "task {} {} {} {}\n", task.id.text, task.name, task.dismissed, task.user_metadata
      );
      const auto ledger = tx.ledgers().of(task.id);
      for (const auto& share : ledger->shares) {
        text += fmt::format("  {} {} open:", share.assignment.text, share.annotator.text);
        share.open.for_each([&](Ordinal ordinal) { text += fmt::format(" {}", ordinal); });
        for (const auto& [word, items] : share.by_status) {
          text += fmt::format(" {}:", word);
          items.for_each([&](Ordinal ordinal) { text += fmt::format(" {}", ordinal); });
        }
        text += "\n";
      }
    }
    for (const auto& assignment : tx.assignments().of_projects({&project_, 1})) {
      text += fmt::format("assignment {} {}\n", assignment.id.text, assignment.name);
    }
    return text;
  });
}

std::vector<Load> equal_loads_for(const std::vector<std::string>& names) {
  std::vector<UserId> people;
  for (const auto& name : names) people.push_back(World::person(name));
  return equal_loads(people);
}

}  // namespace allot::test
