#pragma once

#include "allot/client.h"
#include "commands/console.h"
#include "commands/item_choice.h"

namespace allot::cli {

/// The items, as they come: path, status, whose they are, how many annotations, id. Status and
/// person are those of the task or assignment that was chosen; of a dataset those of all tasks that
/// the caller sees.
void print_items(Console& console, const Client& client, const ItemChoice& choice);

}  // namespace allot::cli
