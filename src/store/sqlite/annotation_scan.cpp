#include "store/sqlite/annotation_scan.h"

#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/item_scan.h"
#include "store/sqlite/purges.h"

namespace allot::sqlite {

AnnotationScan::AnnotationScan(Context& context, const AskedAnnotations& asked)
    : asked_(asked),
      among_(shown_items(context, asked)),
      hidden_(hidden_annotations(context.db, asked.dataset)),
      pending_(pending_changes(context.db, asked.dataset, BulkOf::annotations)),
      few_(among_ && among_->size() <= few_items),
      list_(few_ ? number_list(*among_) : "") {
  sql_ = " FROM " + annotation_source(pending_) + " WHERE a.dataset_id = ?";
  if (few_) {
    sql_ += " AND a.item IN (SELECT value FROM json_each(?))";
  } else if (among_) {
    sql_ += " AND ordinal_in(?, a.item)";
  }
  if (!hidden_.empty()) sql_ += " AND NOT ordinal_in(?, a.number)";
  if (!asked_.condition.text.empty()) sql_ += " AND (" + asked_.condition.text + ")";
}

void AnnotationScan::bind(Query& query) const {
  bind_source(query, pending_);
  query.bind(asked_.dataset);
  if (few_) {
    query.bind(list_);
  } else if (among_) {
    query.bind_pointer(&*among_, item_set_pointer);
  }
  if (!hidden_.empty()) query.bind_pointer(&hidden_, item_set_pointer);
  query.bind_all(asked_.condition);
}

std::optional<ItemSet> shown_items(Context& context, const AskedAnnotations& asked) {
  if (asked.among) return *asked.among & live_items(context, asked.dataset);
  if (has_purges(context.db, asked.dataset)) return live_items(context, asked.dataset);
  return std::nullopt;
}

}  // namespace allot::sqlite
