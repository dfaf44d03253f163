#include "store/annotation_walk.h"

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

using Place = AnnotationWalk::Place;
using Visit = FunctionRef<void(const AnnotationFacts&)>;

/// One piece of a walk. Everything is read of the index that holds it (`annotation_item`).
class Piece {
 public:
  Piece(Context& context, const DatasetId& dataset, std::uint64_t count, Visit visit)
      : db_(context.db),
        dataset_(dataset),
        shown_(annotation_numbers(context, dataset)),
        left_(count),
        visit_(visit) {}

  /// False: the piece is full. `last` tells where it is.
  bool rest_of(Place place) {
    auto rows = db_.query(
        "SELECT item, number, label, type, creator FROM annotation"
        " WHERE dataset_id = ? AND item = ? AND number > ? ORDER BY number"
    );
    rows.bind(dataset_, place.item, place.number);
    return through(rows, nullptr);
  }

  /// Of items that lie close, others among them passed over.
  bool all_between(const ItemSet& items, Ordinal first, Ordinal end) {
    auto rows = db_.query(
        "SELECT item, number, label, type, creator FROM annotation"
        " WHERE dataset_id = ? AND item >= ? AND item < ? ORDER BY item, number"
    );
    rows.bind(dataset_, first, end);
    return through(rows, &items);
  }

  [[nodiscard]] Place last() const { return last_; }

 private:
  bool through(Query& rows, const ItemSet* items) {
    while (rows.next()) {
      if (left_ == 0) return false;
      AnnotationFacts facts;
      Ordinal number = 0;
      rows.read(facts.item, number, facts.label, facts.type, facts.creator);
      last_ = {.item = facts.item, .number = number};
      --left_;
      const bool is_asked = items == nullptr || items->contains(facts.item);
      if (is_asked && shown_.contains(number)) visit_(facts);
    }
    return true;
  }

  Database& db_;
  const DatasetId& dataset_;
  const ItemSet shown_;
  std::uint64_t left_;
  Visit visit_;
  Place last_;
};

class SqliteAnnotationWalk final : public AnnotationWalk {
 public:
  explicit SqliteAnnotationWalk(Context& context) : context_(context) {}

  std::optional<Place> visit(
      const DatasetId& dataset, const ItemSet& items, Place from, std::uint64_t count, Visit visit
  ) const override {
    // Few items at once, so that how close they lie tells what to do about these.
    constexpr std::uint64_t items_at_once = 1024;
    constexpr std::uint64_t close = 4;
    // Annotations of removed items stay until they are purged.
    const auto there = live_among(context_, dataset, items);
    Piece piece(context_, dataset, count, visit);
    const bool is_begun = from.number >= 0;
    if (is_begun && there.contains(from.item) && !piece.rest_of(from)) return piece.last();
    auto rank = there.rank(from.item + (is_begun ? 1 : 0));
    while (rank < there.size()) {
      const auto some = there.page(rank, items_at_once);
      const auto end = some.back() + 1;
      if (end - some.front() <= close * some.size()) {
        if (!piece.all_between(there, some.front(), end)) return piece.last();
      } else {
        for (const auto item : some) {
          if (!piece.rest_of({.item = item})) return piece.last();
        }
      }
      rank += some.size();
    }
    return std::nullopt;
  }

 private:
  Context& context_;
};

}  // namespace

std::unique_ptr<AnnotationWalk> make_annotation_walk(Context& context) {
  return std::make_unique<SqliteAnnotationWalk>(context);
}

}  // namespace allot::sqlite
