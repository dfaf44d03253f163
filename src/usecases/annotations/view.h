#pragma once

#include <span>

#include "base/json_writer.h"
#include "usecases/env.h"
#include "usecases/items/view.h"

namespace allot {

/// An annotation as contract and SDK know it, its addresses included.
void write_annotation(JsonWriter& json, const Env& env, const Annotation& annotation);

/// Inside an open object: the members of an item as it goes out with its labels, which are a list
/// where the item alone has their address.
void write_labelled_item_members(
    JsonWriter& json, const Env& env, const ItemView& view, std::span<const Annotation> annotations
);

}  // namespace allot
