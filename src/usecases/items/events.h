#pragma once

#include <string_view>

#include "usecases/env.h"

namespace allot {

/// Appends `Item` with this action to the outbox.
void note_item_event(
    Env& env, Transaction& tx, const Caller& caller, const Item& item, std::string_view action
);

}  // namespace allot
