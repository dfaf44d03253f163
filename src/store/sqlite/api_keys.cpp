#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                   \
  "id, user_id, creator, description, project_id, created_at, updated_at, expires_at, " \
  "revoked_at"

constexpr auto columns = [](auto& key) {
  return std::tie(
      key.id,
      key.user,
      key.creator,
      key.description,
      key.project,
      key.created_at,
      key.updated_at,
      key.expires_at,
      key.revoked_at
  );
};

class SqliteApiKeys final : public ApiKeys {
 public:
  explicit SqliteApiKeys(Context& context) : context_(context), db_(context.db) {}

  std::optional<ApiKey> find(const ApiKeyId& id) const override {
    return first_of<ApiKey>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM api_key WHERE id = ?").bind(id), columns
    );
  }

  std::vector<ApiKey> of_user(const UserId& user) const override {
    return list_of<ApiKey>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM api_key WHERE user_id = ? ORDER BY number")
            .bind(user),
        columns
    );
  }

  std::vector<ApiKey> made_by(const UserId& creator) const override {
    return list_of<ApiKey>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM api_key WHERE creator = ? ORDER BY number")
            .bind(creator),
        columns
    );
  }

  void put(const ApiKey& key) override {
    require_account(context_, key.user);
    static const auto sql = upsert("api_key", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(key));
  }

  void revoke(const ApiKeyId& id, Time at) override {
    db_.query(
           "UPDATE api_key SET revoked_at = ?1, updated_at = ?1 WHERE id = ?2 AND revoked_at IS "
           "NULL"
    )
        .run(at, id);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<ApiKeys> make_api_keys(Context& context) {
  return std::make_unique<SqliteApiKeys>(context);
}

}  // namespace allot::sqlite
