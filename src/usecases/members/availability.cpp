#include "usecases/members/availability.h"

#include "store/availabilities.h"
#include "store/offers.h"
#include "usecases/access.h"
#include "usecases/members/change_role.h"
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

/// At once, or when the absence will end by itself: offer_due does the rest.
void note_return(
    Transaction& tx,
    const SetAvailability& input,
    const std::optional<Availability>& before,
    Time now
) {
  Returning back{.person = input.user, .project = input.project, .from = now};
  tx.offers().forget_later(back);
  const bool is_back = is_absent(before, now) && !is_absent(input.said, now);
  if (!is_back) {
    const auto next = next_return(input.said, now);
    if (!next) return;
    back.from = *next;
  }
  tx.offers().note(back);
}

}  // namespace

Result<Done> set_availability(Env& env, const Caller& caller, const SetAvailability& input) {
  if (input.said) TRY(check(*input.said));
  const auto scope = Scope::project(input.project);
  return write(env.store, scope, [&](Transaction& tx) -> Result<Done> {
    const auto member = TRY(member_at_hand(tx, caller, input.project, input.user));
    const auto said = tx.availabilities().find(input.project, input.user);
    if (said == input.said) return Done{};
    tx.availabilities().put(input.project, input.user, input.said);
    note_return(tx, input, said, env.clock.now());
    tell(
        env,
        tx,
        caller,
        input.project,
        ThingChanged{.thing = Thing::member, .act = Act::updated, .id = member.user.text}
    );
    return Done{};
  });
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
