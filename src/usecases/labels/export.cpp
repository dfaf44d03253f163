#include "usecases/labels/export.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <utility>

#include "base/patience.h"
#include "json/text.h"
#include "query/query.h"
#include "usecases/access.h"
#include "usecases/annotations/view.h"
#include "usecases/items/matching.h"
#include "usecases/items/view.h"
#include "usecases/labels/known.h"
#include "usecases/labels/source.h"

namespace allot {

namespace {

using formats::ItemWork;
using formats::LabelFormat;

constexpr std::size_t page_items_max = 256;
constexpr std::size_t piece_bytes = 256 * 1024;  // about; more of one item waits on the disk
constexpr std::chrono::seconds piece_time{1};    // about: no item is left half written

/// A filter alone stands in a query of its own.
std::string query_text(const std::string& filter) {
  if (filter.empty()) return R"({"filter":{}})";
  const bool is_query =
      json::is_object(filter) && (json::member(filter, "filter") || json::member(filter, "join"));
  return is_query ? filter : R"({"filter":)" + filter + "}";
}

/// The items of a task are files; copies for several people are hidden, and there all the same.
Result<Selection> selection_of(
    const Transaction& tx,
    const Caller& caller,
    const LabelSource& source,
    const std::string& filter
) {
  const auto text = query_text(filter);
  if (!source.task) return TRY(pick_items(tx, caller, source.dataset.id, text)).selection;
  Selection selection{.items = *source.in_sight, .order = {}};
  if (filter.empty()) return selection;
  const auto query = TRY(query::parse_selection(text)).query;
  selection.items &= TRY(match_items(tx, caller, source.dataset, query)).items;
  return selection;
}

class Stream final : public LabelStream {
 public:
  Stream(
      Env& env,
      const Caller& caller,
      LabelsOf of,
      Selection selection,
      std::unique_ptr<LabelFormat> format
  )
      : env_(env),
        caller_(caller),
        of_(std::move(of)),
        selection_(std::move(selection)),
        count_(selection_.items.size()),
        format_(std::move(format)) {
    format_->spill_to([this](std::string_view bytes) {
      if (!spool_) spool_ = env_.files.spool();
      spool_->append(bytes);
    });
  }

  std::optional<std::string> next() override {
    if (spilled_) return spilled_piece();
    if (is_finished_) return std::nullopt;
    const Patience patience(env_.settings.query_time_max, Patience::unwanted());
    go_on();
    if (!spool_) return format_->take();
    spilled_.emplace(std::exchange(spool_, nullptr)->finish());
    return spilled_piece();
  }

 private:
  /// What one read had too much of is sent from the disk, before anything else.
  struct Spilled {
    explicit Spilled(SpooledFile spooled)
        : file(std::move(spooled)), in(file.path(), std::ios::binary), left(file.size()) {}

    SpooledFile file;
    std::ifstream in;
    std::uint64_t left;
  };

  std::string spilled_piece() {
    std::string piece(std::min<std::uint64_t>(piece_bytes, spilled_->left), '\0');
    if (!spilled_->in.read(piece.data(), static_cast<std::streamsize>(piece.size()))) {
      throw StoreFailure("The spool file of an export cannot be read.");
    }
    spilled_->left -= piece.size();
    if (spilled_->left > 0) return piece;
    spilled_.reset();
    return piece + format_->take();
  }

  void go_on() {
    if (at_ < count_ && !format_->has_enough(pass_)) {
      read_page();
    } else if (pass_ < format_->passes()) {
      format_->end_pass(pass_++);
      at_ = pass_ == format_->passes() ? count_ : 0;
    } else {
      format_->finish();
      is_finished_ = true;
    }
  }

  [[nodiscard]] bool is_full() const { return spool_ || format_->waiting() >= piece_bytes; }

  [[nodiscard]] std::vector<Ordinal> page() const {
    if (selection_.order.empty()) return selection_.items.page(at_, page_items_);
    const auto begin = selection_.order.begin() + static_cast<std::ptrdiff_t>(at_);
    return {
        begin,
        begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(page_items_, count_ - at_))
    };
  }

  void read_page() {
    const auto ordinals = page();
    const auto written = read(env_.store, [&](const Transaction& tx) -> Result<std::size_t> {
      TRY(require_account(tx, caller_));
      const auto source = TRY(label_source(tx, caller_, of_));
      return write_page(tx, source, ordinals);
    });
    if (!written) throw LabelsWithheld(written.error().message);
    at_ += *written;
    const bool is_cut = *written < ordinals.size() || is_full();
    page_items_ =
        is_cut ? std::max<std::size_t>(*written, 1) : std::min(page_items_ * 2, page_items_max);
  }

  /// How many of them are done with. One that was begun is written to its end, for as long as
  /// somebody waits.
  std::size_t write_page(
      const Transaction& tx, const LabelSource& source, const std::vector<Ordinal>& page
  ) {
    auto seen = page;
    if (source.in_sight) {
      for (const auto item : page) {
        if (!source.in_sight->contains(item)) left_out_.insert(item);
      }
    }
    // What comes back into sight has no place in a document that was begun without it.
    std::erase_if(seen, [&](Ordinal item) { return left_out_.contains(item); });
    auto items = items_at(tx, source, seen);
    auto item = items.begin();
    std::size_t done = 0;
    const Patience unhurried(std::nullopt, Patience::unwanted());
    const auto end = std::chrono::steady_clock::now() + piece_time;
    for (const auto ordinal : page) {
      if (item != items.end() && item->view.item.ordinal == ordinal)
        write_item(tx, source, *item++);
      ++done;
      if (is_full() || std::chrono::steady_clock::now() >= end) break;
    }
    return done;
  }

  struct Row {
    ItemView view;
    std::optional<ItemWork> work;
  };

  /// Those that are there, in their order.
  std::vector<Row> items_at(
      const Transaction& tx, const LabelSource& source, const std::vector<Ordinal>& ordinals
  ) {
    std::vector<Row> rows;
    const auto& dataset = source.dataset.id;
    if (!source.task && !format_->wants_json(pass_)) {
      for (auto& item : tx.items().at(dataset, ordinals)) {
        rows.push_back({.view = {.item = std::move(item)}, .work = {}});
      }
      return rows;
    }
    for (auto& view : view_items(tx, Sight(tx, caller_, dataset), dataset, ordinals)) {
      rows.push_back({.view = std::move(view), .work = {}});
    }
    if (source.task) add_work(tx, *source.task, rows);
    return rows;
  }

  static void add_work(const Transaction& tx, const Task& task, std::vector<Row>& rows) {
    const auto ledger = tx.ledgers().of(task.id);
    for (auto& row : rows) {
      auto& work = row.work.emplace(ItemWork{.task = task.id});
      const auto& references = row.view.references;
      const auto here = std::ranges::find(references, task.id, &ItemReference::task);
      if (here == references.end()) continue;
      const auto* share = here->assignment.empty() ? nullptr : ledger->find(here->assignment);
      if (share != nullptr && share->kind == ShareKind::normal) {
        work.assignment = share->assignment;
        work.assignee = share->annotator;
      }
      if (!here->status) continue;
      work.status = here->status->word;
      work.by = here->status->creator;
      // Statuses from before the log was kept have no author, and no time.
      if (!work.by.empty()) work.at = here->status->at;
    }
  }

  void write_item(const Transaction& tx, const LabelSource& source, const Row& row) {
    const auto annotations = [&](FunctionRef<void(const Annotation&)> show) {
      tx.annotations().each_of_item(source.dataset.id, row.view.item.ordinal, show);
    };
    const auto json = [&](FunctionRef<void(std::string_view)> give) {
      give_json(row, annotations, give);
    };
    format_->add(
        pass_, {.item = row.view.item, .work = row.work, .annotations = annotations, .json = json}
    );
  }

  void give_json(
      const Row& row,
      FunctionRef<void(FunctionRef<void(const Annotation&)>)> annotations,
      FunctionRef<void(std::string_view)> give
  ) const {
    JsonWriter item;
    item.object([&] {
      write_item_members(item, row.view);
      write_item_addresses(item, env_, row.view.item);
      if (row.work) write_work(item, *row.work);
    });
    auto text = item.take();
    text.pop_back();  // it is open for the annotations
    give(text + R"(,"annotations":[)");
    bool is_first = true;
    annotations([&](const Annotation& annotation) {
      JsonWriter json;
      write_annotation(json, env_, annotation);
      if (!std::exchange(is_first, false)) give(",");
      give(json.text());
    });
    give("]}");
  }

  static void write_work(JsonWriter& json, const ItemWork& work) {
    json.member_object("work", [&] {
      json.member("taskId", work.task);
      json.member_if("assignmentId", work.assignment.text);
      json.member_if("assigneeId", work.assignee.text);
      json.member_if("status", work.status);
      json.member_if("by", work.by.text);
      if (work.at) json.member_iso("at", *work.at);
    });
  }

  Env& env_;
  const Caller caller_;
  const LabelsOf of_;
  const Selection selection_;
  const std::uint64_t count_;
  const std::unique_ptr<LabelFormat> format_;
  std::unique_ptr<SpoolWriter> spool_;  // of the read at hand
  std::optional<Spilled> spilled_;      // of the last one
  ItemSet left_out_;                    // out of sight when it was their turn
  unsigned pass_ = 0;
  std::uint64_t at_ = 0;  // of the pass
  std::size_t page_items_ = 32;
  bool is_finished_ = false;
};

}  // namespace

Result<LabelsOut> export_labels(Env& env, const Caller& caller, const ExportLabels& input) {
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
    out.stream =
        std::make_unique<Stream>(env, caller, input.of, std::move(selection), std::move(format));
    return out;
  });
}

}  // namespace allot
