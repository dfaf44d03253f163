#include "usecases/items/matching.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/patience.h"
#include "query/evaluate.h"
#include "query/names.h"
#include "query/whatever_is_done.h"
#include "usecases/access.h"
#include "usecases/items/order.h"
#include "usecases/items/view.h"

namespace allot {

namespace {

/// Is the whole item, as a client reads it, what the condition asks for? For the few conditions
/// that sets and columns cannot answer.
bool is_match(const query::Matcher& matcher, const ItemView& view) {
  JsonWriter json;
  json.object([&] { write_item_members(json, view); });
  return matcher.matches(json.text());
}

/// Turns a set expression into the set, asking the store for the leaves.
class Resolver {
 public:
  Resolver(const Transaction& tx, const Caller& caller, const Dataset& dataset)
      : tx_(tx),
        dataset_(dataset),
        sets_(tx.datasets().sets(dataset.id)),
        sight_(tx, caller, dataset.id) {}

  /// Only members of `within` matter: what is slow to ask is asked of these alone.
  ItemSet resolve(const query::SetExpression& expression, const ItemSet& within) {
    return std::visit([&](const auto& node) { return answer(node, within); }, expression.node) &
           within;
  }

  const DatasetSets& sets() const { return sets_; }

 private:
  ItemSet answer(const query::AllItems&, const ItemSet& within) { return within; }

  ItemSet answer(const query::NoItems&, const ItemSet&) { return {}; }

  ItemSet answer(const query::Intersection& node, const ItemSet& within) {
    auto left = within;
    for (const auto& operand : node.operands) {
      if (left.empty()) break;
      left = resolve(operand, left);
    }
    return left;
  }

  ItemSet answer(const query::Union& node, const ItemSet& within) {
    ItemSet found;
    for (const auto& operand : node.operands) found |= resolve(operand, within - found);
    return found;
  }

  ItemSet answer(const query::Complement& node, const ItemSet& within) {
    return within - resolve(node.operand.front(), within);
  }

  ItemSet answer(const query::SomeRef& node, const ItemSet&) {
    ItemSet found;
    for (const auto& task : sight_.tasks()) {
      Patience::require();
      add_task_entries(node, task.id, *task.ledger, found);
      for (const auto& share : task.ledger->shares) add_share_entries(node, share, found);
    }
    return found;
  }

  ItemSet answer(const query::NoRefs&, const ItemSet& within) {
    auto free = within;
    for (const auto& task : sight_.tasks()) free -= task.ledger->members;
    return free;
  }

  ItemSet answer(const query::HasFlag& node, const ItemSet&) {
    switch (node.flag) {
      case query::Flag::file: return sets_.file;
      case query::Flag::hidden: return sets_.hidden;
      case query::Flag::annotated: return sets_.annotated;
    }
    return {};
  }

  ItemSet answer(const query::Ids& node, const ItemSet&) {
    std::vector<ItemId> ids;
    for (const auto& id : node.ids) ids.push_back({id});
    return tx_.items().ordinals(dataset_.id, ids);
  }

  ItemSet answer(const query::IdRange& node, const ItemSet& within) {
    const auto rank_of = [&](const std::optional<std::string>& id, std::uint64_t otherwise) {
      return id ? within.rank(tx_.items().lower_bound(dataset_.id, *id)) : otherwise;
    };
    const auto from = rank_of(node.from, 0);
    const auto before = rank_of(node.before, within.size());
    return before > from ? within.slice(from, before - from) : ItemSet{};
  }

  ItemSet answer(const query::SqlItems& node, const ItemSet& within) {
    return tx_.items().matching(dataset_.id, node.condition, if_few(within));
  }

  ItemSet answer(const query::WithAnnotation& node, const ItemSet& within) {
    return tx_.items().with_annotation(dataset_.id, node.condition, if_few(within));
  }

  ItemSet answer(const query::WholeItem& node, const ItemSet& within) {
    constexpr std::uint64_t slice = 1000;
    const query::Matcher matcher(node.condition);
    std::vector<Ordinal> found;
    for (std::uint64_t rank = 0; rank < within.size(); rank += slice) {
      Patience::require();
      for (const auto& view : view_items(tx_, sight_, dataset_.id, within.page(rank, slice))) {
        if (is_match(matcher, view)) found.push_back(view.item.ordinal);
      }
    }
    return ItemSet::of(found);
  }

  /// So few that asking for each is quicker than going through all.
  [[nodiscard]] std::optional<ItemSet> if_few(const ItemSet& items) const {
    constexpr std::uint64_t times = 16;
    return items.size() * times < sets_.live.size() ? std::optional(items) : std::nullopt;
  }

  static bool may_match(const query::SomeRef& node, const std::string& id) {
    return !node.ids || std::ranges::find(*node.ids, id) != node.ids->end();
  }

  static void add_task_entries(
      const query::SomeRef& node, const TaskId& task, const Ledger& ledger, ItemSet& found
  ) {
    if (!may_match(node, task.text)) return;
    auto without_status = ledger.members;
    for (const auto& share : ledger.shares) {
      for (const auto& [word, items] : share.by_status) {
        without_status -= items;
        if (node.matches({.id = task.text, .type = "task", .status = word})) found |= items;
      }
    }
    if (node.matches({.id = task.text, .type = "task", .status = {}})) found |= without_status;
  }

  static void add_share_entries(const query::SomeRef& node, const Share& share, ItemSet& found) {
    const std::string_view id = share.assignment.text;
    if (!may_match(node, share.assignment.text)) return;
    if (node.matches({.id = id, .type = "assignment", .status = {}})) found |= share.open;
    for (const auto& [word, items] : share.by_status) {
      if (node.matches({.id = id, .type = "assignment", .status = word})) found |= items;
    }
  }

  const Transaction& tx_;
  const Dataset& dataset_;
  DatasetSets sets_;
  Sight sight_;
};

Result<Dataset> dataset_of(const Transaction& tx, const DatasetId& id) {
  auto dataset = tx.datasets().find(id);
  if (!dataset) return fail(ErrorCode::not_found, "The dataset is gone.");
  return *std::move(dataset);
}

/// A task takes items of its own dataset: others that were named by mistake are not passed over in
/// silence. What the caller may not see reads like what never was.
Result<Done> require_here(
    const Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const std::vector<std::string>& named
) {
  std::vector<ItemId> ids;
  for (const auto& id : named) ids.push_back({id});
  if (tx.items().ordinals(dataset, ids).size() == ids.size()) return Done{};
  for (const auto& id : ids) {
    const auto item = get_item(tx, caller, id);
    if (!item || item->dataset == dataset) continue;
    return invalid_field(
        "query",
        "names an item of another dataset",
        fmt::format("`query` names the item `{}`, which is in another dataset.", id.text)
    );
  }
  return Done{};
}

/// Only files, hidden ones when they are asked for.
ItemSet may_be_in_task(const Transaction& tx, const Picked& picked, const ItemSet& items) {
  const auto sets = tx.datasets().sets(picked.matched.dataset.id);
  auto files = items & sets.file;
  return picked.with_hidden ? files : files - sets.hidden;
}

/// Does the answer depend on who holds an item in which task, and with what status?
bool asks_work(const query::SetExpression& expression) {
  const auto any = [](const std::vector<query::SetExpression>& operands) {
    return std::ranges::any_of(operands, asks_work);
  };
  const auto& node = expression.node;
  if (const auto* all = std::get_if<query::Intersection>(&node)) return any(all->operands);
  if (const auto* some = std::get_if<query::Union>(&node)) return any(some->operands);
  if (const auto* rest = std::get_if<query::Complement>(&node)) return any(rest->operand);
  return std::holds_alternative<query::SomeRef>(node) ||
         std::holds_alternative<query::NoRefs>(node) ||
         std::holds_alternative<query::WholeItem>(node);
}

Result<Done> require_few(const ItemSet& changed, LookAgain look) {
  if (look == LookAgain::at_all || changed.size() <= looked_at_again_max) return Done{};
  return fail(ErrorCode::unavailable, "Too many items were changed meanwhile; try again.");
}

Result<ItemSet> still_among(
    const Transaction& tx, const Matched& matched, const ItemChanges& changes, LookAgain look
) {
  const auto& dataset = matched.dataset;
  const auto left = matched.items & tx.datasets().sets(dataset.id).live;
  auto changed = changes.rows | changes.annotations;
  if (asks_work(matched.plan)) changed |= changes.work;
  changed &= left;
  if (changed.empty()) return left;
  TRY(require_few(changed, look));
  return (left - changed) | Resolver(tx, matched.caller, dataset).resolve(matched.plan, changed);
}

/// An item whose path has a `*` is found by its path, and it alone; without one the path is a
/// wildcard (B-021).
query::Query with_looked_up_path(
    const Transaction& tx, const DatasetId& dataset, const query::Query& query
) {
  const auto path = query::path_looked_up(query.filter);
  if (!path || !tx.items().at_path(dataset, *path)) return query;
  auto exact = query;
  exact.filter =
      query::with_names(query.filter, {"filename"}, [](const std::string&) { return true; });
  return exact;
}

/// Found wherever it is, also while a move of very many is on its way.
ItemSet at_path(const Transaction& tx, const DatasetId& dataset, const std::string& path) {
  const auto item = tx.items().at_path(dataset, path);
  return item ? ItemSet{item->ordinal} : ItemSet{};
}

}  // namespace

bool is_in_context(const Dataset& dataset, const query::Query& query) {
  const auto names = [](const std::vector<std::string>& ids, const std::string& id) {
    return ids.empty() || std::ranges::find(ids, id) != ids.end();
  };
  return names(query.projects, dataset.project.text) && names(query.datasets, dataset.id.text);
}

Result<Matched> match_items(
    const Transaction& tx, const Caller& caller, const Dataset& dataset, const query::Query& query
) {
  const auto visible = TRY(visible_items(tx, caller, dataset));
  Matched matched{
      .caller = caller,
      .dataset = dataset,
      .plan = query::plan_items(with_looked_up_path(tx, dataset.id, query)),
      .items = {},
      .moment = tx.datasets().moment()
  };
  if (!is_in_context(dataset, query)) return matched;
  Resolver resolver(tx, caller, dataset);
  // What may be seen goes first: nothing is asked of an item that would be cut out afterwards.
  auto within = resolver.sets().live;
  if (visible) within &= *visible;
  if (const auto path = query::only_path(query.filter)) within &= at_path(tx, dataset.id, *path);
  matched.items = resolver.resolve(matched.plan, within);
  if (query.limit && *query.limit < matched.items.size()) {
    const Window first{.offset = 0, .size = *query.limit};
    matched.items = ItemSet::of(ordered_part(tx, dataset.id, matched.items, query.sort, first));
  }
  return matched;
}

Result<std::optional<Matched>> match_whatever_is_done(
    const Transaction& tx, const Matched& matched
) {
  auto plan = query::whatever_is_done(matched.plan);
  if (!plan) return std::optional<Matched>{};
  const auto visible = TRY(visible_items(tx, matched.caller, matched.dataset));
  auto whatever = matched;
  whatever.plan = *std::move(plan);
  Resolver resolver(tx, matched.caller, matched.dataset);
  const auto& live = resolver.sets().live;
  whatever.items = resolver.resolve(whatever.plan, visible ? live & *visible : live);
  return std::optional(std::move(whatever));
}

Result<Matched> match_items(
    const Transaction& tx, const Caller& caller, const DatasetId& id, std::string_view query_text
) {
  const auto selection = TRY(query::parse_selection(query_text));
  return match_items(tx, caller, TRY(dataset_of(tx, id)), selection.query);
}

Result<ItemSet> still_matching(const Transaction& tx, const Matched& matched, LookAgain look) {
  const auto changes = tx.datasets().changes_since(matched.dataset.id, matched.moment);
  return still_among(tx, matched, changes, look);
}

Result<ItemSet> changed_since(
    const Transaction& tx, const DatasetId& dataset, const Past& past, LookAgain look
) {
  const auto live = tx.datasets().sets(dataset).live;
  auto changed = live - past.live;
  changed |= live & tx.datasets().changes_since(dataset, past.moment).rows;
  TRY(require_few(changed, look));
  return changed;
}

Result<ItemSet> untouched_matching(
    const Transaction& tx, const Matched& matched, Moment since, LookAgain look
) {
  const auto items = TRY(still_matching(tx, matched, look));
  const auto changes = tx.datasets().changes_since(matched.dataset.id, since);
  return items - changes.annotations - changes.worked_on;
}

Result<Picked> pick_items(
    const Transaction& tx, const Caller& caller, const DatasetId& id, std::string_view query_text
) {
  const auto selection = TRY(query::parse_selection(query_text));
  const auto dataset = TRY(dataset_of(tx, id));
  TRY(require_here(tx, caller, id, query::named_ids(selection.query.filter)));
  Picked picked;
  picked.matched = TRY(match_items(tx, caller, dataset, selection.query));
  picked.with_hidden = selection.asks_hidden;
  picked.selection.items = may_be_in_task(tx, picked, picked.matched.items);
  if (!selection.query.sort.empty()) {
    picked.selection.order = all_in_order(tx, id, picked.selection.items, selection.query.sort);
  }
  return picked;
}

Result<Selection> still_picked(const Transaction& tx, const Picked& picked, LookAgain look) {
  const auto items = TRY(still_matching(tx, picked.matched, look));
  return picked.selection.within(may_be_in_task(tx, picked, items));
}

}  // namespace allot
