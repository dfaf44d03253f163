#include "store/sqlite/arrivals.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/json_writer.h"
#include "store/sqlite/bytes.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"

namespace allot::sqlite {

namespace {

/// Of an arrival: as many as get their rows in one job.
constexpr std::size_t people_max = 250;

std::string people_json(std::span<const Assignment> assignments) {
  std::string json = "[";
  for (const auto& assignment : assignments) {
    json += json.size() > 1 ? ",[" : "[";
    append_json_string(json, assignment.id.text);
    json += ',';
    append_json_string(json, assignment.annotator.text);
    json += ',';
    append_json_string(json, assignment.name);
    json += ']';
  }
  return json + "]";
}

/// The beginning that all names have in common, in whole characters.
std::string common_start(std::span<const Assignment> assignments) {
  std::string_view start = assignments.front().name;
  for (const auto& assignment : assignments) {
    const auto differing = std::ranges::mismatch(start, assignment.name).in1;
    start = start.substr(0, static_cast<std::size_t>(differing - start.begin()));
  }
  while (!is_utf8(start)) start.remove_suffix(1);
  return std::string(start);
}

/// Its sets: how many, and each with its word; open items have the empty one.
void put_share(BytesWriter& to, const Share& share) {
  to.number((share.open.empty() ? 0 : 1) + share.by_status.size());
  if (!share.open.empty()) {
    to.text("");
    to.set(share.open);
  }
  for (const auto& [word, items] : share.by_status) {
    to.text(word);
    to.set(items);
  }
}

void read_share(BytesReader& from, Share& share) {
  for (auto left = from.number(); left > 0; --left) {
    const std::string word(from.text());
    (word.empty() ? share.open : share.by_status[word]) = from.set();
  }
}

/// Visits the share of each of an arrival's people. Those of this very commit hold nothing here
/// yet: their ledger is still to be written.
template <class Visit>
void for_each_share(Database& db, std::int64_t arrival, Visit visit) {
  const auto shares = db.query("SELECT coalesce(shares, x'') FROM arrival WHERE number = ?")
                          .bind(arrival)
                          .one<std::string>();
  BytesReader from(shares);
  auto ids = db.query("SELECT " ALLOT_ARRIVED_ID ", " ALLOT_ARRIVED_PERSON " FROM " ALLOT_ARRIVED
                      " WHERE a.number = ? ORDER BY e.key");
  ids.bind(arrival);
  while (ids.next()) {
    Share share;
    ids.read(share.assignment, share.annotator);
    if (!from.at_end()) read_share(from, share);
    visit(share);
  }
}

void put_chunks(Database& db, const Share& share) {
  auto add =
      db.query("INSERT INTO share_chunk (assignment_id, status, chunk, bitmap) VALUES (?, ?, ?, ?)"
      );
  const auto put = [&](const std::string& word, const ItemSet& items) {
    for (const auto chunk : items.chunks()) {
      add.run(share.assignment, word, chunk, Blob{items.chunk_bytes(chunk)});
    }
  };
  put("", share.open);
  for (const auto& [word, items] : share.by_status) put(word, items);
}

void give_rows_of_arrival(Database& db, std::int64_t number) {
  db.query(
        "INSERT INTO assignment (number, id, task_id, project_id, dataset_id, name, annotator,"
        " updated_by, kind, is_default, user_metadata, created_at, updated_at)"
        " SELECT " ALLOT_ARRIVED_NUMBER ", " ALLOT_ARRIVED_ID
        ", task_id, project_id, dataset_id,"
        " " ALLOT_ARRIVED_NAME ", " ALLOT_ARRIVED_PERSON
        ", updated_by, 'normal', is_default,"
        " user_metadata, created_at, updated_at"
        " FROM " ALLOT_ARRIVED " WHERE a.number = ? ORDER BY e.key"
  )
      .run(number);
  for_each_share(db, number, [&](const Share& share) { put_chunks(db, share); });
  db.query("DELETE FROM arrival WHERE number = ?").run(number);
}

}  // namespace

bool come_without_rows(std::span<const Assignment> assignments) {
  if (assignments.size() <= arrive_in_rows_max) return false;
  const auto& first = assignments.front();
  return std::ranges::all_of(
             assignments,
             [&](const Assignment& each) {
               return each.kind == ShareKind::normal && each.task == first.task &&
                      each.project == first.project && each.dataset == first.dataset &&
                      each.updated_by == first.updated_by && each.is_default == first.is_default &&
                      each.user_metadata == first.user_metadata &&
                      each.created_at == first.created_at && each.updated_at == first.updated_at;
             }
         ) &&
         std::ranges::is_sorted(assignments, std::ranges::less{}, &Assignment::id);
}

void note_arrivals(Context& context, std::span<const Assignment> assignments) {
  auto& db = context.db;
  auto number = next_assignment_number(db);
  auto add = db.query(
      "INSERT INTO arrival (task_id, project_id, dataset_id, first_number, last_number, first_id,"
      " last_id, name_start, updated_by, is_default, user_metadata, created_at, updated_at, people)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
  );
  while (!assignments.empty()) {
    const auto some = assignments.first(std::min(people_max, assignments.size()));
    const auto& one = some.front();
    const auto last = number + std::ssize(some) - 1;
    const auto start = common_start(some);
    const auto people = people_json(some);
    add.run(
        one.task,
        one.project,
        one.dataset,
        number,
        last,
        one.id,
        some.back().id,
        start,
        one.updated_by,
        one.is_default,
        json(one.user_metadata, assignment_json::user_metadata),
        one.created_at,
        one.updated_at,
        people
    );
    number = last + 1;
    assignments = assignments.subspan(some.size());
  }
}

std::int64_t next_assignment_number(Database& db) {
  return db
      .query(
          "SELECT 1 + max(coalesce((SELECT max(number) FROM assignment), 0),"
          " coalesce((SELECT max(last_number) FROM arrival), 0))"
      )
      .one<std::int64_t>();
}

std::string as_among_people(const std::string& text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

void give_row(Database& db, const AssignmentId& assignment) {
  const auto number =
      db.query("SELECT a.number FROM " ALLOT_ARRIVED
               " WHERE ?1 BETWEEN a.first_id AND a.last_id AND " ALLOT_ARRIVED_ID " = ?1")
          .bind(assignment)
          .maybe<std::int64_t>();
  if (number) give_rows_of_arrival(db, *number);
}

std::optional<DatasetId> dataset_of_arrival(Database& db) {
  return db.query("SELECT dataset_id FROM arrival ORDER BY number LIMIT 1").maybe<DatasetId>();
}

void give_rows(Database& db, const DatasetId& dataset) {
  const auto number =
      db.query("SELECT number FROM arrival WHERE dataset_id = ? ORDER BY number LIMIT 1")
          .bind(dataset)
          .maybe<std::int64_t>();
  if (number) give_rows_of_arrival(db, *number);
}

ArrivedShares::ArrivedShares(Database& db, const TaskId& task) {
  auto arrivals = db.query("SELECT number FROM arrival WHERE task_id = ?");
  arrivals.bind(task);
  while (arrivals.next()) {
    std::int64_t number = 0;
    arrivals.read(number);
    for_each_share(db, number, [&](const Share& share) { shares_[share.assignment] = share; });
  }
}

bool ArrivedShares::read(Share& share) {
  const auto found = shares_.find(share.assignment);
  if (found == shares_.end()) return false;
  share.open = std::move(found->second.open);
  share.by_status = std::move(found->second.by_status);
  return true;
}

ArrivingShares::ArrivingShares(Database& db, const std::string& task) : db_(db) {
  auto rows = db.query(
      "SELECT number, first_id, last_id, shares IS NOT NULL, last_number - first_number + 1"
      " FROM arrival WHERE task_id = ? ORDER BY first_id"
  );
  rows.bind(task);
  while (rows.next()) {
    auto& arrival = arrivals_.emplace_back();
    rows.read(arrival.number, arrival.first, arrival.last, arrival.has_shares, arrival.size);
  }
}

bool ArrivingShares::take(const Share& share) {
  const auto after =
      std::ranges::upper_bound(arrivals_, share.assignment, std::less{}, &Arrival::first);
  if (after == arrivals_.begin()) return false;
  const auto arrival = std::prev(after);
  if (arrival->last < share.assignment) return false;
  if (arrival->has_shares) {
    give_rows_of_arrival(db_, arrival->number);
    arrivals_.erase(arrival);
    return false;
  }
  arrival->shares.push_back(&share);
  return true;
}

void ArrivingShares::write() {
  for (auto& arrival : arrivals_) {
    if (arrival.has_shares) continue;
    CHECK(arrival.shares.size() == arrival.size);
    std::ranges::sort(arrival.shares, {}, &Share::assignment);
    BytesWriter to;
    for (const auto* share : arrival.shares) put_share(to, *share);
    db_.query("UPDATE arrival SET shares = ? WHERE number = ?")
        .run(Blob{to.bytes()}, arrival.number);
  }
}

}  // namespace allot::sqlite
