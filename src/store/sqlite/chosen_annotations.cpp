#include "store/sqlite/chosen_annotations.h"

#include <vector>

#include "store/sqlite/dataset_state.h"

namespace allot::sqlite {

namespace {

ItemSet numbers_on(Database& db, const DatasetId& dataset, const ItemSet& items) {
  std::vector<Ordinal> numbers;
  auto rows = db.query("SELECT number FROM annotation WHERE dataset_id = ? AND item = ?");
  items.for_each([&](Ordinal item) {
    rows.bind(dataset, item);
    while (rows.next()) rows.read(numbers.emplace_back());
    rows.reset();
  });
  return ItemSet::of(numbers);
}

}  // namespace

std::optional<StillChosen> still_chosen(
    Context& context, const ChosenAnnotations& chosen, const ItemSet& kept
) {
  const auto& dataset = chosen.dataset;
  const auto changes = context.caches.changes.since(dataset, chosen.moment);
  if (!changes.is_exact) return std::nullopt;
  const auto left_alone = chosen.items & (kept | (chosen.items - live_items(context, dataset)));
  StillChosen still;
  still.numbers =
      chosen.numbers - changes.annotation_numbers - numbers_on(context.db, dataset, left_alone);
  still.items = chosen.items - left_alone;
  still.changed = still.items & changes.annotations;
  return still;
}

}  // namespace allot::sqlite
