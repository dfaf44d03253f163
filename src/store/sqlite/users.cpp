#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                             \
  "id, first_name, last_name, password_hash, state, org_role, is_bot, bot_project, token_epoch, " \
  "created_at, updated_at, last_login"

constexpr auto columns = [](auto& user) {
  return std::tie(
      user.id,
      user.first_name,
      user.last_name,
      user.password_hash,
      user.state,
      user.org_role,
      user.is_bot,
      user.bot_project,
      user.token_epoch,
      user.created_at,
      user.updated_at,
      user.last_login
  );
};

class SqliteUsers final : public Users {
 public:
  explicit SqliteUsers(Context& context) : context_(context), db_(context.db) {}

  std::optional<User> find(const UserId& id) const override {
    return first_of<User>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM account WHERE id = ?").bind(id), columns
    );
  }

  std::vector<User> list() const override {
    return list_of<User>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM account ORDER BY number"), columns
    );
  }

  bool none() const override {
    return !db_.query("SELECT 1 FROM account LIMIT 1").maybe<int>().has_value();
  }

  void put(const User& user) override {
    // A bot is its project's: it comes and goes with that.
    user.is_bot ? require_project(context_, user.bot_project) : require_account(context_, user.id);
    static const auto sql = upsert("account", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(user));
  }

  void note_login(const UserId& id, Time at) override {
    require_account(context_, id);
    db_.query("UPDATE account SET last_login = ? WHERE id = ?").run(at, id);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Users> make_users(Context& context) {
  return std::make_unique<SqliteUsers>(context);
}

}  // namespace allot::sqlite
