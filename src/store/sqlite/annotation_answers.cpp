#include "store/sqlite/annotation_answers.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/patience.h"
#include "store/sqlite/annotation_rows.h"
#include "store/sqlite/annotation_scan.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/item_scan.h"
#include "store/sqlite/pending_changes.h"
#include "store/sqlite/purges.h"

namespace allot::sqlite {

namespace {

/// How an order goes through the numbers.
enum class ByNumber { ascending, descending };

/// Numbers, times and ids ascend together, unless a clock was set back. Of the orders of time with
/// ties in that of ids these are the ones that a list has (query/order.cpp).
std::optional<ByNumber> by_number(Context& context, const AskedAnnotations& asked) {
  const std::string_view order = asked.order.text;
  if (order.empty() || order == "a.number") return ByNumber::ascending;
  const bool is_ascending = order == "a.id ASC, a.id ASC" || order == "a.created_at ASC, a.id ASC";
  const bool is_descending =
      order == "a.created_at DESC, a.id DESC" || order == "a.id DESC, a.id ASC";
  if (!is_ascending && !is_descending) return std::nullopt;
  if (!are_annotations_in_order(context, asked.dataset)) return std::nullopt;
  return is_ascending ? ByNumber::ascending : ByNumber::descending;
}

/// Are all annotations of the dataset asked for? A filter without conditions is true, and a choice
/// of items often is of all that have any. What is on removed items is among the numbers until it
/// is purged.
bool is_all(Context& context, const AskedAnnotations& asked) {
  const auto& condition = asked.condition.text;
  if (!condition.empty() && condition != "1") return false;
  if (has_purges(context.db, asked.dataset)) return false;
  return !asked.among || dataset_sets(context, asked.dataset).annotated.is_subset_of(*asked.among);
}

struct Window {
  std::uint64_t from = 0;
  std::uint64_t count = 0;
};

/// Of `all` the part that begins at `offset`, counted from the end when the order descends.
Window window_of(
    std::uint64_t all, std::uint64_t offset, std::uint64_t size, std::optional<ByNumber> way
) {
  if (offset >= all) return {};
  const auto count = std::min(size, all - offset);
  return {.from = way == ByNumber::descending ? all - offset - count : offset, .count = count};
}

/// All that are asked for: ascending numbers, or in the order when that is another.
std::vector<Ordinal> find_all(
    Context& context,
    const AskedAnnotations& asked,
    const AnnotationScan& scan,
    std::optional<ByNumber> way
) {
  auto rows = context.db.query_once(
      "SELECT a.number" + scan.sql() + (way ? "" : " ORDER BY " + asked.order.text)
  );
  scan.bind(rows);
  if (!way) rows.bind_all(asked.order);
  std::vector<Ordinal> numbers;
  while (rows.next()) rows.read(numbers.emplace_back());
  if (way) std::ranges::sort(numbers);
  return numbers;
}

void append(std::string& key, const query::SqlText& sql) {
  key += sql.text;
  for (const auto& value : sql.params) {
    key += '\0' + std::to_string(value.index());
    if (const auto* const text = std::get_if<std::string>(&value)) {
      key += std::to_string(text->size()) + ':' + *text;
    } else if (const auto* const whole = std::get_if<std::int64_t>(&value)) {
      key += std::to_string(*whole);
    } else if (const auto* const number = std::get_if<double>(&value)) {
      key += std::string_view(reinterpret_cast<const char*>(number), sizeof *number);
    }
  }
  key += '\0';
}

KeptOrders::Key key_of(
    Context& context, const AskedAnnotations& asked, std::optional<ByNumber> way
) {
  std::string key = "annotations";
  key += '\0';
  append(key, asked.condition);
  if (!way) append(key, asked.order);
  return {
      .dataset = asked.dataset.text,
      .order = std::move(key),
      .version = content_version(context, asked.dataset),
      .among = shown_items(context, asked)
  };
}

/// The same, found or kept from a page before. A draft of the writer is nobody else's, and few are
/// found anew as quickly.
KeptOrders::Order all_of(
    Context& context, const AskedAnnotations& asked, std::optional<ByNumber> way
) {
  const bool may_be_kept = context.drafts == nullptr;
  KeptOrders::Key key;
  if (may_be_kept) {
    key = key_of(context, asked, way);
    if (auto kept = context.caches.orders.find(key)) return kept;
  }
  const AnnotationScan scan(context, asked);
  auto found = std::make_shared<const std::vector<Ordinal>>(find_all(context, asked, scan, way));
  const bool is_quick = scan.is_of_few() && found->size() <= few_items;
  if (may_be_kept && !is_quick) context.caches.orders.keep(std::move(key), found);
  return found;
}

std::vector<Annotation> read_rows(
    Context& context, const DatasetId& dataset, std::span<const Ordinal> numbers
) {
  std::vector<Annotation> annotations;
  if (numbers.empty()) return annotations;
  annotations.reserve(numbers.size());
  const auto [first, last] = std::ranges::minmax(numbers);
  const auto pending = pending_changes(context.db, dataset, BulkOf::annotations, first, last);
  auto row =
      context.db.query("SELECT " ALLOT_NUMBERED_ANNOTATION " FROM annotation WHERE number = ?");
  constexpr std::size_t rows_between_looks = 256;
  for (const auto number : numbers) {
    if (annotations.size() % rows_between_looks == 0) Patience::require();
    if (row.bind(number).next()) {
      NumberedAnnotation found;
      read_columns(row, numbered_columns(found));
      pending.fold(number, found.folded, found.annotation);
      annotations.push_back(std::move(found.annotation));
    }
    row.reset();
  }
  return annotations;
}

/// Fills in what the chosen one's items are by their other annotations.
void find_flags_left(Context& context, ChosenAnnotations& chosen) {
  std::vector<Ordinal> annotated;
  std::vector<Ordinal> issue;
  std::vector<Ordinal> for_review;
  const auto away = chosen.numbers | hidden_annotations(context.db, chosen.dataset);
  const bool few = chosen.items.size() <= few_items;
  const auto list = few ? number_list(chosen.items) : "";
  auto rows = context.db.query_once(
      std::string("SELECT item, status FROM annotation WHERE dataset_id = ?") +
      (few ? " AND item IN (SELECT value FROM json_each(?))" : " AND ordinal_in(?, item)") +
      " AND NOT ordinal_in(?, number)"
  );
  rows.bind(chosen.dataset);
  if (few) {
    rows.bind(list);
  } else {
    rows.bind_pointer(&chosen.items, item_set_pointer);
  }
  rows.bind_pointer(&away, item_set_pointer);
  while (rows.next()) {
    Ordinal item = 0;
    std::string_view status;
    rows.read(item, status);
    if (annotated.empty() || annotated.back() != item) annotated.push_back(item);
    if (status == "issue") issue.push_back(item);
    if (status == "review") for_review.push_back(item);
  }
  chosen.annotated = ItemSet::of(annotated);
  chosen.issue = ItemSet::of(issue);
  chosen.for_review = ItemSet::of(for_review) - chosen.issue;
}

}  // namespace

NumbersOfPage numbers_of_page(
    Context& context, const AskedAnnotations& asked, std::uint64_t offset, std::uint64_t size
) {
  const auto way = by_number(context, asked);
  NumbersOfPage page;
  auto& numbers = page.numbers;
  if ((way || size == 0) && is_all(context, asked)) {
    const auto all = annotation_numbers(context, asked.dataset);
    page.total = all.size();
    const auto window = window_of(page.total, offset, size, way);
    numbers = all.page(window.from, window.count);
  } else {
    const auto all = all_of(context, asked, way);
    page.total = all->size();
    const auto window = window_of(page.total, offset, size, way);
    const auto part = std::span(*all).subspan(window.from, window.count);
    numbers.assign(part.begin(), part.end());
  }
  if (way == ByNumber::descending) std::ranges::reverse(numbers);
  return page;
}

Annotations::Page page_of_annotations(
    Context& context, const AskedAnnotations& asked, std::uint64_t offset, std::uint64_t size
) {
  const auto [numbers, total] = numbers_of_page(context, asked, offset, size);
  return {.annotations = read_rows(context, asked.dataset, numbers), .total = total};
}

void visit_numbered(
    Context& context,
    const DatasetId& dataset,
    std::span<const Ordinal> numbers,
    FunctionRef<void(const Annotation&)> visit
) {
  constexpr std::size_t rows_at_once = 20;  // each may be megabytes
  for (auto left = numbers; !left.empty();) {
    const auto part = left.first(std::min(rows_at_once, left.size()));
    for (const auto& annotation : read_rows(context, dataset, part)) visit(annotation);
    left = left.subspan(part.size());
  }
}

std::map<Ordinal, ItemSet> numbers_by_item(Context& context, const AskedAnnotations& asked) {
  const AnnotationScan scan(context, asked);
  auto rows = context.db.query_once("SELECT a.item, a.number" + scan.sql());
  scan.bind(rows);
  std::map<Ordinal, std::vector<Ordinal>> found;
  while (rows.next()) {
    Ordinal item = 0;
    Ordinal number = 0;
    rows.read(item, number);
    found[item].push_back(number);
  }
  std::map<Ordinal, ItemSet> numbers;
  for (const auto& [item, of_item] : found) numbers.emplace(item, ItemSet::of(of_item));
  return numbers;
}

void visit_annotations(
    Context& context,
    const DatasetId& dataset,
    const ItemSet& numbers,
    FunctionRef<void(const Annotation&)> visit
) {
  constexpr std::uint64_t rows_at_once = 1024;
  for (std::uint64_t rank = 0;; rank += rows_at_once) {
    const auto part = numbers.page(rank, rows_at_once);
    if (part.empty()) return;
    visit_numbered(context, dataset, part, visit);
  }
}

ChosenAnnotations chosen_annotations(
    Context& context, const AskedAnnotations& asked, std::optional<std::uint64_t> limit
) {
  ChosenAnnotations chosen;
  chosen.dataset = asked.dataset;
  chosen.moment = context.drafts ? context.caches.changes.moment() : context.moment;
  const AnnotationScan scan(context, asked);
  const auto& order = asked.order.text;
  auto rows = context.db.query_once(
      "SELECT a.number, a.item" + scan.sql() +
      (limit ? " ORDER BY " + (order.empty() ? "a.number" : order) + " LIMIT ?" : "")
  );
  scan.bind(rows);
  if (limit) rows.bind_all(asked.order).bind(*limit);
  std::vector<Ordinal> numbers;
  std::vector<Ordinal> items;
  while (rows.next()) rows.read(numbers.emplace_back(), items.emplace_back());
  chosen.numbers = ItemSet::of(numbers);
  chosen.items = ItemSet::of(items);
  find_flags_left(context, chosen);
  return chosen;
}

}  // namespace allot::sqlite
