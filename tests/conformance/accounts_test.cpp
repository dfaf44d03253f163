#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Accounts : public StoreTest {
 protected:
  User full_user() {
    return {
        .id = UserId{"ada@example.org"},
        .first_name = "Ada",
        .last_name = "O'Neil \xc3\xa9",
        .password_hash = "hash",
        .state = UserState::invited,
        .org_role = OrgRole::admin,
        .is_bot = true,
        .bot_project = ProjectId{"project"},
        .token_epoch = 3,
        .created_at = from_epoch_ms(1),
        .updated_at = from_epoch_ms(2),
        .last_login = from_epoch_ms(3)
    };
  }

  Session full_session(const std::string& user) {
    return {
        .id = ids.next<SessionId>(),
        .user = UserId{user},
        .refresh_hash = "refresh of " + user,
        .created_at = clock.now(),
        .expires_at = clock.now() + std::chrono::hours(1)
    };
  }
};

TEST_F(Accounts, AUserComesBackAsPut) {
  const auto user = full_user();
  change([&](Transaction& tx) { tx.users().put(user); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.users().find(user.id), user));
    EXPECT_FALSE(tx.users().find(UserId{"ben@example.org"}));
    return 0;
  });
}

TEST_F(Accounts, AUserIsReplacedAndKeepsTheirPlace) {
  auto user = full_user();
  change([&](Transaction& tx) {
    tx.users().put(user);
    tx.users().put({.id = UserId{"aaron@example.org"}});
    user.state = UserState::disabled;
    user.last_login.reset();
    tx.users().put(user);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.users().find(user.id), user));
    EXPECT_THAT(ids_of(tx.users().list()), ElementsAre(user.id, UserId{"aaron@example.org"}));
    return 0;
  });
}

TEST_F(Accounts, ALoginIsNotedAndNothingElseOfTheAccount) {
  auto user = full_user();
  change([&](Transaction& tx) {
    tx.users().put(user);
    tx.users().note_login(user.id, from_epoch_ms(9));
    tx.users().note_login(UserId{"ben@example.org"}, from_epoch_ms(9));
  });
  user.last_login = from_epoch_ms(9);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.users().find(user.id), user));
    EXPECT_EQ(tx.users().list().size(), 1u);
    return 0;
  });
}

TEST_F(Accounts, RevokingASessionLeavesTheOthersAndMakesNone) {
  const auto here = full_session("ada@example.org");
  const auto there = full_session("ada@example.org");
  change([&](Transaction& tx) {
    tx.sessions().put(here);
    tx.sessions().put(there);
    tx.sessions().revoke(here.id);
    tx.sessions().revoke(SessionId{"unknown"});
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.sessions().find(here.id)->revoked);
    EXPECT_FALSE(tx.sessions().find(there.id)->revoked);
    EXPECT_FALSE(tx.sessions().find(SessionId{"unknown"}));
    return 0;
  });
}

TEST_F(Accounts, ALinkIsUsedOnce) {
  const OneTimeLink link{.token_hash = "hash", .user = UserId{"ada@example.org"}};
  change([&](Transaction& tx) {
    tx.sessions().put_link(link);
    EXPECT_TRUE(tx.sessions().use_link("hash", from_epoch_ms(5)));
    EXPECT_FALSE(tx.sessions().use_link("hash", from_epoch_ms(6)));
    EXPECT_FALSE(tx.sessions().use_link("another", from_epoch_ms(6)));
  });
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.sessions().find_link("hash")->used_at, from_epoch_ms(5));
    return 0;
  });
}

TEST_F(Accounts, AKeyIsRevokedOnceAndNothingElseOfItChanges) {
  ApiKey key{
      .id = ids.next<ApiKeyId>(),
      .user = UserId{"ada@example.org"},
      .description = "upload",
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(1)
  };
  change([&](Transaction& tx) {
    tx.api_keys().put(key);
    tx.api_keys().revoke(key.id, from_epoch_ms(5));
    tx.api_keys().revoke(key.id, from_epoch_ms(6));
  });
  key.revoked_at = key.updated_at = from_epoch_ms(5);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.api_keys().find(key.id), key));
    return 0;
  });
}

TEST_F(Accounts, NobodyIsThereBeforeTheFirstUser) {
  EXPECT_TRUE(look([](const Transaction& tx) { return tx.users().none(); }));
  change([&](Transaction& tx) { tx.users().put(full_user()); });
  EXPECT_FALSE(look([](const Transaction& tx) { return tx.users().none(); }));
}

TEST_F(Accounts, EveryStateAndRoleComesBack) {
  change([&](Transaction& tx) {
    for (const auto state : {UserState::active, UserState::invited, UserState::disabled}) {
      for (const auto role : {OrgRole::owner, OrgRole::admin, OrgRole::member, OrgRole::worker}) {
        const User user{.id = UserId{"a@example.org"}, .state = state, .org_role = role};
        tx.users().put(user);
        EXPECT_TRUE(is_same(tx.users().find(user.id), user));
      }
    }
  });
}

TEST_F(Accounts, ASessionComesBackByIdAndByRefreshHash) {
  const auto session = full_session("ada@example.org");
  change([&](Transaction& tx) { tx.sessions().put(session); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.sessions().find(session.id), session));
    EXPECT_TRUE(is_same(tx.sessions().with_refresh_hash(session.refresh_hash), session));
    EXPECT_FALSE(tx.sessions().with_refresh_hash("another"));
    return 0;
  });
}

TEST_F(Accounts, TheEmptyRefreshHashNamesNoSession) {
  auto session = full_session("ada@example.org");
  session.refresh_hash = "";
  change([&](Transaction& tx) { tx.sessions().put(session); });
  EXPECT_FALSE(look([](const Transaction& tx) {
    return tx.sessions().with_refresh_hash("").has_value();
  }));
}

TEST_F(Accounts, RevokingAllSessionsOfAPersonLeavesThoseOfOthers) {
  const auto ada = full_session("ada@example.org");
  const auto ben = full_session("ben@example.org");
  change([&](Transaction& tx) {
    tx.sessions().put(ada);
    tx.sessions().put(ben);
    tx.sessions().revoke_all(ada.user);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.sessions().find(ada.id)->revoked);
    EXPECT_FALSE(tx.sessions().find(ben.id)->revoked);
    return 0;
  });
}

TEST_F(Accounts, ExpiredSessionsAndLinksAreRemoved) {
  auto old = full_session("ada@example.org");
  const auto fresh = full_session("ada@example.org");
  old.expires_at = clock.now();
  const OneTimeLink link{.token_hash = "hash", .expires_at = clock.now()};
  change([&](Transaction& tx) {
    tx.sessions().put(old);
    tx.sessions().put(fresh);
    tx.sessions().put_link(link);
    tx.sessions().remove_expired(clock.now());
  });
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.sessions().find(old.id));
    EXPECT_TRUE(tx.sessions().find(fresh.id));
    EXPECT_FALSE(tx.sessions().find_link("hash"));
    return 0;
  });
}

TEST_F(Accounts, ALinkComesBackAsPutUntilItsPurposeIsCleared) {
  OneTimeLink link{
      .token_hash = "hash",
      .user = UserId{"ada@example.org"},
      .purpose = "invite",
      .made_by = UserId{"mia@example.org"},
      .created_at = from_epoch_ms(1),
      .expires_at = from_epoch_ms(2),
      .used_at = std::nullopt
  };
  change([&](Transaction& tx) { tx.sessions().put_link(link); });
  link.used_at = from_epoch_ms(3);
  change([&](Transaction& tx) {
    tx.sessions().put_link(link);
    tx.sessions().remove_links(link.user, "password");
  });
  EXPECT_TRUE(look([&](const Transaction& tx) {
    return is_same(tx.sessions().find_link("hash"), link);
  }));
  change([&](Transaction& tx) { tx.sessions().remove_links(link.user, "invite"); });
  EXPECT_FALSE(look([](const Transaction& tx) {
    return tx.sessions().find_link("hash").has_value();
  }));
}

TEST_F(Accounts, AnApiKeyComesBackAsPutAndInLists) {
  ApiKey key{
      .id = ids.next<ApiKeyId>(),
      .user = UserId{"bot@example.org"},
      .creator = UserId{"mia@example.org"},
      .description = "nightly",
      .project = ProjectId{"project"},
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2),
      .expires_at = from_epoch_ms(3),
      .revoked_at = from_epoch_ms(4)
  };
  const ApiKey later{.id = ids.next<ApiKeyId>(), .user = key.user, .creator = key.creator};
  change([&](Transaction& tx) {
    tx.api_keys().put(key);
    tx.api_keys().put(later);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.api_keys().find(key.id), key));
    EXPECT_THAT(ids_of(tx.api_keys().of_user(key.user)), ElementsAre(key.id, later.id));
    EXPECT_THAT(ids_of(tx.api_keys().made_by(key.creator)), ElementsAre(key.id, later.id));
    EXPECT_THAT(tx.api_keys().of_user(key.creator), IsEmpty());
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
