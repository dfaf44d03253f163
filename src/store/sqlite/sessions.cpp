#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS "id, user_id, refresh_hash, created_at, expires_at, revoked"

constexpr auto columns = [](auto& session) {
  return std::tie(
      session.id,
      session.user,
      session.refresh_hash,
      session.created_at,
      session.expires_at,
      session.revoked
  );
};

#define ALLOT_LINK_COLUMNS "token_hash, user_id, purpose, made_by, created_at, expires_at, used_at"

constexpr auto link_columns = [](auto& link) {
  return std::tie(
      link.token_hash,
      link.user,
      link.purpose,
      link.made_by,
      link.created_at,
      link.expires_at,
      link.used_at
  );
};

class SqliteSessions final : public Sessions {
 public:
  explicit SqliteSessions(Context& context) : context_(context), db_(context.db) {}

  std::optional<Session> find(const SessionId& id) const override {
    return first_of<Session>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM session WHERE id = ?").bind(id), columns
    );
  }

  std::optional<Session> with_refresh_hash(const std::string& hash) const override {
    // Many sessions have none: the empty hash names nobody.
    if (hash.empty()) return std::nullopt;
    return first_of<Session>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM session WHERE refresh_hash = ?").bind(hash),
        columns
    );
  }

  void put(const Session& session) override {
    require_account(context_, session.user);
    static const auto sql = upsert("session", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(session));
  }

  void revoke(const SessionId& id) override {
    db_.query("UPDATE session SET revoked = 1 WHERE id = ?").run(id);
  }

  void revoke_all(const UserId& user) override {
    require_account(context_, user);
    db_.query("UPDATE session SET revoked = 1 WHERE user_id = ?").run(user);
  }

  void remove_expired(Time now) override {
    db_.query("DELETE FROM session WHERE expires_at <= ?").run(now);
    db_.query("DELETE FROM one_time_link WHERE expires_at <= ?").run(now);
  }

  std::optional<OneTimeLink> find_link(const std::string& token_hash) const override {
    return first_of<OneTimeLink>(
        db_.query("SELECT " ALLOT_LINK_COLUMNS " FROM one_time_link WHERE token_hash = ?")
            .bind(token_hash),
        link_columns
    );
  }

  void put_link(const OneTimeLink& link) override {
    require_holder(link.user);
    static const auto sql = upsert("one_time_link", "token_hash", ALLOT_LINK_COLUMNS);
    put_row(db_, sql, link_columns(link));
  }

  bool use_link(const std::string& token_hash, Time at) override {
    return db_
        .query(
            "UPDATE one_time_link SET used_at = ? WHERE token_hash = ? AND used_at IS NULL "
            "RETURNING 1"
        )
        .bind(at, token_hash)
        .maybe<int>()
        .has_value();
  }

  void remove_links(const UserId& user, const std::string& purpose) override {
    require_holder(user);
    db_.query("DELETE FROM one_time_link WHERE user_id = ? AND purpose = ?").run(user, purpose);
  }

 private:
  /// A link without a person is the house's first.
  void require_holder(const UserId& user) const {
    user.empty() ? require_house(context_) : require_account(context_, user);
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Sessions> make_sessions(Context& context) {
  return std::make_unique<SqliteSessions>(context);
}

}  // namespace allot::sqlite
