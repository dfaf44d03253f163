#pragma once

#include <optional>
#include <string>

#include "domain/item_set.h"
#include "store/sqlite/annotation_answers.h"
#include "store/sqlite/database.h"
#include "store/sqlite/pending_changes.h"

namespace allot::sqlite {

/// What a statement about annotations that are asked for has in common with others: ` FROM … WHERE
/// …`, and its parameters. `asked` must outlive it.
class AnnotationScan {
 public:
  AnnotationScan(Context& context, const AskedAnnotations& asked);

  [[nodiscard]] const std::string& sql() const { return sql_; }

  void bind(Query& query) const;

  /// On so few items that their rows are found by name.
  [[nodiscard]] bool is_of_few() const { return few_; }

 private:
  const AskedAnnotations& asked_;
  std::optional<ItemSet> among_;  // those that are there; nullopt: all
  ItemSet hidden_;
  PendingChanges pending_;
  bool few_;
  std::string list_;
  std::string sql_;
};

/// The items on which they are asked for: less what is yet to be purged; nullopt: all that there
/// is.
[[nodiscard]] std::optional<ItemSet> shown_items(Context& context, const AskedAnnotations& asked);

}  // namespace allot::sqlite
