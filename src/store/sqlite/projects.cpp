#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS "id, name, creator, archived, created_at, updated_at"

constexpr auto columns = [](auto& project) {
  return std::tie(
      project.id,
      project.name,
      project.creator,
      project.archived,
      project.created_at,
      project.updated_at
  );
};

#define ALLOT_MEMBER_COLUMNS "project_id, user_id, role, active, added_by, created_at, updated_at"

constexpr auto member_columns = [](auto& member) {
  return std::tie(
      member.project,
      member.user,
      member.role,
      member.active,
      member.added_by,
      member.created_at,
      member.updated_at
  );
};

#define ALLOT_ORGANIZATION_COLUMNS "id, name, owner, created_at, updated_at"

constexpr auto organization_columns = [](auto& organization) {
  return std::tie(
      organization.id,
      organization.name,
      organization.owner,
      organization.created_at,
      organization.updated_at
  );
};

class SqliteProjects final : public Projects {
 public:
  explicit SqliteProjects(Context& context) : context_(context), db_(context.db) {}

  Organization organization() const override {
    return first_of<Organization>(
               db_.query("SELECT " ALLOT_ORGANIZATION_COLUMNS " FROM organization"),
               organization_columns
    )
        .value_or(Organization{});
  }

  void put_organization(const Organization& organization) override {
    require_house(context_);
    static const auto sql = upsert("organization", "number", "number, " ALLOT_ORGANIZATION_COLUMNS);
    put_row(db_, sql, std::tuple_cat(std::tuple(1), organization_columns(organization)));
  }

  std::optional<Project> find(const ProjectId& id) const override {
    return kept_or_read(context_, &WriterRows::projects, id.text, [&] {
      return first_of<Project>(
          db_.query("SELECT " ALLOT_COLUMNS " FROM project WHERE id = ?").bind(id), columns
      );
    });
  }

  std::vector<Project> named(const std::string& name) const override {
    return list_of<Project>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM project WHERE name = ? ORDER BY number")
            .bind(name),
        columns
    );
  }

  std::vector<Project> of_member(const UserId& user) const override {
    return list_of<Project>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM project WHERE id IN"
                  " (SELECT project_id FROM member WHERE user_id = ? AND active) ORDER BY number")
            .bind(user),
        columns
    );
  }

  std::vector<Project> list() const override {
    return list_of<Project>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM project ORDER BY number"), columns
    );
  }

  void put(const Project& project) override {
    require_project(context_, project.id);
    static const auto sql = upsert("project", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(project));
  }

  void remove(const ProjectId& id) override {
    require_project(context_, id);
    db_.query("DELETE FROM recipe WHERE project_id = ?").run(id);
    db_.query("DELETE FROM ontology WHERE project_id = ?").run(id);
    db_.query("DELETE FROM project WHERE id = ?").run(id);
  }

  std::vector<Member> members(const ProjectId& id) const override {
    return list_of<Member>(
        db_.query("SELECT " ALLOT_MEMBER_COLUMNS " FROM member WHERE project_id = ? ORDER BY number"
        )
            .bind(id),
        member_columns
    );
  }

  std::optional<Member> member(const ProjectId& project, const UserId& user) const override {
    return kept_or_read(context_, &WriterRows::members, project.text + "\n" + user.text, [&] {
      return first_of<Member>(
          db_.query("SELECT " ALLOT_MEMBER_COLUMNS
                    " FROM member WHERE project_id = ? AND user_id = ?")
              .bind(project, user),
          member_columns
      );
    });
  }

  std::vector<UserId> removed_members(const ProjectId& project) const override {
    std::vector<UserId> removed;
    auto rows =
        db_.query("SELECT user_id FROM member WHERE project_id = ? AND active = 0").bind(project);
    while (rows.next()) rows.read(removed.emplace_back());
    return removed;
  }

  void put_member(const Member& member) override {
    require_project(context_, member.project);
    static const auto sql = upsert("member", "project_id, user_id", ALLOT_MEMBER_COLUMNS);
    put_row(db_, sql, member_columns(member));
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Projects> make_projects(Context& context) {
  return std::make_unique<SqliteProjects>(context);
}

}  // namespace allot::sqlite
