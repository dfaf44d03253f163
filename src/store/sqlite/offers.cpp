#include "store/offers.h"

#include "store/sqlite/pulling_column.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

class SqliteOffers final : public Offers {
 public:
  explicit SqliteOffers(Context& context) : context_(context), db_(context.db) {}

  void note(const Returning& back) override {
    require_place_of(back);
    db_.query(
           "INSERT INTO returning_person (project_id, user_id, due) VALUES (?, ?, ?)"
           " ON CONFLICT DO UPDATE SET due = min(due, excluded.due)"
    )
        .run(back.project, back.person, back.from);
  }

  void forget_later(const Returning& than) override {
    require_place_of(than);
    db_.query("DELETE FROM returning_person WHERE project_id = ? AND user_id = ? AND due > ?")
        .run(than.project, than.person, than.from);
  }

  [[nodiscard]] std::optional<Returning> returned(Time now) const override {
    return first_of<Returning>(
        db_.query("SELECT user_id, project_id, due FROM returning_person INDEXED BY returning_due"
                  " WHERE due <= ? ORDER BY due LIMIT 1")
            .bind(now),
        [](Returning& back) { return std::tie(back.person, back.project, back.from); }
    );
  }

  void take(const Returning& back) override {
    require_place_of(back);
    db_.query("DELETE FROM returning_person WHERE project_id = ? AND user_id = ? AND due = ?")
        .run(back.project, back.person, back.from);
  }

  void leave(const Task& task, std::span<const UserId> people) override {
    require_dataset(context_, task.dataset);
    const auto bytes = people_bytes(people);
    db_.query("INSERT INTO offer_rest (task_id, people) VALUES (?, ?)").run(task.id, Blob{bytes});
  }

  [[nodiscard]] std::optional<RestOfOffer> rest() const override {
    auto row = db_.query(
        "SELECT offer_rest.number, task_id, dataset_id, people FROM offer_rest"
        " JOIN task ON task.id = task_id ORDER BY offer_rest.number LIMIT 1"
    );
    if (!row.next()) return std::nullopt;
    RestOfOffer rest;
    row.read(rest.number, rest.task, rest.dataset);
    rest.people = read_people(row.text_at(3));
    return rest;
  }

  void take(const RestOfOffer& rest) override {
    require_dataset(context_, rest.dataset);
    db_.query("DELETE FROM offer_rest WHERE number = ? AND task_id = ?")
        .run(rest.number, rest.task);
  }

  [[nodiscard]] std::vector<TaskId> tasks_with_queue(const ProjectId& project) const override {
    auto rows = db_.query(
        "SELECT id FROM task INDEXED BY task_pulling WHERE pulling <> x'' AND NOT dismissed"
        " AND (?1 = '' OR project_id = ?1)"
        " AND EXISTS (SELECT 1 FROM task_chunk WHERE task_id = task.id AND kind = 'queue')"
        " ORDER BY number"
    );
    rows.bind(project);
    std::vector<TaskId> tasks;
    while (rows.next()) rows.read(tasks.emplace_back());
    return tasks;
  }

 private:
  void require_place_of(const Returning& back) const {
    if (back.project.empty()) {
      require_account(context_, back.person);
    } else {
      require_project(context_, back.project);
    }
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Offers> make_offers(Context& context) {
  return std::make_unique<SqliteOffers>(context);
}

}  // namespace allot::sqlite
