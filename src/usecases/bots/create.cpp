#include "usecases/bots/create.h"

#include "auth/passwords.h"
#include "base/name.h"
#include "base/text.h"
#include "usecases/access.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// "label.example.org" of "https://label.example.org:8443". Numeric IPv6 addresses have no form
/// that is an e-mail domain, so they become "localhost".
std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  if (url.starts_with('[')) return "localhost";
  const auto host = url.substr(0, url.find_first_of(":/"));
  return host.empty() ? "localhost" : to_lower(host);
}

}  // namespace

MemberView add_bot(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const NewBot& input,
    const std::string& password_hash
) {
  const auto now = env.clock.now();
  const auto address =
      "bot." + random_uuid(env.random) + "@bot." + host_of(env.settings.public_url);
  User user{
      .id = UserId{address},
      .first_name = input.name,
      .password_hash = password_hash,
      .org_role = OrgRole::worker,
      .is_bot = true,
      .bot_project = input.project,
      .created_at = now,
      .updated_at = now
  };
  Member member{
      .project = input.project,
      .user = user.id,
      .role = Role::developer,
      .added_by = caller.user,
      .created_at = now,
      .updated_at = now
  };
  tx.users().put(user);
  tx.projects().put_member(member);
  tell(
      env,
      tx,
      caller,
      input.project,
      ThingChanged{.thing = Thing::bot, .act = Act::created, .id = user.id.text}
  );
  return {.member = std::move(member), .user = std::move(user)};
}

Result<MadeBot> create_bot(Env& env, const Caller& caller, const CreateBot& input) {
  const auto may_create = [&](const Transaction& tx) {
    return get_project(tx, caller, input.project, Verb::manage_bots);
  };
  TRY(check_name(input.name));

  MadeBot made;
  std::string password_hash;
  if (input.return_credentials) {
    // Looked at before the costly hash too, so that a stranger cannot make the server work.
    TRY(read(env.store, may_create));
    made.password = random_secret(env.random);
    password_hash = hash_password(made.password, env.password_cost);
  }
  return write(env.store, Scope::project(input.project), [&](Transaction& tx) -> Result<MadeBot> {
    TRY(may_create(tx));
    made.bot =
        add_bot(env, tx, caller, {.project = input.project, .name = input.name}, password_hash);
    return made;
  });
}

}  // namespace allot
