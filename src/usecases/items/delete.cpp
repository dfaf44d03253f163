#include "usecases/items/delete.h"

#include "usecases/access.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/folder_content.h"
#include "usecases/items/fuller_folders.h"
#include "usecases/items/matching.h"
#include "usecases/items/purge.h"
#include "usecases/items/writable.h"
#include "usecases/scopes.h"
#include "usecases/tasks/remove_items.h"

namespace allot {

namespace {

void remove(
    Env& env, Transaction& tx, const Caller& caller, const Dataset& dataset, const ItemSet& items
) {
  take_out_of_tasks(env, tx, caller, dataset.id, items);
  tx.items().remove(
      dataset.id, items, {.project = dataset.project, .actor = caller.user, .at = env.clock.now()}
  );
  purge_slice(tx, dataset.id);
}

/// What goes along with a folder; nullopt: it is a file.
Result<std::optional<FolderContent>> content_that_goes(
    const Transaction& tx, const Caller& caller, const ItemId& id
) {
  const auto [item, dataset] = TRY(get_writable_item(tx, caller, id));
  if (item.type == ItemType::file) return std::optional<FolderContent>{};
  return std::optional(content_of(tx, dataset.id, item.path));
}

/// The item with its content, which is that of a look before, at this moment.
Result<ItemSet> whole(
    const Transaction& tx,
    const Item& item,
    const std::optional<FolderContent>& content,
    LookAgain look
) {
  ItemSet items{item.ordinal};
  if (!content) return items;
  if (content->folder != item.path) {
    return fail(ErrorCode::unavailable, "The folder was moved meanwhile; try again.");
  }
  items |= TRY(content_now(tx, *content, look)).items;
  return items;
}

}  // namespace

Result<Done> delete_item(Env& env, const Caller& caller, const ItemId& id) {
  return match_and_change([&](LookAgain look) -> Result<Done> {
    const auto content = TRY(read(env.store, [&](const Transaction& tx) {
      return content_that_goes(tx, caller, id);
    }));
    return write(env.store, scope_of(id), [&](Transaction& tx) -> Result<Done> {
      const auto [item, dataset] = TRY(get_writable_item(tx, caller, id));
      remove(env, tx, caller, dataset, TRY(whole(tx, item, content, look)));
      return Done{};
    });
  });
}

namespace {

/// `answer` makes of the dataset, and of how many went, what is answered, in the transaction of the
/// change.
template <class Answer>
auto delete_matching(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset_id,
    const query::Query& query,
    Answer answer
) {
  using Answered = std::invoke_result_t<Answer, Transaction&, const Dataset&, std::uint64_t>;
  // What came, or was worked on, after the first look stays, however often it is looked again.
  std::optional<Matched> first;
  return match_and_change([&](LookAgain look) -> Answered {
    Past past;
    auto matched = TRY(read(env.store, [&](const Transaction& tx) -> Result<Matched> {
      const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
      TRY(require_writable(dataset));
      auto found = TRY(match_items(tx, caller, dataset, query));
      if (first) found.items &= first->items;
      past = leave_fuller_folders(tx, found);
      return found;
    }));
    if (!first) first = matched;
    const auto scope = scope_of_content(dataset_id);
    return write(env.store, scope, [&](Transaction& tx) -> Answered {
      const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
      TRY(require_writable(dataset));
      auto untouched = TRY(untouched_matching(tx, matched, first->moment, look));
      const auto items = TRY(without_fuller_folders(tx, matched, std::move(untouched), past, look));
      remove(env, tx, caller, dataset, items);
      return answer(tx, dataset, items.size());
    });
  });
}

}  // namespace

Result<std::uint64_t> delete_matching_items(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
) {
  const auto answer = [](Transaction&, const Dataset&, std::uint64_t count
                      ) -> Result<std::uint64_t> { return count; };
  return delete_matching(env, caller, dataset, query, answer);
}

Result<Command> delete_items_by_command(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
) {
  const auto answer = [&](Transaction& tx, const Dataset& of, std::uint64_t count
                      ) -> Result<Command> {
    return note_command(
        env,
        tx,
        caller,
        {.project = of.project, .result = ItemsDeleted{.dataset = of.id, .count = count}}
    );
  };
  return delete_matching(env, caller, dataset, query, answer);
}

}  // namespace allot
