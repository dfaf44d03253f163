#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "formats/label_format.h"
#include "usecases/items/view.h"
#include "usecases/labels/held_annotations.h"
#include "usecases/labels/source.h"

namespace allot {

/// An item with all that goes out of it, as it was in one transaction.
struct ReadItem {
  ItemView view;  // of labels of a dataset, and without JSON, the item alone
  std::optional<formats::ItemWork> work;
  HeldAnnotations annotations;
};

/// Those of `ordinals` that are there, in their order: as many as fit into some megabytes and about
/// a second, and one at least. An item comes whole, however much it has: what is too much for
/// memory is in the spool. Throws StoreFailure.
[[nodiscard]] std::vector<ReadItem> read_items(
    Env& env,
    const Transaction& tx,
    const Caller& caller,
    const LabelSource& source,
    std::span<const Ordinal> ordinals,
    const formats::LabelFormat::Wishes& wishes
);

/// As the API writes it, open for its annotations: `…,"annotations":[`.
[[nodiscard]] std::string json_of(const Env& env, const ReadItem& read);
[[nodiscard]] std::string json_of(const Env& env, const Annotation& annotation);

}  // namespace allot
