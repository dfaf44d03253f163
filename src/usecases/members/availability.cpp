#include "usecases/members/availability.h"

#include "store/availabilities.h"
#include "usecases/access.h"
#include "usecases/members/change_role.h"
#include "usecases/tasks/batches.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Only who may ask about everybody hears who is a member.
Result<Member> member_at_hand(
    const Transaction& tx, const Caller& caller, const ProjectId& project, const UserId& user
) {
  TRY(get_project(tx, caller, project, Verb::own_availability));
  const auto standings = standings_in(tx, caller, project);
  if (user != caller.user) {
    TRY(require(standings, Verb::annotators_availability, "project", project.text));
  }
  auto member = TRY(require_member(tx, project, user));
  if (user != caller.user && member.role != Role::annotator) {
    TRY(require(standings, Verb::members_availability, "project", project.text));
  }
  return member;
}

Result<Done> check(const Availability& said) {
  if (said.until && *said.until <= said.from) {
    return invalid_field("until", "must be after `from`");
  }
  const auto hours = said.hours_per_day.value_or(0);
  if (!(hours >= 0 && hours <= 24)) return invalid_field("hoursPerDay", "must be from 0 to 24");
  return Done{};
}

}  // namespace

Result<Done> set_availability(Env& env, const Caller& caller, const SetAvailability& input) {
  if (input.said) TRY(check(*input.said));
  bool is_back = false;
  const auto scope = Scope::project(input.project);
  TRY(write(env.store, scope, [&](Transaction& tx) -> Result<Done> {
    is_back = false;
    const auto member = TRY(member_at_hand(tx, caller, input.project, input.user));
    const auto said = tx.availabilities().find(input.project, input.user);
    if (said == input.said) return Done{};
    const auto now = env.clock.now();
    is_back = is_absent(said, now) && !is_absent(input.said, now);
    tx.availabilities().put(input.project, input.user, input.said);
    tell(
        env,
        tx,
        caller,
        input.project,
        ThingChanged{.thing = Thing::member, .act = Act::updated, .id = member.user.text}
    );
    return Done{};
  }));
  if (is_back) offer_batches_to(env, caller, input.project, input.user);
  return Done{};
}

Result<std::optional<Availability>> read_availability(
    Env& env, const Caller& caller, const ProjectId& project, const UserId& user
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<Availability>> {
    TRY(member_at_hand(tx, caller, project, user));
    return tx.availabilities().find(project, user);
  });
}

bool is_absent(const Transaction& tx, const ProjectId& project, const UserId& person, Time now) {
  return is_absent(tx.availabilities().find(project, person), now);
}

}  // namespace allot
