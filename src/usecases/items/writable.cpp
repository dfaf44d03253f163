#include "usecases/items/writable.h"

#include <utility>

#include "usecases/datasets/writable.h"

namespace allot {

Result<WritableItem> get_writable_item(
    const Transaction& tx, const Caller& caller, const ItemId& id
) {
  auto item = TRY(get_item(tx, caller, id));
  auto dataset = TRY(get_dataset(tx, caller, item.dataset, Verb::edit_data));
  TRY(require_writable(dataset));
  return WritableItem{.item = std::move(item), .dataset = std::move(dataset)};
}

}  // namespace allot
