#include "usecases/events/sight.h"

#include <algorithm>
#include <utility>

#include "usecases/datasets/read.h"
#include "usecases/recipes/read.h"

namespace allot {

namespace {

std::string key_of(const Caller& caller, std::string_view id) {
  return (caller.user.text + '\n').append(id);
}

bool is_own(const Transaction& tx, const Caller& caller, const AssignmentId& id) {
  const auto assignment = tx.assignments().find(id);
  return assignment && assignment->annotator == caller.user &&
         assignment->kind == ShareKind::normal;
}

}  // namespace

/// What each kind of event asks of whoever is to see it; and is it about them?
struct EventSight::Judge {
  struct Verdict {
    SeenOf seen = SeenOf::nothing;
    bool is_about_reader = false;
  };

  EventSight& sight;
  const Caller& caller;
  const Event& event;

  static Verdict whole_if(bool sees, bool is_about_reader = false) {
    return {sees ? SeenOf::whole : SeenOf::nothing, is_about_reader};
  }

  [[nodiscard]] const Meeting& task() const {
    return sight.meeting(caller, event.project, event.task);
  }

  [[nodiscard]] bool may(Verb verb) const { return sight.may(caller, event.project, verb); }

  [[nodiscard]] const Transaction& tx() const { return sight.tx_; }

  [[nodiscard]] Verdict of_task() const { return whole_if(task().sees, task().is_own); }

  [[nodiscard]] Verdict of_assignment(const AssignmentId& id) const {
    const auto& meeting = task();
    const bool is_theirs = meeting.is_own && is_own(tx(), caller, id);
    return whole_if(meeting.sees_all || (meeting.sees && is_theirs), is_theirs);
  }

  Verdict operator()(const ThingChanged& it) const {
    const bool is_theirs = it.id == caller.user.text;
    switch (it.thing) {
      case Thing::project:
        return whole_if(get_project(tx(), caller, {it.id}, Verb::see_project).has_value());
      case Thing::member: return whole_if(is_theirs || may(Verb::see_members), is_theirs);
      case Thing::bot: return whole_if(is_theirs || may(Verb::manage_bots), is_theirs);
      case Thing::dataset:
        return whole_if(may(Verb::see_data) || get_visible_dataset(tx(), caller, {it.id}));
      case Thing::recipe:
        return whole_if(
            may(Verb::see_project) || get_recipe(tx(), caller, RecipeId{it.id}, Verb::see_project)
        );
      case Thing::ontology:
        return whole_if(
            may(Verb::see_project) ||
            get_ontology(tx(), caller, OntologyId{it.id}, Verb::see_project)
        );
      case Thing::item: return whole_if(may(Verb::see_data) || sight.sees_item(caller, {it.id}));
      case Thing::annotation: return of_annotation({it.id});
      case Thing::task: {
        const auto& meeting = sight.meeting(caller, event.project, {it.id});
        return whole_if(meeting.sees, meeting.is_own);
      }
      case Thing::assignment: return of_assignment({it.id});
    }
    return {};
  }

  [[nodiscard]] Verdict of_annotation(const AnnotationId& id) const {
    if (may(Verb::see_data)) return whole_if(true);
    const auto annotation = tx().annotations().find(id);
    return whole_if(annotation && sight.sees_item(caller, annotation->item_id));
  }

  Verdict operator()(const AssignmentsChanged& it) const {
    const auto& meeting = task();
    const bool is_theirs =
        meeting.is_own && std::ranges::any_of(it.assignments, [&](const auto& id) {
          return is_own(tx(), caller, id);
        });
    if (meeting.sees_all) return {SeenOf::whole, is_theirs};
    return {is_theirs && meeting.sees ? SeenOf::own_part : SeenOf::nothing, is_theirs};
  }

  Verdict operator()(const Handed& it) const { return of_assignment(it.assignment); }

  Verdict operator()(const ItemsCame&) const { return of_task(); }

  /// Who works in a task alone is not told what others do there (B-171).
  Verdict operator()(const StatusSet&) const {
    const auto& meeting = task();
    const bool is_theirs = event.actor == caller.user;
    return whole_if(meeting.sees_all || (meeting.sees && is_theirs), meeting.is_own);
  }

  Verdict operator()(const TaskStatusChanged&) const { return of_task(); }

  Verdict operator()(const WorkMoved&) const { return whole_if(task().operations, task().is_own); }

  Verdict operator()(const IssueMoved& it) const {
    return whole_if(may(Verb::see_data) || sight.sees_item(caller, it.item));
  }

  Verdict operator()(const TaskDue&) const { return of_task(); }

  Verdict operator()(const TaskCounted&) const { return of_task(); }

  Verdict operator()(const SignInsEnded& it) const {
    return whole_if(it.user == caller.user, true);
  }

  Verdict operator()(const InboxGrew& it) const {
    const bool is_theirs = std::ranges::find(it.people, caller.user) != it.people.end();
    return {is_theirs ? SeenOf::own_part : SeenOf::nothing, true};
  }
};

SeenOf EventSight::look(const Caller& caller, const EventTopics& topics, const Event& event) {
  const bool is_named = topics.are_everything() || names_place_of(topics, event);
  if (!is_named && !topics.me) return SeenOf::nothing;
  const auto [seen, is_about_reader] = std::visit(Judge{*this, caller, event}, event.what);
  return is_named || is_about_reader ? seen : SeenOf::nothing;
}

const Membership& EventSight::membership_of(const Caller& caller, const ProjectId& project) {
  const auto [known, is_new] = memberships_.try_emplace(key_of(caller, project.text));
  if (is_new) known->second = membership(tx_, caller, project);
  return known->second;
}

const EventSight::KnownTask& EventSight::task(const TaskId& id) {
  const auto [known, is_new] = tasks_.try_emplace(id);
  if (is_new) known->second = {.task = tx_.tasks().find(id), .ledger = tx_.ledgers().of(id)};
  return known->second;
}

const EventSight::Meeting& EventSight::meeting(
    const Caller& caller, const ProjectId& project, const TaskId& id
) {
  const auto [known, is_new] = meetings_.try_emplace(key_of(caller, id.text));
  if (is_new) known->second = meet(caller, project, id);
  return known->second;
}

EventSight::Meeting EventSight::meet(
    const Caller& caller, const ProjectId& project, const TaskId& id
) {
  const auto& [found, ledger] = task(id);
  const auto& in_project = membership_of(caller, project);
  if (in_project.archived) return {};
  auto standings = found ? in_project.standings(caller, *found) : in_project.standings();
  const bool sees_all = standings.may(Verb::see_assignment);
  const bool operations = standings.may(Verb::see_operations);
  const bool works = found && !in_project.is_inactive() && ledger->find(caller.user) != nullptr;
  if (works) standings.add(Standing::holds);
  return {
      .sees = standings.may(Verb::see_task),
      .sees_all = sees_all,
      .operations = operations,
      .is_own = works || standings.has(Standing::manages_task)
  };
}

bool EventSight::may(const Caller& caller, const ProjectId& project, Verb verb) {
  return membership_of(caller, project).standings().may(verb);
}

bool EventSight::sees_item(const Caller& caller, const ItemId& id) {
  const auto [known, is_new] = items_.try_emplace(key_of(caller, id.text));
  if (is_new) known->second = get_item(tx_, caller, id).has_value();
  return known->second;
}

Event own_part_of(const Transaction& tx, const Caller& caller, const Event& event) {
  auto own = event;
  if (auto* many = std::get_if<AssignmentsChanged>(&own.what)) {
    std::erase_if(many->assignments, [&](const auto& id) { return !is_own(tx, caller, id); });
  }
  if (auto* grew = std::get_if<InboxGrew>(&own.what)) grew->people = {caller.user};
  return own;
}

}  // namespace allot
