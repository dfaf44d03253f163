#include "usecases/clones/clone_item.h"

#include <atomic>
#include <utility>

#include "store/clones.h"
#include "usecases/access.h"
#include "usecases/clones/begin.h"
#include "usecases/clones/copies.h"
#include "usecases/clones/source.h"
#include "usecases/clones/write.h"
#include "usecases/commands/running.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/items/path.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// More rows than that are not written in the change that asks for them.
constexpr CloneSource::Most at_once{.rows = 200, .bytes = std::size_t{1} << 20, .choosing = {}};

Result<CloneOrder> order_of(const CloneItem& input) {
  TRY(require_metadata(input.metadata));
  auto path =
      input.path.empty() ? std::string{} : TRY(parse_item_path(input.path, "remoteFileName"));
  return CloneOrder{
      .item = input.item,
      .target = input.target,
      .name = {},
      .directory = {},
      .path = std::move(path),
      .metadata = input.metadata,
      .finds_another_path = input.finds_another_path,
      .parts = input.parts
  };
}

/// nullopt: there is too much of it for one change.
Result<std::optional<Item>> clone_at_once(
    Env& env, Transaction& tx, const Caller& caller, const Clone& wanted
) {
  const std::atomic<bool> never = false;
  CloneSource source(wanted, wanted.source, {}, never, at_once);
  const auto slice = TRY(source.read_next(tx, caller));
  source.pass(slice);
  if (!source.is_done()) return std::optional<Item>{};
  const auto& into = wanted.order.target;
  tx.clones().begin_in(wanted.id, into);
  CloneWriting writing(env, wanted, into, false);
  writing.keep(TRY(writing.write(tx, caller, slice)));
  TRY(writing.show(tx));
  return writing.last_item();
}

Scope scope_of(const Transaction& tx, const CloneItem& input) {
  return scope_of(tx, input.item) | scope_of_content(tx, input.target);
}

}  // namespace

Result<Command> clone_item(Env& env, const Caller& caller, const CloneItem& input) {
  const auto checked = TRY(order_of(input));
  const auto where = [&](const Transaction& tx) { return scope_of(tx, input); };
  return write(env.store, where, [&](Transaction& tx) -> Result<Command> {
    const auto item = TRY(get_item(tx, caller, input.item));
    TRY(get_dataset(tx, caller, item.dataset, Verb::edit_data));
    if (item.type == ItemType::dir) {
      return invalid_field("id", "names a folder; clone its files by a filter of the dataset's");
    }
    auto order = checked;
    if (order.target.empty()) order.target = item.dataset;
    const auto into = TRY(get_dataset(tx, caller, order.target, Verb::edit_data));
    TRY(require_writable(into));
    const auto wanted = TRY(add_clone(env, tx, caller, into.project, item.dataset, order));
    auto command = put_command_of(tx, wanted);
    const auto path = TRY(path_of_clone(order, item));
    const bool is_taken = tx.items().at_path(into.id, path).has_value();
    if (is_taken && !order.finds_another_path) return command;
    const auto clone = TRY(clone_at_once(env, tx, caller, wanted));
    if (!clone) return command;
    tell(env, tx, caller, into.project, created(clone->id));
    note_success(env, tx, command, ItemCloned{.source = item.id, .clone = clone->id});
    return tx.journal().command(command.id).value();
  });
}

}  // namespace allot
