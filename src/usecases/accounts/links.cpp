#include "usecases/accounts/links.h"

#include <fmt/format.h>

#include <algorithm>

#include "auth/passwords.h"
#include "auth/secrets.h"
#include "base/text.h"
#include "usecases/access.h"
#include "usecases/accounts/manage.h"

namespace allot {

namespace {

constexpr std::string_view setup_purpose = "setup";

/// Whoever holds an invitation can be the person. So it is given only to who could give all that
/// the person may do, in each of their projects.
bool may_vouch_for(const Transaction& tx, const Caller& caller, const UserId& person) {
  if (may(caller.org_role, Verb::manage_org)) return true;
  const auto may_give = [&](const ProjectId& project, bool is_annotator) {
    const auto verb = is_annotator ? Verb::invite_annotators : Verb::manage_members;
    return standings_in(tx, caller, project).may(verb);
  };
  for (const auto& project : tx.projects().of_member(person)) {
    const auto member = tx.projects().member(project.id, person);
    if (!may_give(project.id, member && member->role == Role::annotator)) return false;
  }
  return std::ranges::all_of(tx.tasks().concerning(person), [&](const Task& task) {
    return may_give(task.project, task.owner != person && task.creator != person);
  });
}

/// Is the link one from the command line, or an invitation that its maker could make today?
bool may_be_used(const Transaction& tx, const OneTimeLink& link) {
  if (link.made_by.empty()) return true;
  const auto person = tx.users().find(link.user);
  const auto maker = tx.users().find(link.made_by);
  return person && person->state == UserState::invited && maker &&
         maker->state == UserState::active &&
         may_vouch_for(
             tx, {.user = maker->id, .org_role = maker->org_role, .session = {}}, person->id
         );
}

IssuedLink issue(
    Env& env, Transaction& tx, const UserId& user, std::string_view purpose, const UserId& by
) {
  const auto now = env.clock.now();
  const auto token = random_secret(env.random);
  tx.sessions().remove_links(user, std::string(purpose));
  tx.sessions().put_link(
      {.token_hash = hash_secret(token),
       .user = user,
       .purpose = std::string(purpose),
       .made_by = by,
       .created_at = now,
       .expires_at = now + link_lifetime,
       .used_at = {}}
  );
  return {
      .url = fmt::format("{}/welcome?token={}", env.settings.public_url, token),
      .expires_at = now + link_lifetime
  };
}

Result<OneTimeLink> find_valid(const Transaction& tx, const std::string& token, Time now) {
  auto link = tx.sessions().find_link(hash_secret(token));
  const bool void_setup = link && link->purpose == setup_purpose && !tx.users().none();
  if (!link || link->used_at || link->expires_at <= now || void_setup || !may_be_used(tx, *link)) {
    return fail(
        ErrorCode::not_found, "This link was used before or has expired; ask for a new one."
    );
  }
  return *std::move(link);
}

/// Who gets the password: the link's person, or the account that the set-up link makes now.
Result<User> person_of(Env& env, Transaction& tx, const OneTimeLink& link, const UseLink& input) {
  if (!link.user.empty()) {
    auto user = tx.users().find(link.user);
    if (user && user->state != UserState::disabled) return *std::move(user);
    return fail(ErrorCode::not_found, "The account of this link is not active.");
  }
  const auto now = env.clock.now();
  User owner;
  owner.id = TRY(parse_email(input.address));
  owner.org_role = OrgRole::owner;
  owner.created_at = now;
  owner.updated_at = now;
  found_organization(env, tx, owner.id);
  return owner;
}

/// The account of the link's person, or the first one.
Scope scope_of(const UserId& person, const UseLink& input) {
  if (!person.empty()) return Scope::account(person);
  const auto owner = parse_email(input.address);
  return Scope::house() | (owner ? Scope::account(*owner) : Scope{});
}

}  // namespace

std::optional<IssuedLink> make_setup_link(Env& env) {
  auto link = write(env.store, Scope::house(), [&](Transaction& tx) -> Result<IssuedLink> {
    if (!tx.users().none()) return fail(ErrorCode::conflict, "There are accounts.");
    return issue(env, tx, {}, setup_purpose, {});
  });
  if (!link) return std::nullopt;
  return *std::move(link);
}

Result<IssuedLink> make_account_link(Env& env, const std::string& address) {
  const auto id = TRY(parse_email(address));
  return write(env.store, Scope::account(id), [&](Transaction& tx) -> Result<IssuedLink> {
    const auto user = tx.users().find(id);
    if (!user) {
      return fail(ErrorCode::not_found, fmt::format("There is no account `{}`.", id.text));
    }
    if (user->state == UserState::disabled) {
      return fail(ErrorCode::conflict, "The account is disabled; enable it first.");
    }
    return issue(env, tx, id, account_link_purpose, {});
  });
}

Result<IssuedLink> invite_member(
    Env& env, const Caller& caller, const ProjectId& project, const std::string& address
) {
  const auto id = TRY(parse_email(address));
  const auto scope = Scope::account(id) | Scope::inside(project);
  return write(env.store, scope, [&](Transaction& tx) -> Result<IssuedLink> {
    TRY(get_project(tx, caller, project, Verb::invite_annotators));
    const auto member = tx.projects().member(project, id);
    if (!member || !member->active) {
      return fail(ErrorCode::not_found, fmt::format("`{}` is no member of the project.", id.text));
    }
    const auto needed =
        member->role == Role::annotator ? Verb::invite_annotators : Verb::manage_members;
    TRY(require(standings_in(tx, caller, project), needed, "project", project.text));
    const auto user = tx.users().find(id);
    if (!user || user->state != UserState::invited) {
      return fail(ErrorCode::conflict, fmt::format("`{}` has an account already.", id.text));
    }
    if (!may_vouch_for(tx, caller, id)) {
      return fail(
          ErrorCode::conflict,
          fmt::format(
              "`{}` is in other projects too; ask an owner of the organisation for a link.", id.text
          )
      );
    }
    return issue(env, tx, id, account_link_purpose, caller.user);
  });
}

Result<UserId> read_link(Env& env, const std::string& token) {
  return read(env.store, [&](const Transaction& tx) -> Result<UserId> {
    return TRY(find_valid(tx, token, env.clock.now())).user;
  });
}

Result<SignedIn> use_link(Env& env, const UseLink& input) {
  TRY(check_password_strength(input.password));
  // Before the costly hash: strangers get none.
  const auto scope = scope_of(TRY(read_link(env, input.token)), input);
  const auto hash = hash_password(input.password, env.password_cost);
  const auto user = TRY(write(env.store, scope, [&](Transaction& tx) -> Result<UserId> {
    const auto link = TRY(find_valid(tx, input.token, env.clock.now()));
    auto person = TRY(person_of(env, tx, link, input));
    const auto id = person.id;
    // Before the person's links are taken away with the new password, this one among them.
    CHECK(tx.sessions().use_link(link.token_hash, env.clock.now()));
    set_password(env, tx, std::move(person), hash);
    return id;
  }));
  return open_session(env, user);
}

}  // namespace allot
