#include "usecases/events/topics.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

namespace {

/// That a task went with its dataset is told without it.
bool is_of(const Event& event, const TaskId& task) {
  if (event.task == task) return true;
  const auto* changed = std::get_if<ThingChanged>(&event.what);
  return changed != nullptr && changed->thing == Thing::task && changed->id == task.text;
}

/// Can it be about the reader: their work, their account?
struct CanBeAbout {
  const UserId& reader;

  bool operator()(const ThingChanged& it) const {
    switch (it.thing) {
      case Thing::member:
      case Thing::bot: return it.id == reader.text;
      case Thing::task:
      case Thing::assignment: return true;
      case Thing::project:
      case Thing::dataset:
      case Thing::recipe:
      case Thing::ontology:
      case Thing::item:
      case Thing::annotation:
      case Thing::dataset_export: return false;
    }
    return false;
  }

  bool operator()(const IssueMoved& /*it*/) const { return false; }

  bool operator()(const SignInsEnded& it) const { return it.user == reader; }

  template <class Other>
  bool operator()(const Other& /*it*/) const {
    return true;
  }
};

/// Is it of one of the tasks or projects?
bool names_place_of(const EventTopics& topics, const Event& event) {
  return std::ranges::find(topics.projects, event.project) != topics.projects.end() ||
         std::ranges::any_of(topics.tasks, [&](const TaskId& task) { return is_of(event, task); });
}

}  // namespace

Concern concern_of(const EventTopics& topics, const UserId& reader, const Event& event) {
  if (topics.are_everything() || names_place_of(topics, event)) return Concern::named;
  const bool is_own = topics.me && std::visit(CanBeAbout{reader}, event.what);
  return is_own ? Concern::own : Concern::none;
}

Result<Done> require_visible(
    const Transaction& tx, const Caller& caller, const EventTopics& topics
) {
  for (const auto& task : topics.tasks) TRY(get_task(tx, caller, task, Verb::see_task));
  for (const auto& project : topics.projects) {
    TRY(get_project(tx, caller, project, Verb::see_project));
  }
  return Done{};
}

}  // namespace allot
