#include "usecases/items/change_matching.h"

#include "usecases/access.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/matching.h"
#include "usecases/items/metadata_difference.h"

namespace allot {

namespace {

Result<Dataset> changeable(const Transaction& tx, const Caller& caller, const DatasetId& id) {
  auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
  TRY(require_writable(dataset));
  TRY(require_room_for_bulk_change(tx, id));
  return dataset;
}

/// `answer` makes of the dataset, and of how many matched, what is answered, in the transaction of
/// the change.
template <class Answer>
auto change_matching(Env& env, const Caller& caller, const ChangeMatching& input, Answer answer)
    -> std::invoke_result_t<Answer, Transaction&, const Dataset&, std::uint64_t> {
  using Answered = std::invoke_result_t<Answer, Transaction&, const Dataset&, std::uint64_t>;
  const auto difference = TRY(allowed_difference(input.difference, input.system));
  return match_and_change([&](LookAgain look) -> Answered {
    const auto matched = TRY(read(env.store, [&](const Transaction& tx) -> Result<Matched> {
      return match_items(tx, caller, TRY(changeable(tx, caller, input.dataset)), input.query);
    }));
    const auto change = [&](Transaction& tx) -> Answered {
      const auto dataset = TRY(changeable(tx, caller, input.dataset));
      const auto items = TRY(still_matching(tx, matched, look));
      if (difference == "{}") return answer(tx, dataset, items.size());
      tx.bulk_changes().change_items(
          dataset.id,
          items,
          {.difference = difference,
           .project = dataset.project,
           .actor = caller.user,
           .at = env.clock.now()}
      );
      write_bulk_slice(tx, dataset.id);
      return answer(tx, dataset, items.size());
    };
    return write(env.store, Scope::dataset(input.dataset), change, "items/change_by_query");
  });
}

}  // namespace

Result<std::uint64_t> change_matching_items(
    Env& env, const Caller& caller, const ChangeMatching& input
) {
  return change_matching(
      env,
      caller,
      input,
      [](Transaction&, const Dataset&, std::uint64_t count) -> Result<std::uint64_t> {
        return count;
      }
  );
}

Result<Command> bulk_update_metadata(Env& env, const Caller& caller, const ChangeMatching& input) {
  return change_matching(
      env,
      caller,
      input,
      [&](Transaction& tx, const Dataset& dataset, std::uint64_t count) -> Result<Command> {
        return note_command(
            env,
            tx,
            caller,
            {.project = dataset.project,
             .result = MetadataChanged{.dataset = dataset.id, .count = count}}
        );
      }
  );
}

}  // namespace allot
