#include <limits>

#include "store/sqlite/annotated_since.h"
#include "store/sqlite/assignment_bytes.h"
#include "store/sqlite/last_operation.h"
#include "store/sqlite/last_status.h"
#include "store/sqlite/plan_bytes.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

// An operation in so many chunks at most is found by each of them; one in more is looked at for
// every item of its task.
constexpr std::size_t chunks_told_apart_max = 16;
constexpr std::int64_t many_chunks = -1;

// After all that was done.
constexpr WorkMoment whenever{
    .operation = std::numeric_limits<std::int64_t>::max(),
    .status = std::numeric_limits<std::int64_t>::max()
};

#define ALLOT_OPERATION                                                             \
  "SELECT o.number, o.id, o.task_id, o.by, o.at, o.plan, o.undo_of, "               \
  "o.emptied, o.came, o.went, o.status_seq, coalesce(u.id, '') FROM operation AS o" \
  " LEFT JOIN operation AS u ON u.undo_of = o.id AND u.undo_of <> ''"

Operation operation_of(Query& row) {
  Operation it;
  WorkMoment after;
  std::string_view plan;
  std::string_view emptied;
  row.read(
      after.operation,
      it.id,
      it.task,
      it.by,
      it.at,
      plan,
      it.undo_of,
      emptied,
      it.came,
      it.went,
      after.status,
      it.undone_by
  );
  it.plan = read_plan(plan);
  it.emptied = read_assignments(emptied, it.task);
  if (after.status >= 0) it.after = after;
  return it;
}

std::vector<Operation> operations_of(Query& rows) {
  std::vector<Operation> found;
  while (rows.next()) found.push_back(operation_of(rows));
  return found;
}

std::vector<std::uint32_t> chunks_of(const Plan& plan) {
  std::vector<ItemSet> sets;
  for (const auto& handover : plan.handovers) {
    sets.push_back(handover.open);
    for (const auto& [word, items] : handover.by_status) sets.push_back(items);
  }
  std::vector<const ItemSet*> pointers;
  for (const auto& set : sets) pointers.push_back(&set);
  return ItemSet::all_of(pointers).chunks();
}

class SqliteOperations final : public Operations {
 public:
  explicit SqliteOperations(Context& context) : context_(context), db_(context.db) {}

  void record(const Operation& operation) override {
    const auto plan = plan_bytes(operation.plan);
    const auto emptied = assignment_bytes(operation.emptied);
    db_.query(
           "INSERT INTO operation (id, task_id, by, at, kind, plan, undo_of, emptied,"
           " came, went, status_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
        .run(
            operation.id,
            operation.task,
            operation.by,
            operation.at,
            operation.plan.kind,
            Blob{plan},
            operation.undo_of,
            Blob{emptied},
            operation.came,
            operation.went,
            last_status(db_)
        );
    const auto number = last_operation(db_);
    const auto chunks = chunks_of(operation.plan);
    if (chunks.size() > chunks_told_apart_max) {
      note_chunk(operation.task, many_chunks, number);
    } else {
      for (const auto chunk : chunks) note_chunk(operation.task, chunk, number);
    }
  }

  std::optional<Operation> find(const OperationId& id) const override {
    auto rows = db_.query(ALLOT_OPERATION " WHERE o.id = ?").bind(id);
    auto found = operations_of(rows);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  std::optional<TaskId> task_of(const OperationId& id) const override {
    return first_of<TaskId>(
        db_.query("SELECT task_id FROM operation WHERE id = ?").bind(id),
        [](TaskId& task) { return std::tie(task); }
    );
  }

  bool is_undone(const OperationId& id) const override {
    return db_.query("SELECT EXISTS (SELECT 1 FROM operation WHERE undo_of = ? AND undo_of <> '')")
        .bind(id)
        .one<bool>();
  }

  std::uint64_t count_of(const TaskId& task) const override {
    return db_.query("SELECT count(*) FROM operation WHERE task_id = ?")
        .bind(task)
        .one<std::uint64_t>();
  }

  std::vector<Operation> of_task(const TaskId& task, std::uint64_t offset, std::uint64_t count)
      const override {
    auto rows =
        db_.query(ALLOT_OPERATION " WHERE o.task_id = ? ORDER BY o.number DESC LIMIT ? OFFSET ?")
            .bind(task, count, offset);
    return operations_of(rows);
  }

  std::optional<Operation> next_of_task(const TaskId& task, const OperationId& after)
      const override {
    auto rows = db_.query(ALLOT_OPERATION
                          " WHERE o.task_id = ? AND o.number >"
                          " coalesce((SELECT number FROM operation WHERE id = ?), 0)"
                          " ORDER BY o.number LIMIT 1")
                    .bind(task, after);
    auto found = operations_of(rows);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  void visit_near(const TaskId& task, Ordinal item, FunctionRef<void(const Operation&)> visit)
      const override {
    auto rows = db_.query(ALLOT_OPERATION
                          " WHERE o.number IN (SELECT operation FROM operation_chunk"
                          " WHERE task_id = ? AND chunk IN (?, ?)) ORDER BY o.number")
                    .bind(task, many_chunks, item >> ItemSet::chunk_bits);
    while (rows.next()) visit(operation_of(rows));
  }

  WorkMoment moment() const override {
    return {.operation = last_undoable_operation(db_), .status = last_status(db_)};
  }

  ItemSet annotated_since(const DatasetId& dataset, const WorkMoment& moment) const override {
    return annotated_between(dataset, moment, whenever);
  }

  ItemSet annotated_between(
      const DatasetId& dataset, const WorkMoment& from, const WorkMoment& until
  ) const override {
    return sqlite::annotated_between(context_, dataset, from.operation, until.operation);
  }

  ItemSet restated_since(const TaskId& task, const WorkMoment& moment) const override {
    return restated_between(task, moment, whenever);
  }

  ItemSet restated_between(const TaskId& task, const WorkMoment& from, const WorkMoment& until)
      const override {
    std::vector<Ordinal> singles;
    auto rows = db_.query(
                       "SELECT first FROM status_event"
                       " WHERE seq > ? AND seq <= ? AND +task_id = ? AND bulk = 0"
    )
                    .bind(from.status, until.status, task);
    while (rows.next()) rows.read(singles.emplace_back());
    auto items = ItemSet::of(singles);
    auto chunks =
        db_.query(
               "SELECT chunk, bitmap FROM status_event_chunk JOIN status_event USING (seq)"
               " WHERE seq > ? AND seq <= ? AND +task_id = ? AND bulk = 1"
        )
            .bind(from.status, until.status, task);
    while (chunks.next()) {
      std::uint32_t chunk = 0;
      std::string_view bytes;
      chunks.read(chunk, bytes);
      ItemSet part;
      part.set_chunk(chunk, bytes);
      items |= part;
    }
    return items;
  }

 private:
  void note_chunk(const TaskId& task, std::int64_t chunk, std::int64_t number) {
    db_.query("INSERT INTO operation_chunk (task_id, chunk, operation) VALUES (?, ?, ?)")
        .run(task, chunk, number);
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Operations> make_operations(Context& context) {
  return std::make_unique<SqliteOperations>(context);
}

}  // namespace allot::sqlite
