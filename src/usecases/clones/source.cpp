#include "usecases/clones/source.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "base/patience.h"
#include "query/tree.h"
#include "store/clones.h"
#include "store/item_paths.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/items/place.h"

namespace allot {

namespace {

constexpr std::uint64_t items_of_a_page = 100;
constexpr std::size_t bytes_of_a_row = 300;  // about, less the long texts

std::size_t bytes_of(const Item& item) {
  return bytes_of_a_row + item.metadata.size() + item.description.size() + item.spec.size() +
         item.path.size();
}

std::size_t bytes_of(const Annotation& annotation) {
  return bytes_of_a_row + annotation.coordinates.size() + annotation.metadata.size() +
         annotation.attributes.size() + annotation.description.size();
}

/// What one person labels in a quality task is cloned only where it is asked for (B-064).
ItemSet consensus_copies(const Transaction& tx, const DatasetId& dataset) {
  const std::string folder = "/.consensus";
  std::vector<Ordinal> items;
  tx.item_paths().each_below(dataset, folder, [&](Ordinal item, std::string_view) {
    items.push_back(item);
  });
  if (const auto top = tx.items().at_path(dataset, folder)) items.push_back(top->ordinal);
  return ItemSet::of(items);
}

/// As far as it is known: an item that is gone tells of none.
ItemId origin_of(const Transaction& tx, const Item& item) {
  constexpr int steps_max = 100;
  auto origin = item.id;
  auto source = item.source_item;
  for (int step = 0; step < steps_max && !source.empty(); ++step) {
    origin = source;
    const auto found = tx.items().find(origin);
    source = found ? found->source_item : ItemId{};
  }
  return origin;
}

}  // namespace

/// Puts a slice together.
class CloneSource::Reading {
 public:
  Reading(const Transaction& tx, const CloneSource& source)
      : tx_(tx),
        source_(source),
        dataset_(source.dataset_),
        annotated_(
            source.wanted_.order.parts.annotations ? tx.datasets().sets(dataset_).annotated
                                                   : ItemSet{}
        ) {
    slice_.next = source.position_;
  }

  CloneSlice take() {
    const auto& chosen = *source_.chosen_;
    while (!is_full() && slice_.next.rank < chosen.size()) {
      Patience::require();
      // Of an item that is read in several slices it alone.
      const auto items = slice_.next.is_begun ? 1 : items_of_a_page;
      take_page(chosen.page(slice_.next.rank, items));
    }
    return std::move(slice_);
  }

 private:
  [[nodiscard]] bool is_full() const {
    return rows_ >= source_.most_.rows || bytes_ >= source_.most_.bytes;
  }

  void take_page(const std::vector<Ordinal>& page) {
    auto& next = slice_.next;
    auto items = tx_.items().at(dataset_, page, source_.most_.bytes - bytes_);
    for (auto& item : items) {
      if (is_full()) return;
      const auto rank = source_.chosen_->rank(item.ordinal);
      if (rank > next.rank) pass_missing();
      next.rank = rank;
      if (!take_item(std::move(item))) return;
      next = {.rank = rank + 1};
    }
    // Nobody knows of the last ones whether they are gone or were too much for this page.
    if (!items.empty()) return;
    pass_missing();
    next = {.rank = next.rank + page.size()};
  }

  /// The next one is not there any more.
  void pass_missing() {
    if (slice_.next.is_begun) slice_.parts.push_back({.item = {}, .is_gone = true});
    slice_.next = {.rank = slice_.next.rank};
  }

  /// False when some of its annotations are left.
  bool take_item(Item item) {
    auto& next = slice_.next;
    auto& part = slice_.parts.emplace_back();
    const auto ordinal = item.ordinal;
    if (!next.is_begun) {
      add(item);
      if (const auto folder = item.dir(); folder != folder_) {
        part.folders = folders_above(item.path);
        for (const auto& above : part.folders) add(above);
        folder_ = folder;
      }
      if (source_.wanted_.is_merge() && item.type == ItemType::file) {
        part.origin = origin_of(tx_, item);
        add_joined(part.origin, item);
      }
      part.item = std::move(item);
      next.is_begun = true;
    }
    if (!annotated_.contains(ordinal)) return true;
    bool is_all = true;
    tx_.annotations().each_after(
        dataset_,
        ordinal,
        next.number,
        [&](Ordinal number, const Annotation& annotation) {
          if (is_full()) return is_all = false;
          add(annotation);
          part.annotations.push_back(annotation);
          next.number = number;
          return true;
        }
    );
    return is_all;
  }

  template <class Row>
  void add(const Row& row) {
    ++rows_;
    bytes_ += bytes_of(row);
  }

  /// All that was made of its origin is read and written once more where it comes along.
  void add_joined(const ItemId& origin, const Item& item) {
    const auto [made, is_first] = made_.emplace(origin.text, 0);
    if (is_first) {
      const auto before = tx_.clones().of_origin(source_.wanted_.id, origin);
      if (before) made->second = before->metadata.size();
    }
    bytes_ += made->second;
    made->second += item.metadata.size();
  }

  /// Those that are there.
  [[nodiscard]] std::vector<Item> folders_above(const std::string& path) const {
    std::vector<Item> folders;
    for (auto slash = path.find('/', 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      auto folder = tx_.items().at_path(dataset_, path.substr(0, slash));
      if (folder) folders.push_back(*std::move(folder));
    }
    return folders;
  }

  const Transaction& tx_;
  const CloneSource& source_;
  const DatasetId& dataset_;
  const ItemSet annotated_;
  CloneSlice slice_;
  std::uint64_t rows_ = 0;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, std::size_t> made_;  // bytes of metadata, by the origin
  std::string folder_;
};

CloneSource::CloneSource(
    const Clone& wanted,
    DatasetId dataset,
    query::Query query,
    const std::atomic<bool>& is_stopping,
    Most most
)
    : wanted_(wanted),
      dataset_(std::move(dataset)),
      query_(std::move(query)),
      is_stopping_(is_stopping),
      most_(most) {}

Result<CloneSlice> CloneSource::read_next(Env& env, const Caller& caller) {
  const Patience until_it_stops(std::nullopt, &is_stopping_);
  try {
    return read(env.store, [&](const Transaction& tx) { return read_next(tx, caller); });
  } catch (const GivenUp&) {
    if (is_stopping_ || chosen_) throw;
    return fail(
        ErrorCode::invalid,
        "It took too long to find the items, and the clone was given up; narrow its filter."
    );
  }
}

Result<CloneSlice> CloneSource::read_next(const Transaction& tx, const Caller& caller) {
  const auto dataset = TRY(get_dataset(tx, caller, dataset_, Verb::edit_data));
  if (!chosen_) TRY(choose(tx, caller, dataset));
  return Reading(tx, *this).take();
}

int CloneSource::percent_after(const CloneSlice& slice) const {
  if (!chosen_ || chosen_->empty()) return 0;
  return static_cast<int>(slice.next.rank * 100 / chosen_->size());
}

Result<Done> CloneSource::choose(
    const Transaction& tx, const Caller& caller, const Dataset& dataset
) {
  if (!wanted_.order.item.empty()) {
    const auto item = TRY(get_item(tx, caller, wanted_.order.item));
    chosen_ = ItemSet{item.ordinal};
    return Done{};
  }
  const Patience so_long(most_.choosing, &is_stopping_);
  Patience::require();
  auto items = TRY(match_items(tx, caller, dataset, query_)).items;
  if (!query::mentions_hidden(query_.filter)) items -= consensus_copies(tx, dataset.id);
  chosen_ = std::move(items);
  return Done{};
}

}  // namespace allot
