#include "usecases/labels/export.h"

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#include "base/patience.h"
#include "json/text.h"
#include "query/query.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/items/order.h"
#include "usecases/labels/known.h"
#include "usecases/labels/read_items.h"
#include "usecases/labels/source.h"

namespace allot {

namespace {

using formats::LabelFormat;
using formats::LabelledItem;

constexpr std::size_t page_items_max = 256;
constexpr std::size_t passed_over_max = 4096;         // at once, of those that nobody wants
constexpr std::size_t piece_bytes = 256 * 1024;       // about: no annotation is cut
constexpr std::chrono::milliseconds piece_time{500};  // likewise

/// A filter alone stands in a query of its own. Errors: invalid (it is no JSON).
Result<std::string> query_text(const std::string& filter) {
  if (filter.empty()) return std::string(R"({"filter":{}})");
  const auto one = TRY(json::compact(filter));
  const bool is_query =
      json::is_object(one) && (json::member(one, "filter") || json::member(one, "join"));
  return is_query ? one : R"({"filter":)" + one + "}";
}

/// The items of a task are files; copies for several people are hidden, and there all the same.
Result<Selection> selection_of(
    const Transaction& tx,
    const Caller& caller,
    const LabelSource& source,
    const std::string& filter
) {
  const auto text = TRY(query_text(filter));
  if (!source.task) return TRY(pick_items(tx, caller, source.dataset.id, text)).selection;
  Selection selection{.items = *source.in_sight, .order = {}};
  if (filter.empty()) return selection;
  const auto query = TRY(query::parse_selection(text)).query;
  selection.items &= TRY(match_items(tx, caller, source.dataset, query)).items;
  if (!query.sort.empty()) {
    selection.order = all_in_order(tx, source.dataset.id, selection.items, query.sort);
  }
  return selection;
}

/// One item that is being written. It stays where it is.
struct ItemAtHand {
  explicit ItemAtHand(ReadItem from, std::string json)
      : read(std::move(from)),
        labelled{.item = read.view.item, .work = read.work, .json = std::move(json)} {}

  ItemAtHand(const ItemAtHand&) = delete;
  ItemAtHand& operator=(const ItemAtHand&) = delete;

  ReadItem read;
  LabelledItem labelled;
};

class Stream final : public LabelStream {
 public:
  Stream(
      Env& env,
      const Caller& caller,
      LabelsOf of,
      Selection selection,
      std::unique_ptr<LabelFormat> format,
      OpenStreams::Place place
  )
      : env_(env),
        caller_(caller),
        of_(std::move(of)),
        place_(std::move(place)),
        selection_(std::move(selection)),
        count_(selection_.items.size()),
        format_(std::move(format)) {}

  std::optional<std::string> next() override {
    if (is_finished_) return std::nullopt;
    const Patience patience(env_.settings.query_time_max, Patience::unwanted());
    go_on();
    auto piece = format_->take();
    return piece.empty() ? std::string(format_->filler()) : piece;
  }

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  static SteadyTime now() { return std::chrono::steady_clock::now(); }

  /// A short read, with the rights of now.
  template <class Body>
  auto read_in_sight(Body body) {
    auto done = read(
        env_.store,
        [&](const Transaction& tx
        ) -> Result<std::invoke_result_t<Body, const Transaction&, const LabelSource&>> {
          TRY(require_sign_in(tx, caller_));
          return body(tx, TRY(label_source(tx, caller_, of_)));
        }
    );
    if (!done) throw LabelsWithheld(done.error().message);
    return *std::move(done);
  }

  void go_on() {
    if (at_hand_) {
      (void)read_in_sight([](const Transaction&, const LabelSource&) { return Done{}; });
      (void)write_on(now() + piece_time);
    } else if (at_ < count_) {
      read_page();
    } else if (pass_ < format_->passes()) {
      format_->end_pass(pass_++);
      at_ = pass_ == format_->passes() ? count_ : 0;
    } else {
      while (!is_finished_ && !is_full()) is_finished_ = format_->finish();
    }
  }

  [[nodiscard]] bool is_full() const { return format_->waiting() >= piece_bytes; }

  void read_page() {
    const auto wishes = format_->wishes(pass_);
    const auto slice = next_ordinals(wishes.bare_items ? page_items_ : passed_over_max);
    std::vector<Ordinal> wanted;
    std::size_t looked_at = 0;
    auto items = read_in_sight([&](const Transaction& tx, const LabelSource& source) {
      const auto annotated =
          wishes.bare_items ? ItemSet{} : tx.datasets().sets(source.dataset.id).annotated;
      for (; looked_at < slice.size() && wanted.size() < page_items_; ++looked_at) {
        const auto item = slice[looked_at];
        const bool is_wanted = wishes.bare_items || annotated.contains(item);
        if (is_wanted && is_in_sight(source, item)) wanted.push_back(item);
      }
      return read_items(env_, tx, caller_, source, wanted, wishes);
    });
    const auto end = at_ + looked_at;
    const auto written = write_page(slice, items);
    // Nobody knows of the last ones whether they are gone or were too much for this read.
    if (items.empty() || written == wanted.size()) at_ = end;
    const bool is_cut = written < wanted.size() || at_hand_ || is_full();
    page_items_ =
        is_cut ? std::max<std::size_t>(written, 1) : std::min(page_items_ * 2, page_items_max);
  }

  [[nodiscard]] std::vector<Ordinal> next_ordinals(std::size_t count) const {
    if (selection_.order.empty()) return selection_.items.page(at_, count);
    const auto begin = selection_.order.begin() + static_cast<std::ptrdiff_t>(at_);
    return {
        begin, begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(count, count_ - at_))
    };
  }

  /// What comes back into sight has no place in a document that was begun without it.
  [[nodiscard]] bool is_in_sight(const LabelSource& source, Ordinal item) {
    if (source.in_sight && !source.in_sight->contains(item)) left_out_.insert(item);
    return !left_out_.contains(item);
  }

  /// How many were begun: the last of them may be at hand still. What was read and is not begun is
  /// read again.
  std::size_t write_page(const std::vector<Ordinal>& slice, std::vector<ReadItem>& items) {
    const auto end = now() + piece_time;
    const auto begin = at_;
    auto place = slice.begin();
    std::size_t begun = 0;
    for (auto& item : items) {
      place = std::find(place, slice.end(), item.view.item.ordinal) + 1;
      at_ = begin + static_cast<std::uint64_t>(place - slice.begin());
      begin_item(std::move(item));
      ++begun;
      if (!write_on(end) || is_full() || now() >= end) break;
    }
    return begun;
  }

  void begin_item(ReadItem item) {
    auto json = format_->wishes(pass_).json ? json_of(env_, item) : std::string{};
    at_hand_.emplace(std::move(item), std::move(json));
    format_->begin_item(pass_, at_hand_->labelled);
    at_hand_->labelled.json = {};
  }

  /// The item at hand, to its end, or until there is enough for a piece. Did it end?
  bool write_on(SteadyTime end) {
    const bool with_json = format_->wishes(pass_).json;
    while (const auto annotation = at_hand_->read.annotations.next()) {
      auto json = with_json ? json_of(env_, *annotation) : std::string{};
      format_->add(pass_, at_hand_->labelled, {.annotation = *annotation, .json = std::move(json)});
      if (is_full() || now() >= end) return false;
    }
    format_->end_item(pass_, at_hand_->labelled);
    at_hand_.reset();
    return true;
  }

  Env& env_;
  const Caller caller_;
  const LabelsOf of_;
  const OpenStreams::Place place_;
  const Selection selection_;
  const std::uint64_t count_;
  const std::unique_ptr<LabelFormat> format_;
  std::optional<ItemAtHand> at_hand_;  // its place is before `at_`
  ItemSet left_out_;                   // out of sight when it was their turn
  unsigned pass_ = 0;
  std::uint64_t at_ = 0;  // of the pass
  std::size_t page_items_ = 32;
  bool is_finished_ = false;
};

}  // namespace

Result<LabelsOut> export_labels(Env& env, const Caller& caller, const ExportLabels& input) {
  auto place = TRY(env.streams.begin(caller.user));
  return read(env.store, [&](const Transaction& tx) -> Result<LabelsOut> {
    const auto source = TRY(label_source(tx, caller, input.of));
    auto selection = TRY(selection_of(tx, caller, source, input.filter));
    auto format = input.format.make(
        {.title = source.title,
         .labels = known_labels(tx, source.recipe()),
         .made = env.clock.now(),
         .has_work = source.task.has_value()}
    );
    LabelsOut out{.title = source.title, .stream = nullptr};
    out.stream = std::make_unique<Stream>(
        env, caller, input.of, std::move(selection), std::move(format), std::move(place)
    );
    return out;
  });
}

}  // namespace allot
