#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "allot/pages.h"
#include "allot/plans.h"
#include "allot/states.h"
#include "allot/times.h"

namespace allot::inline v1 {

class Session;
struct Undone;

/// An item that changed hands. A value.
struct MovedItem {
  std::string item_id;
  std::optional<std::string> from;  // an e-mail address; nothing: outside of the task, or its queue
  std::optional<std::string> to;    // likewise
};

using MovedItemPages = Pages<MovedItem>;

/// Which moved items; what is empty does not narrow.
struct MovedItemQuery {
  std::string from;  // an e-mail address, in any letter case
  std::string to;
};

/// How an operation is undone.
struct Undoing {
  bool include_in_use = false;      // what is on somebody's screen goes back, too
  std::optional<Plan> expect = {};  // do what this preview says, or nothing
};

/// A move of work that was done: what changed hands, and who did it. Every move of a task is one:
/// its creation, items that were added, batches that people pulled. A value, as it was when it was
/// read. Source: docs/spec/operations.md.
struct Operation {
  struct Person {
    std::string assignee_id;  // an e-mail address
    std::uint64_t gave = 0;   // items
    std::uint64_t got = 0;
  };

  std::string id;
  Word<PlanKind> kind;
  std::string task_id;
  std::string by;  // an e-mail address; "": the server, by itself
  Time at{};
  std::uint64_t total = 0;       // items that changed hands
  std::vector<Person> people;    // who gave or got; receivers in workload order first
  std::uint64_t undoable = 0;    // items that an undo would take back now; with 0, and no reason
                                 // against it, it would change who contributes alone
  std::string why_not_undoable;  // a sentence; "" while an undo would do something
  std::string undo_of;           // the operation that this one has undone; "" for none
  std::string undone_by;         // the operation that has undone this one; "" for none
  std::string raw_json;          // all of it, as the server told it

  /// Made by the library.
  Operation(std::shared_ptr<Session> session, const std::string& json);

  /// As it is now. Throws NotFound: its task is gone.
  [[nodiscard]] Operation reload() const;

  /// What it moved, of the items that exist still: in the order of its receivers, and then of the
  /// items. A page has up to 1,000.
  [[nodiscard]] MovedItemPages items(const MovedItemQuery& query = {}) const;

  /// Takes it back as far as its items are untouched: still open (or with the status that they came
  /// with), with whom they came to, and not annotated since. The rest stays, and is counted by
  /// reason. Atomic; at most once, and undone itself by undoing the operation that it returns.
  /// Throws Conflict (code "not_undoable": of a kind that cannot be undone, or nothing of it is
  /// untouched; undone already; the task is dismissed; who would get items back was removed from
  /// the project), PlanChanged, Forbidden, NotFound. Source: docs/spec/operations.md (B-292 to
  /// B-296).
  Undone undo(const Undoing& how = {}) const;
  /// Throws what `undo` throws.
  [[nodiscard]] Plan preview_undo(const Undoing& how = {}) const;

 private:
  std::shared_ptr<Session> session_;
};

/// What came of an undo. A value.
struct Undone {
  /// What somebody keeps, by the first reason that holds.
  struct Kept {
    std::string assignee_id;      // "": what waits in a queue
    std::uint64_t moved = 0;      // went on to somebody else since, or is deleted
    std::uint64_t handled = 0;    // a status was set since
    std::uint64_t annotated = 0;  // annotations changed since
    std::uint64_t in_use = 0;     // on somebody's screen
  };

  Operation operation;      // the undo itself
  std::uint64_t items = 0;  // went back
  std::vector<Kept> kept;   // people who keep nothing are left out
};

/// Newest first. A page has up to 100.
using OperationPages = Pages<Operation>;

/// That somebody held an item of a task. A value.
struct Holding {
  std::string assignee_id;  // an e-mail address
  Time from{};
  std::optional<Time> to;    // nothing: still
  std::string operation_id;  // by which they got it
  std::string by;            // who did that; "": the server, by itself
};

/// Moves of work, by their ids; those of a task are listed by `task.operations()`.
class Operations {
 public:
  explicit Operations(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  /// Throws NotFound (also when its task is gone), Forbidden.
  [[nodiscard]] Operation get(const std::string& operation_id) const;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace allot::inline v1
