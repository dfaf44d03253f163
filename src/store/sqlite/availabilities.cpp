#include "store/availabilities.h"

#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

class SqliteAvailabilities final : public Availabilities {
 public:
  explicit SqliteAvailabilities(Context& context) : context_(context), db_(context.db) {}

  std::optional<Availability> find(const ProjectId& project, const UserId& person) const override {
    auto row = db_.query(
        "SELECT available_from, available_until, hours_per_day FROM member"
        " WHERE project_id = ? AND user_id = ? AND available_from IS NOT NULL"
    );
    if (!row.bind(project, person).next()) return std::nullopt;
    Availability said;
    row.read(said.from, said.until, said.hours_per_day);
    return said;
  }

  std::vector<std::pair<UserId, Availability>> of_project(const ProjectId& project) const override {
    std::vector<std::pair<UserId, Availability>> found;
    auto rows = db_.query(
        "SELECT user_id, available_from, available_until, hours_per_day"
        " FROM member INDEXED BY member_availability"
        " WHERE project_id = ? AND available_from IS NOT NULL AND active ORDER BY number"
    );
    rows.bind(project);
    while (rows.next()) {
      auto& [person, said] = found.emplace_back();
      rows.read(person, said.from, said.until, said.hours_per_day);
    }
    return found;
  }

  void put(const ProjectId& project, const UserId& person, const std::optional<Availability>& said)
      override {
    require_project(context_, project);
    const auto from = said ? std::optional(said->from) : std::nullopt;
    const auto until = said ? said->until : std::nullopt;
    const auto hours = said ? said->hours_per_day : std::nullopt;
    db_.query(
           "UPDATE member SET available_from = ?, available_until = ?, hours_per_day = ?"
           " WHERE project_id = ? AND user_id = ?"
    )
        .run(from, until, hours, project, person);
    CHECK(db_.changes() == 1);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Availabilities> make_availabilities(Context& context) {
  return std::make_unique<SqliteAvailabilities>(context);
}

}  // namespace allot::sqlite
