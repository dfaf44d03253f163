#pragma once

#include <optional>
#include <string>

#include "query/query.h"
#include "usecases/items/view.h"

namespace allot {

/// A difference: absent members stay.
struct ChangeItem {
  ItemId item;
  std::optional<std::string> path;         // moves; folders above are made
  std::optional<std::string> description;  // "" clears
  std::optional<std::string> metadata;     // JSON difference: deep merge, null deletes
  bool system = false;  // changes below metadata.system count too, but for the server's own keys
};

/// Changes one item. Atomic. Repeatable. Errors: not_found, forbidden (may not edit the dataset),
/// invalid (path taken or malformed, metadata).
[[nodiscard]] Result<ItemView> change_item(Env& env, const Caller& caller, const ChangeItem& input);

/// Merges `difference` (of the whole metadata) into every item that the query names
/// (items/matching.h); system keys only with `system`. It is answered on a reader's snapshot; what
/// stopped matching since is left out (B-254). An empty difference changes nothing. Returns how
/// many matched. Errors: not_found, forbidden, invalid.
[[nodiscard]] Result<std::uint64_t> change_matching_items(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset,
    const query::Query& query,
    const std::string& difference,
    bool system
);

}  // namespace allot
