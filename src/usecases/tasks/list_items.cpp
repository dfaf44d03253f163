#include "usecases/tasks/list_items.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "domain/work_list.h"
#include "store/work_lists.h"
#include "usecases/access.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

/// A task and what decides which of its items are listed.
struct Scene {
  Task task;
  SharedLedger ledger;
  DatasetSets sets;
  std::map<Ordinal, ItemInUse> in_use;
  std::optional<UserId> only_of;  // the caller sees this person's share alone
};

Result<Scene> scene(const Env& env, const Transaction& tx, const Caller& caller, const TaskId& id) {
  Scene at;
  at.task = TRY(get_task(tx, caller, id, Verb::see_task));
  at.ledger = tx.ledgers().of(id);
  at.sets = tx.datasets().sets(at.task.dataset);
  if (!sees_all_assignments(tx, caller, at.task)) at.only_of = caller.user;
  for (auto& each : env.in_use.list(at.task.dataset, id)) at.in_use.try_emplace(each.item, each);
  return at;
}

/// A word that is given no more is found where it was given before (B-096).
Result<std::string> known_word(const Scene& at, const std::string& asked) {
  auto word = canonical_status_word(asked);
  const bool is_known = is_status_word(word, at.task.status_words) ||
                        at.ledger->shares.tally().by_status.contains(word);
  if (is_known) return word;
  return invalid_field(
      "status",
      "is no status of this task",
      fmt::format(
          "`status` is `open`, `in_use`, `any` or a status of this task, which `{}` is not.",
          printable(asked)
      )
  );
}

Result<ItemsWanted> wanted(const Scene& at, const AskTaskItems& asked) {
  ItemsWanted wanted;
  const auto narrow = [&](const ItemSet& items) {
    if (wanted.among) {
      *wanted.among &= items;
    } else {
      wanted.among = items;
    }
  };
  switch (asked.status) {
    case AskTaskItems::Status::any: break;
    case AskTaskItems::Status::open: wanted.word = ""; break;
    case AskTaskItems::Status::word: wanted.word = TRY(known_word(at, asked.word)); break;
    case AskTaskItems::Status::in_use: {
      wanted.word = "";
      std::vector<Ordinal> items;
      for (const auto& [item, use] : at.in_use) items.push_back(item);
      narrow(ItemSet::of(items));
    } break;
  }
  switch (asked.issue) {
    case AskTaskItems::Issue::any: break;
    case AskTaskItems::Issue::open: narrow(at.sets.issue); break;
    case AskTaskItems::Issue::review: narrow(at.sets.for_review); break;
  }
  return wanted;
}

/// The shares that are asked for and seen; nullopt: the whole task.
std::optional<std::vector<const Share*>> shares_of(const Scene& at, const AskTaskItems& asked) {
  if (asked.assignees.empty() && !asked.assignment && !at.only_of) return std::nullopt;
  std::vector<const Share*> shares;
  const auto add = [&](const Share* share) {
    if (share == nullptr || share->kind != ShareKind::normal) return;
    if (at.only_of && share->annotator != *at.only_of) return;
    if (asked.assignment && share->assignment != *asked.assignment) return;
    shares.push_back(share);
  };
  if (!asked.assignees.empty()) {
    for (const auto& person : asked.assignees) add(at.ledger->find(person));
  } else if (asked.assignment) {
    add(at.ledger->find(*asked.assignment));
  } else {
    add(at.ledger->find(*at.only_of));
  }
  std::ranges::sort(shares, {}, &Share::assignment);
  const auto doubled = std::ranges::unique(shares);
  shares.erase(doubled.begin(), doubled.end());
  return shares;
}

std::vector<PlacedItem> part_of(
    const Transaction& tx,
    const Scene& at,
    const WorkList& list,
    AskTaskItems::Order order,
    const Window& page
) {
  if (page.size == 0) return {};
  if (order == AskTaskItems::Order::holder) return list.part(page.offset, page.size);
  std::vector<PlacedItem> placed;
  const auto ordinals = tx.work_lists().latest_first(
      at.task.dataset, at.task.id, list.items(), {.offset = page.offset, .count = page.size}
  );
  for (const auto item : ordinals) placed.push_back(list.placed(item));
  return placed;
}

/// Rows of a page, by their items.
class Rows {
 public:
  Rows(const Transaction& tx, const Scene& at, const std::vector<PlacedItem>& placed)
      : tx_(tx), at_(at) {
    std::vector<Ordinal> ordinals;
    for (const auto& each : placed) ordinals.push_back(each.item);
    for (auto& item : tx.items().at(at.task.dataset, ordinals)) {
      places_[item.ordinal] = rows_.size();
      rows_.push_back(row_of(std::move(item)));
    }
    for (const auto& each : placed) place(each);
    add_log(ItemSet::of(ordinals));
    add_annotations(ordinals);
  }

  std::vector<TaskItem> take() { return std::move(rows_); }

 private:
  [[nodiscard]] TaskItem row_of(Item item) const {
    TaskItem row;
    row.has_issue = at_.sets.issue.contains(item.ordinal);
    row.for_review = at_.sets.for_review.contains(item.ordinal);
    row.changed_at = item.updated_at;
    if (const auto use = at_.in_use.find(item.ordinal); use != at_.in_use.end()) {
      row.in_use = use->second;
    }
    row.item = std::move(item);
    return row;
  }

  TaskItem* find(Ordinal item) {
    const auto found = places_.find(item);
    return found == places_.end() ? nullptr : &rows_[found->second];
  }

  void place(const PlacedItem& placed) {
    auto* row = find(placed.item);
    if (row == nullptr) return;
    const auto* share = at_.ledger->holder_of(placed.item);
    if (share == nullptr) return;
    if (auto word = share->status_of(placed.item); !word.empty()) {
      row->status = StatusEntry{.word = std::move(word), .creator = {}, .at = {}};
    }
    if (placed.holder == nullptr) return;
    row->assignment = placed.holder->assignment;
    row->assignee = placed.holder->annotator;
  }

  /// The log tells who gave the status that is in force, and when; and that one was taken away. Of
  /// what happened in an assignment that the caller does not see, only the former.
  void add_log(const ItemSet& items) {
    for (const auto& event : tx_.status_log().of_items(at_.task.dataset, items)) {
      if (event.task != at_.task.id) continue;
      event.items.for_each([&](Ordinal item) {
        auto* row = find(item);
        if (row == nullptr) return;
        const bool is_told = !at_.only_of || event.assignment == row->assignment;
        if (is_told) row->changed_at = std::max(row->changed_at, event.at);
        if (event.cleared || !row->status || row->status->word != event.word) return;
        row->status->creator = event.actor;
        row->status->at = event.at;
      });
    }
  }

  void add_annotations(std::span<const Ordinal> items) {
    for (const auto& each : tx_.work_lists().annotations_of(at_.task.dataset, items)) {
      auto* row = find(each.item);
      if (row == nullptr) continue;
      row->annotations = each.count;
      row->changed_at = std::max(row->changed_at, each.changed_at);
    }
  }

  const Transaction& tx_;
  const Scene& at_;
  std::vector<TaskItem> rows_;
  std::map<Ordinal, std::size_t> places_;
};

}  // namespace

Result<TaskItemPage> list_task_items(
    Env& env, const Caller& caller, const AskTaskItems& asked, const Window& page
) {
  return read(env.store, [&](const Transaction& tx) -> Result<TaskItemPage> {
    const auto at = TRY(scene(env, tx, caller, asked.task));
    auto filter = TRY(wanted(at, asked));
    auto shares = shares_of(at, asked);
    const auto list = shares
                          ? WorkList::of_shares(*at.ledger, *std::move(shares), std::move(filter))
                          : WorkList::of_task(*at.ledger, std::move(filter));
    const auto placed = part_of(tx, at, list, asked.order, page);
    return TaskItemPage{.items = Rows(tx, at, placed).take(), .total = list.total()};
  });
}

}  // namespace allot
