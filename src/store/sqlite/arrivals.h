#pragma once

// Assignments that came by the hundreds with one change (ADR 0040). A row of `arrival` puts some
// hundreds in force at once; each has a row of its own afterwards, in slices or because it changes.
// What reads rows of `assignment` reads these beside them, with the texts below.

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/entities.h"
#include "domain/shares.h"
#include "store/sqlite/context.h"

/// The assignments that have no rows yet, one by one.
#define ALLOT_ARRIVED "arrival a, json_each(a.people) e"
#define ALLOT_ARRIVED_ID "e.value ->> 0"
#define ALLOT_ARRIVED_PERSON "e.value ->> 1"
#define ALLOT_ARRIVED_NAME "e.value ->> 2"
#define ALLOT_ARRIVED_NUMBER "a.first_number + e.key"

namespace allot::sqlite {

/// So many come with rows of their own.
constexpr std::size_t arrive_in_rows_max = 300;

/// Are these assignments of one task, which are new, to come without rows of their own?
[[nodiscard]] bool come_without_rows(std::span<const Assignment> assignments);

/// Puts them in force; what they hold is written with their ledger.
void note_arrivals(Context& context, std::span<const Assignment> assignments);

/// The number of the next row of `assignment`: those that are to follow have theirs already.
[[nodiscard]] std::int64_t next_assignment_number(Database& db);

/// As the lists of people have it: a row without it among its people has no such text.
[[nodiscard]] std::string as_among_people(const std::string& text);

/// If the assignment has no row yet, it gets it, and so do those that came beside it.
void give_row(Database& db, const AssignmentId& assignment);

/// The dataset of the arrival that came first; nullopt: all have rows.
[[nodiscard]] std::optional<DatasetId> dataset_of_arrival(Database& db);
/// Gives rows to those of one arrival in the dataset, the one that came first.
void give_rows(Database& db, const DatasetId& dataset);

/// What those hold that have no rows yet.
class ArrivedShares {
 public:
  ArrivedShares(Database& db, const TaskId& task);

  /// True: there was nothing to be looked for in the rows of chunks.
  bool read(Share& share);

 private:
  std::unordered_map<AssignmentId, Share> shares_;
};

/// The same for the writer of a ledger.
class ArrivingShares {
 public:
  ArrivingShares(Database& db, const std::string& task);

  /// True: the share is noted, and `write` will write it. Otherwise it is to be written in rows,
  /// which are there from now on.
  bool take(const Share& share);
  void write();

 private:
  struct Arrival {
    std::int64_t number = 0;
    AssignmentId first;
    AssignmentId last;
    bool has_shares = false;
    std::size_t size = 0;
    std::vector<const Share*> shares;
  };

  Database& db_;
  std::vector<Arrival> arrivals_;  // in the order of their ids
};

}  // namespace allot::sqlite
