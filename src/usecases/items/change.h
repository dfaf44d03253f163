#pragma once

#include <optional>
#include <string>

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

/// Changes one item. A folder that moves takes along what is below it, which is found on a reader's
/// snapshot and looked at again (docs/adr/0054-what-moves-together-is-there-at-once.md); everything
/// is at its new path at once. Atomic. Repeatable. Errors: not_found, forbidden (may not edit the
/// dataset), invalid (path taken or malformed, inside the folder that moves, or too long for what
/// is below it; metadata), unavailable (much changed meanwhile, or is still being written).
[[nodiscard]] Result<ItemView> change_item(Env& env, const Caller& caller, const ChangeItem& input);

}  // namespace allot
