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

bool lists(const std::vector<AssignmentId>& assignments, const AssignmentId& own) {
  return !own.empty() && std::ranges::find(assignments, own) != assignments.end();
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

  [[nodiscard]] bool sees(std::string_view id, FunctionRef<bool()> look) const {
    return sight.sees(caller, id, look);
  }

  /// What is told of a task's work, less the name of a colleague who did it.
  [[nodiscard]] Verdict of_work_if(bool sees, const TaskId& task, bool is_about_reader) const {
    if (!sees) return {SeenOf::nothing, is_about_reader};
    const bool is_cut = sight.is_by_colleague(caller, event, task);
    return {is_cut ? SeenOf::own_part : SeenOf::whole, is_about_reader};
  }

  [[nodiscard]] Verdict of_task(const TaskId& id) const {
    const auto& meeting = sight.meeting(caller, event.project, id);
    return of_work_if(meeting.sees, id, meeting.is_own);
  }

  [[nodiscard]] Verdict of_task() const { return of_task(event.task); }

  [[nodiscard]] Verdict of_assignment(const AssignmentId& id) const {
    const auto& meeting = task();
    const bool is_theirs = !id.empty() && id == meeting.assignment;
    return of_work_if(meeting.sees_all || (meeting.sees && is_theirs), event.task, is_theirs);
  }

  Verdict operator()(const ThingChanged& it) const {
    const bool is_theirs = it.id == caller.user.text;
    switch (it.thing) {
      case Thing::project:
        return whole_if(sees(it.id, [&] {
          return get_project(tx(), caller, {it.id}, Verb::see_project).has_value();
        }));
      case Thing::member: return whole_if(is_theirs || may(Verb::see_members), is_theirs);
      case Thing::bot: return whole_if(is_theirs || may(Verb::manage_bots), is_theirs);
      case Thing::dataset:
        return whole_if(may(Verb::see_data) || sees(it.id, [&] {
                          return get_visible_dataset(tx(), caller, {it.id}).has_value();
                        }));
      case Thing::recipe:
        return whole_if(may(Verb::see_project) || sees(it.id, [&] {
                          return get_recipe(tx(), caller, RecipeId{it.id}, Verb::see_project)
                              .has_value();
                        }));
      case Thing::ontology:
        return whole_if(may(Verb::see_project) || sees(it.id, [&] {
                          return get_ontology(tx(), caller, OntologyId{it.id}, Verb::see_project)
                              .has_value();
                        }));
      case Thing::item: return whole_if(may(Verb::see_data) || sight.sees_item(caller, {it.id}));
      case Thing::annotation:
        return whole_if(may(Verb::see_data) || sight.sees_annotated(caller, {it.id}));
      case Thing::task: return of_task({it.id});
      case Thing::assignment: return of_assignment({it.id});
      case Thing::dataset_export: return whole_if(may(Verb::edit_data));
    }
    return {};
  }

  Verdict operator()(const AssignmentsChanged& it) const {
    const auto& meeting = task();
    const bool is_theirs = lists(it.assignments, meeting.assignment);
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
  return look(caller, concern_of(topics, caller.user, event), event);
}

SeenOf EventSight::look(const Caller& caller, Concern concern, const Event& event) {
  if (concern == Concern::none) return SeenOf::nothing;
  const auto [seen, is_about_reader] = std::visit(Judge{*this, caller, event}, event.what);
  return concern == Concern::named || is_about_reader ? seen : SeenOf::nothing;
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
  const auto* share = found && !in_project.is_inactive() ? ledger->find(caller.user) : nullptr;
  const bool works = share != nullptr;
  if (works) standings.add(Standing::holds);
  return {
      .sees = standings.may(Verb::see_task),
      .sees_all = sees_all,
      .operations = operations,
      .is_own = works || standings.has(Standing::manages_task),
      .assignment = works ? share->assignment : AssignmentId{}
  };
}

bool EventSight::may(const Caller& caller, const ProjectId& project, Verb verb) {
  return membership_of(caller, project).standings().may(verb);
}

bool EventSight::is_by_colleague(const Caller& caller, const Event& event, const TaskId& id) {
  if (event.actor.empty() || event.actor == caller.user) return false;
  if (meeting(caller, event.project, id).sees_all) return false;
  return !meeting({.user = event.actor, .session = {}}, event.project, id).sees_all;
}

/// As `get_item` judges it.
bool EventSight::sees_item(const Caller& caller, const ItemId& id) {
  auto& known = item(id);
  if (!known) return false;
  const auto& in_project = membership_of(caller, known->project);
  if (in_project.archived) return false;
  if (in_project.standings().may(Verb::see_data)) return true;
  if (in_project.is_inactive()) return false;
  return std::ranges::any_of(works_of(*known), [&](const TaskWork& work) {
    const auto* share = work.ledger->find(caller.user);
    if (share != nullptr && share->holds(known->item.ordinal)) return true;
    const auto& found = task(work.task).task;
    return found && in_project.standings(caller, *found).has(Standing::manages_task);
  });
}

bool EventSight::sees_annotated(const Caller& caller, const AnnotationId& id) {
  const auto [known, is_new] = annotated_.try_emplace(id);
  if (is_new) {
    const auto found = tx_.annotations().find(id);
    if (found) known->second = found->item_id;
  }
  return !known->second.empty() && sees_item(caller, known->second);
}

std::optional<EventSight::KnownItem>& EventSight::item(const ItemId& id) {
  const auto [known, is_new] = items_.try_emplace(id);
  if (!is_new) return known->second;
  auto found = tx_.items().find(id);
  if (!found) return known->second;
  const auto dataset = tx_.datasets().find(found->dataset);
  CHECK(dataset.has_value());
  known->second = {.item = *std::move(found), .project = dataset->project, .works = {}};
  return known->second;
}

const std::vector<TaskWork>& EventSight::works_of(KnownItem& item) {
  if (!item.works) {
    item.works = tx_.ledgers().holding(item.item.dataset, ItemSet{item.item.ordinal});
  }
  return *item.works;
}

bool EventSight::sees(const Caller& caller, std::string_view id, FunctionRef<bool()> look) {
  const auto [known, is_new] = things_.try_emplace(key_of(caller, id));
  if (is_new) known->second = look();
  return known->second;
}

Event EventSight::own_part_of(const Caller& caller, const Event& event) {
  // What is about the others is not even copied: there may be thousands of them, for each reader.
  const auto with = [&](Happening what) {
    return Event{
        .sequence = event.sequence,
        .what = std::move(what),
        .project = event.project,
        .task = event.task,
        .actor = is_by_colleague(caller, event, event.task) ? UserId{} : event.actor,
        .at = event.at
    };
  };
  if (const auto* many = std::get_if<AssignmentsChanged>(&event.what)) {
    AssignmentsChanged part{.act = many->act, .assignments = {}};
    const auto& own = meeting(caller, event.project, event.task).assignment;
    if (lists(many->assignments, own)) part.assignments.push_back(own);
    return with(std::move(part));
  }
  if (std::holds_alternative<InboxGrew>(event.what))
    return with(InboxGrew{.people = {caller.user}});
  return with(event.what);
}

}  // namespace allot
