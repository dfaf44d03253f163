#include "usecases/exports/write.h"

#include <chrono>
#include <utility>

#include "base/patience.h"
#include "query/plan.h"
#include "usecases/access.h"
#include "usecases/annotations/view.h"
#include "usecases/items/matching.h"

namespace allot {

namespace {

constexpr std::uint64_t items_of_a_page = 100;
constexpr std::size_t bytes_of_a_page = 4u << 20;  // and one item
constexpr std::uint64_t annotations_picked_at_once = 1'000;

}  // namespace

ExportWriting::ExportWriting(
    Env& env,
    const Export& wanted,
    ExportQueries queries,
    const std::atomic<bool>& is_stopping,
    Times times
)
    : env_(env),
      wanted_(wanted),
      queries_(std::move(queries)),
      is_stopping_(is_stopping),
      times_(times),
      file_(env.files, wanted.order, wanted.created_at) {
  if (queries_.annotations) condition_ = query::annotations_sql(*queries_.annotations);
}

Result<Done> ExportWriting::go_on(const Caller& caller) {
  const Patience until_it_stops(std::nullopt, &is_stopping_);
  try {
    return read(env_.store, [&](const Transaction& tx) { return write_turn(tx, caller); });
  } catch (const GivenUp&) {
    if (is_stopping_ || chosen_) throw;
    return fail(
        ErrorCode::invalid,
        "It took too long to find the items, and the export was given up; narrow its filter."
    );
  }
}

SpooledFile ExportWriting::finish() {
  const Patience until_it_stops(std::nullopt, &is_stopping_);
  return file_.finish();
}

int ExportWriting::percent() const {
  if (!chosen_ || chosen_->empty()) return 0;
  return static_cast<int>(done_ * 100 / chosen_->size());
}

Result<Done> ExportWriting::write_turn(const Transaction& tx, const Caller& caller) {
  const auto dataset = TRY(get_dataset(tx, caller, wanted_.dataset, Verb::edit_data));
  if (!chosen_) TRY(choose(tx, caller, dataset));
  const Sight sight(tx, caller, dataset.id);
  const auto end = std::chrono::steady_clock::now() + times_.turn;
  const auto is_over = [&] { return std::chrono::steady_clock::now() >= end; };
  while (!is_done()) {
    const auto page = chosen_->page(done_, items_of_a_page);
    const auto views = view_items(tx, sight, dataset.id, page, bytes_of_a_page);
    // Nobody knows of the last ones whether they are gone or were too much for this page.
    if (views.empty()) done_ += page.size();
    std::span<const ItemView> left = views;
    std::size_t picked = 0;
    for (const auto& view : views) {
      Patience::require();
      if (picked == 0) picked = pick(tx, left);
      --picked;
      left = left.subspan(1);
      write_item(tx, view);
      done_ = chosen_->rank(view.item.ordinal) + 1;
      if (is_over()) return Done{};
    }
    if (is_over()) return Done{};
  }
  return Done{};
}

/// Files, and hidden ones only when they are asked for: as a task's selection has it.
Result<Done> ExportWriting::choose(
    const Transaction& tx, const Caller& caller, const Dataset& dataset
) {
  const Patience so_long(times_.choosing, &is_stopping_);
  Patience::require();
  const auto matched = TRY(match_items(tx, caller, dataset, queries_.items));
  const auto sets = tx.datasets().sets(dataset.id);
  auto items = matched.items & sets.file;
  if (!query::mentions_hidden(queries_.items.filter)) items = items - sets.hidden;
  if (queries_.annotations && queries_.annotations->join) {
    query::Query joined;
    joined.filter = queries_.annotations->join->filter;
    joined_ = TRY(match_items(tx, caller, dataset, joined)).items;
  }
  chosen_ = std::move(items);
  return Done{};
}

void ExportWriting::write_item(const Transaction& tx, const ItemView& view) {
  const bool with_annotations = wanted_.order.with_annotations;
  JsonWriter json;
  json.object([&] {
    write_item_members(json, view);
    write_item_addresses(json, env_, view.item);
    if (with_annotations) return;
    json.member("annotations", api_url(env_) + "/items/" + view.item.id.text + "/annotations");
  });
  auto text = json.take();
  file_.begin(view.item.path, view.item.id);
  if (!with_annotations) {
    file_.write(text);
    return;
  }
  text.back() = ',';
  file_.write(text);
  file_.write(R"("annotations":[)");
  if (view.annotations > 0) write_annotations(tx, view.item);
  file_.write("]}");
}

void ExportWriting::write_annotations(const Transaction& tx, const Item& item) {
  bool is_first = true;
  for_each_wanted(tx, item, [&](const Annotation& annotation) {
    JsonWriter json;
    write_annotation(json, env_, annotation);
    if (!is_first) file_.write(",");
    file_.write(json.text());
    is_first = false;
  });
}

/// Finds those that are asked for of the first few of these items, which have not very many
/// together: of how many items.
std::size_t ExportWriting::pick(const Transaction& tx, std::span<const ItemView> views) {
  picked_.clear();
  if (!condition_) return views.size();
  std::vector<Ordinal> items;
  std::uint64_t annotations = 0;
  std::size_t count = 0;
  while (count < views.size() && annotations < annotations_picked_at_once) {
    const auto& view = views[count++];
    const auto item = view.item.ordinal;
    if (view.annotations == 0 || (joined_ && !joined_->contains(item))) continue;
    items.push_back(item);
    annotations += view.annotations;
  }
  if (!items.empty()) {
    picked_ = tx.annotations().numbers_matching(wanted_.dataset, ItemSet::of(items), *condition_);
  }
  return count;
}

/// Oldest first.
void ExportWriting::for_each_wanted(
    const Transaction& tx, const Item& item, FunctionRef<void(const Annotation&)> visit
) const {
  if (!condition_) {
    tx.annotations().each_of_item(item.dataset, item.ordinal, visit);
  } else if (const auto picked = picked_.find(item.ordinal); picked != picked_.end()) {
    tx.annotations().each_numbered(item.dataset, picked->second, visit);
  }
}

}  // namespace allot
