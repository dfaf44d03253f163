#include "usecases/assignments/list.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <unordered_set>

#include "base/check.h"
#include "json/text.h"
#include "usecases/access.h"

namespace allot {

namespace {

/// A task with what is read of it once, however many assignments it has.
struct Work {
  Task task;
  SharedLedger ledger;
  DatasetSets sets;
  bool all = false;  // the caller sees all of its assignments
};

struct Found {
  const Work* work = nullptr;
  const Share* share = nullptr;
};

/// The assignments of many tasks, oldest first, without a list of them.
class Merged {
 public:
  /// `skipped` of them are passed over.
  Merged(std::span<const Work> works, std::uint64_t skipped) {
    // Of one task they are known by their rank.
    const bool is_one = works.size() == 1;
    for (const auto& work : works) {
      const auto& shares = work.ledger->shares;
      push({shares.by_id_from(is_one ? skipped : 0), shares.by_id_end(), &work});
    }
    for (; !is_one && skipped > 0 && !heads_.empty(); --skipped) pop();
  }

  std::optional<Found> next() {
    if (heads_.empty()) return std::nullopt;
    const auto& head = heads_.front();
    const Found found{.work = head.work, .share = head.work->ledger->find(head.at->key)};
    pop();
    return found;
  }

 private:
  struct Head {
    Shares::IdIterator at;
    Shares::IdIterator end;
    const Work* work = nullptr;
  };

  static bool is_later(const Head& a, const Head& b) { return b.at->key < a.at->key; }

  void push(Head head) {
    if (head.at == head.end) return;
    heads_.push_back(std::move(head));
    std::ranges::push_heap(heads_, is_later);
  }

  void pop() {
    std::ranges::pop_heap(heads_, is_later);
    auto head = std::move(heads_.back());
    heads_.pop_back();
    ++head.at;
    push(std::move(head));
  }

  std::vector<Head> heads_;  // a heap, the oldest at its front
};

bool is_archived(const Task& task) {
  return json::member(task.system_metadata, "archive") == "true";
}

Counts counts_of(const Found& found) {
  return count(*found.share, found.work->sets.issue, found.work->sets.for_review);
}

class Lister {
 public:
  Lister(const Transaction& tx, const Caller& caller, const AssignmentsAsked& asked)
      : tx_(tx), caller_(caller), asked_(asked) {}

  AssignmentPage page(const Window& window) {
    read_tasks();
    if (is_all()) return page_of_all(window);
    std::vector<Found> found;
    for (const auto& work : works_) find_in(work, found);
    std::ranges::sort(found, {}, [](const Found& one) -> const auto& {
      return one.share->assignment;
    });
    AssignmentPage page{.views = {}, .total = found.size()};
    const auto end = std::min<std::uint64_t>(found.size(), window.offset + window.size);
    for (auto at = window.offset; at < end; ++at) page.views.push_back(view(found[at]));
    return page;
  }

 private:
  void read_tasks() {
    for (auto& task : visible_tasks(tx_, caller_, asked_.projects)) {
      if (asked_.task && task.id != *asked_.task) continue;
      if (asked_.archived && *asked_.archived != is_archived(task)) continue;
      Work work{
          .task = {},
          .ledger = tx_.ledgers().of(task.id),
          .sets = tx_.datasets().sets(task.dataset),
          .all = sees_all_assignments(tx_, caller_, task)
      };
      work.task = std::move(task);
      works_.push_back(std::move(work));
    }
  }

  /// Is each share of each task asked for?
  [[nodiscard]] bool is_all() const {
    if (asked_.name || asked_.is_named || asked_.active) return false;
    if (!asked_.annotators.empty() || !asked_.statuses.empty()) return false;
    return std::ranges::all_of(works_, [](const Work& work) {
      const auto& shares = work.ledger->shares;
      return work.all && shares.count_normal() == shares.size();
    });
  }

  AssignmentPage page_of_all(const Window& window) {
    AssignmentPage page;
    for (const auto& work : works_) page.total += work.ledger->shares.size();
    Merged all(works_, window.offset);
    while (page.views.size() < window.size) {
      const auto found = all.next();
      if (!found) break;
      page.views.push_back(view(*found));
    }
    return page;
  }

  void find_in(const Work& work, std::vector<Found>& found) {
    const auto add = [&](const Share* share) {
      if (share == nullptr || share->kind != ShareKind::normal) return;
      if (!work.all && share->annotator != caller_.user) return;
      const Found one{.work = &work, .share = share};
      if (is_asked_for(one)) found.push_back(one);
    };
    if (asked_.name) {
      for (const auto& id : named(work.task.project)) add(work.ledger->find(id));
    } else if (!work.all) {
      add(work.ledger->find(caller_.user));
    } else if (!asked_.annotators.empty()) {
      const std::unordered_set<UserId> people(asked_.annotators.begin(), asked_.annotators.end());
      for (const auto& person : people) add(work.ledger->find(person));
    } else {
      for (const auto& share : work.ledger->shares) add(&share);
    }
  }

  const std::vector<AssignmentId>& named(const ProjectId& project) {
    const auto [found, is_new] = named_.try_emplace(project);
    if (is_new) found->second = tx_.assignments().named(project, *asked_.name);
    return found->second;
  }

  [[nodiscard]] bool is_asked_for(const Found& one) const {
    const auto is_among = [](const auto& asked, const auto& value) {
      return asked.empty() || std::ranges::find(asked, value) != asked.end();
    };
    if (!is_among(asked_.annotators, one.share->annotator)) return false;
    const bool active = !one.share->open.empty() && !one.work->task.dismissed;
    if (asked_.active && *asked_.active != active) return false;
    if (!asked_.statuses.empty() &&
        !is_among(asked_.statuses, derive_assignment_status(counts_of(one)))) {
      return false;
    }
    return !asked_.is_named || asked_.is_named(row(one).name);
  }

  [[nodiscard]] Assignment row(const Found& one) const {
    auto assignment = tx_.assignments().find(one.share->assignment);
    CHECK(assignment.has_value());
    return *std::move(assignment);
  }

  [[nodiscard]] AssignmentView view(const Found& one) const {
    AssignmentView view{.assignment = row(one), .task = one.work->task, .counts = counts_of(one)};
    view.status = derive_assignment_status(view.counts);
    view.active = is_at_work(tx_, one.work->task, one.share->annotator);
    return view;
  }

  const Transaction& tx_;
  const Caller& caller_;
  const AssignmentsAsked& asked_;
  std::vector<Work> works_;
  std::map<ProjectId, std::vector<AssignmentId>> named_;
};

}  // namespace

AssignmentPage list_assignments(
    Env& env, const Caller& caller, const AssignmentsAsked& asked, const Window& page
) {
  return read(env.store, [&](const Transaction& tx) {
    return Lister(tx, caller, asked).page(page);
  });
}

}  // namespace allot
