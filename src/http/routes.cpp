#include "http/annotations.h"
#include "http/api_keys.h"
#include "http/assignments.h"
#include "http/availability.h"
#include "http/bots.h"
#include "http/clones.h"
#include "http/commands.h"
#include "http/console.h"
#include "http/datasets.h"
#include "http/description.h"
#include "http/events.h"
#include "http/exports.h"
#include "http/gate.h"
#include "http/health.h"
#include "http/inbox.h"
#include "http/invitations.h"
#include "http/items.h"
#include "http/label_counts.h"
#include "http/labels.h"
#include "http/many_items.h"
#include "http/members.h"
#include "http/metrics.h"
#include "http/ontologies.h"
#include "http/operations.h"
#include "http/orgs.h"
#include "http/pace.h"
#include "http/places.h"
#include "http/projects.h"
#include "http/pulling.h"
#include "http/recipes.h"
#include "http/route.h"
#include "http/summary.h"
#include "http/task_items.h"
#include "http/tasks.h"
#include "http/users.h"

// The whole API on one page. A row: method, pattern, lane, verb, body, handler, and of the lane
// `write` where it makes its change.
// The lane says which thread runs it (docs/architecture.md); the verb who may
// (docs/permissions.csv).

namespace allot::http {

namespace {

using enum Method;

// clang-format off
constexpr Route api_table[] = {
    // --- API keys and invitations
    {get,     "/apikeys",             Lane::read,  Verb::own_account, BodyKind::none, api_keys::list},
    {post,    "/apikeys",             Lane::write, Verb::own_account, BodyKind::json, api_keys::create, api_keys::where_made},
    {get,     "/apikeys/{id}",        Lane::read,  Verb::own_account, BodyKind::none, api_keys::get},
    {delete_, "/apikeys/{id}",        Lane::write, Verb::own_account, BodyKind::json, api_keys::remove, nowhere},
    {post,    "/projects/{id}/members/{email}/invite", Lane::write, Verb::invite_annotators, BodyKind::json, invitations::create, invitations::where_made},

    // --- commands
    {get,     "/commands",            Lane::read,  Verb::own_account, BodyKind::none, commands::list},
    {get,     "/commands/{id}",       Lane::read,  Verb::own_account, BodyKind::none, commands::get},
    {post,    "/commands/{id}/abort", Lane::write, Verb::own_account, BodyKind::json, commands::abort, commands::where_aborted},

    // --- events and the inbox
    {get,     "/events",              Lane::read,  Verb::own_account, BodyKind::none, events::read, nullptr, nullptr, nullptr, events::is_for_page},
    {get,     "/users/me/inbox",      Lane::read,  Verb::own_account, BodyKind::none, inbox::list},
    {post,    "/users/me/inbox/read", Lane::write, Verb::own_account, BodyKind::json, inbox::read, nowhere},

    // --- tasks (`/tasks…` too)
    {get,     "/annotationtasks",                             Lane::slow,  Verb::see_task,    BodyKind::none, tasks::list},
    {post,    "/annotationtasks",                             Lane::slow,  Verb::create_task, BodyKind::id_list, tasks::create},
    {post,    "/annotationtasks/query",                       Lane::slow,  Verb::see_task,    BodyKind::json, tasks::query},
    {post,    "/annotationtasks/count",                       Lane::slow,  Verb::see_task,    BodyKind::json, tasks::count},
    {post,    "/annotationtasks/projects/{project}/counters", Lane::slow,  Verb::see_project, BodyKind::json, tasks::counters},
    {get,     "/annotationtasks/projects/{project}/datasets/{dataset}/actions", Lane::read, Verb::see_project, BodyKind::none, tasks::actions},
    {get,     "/annotationtasks/{id}",                        Lane::read,  Verb::see_task,    BodyKind::none, tasks::get},
    {patch,   "/annotationtasks/{id}",                        Lane::write, Verb::edit_task,   BodyKind::json, tasks::update, at<TaskId>},
    {delete_, "/annotationtasks/{id}",                        Lane::write, Verb::edit_task,   BodyKind::json, tasks::remove, at<TaskId>},
    {get,     "/annotationtasks/{id}/relatives",              Lane::read,  Verb::see_task,    BodyKind::none, tasks::relatives},
    {get,     "/annotationtasks/{id}/items",                  Lane::slow,  Verb::see_task,    BodyKind::none, task_items::list},
    {get,     "/annotationtasks/{id}/export",                 Lane::slow,  Verb::see_task,    BodyKind::none, labels::of_task},
    {get,     "/annotationtasks/{id}/history",                Lane::slow,  Verb::see_operations, BodyKind::none, labels::history},
    {get,     "/annotationtasks/{id}/queue",                  Lane::read,  Verb::see_task,    BodyKind::none, pulling::queue},
    {get,     "/annotationtasks/{id}/pace",                   Lane::slow,  Verb::see_task,    BodyKind::none, pace::of_task},
    {post,    "/annotationtasks/{id}/addToTask",              Lane::slow,  Verb::move_work,   BodyKind::id_list, tasks::add_items},
    {post,    "/annotationtasks/{id}/removeFromTask",         Lane::slow,  Verb::move_work,   BodyKind::id_list, tasks::remove_items},

    {post,    "/annotationtasks/{id}/redistribute",           Lane::write, Verb::move_work,   BodyKind::id_list, tasks::redistribute, at<TaskId>},
    {post,    "/annotationtasks/{id}/contributors",           Lane::write, Verb::move_work,   BodyKind::json, pulling::contributors, at<TaskId>},
    {get,     "/annotationtasks/{id}/operations",             Lane::slow,  Verb::see_operations, BodyKind::none, operations::list},

    // --- operations
    {get,     "/operations/{id}",                             Lane::slow,  Verb::see_operations, BodyKind::none, operations::get},
    {get,     "/operations/{id}/items",                       Lane::slow,  Verb::see_operations, BodyKind::none, operations::items},
    {post,    "/operations/{id}/undo",                        Lane::slow,  Verb::move_work,   BodyKind::json, operations::undo},
    {get,     "/items/{id}/holders",                          Lane::slow,  Verb::see_operations, BodyKind::none, operations::holders},

    // --- assignments
    {get,     "/assignments",                                 Lane::slow,  Verb::see_assignment, BodyKind::none, assignments::list},
    {post,    "/assignments/items/tasks/{task}/status",       Lane::write, Verb::set_status,     BodyKind::id_list, assignments::set_status_in_task, in_statuses_of<TaskId, "task">},
    {get,     "/assignments/{id}",                            Lane::read,  Verb::see_assignment, BodyKind::none, assignments::get},
    {patch,   "/assignments/{id}",                            Lane::write, Verb::move_work,      BodyKind::json, assignments::update, at<AssignmentId>},
    {delete_, "/assignments/{id}",                            Lane::write, Verb::move_work,      BodyKind::json, assignments::remove, at<AssignmentId>},
    {get,     "/assignments/{id}/export",                     Lane::slow,  Verb::see_assignment, BodyKind::none, labels::of_assignment},
    {get,     "/assignments/{id}/next",                       Lane::read,  Verb::next_item,      BodyKind::none, assignments::next},
    {post,    "/assignments/{id}/partial",                    Lane::read,  Verb::see_assignment, BodyKind::json, assignments::partial},
    {post,    "/assignments/{id}/redistribute",               Lane::write, Verb::move_work,      BodyKind::id_list, assignments::redistribute, at<AssignmentId>},
    {post,    "/assignments/{id}/reassign",                   Lane::write, Verb::move_work,      BodyKind::json, assignments::reassign, at<AssignmentId>},
    {get,     "/assignments/{id}/reassign",                   Lane::read,  Verb::own_account,    BodyKind::none, assignments::latest_reassign},
    {post,    "/assignments/{id}/items/status",               Lane::write, Verb::set_status,     BodyKind::id_list, assignments::set_status_in_assignment, in_statuses_of<AssignmentId>},
    {post,    "/assignments/{id}/items/{item}/status",        Lane::write, Verb::set_status,     BodyKind::json, assignments::set_status_of_item, in_statuses_of<AssignmentId>},

    {post,    "/assignments/{id}/batch",                      Lane::write, Verb::load_batch,     BodyKind::json, assignments::batch, at<AssignmentId>},
    {post,    "/assignments/{id}/clear",                      Lane::write, Verb::load_batch,     BodyKind::json, assignments::clear, at<AssignmentId>},
    {put,     "/assignments/{id}/items/{item}/in-use",        Lane::write, Verb::use_item,       BodyKind::json, assignments::use_item, in_statuses_of<AssignmentId>},
    {delete_, "/assignments/{id}/items/{item}/in-use",        Lane::write, Verb::use_item,       BodyKind::json, assignments::end_use, in_statuses_of<AssignmentId>},

    // --- bots
    {get,     "/projects/{id}/bots",                Lane::read,  Verb::manage_bots, BodyKind::none, bots::list},
    {post,    "/projects/{id}/bots",                Lane::password, Verb::manage_bots, BodyKind::json, bots::create},
    {get,     "/projects/{id}/bots/{email}",        Lane::read,  Verb::manage_bots, BodyKind::none, bots::get},
    {delete_, "/projects/{id}/bots/{email}",        Lane::write, Verb::manage_bots, BodyKind::json, bots::remove, bots::where_removed},

    // --- datasets, less their items
    {get,     "/datasets",                          Lane::slow,  Verb::see_data,    BodyKind::none, datasets::list},
    {post,    "/datasets",                          Lane::write, Verb::edit_data,   BodyKind::json, datasets::create, in_project_of<"projects">},
    {post,    "/datasets/query",                    Lane::slow,  Verb::see_data,    BodyKind::json, datasets::query},
    {post,    "/datasets/count",                    Lane::slow,  Verb::see_data,    BodyKind::json, datasets::count},
    {get,     "/datasets/{id}",                     Lane::read,  Verb::see_data,    BodyKind::none, datasets::get},
    {patch,   "/datasets/{id}",                     Lane::write, Verb::edit_data,   BodyKind::json, datasets::update, datasets::where_updated},
    {delete_, "/datasets/{id}",                     Lane::write, Verb::edit_data,   BodyKind::json, datasets::remove, at<DatasetId>},
    {patch,   "/datasets/{id}/unlock",              Lane::write, Verb::edit_data,   BodyKind::json, datasets::unlock, at<DatasetId>},
    {delete_, "/datasets/{id}/counters",            Lane::read,  Verb::see_data,    BodyKind::json, datasets::recount},
    {post,    "/datasets/{id}/export",              Lane::slow,  Verb::edit_data,   BodyKind::json, exports::begin},
    {post,    "/datasets/exports",                  Lane::slow,  Verb::edit_data,   BodyKind::json, exports::list},
    {post,    "/datasets/{id}/clone",               Lane::slow,  Verb::edit_data,   BodyKind::json, clones::of_dataset},
    {post,    "/datasets/merge",                    Lane::slow,  Verb::edit_data,   BodyKind::json, clones::merge},

    // --- members
    {get,     "/projects/{id}/members",             Lane::read,  Verb::see_members,       BodyKind::none, members::list},
    {post,    "/projects/{id}/members",             Lane::write, Verb::invite_annotators, BodyKind::json, members::add_many, members::where_many_added},
    {post,    "/projects/{id}/members/{email}",     Lane::write, Verb::invite_annotators, BodyKind::json, members::add, members::where_added},
    {patch,   "/projects/{id}/members/{email}",     Lane::write, Verb::manage_members,    BodyKind::json, members::change_role, at<ProjectId>},
    {delete_, "/projects/{id}/members/{email}",     Lane::write, Verb::manage_members,    BodyKind::json, members::remove, at<ProjectId>},
    {get,     "/projects/{id}/members/{email}/availability", Lane::read,  Verb::own_availability, BodyKind::none, availability::get},
    {put,     "/projects/{id}/members/{email}/availability", Lane::slow,  Verb::own_availability, BodyKind::json, availability::set},
    {delete_, "/projects/{id}/members/{email}/availability", Lane::slow,  Verb::own_availability, BodyKind::json, availability::lift},

    // --- ontologies
    {get,     "/ontologies",                        Lane::slow,  Verb::see_project, BodyKind::none, ontologies::list},
    {post,    "/ontologies",                        Lane::write, Verb::edit_data,   BodyKind::json, ontologies::create, in_project_of<"projectIds">},
    {get,     "/ontologies/{id}",                   Lane::read,  Verb::see_project, BodyKind::none, ontologies::get},
    {put,     "/ontologies/{id}",                   Lane::write, Verb::edit_data,   BodyKind::json, ontologies::update, at<OntologyId>},
    {delete_, "/ontologies/{id}",                   Lane::write, Verb::edit_data,   BodyKind::json, ontologies::remove, at<OntologyId>},
    {patch,   "/ontologies/{id}/labels",            Lane::write, Verb::edit_data,   BodyKind::json, ontologies::change_labels, at<OntologyId>},
    {patch,   "/ontologies/{id}/addLabels",         Lane::write, Verb::edit_data,   BodyKind::json, ontologies::add_labels, at<OntologyId>},
    {patch,   "/ontologies/{id}/attributes",        Lane::write, Verb::edit_data,   BodyKind::json, ontologies::change_attributes, at<OntologyId>},
    {delete_, "/ontologies/{id}/attributes",        Lane::write, Verb::edit_data,   BodyKind::json, ontologies::remove_attributes, at<OntologyId>},

    // --- the organisation
    {get,     "/orgs",                              Lane::read,  Verb::own_account, BodyKind::none, orgs::list},
    {get,     "/orgs/{id}",                         Lane::read,  Verb::own_account, BodyKind::none, orgs::get},
    {get,     "/orgs/{id}/members",                 Lane::read,  Verb::manage_org,  BodyKind::none, orgs::members},
    {get,     "/orgs/{id}/projects",                Lane::read,  Verb::own_account, BodyKind::none, orgs::projects},
    {get,     "/orgs/{id}/groups",                  Lane::read,  Verb::own_account, BodyKind::none, orgs::groups},

    // --- projects
    {get,     "/projects",                          Lane::read,  Verb::own_account,    BodyKind::none, projects::list},
    {post,    "/projects",                          Lane::write, Verb::create_project, BodyKind::json, projects::create, at_caller},
    {get,     "/projects/{name...}/name",           Lane::read,  Verb::see_project,    BodyKind::none, projects::get_named},
    {get,     "/projects/{id}",                     Lane::read,  Verb::see_project,    BodyKind::none, projects::get},
    {get,     "/projects/{id}/summary",             Lane::slow,  Verb::see_project,    BodyKind::none, summary::show},
    {get,     "/projects/{id}/pace",                Lane::slow,  Verb::see_project,    BodyKind::none, pace::of_project},
    {patch,   "/projects/{id}",                     Lane::write, Verb::rename_project, BodyKind::json, projects::update, projects::where_renamed},
    {delete_, "/projects/{id}",                     Lane::write, Verb::delete_project, BodyKind::json, projects::remove, projects::where_removed},

    // --- recipes
    {get,     "/recipes",                           Lane::slow,  Verb::see_project, BodyKind::none, recipes::list},
    {post,    "/recipes",                           Lane::write, Verb::edit_data,   BodyKind::json, recipes::create, in_project_of<"projectIds">},
    {get,     "/recipes/{id}",                      Lane::read,  Verb::see_project, BodyKind::none, recipes::get},
    {patch,   "/recipes/{id}",                      Lane::write, Verb::edit_data,   BodyKind::json, recipes::update, at<RecipeId>},
    {delete_, "/recipes/{id}",                      Lane::write, Verb::edit_data,   BodyKind::json, recipes::remove, recipes::where_removed},
    {post,    "/recipes/{id}/clone",                Lane::write, Verb::edit_data,   BodyKind::json, recipes::clone, at<RecipeId>},

    // --- users
    {get,     "/users/me",                          Lane::read,  Verb::own_account, BodyKind::none, users::me},
    {post,    "/users/me",                          Lane::write, Verb::own_account, BodyKind::json, users::update_me, at_caller},
    {get,     "/users/me/assignments",              Lane::slow,  Verb::own_account, BodyKind::none, assignments::list_own},
    {get,     "/users/orgs",                        Lane::read,  Verb::own_account, BodyKind::none, users::organizations},
    {get,     "/users/{email}",                     Lane::read,  Verb::see_user,    BodyKind::none, users::get},

    // --- items; each also below its dataset
    {post,    "/datasets/{id}/items",                         Lane::slow,  Verb::edit_data,      BodyKind::upload, items::upload},
    {post,    "/datasets/{id}/query",                         Lane::slow,  Verb::see_data,       BodyKind::id_list, items::query},
    {get,     "/datasets/{id}/items",                         Lane::slow,  Verb::see_data,       BodyKind::none, many_items::list},
    {delete_, "/datasets/{id}/items",                         Lane::slow,  Verb::edit_data,      BodyKind::id_list, many_items::remove},
    {post,    "/datasets/{id}/items/bulk-update-metadata",    Lane::slow,  Verb::edit_data,      BodyKind::id_list, many_items::update_metadata},
    {post,    "/datasets/{id}/split",                         Lane::slow,  Verb::edit_data,      BodyKind::id_list, many_items::split},
    {get,     "/datasets/{id}/export",                        Lane::slow,  Verb::see_data,       BodyKind::none, labels::of_dataset},
    {post,    "/datasets/{id}/annotations",                   Lane::slow,  Verb::edit_data,      BodyKind::id_list, many_items::annotate},
    {get,     "/datasets/{id}/annotations/json",              Lane::slow,  Verb::see_data,       BodyKind::none, labels::json_of_dataset},
    {get,     "/datasets/{id}/annotations/zip",               Lane::slow,  Verb::see_data,       BodyKind::none, labels::zip_of_dataset},
    {get,     "/datasets/{id}/annotations/labels",            Lane::slow,  Verb::see_data,       BodyKind::none, label_counts::labels_by_address},
    {post,    "/datasets/{id}/annotations/labels",            Lane::slow,  Verb::see_data,       BodyKind::json, label_counts::labels},
    {post,    "/datasets/{id}/annotations/types",             Lane::slow,  Verb::see_data,       BodyKind::json, label_counts::types},
    {get,     "/datasets/{id}/directoryTree",                 Lane::slow,  Verb::see_data,       BodyKind::none, items::directory_tree},
    {get,     "/items/{id}",                                  Lane::read,  Verb::see_data,       BodyKind::none, items::get},
    {patch,   "/items/{id}",                                  Lane::write, Verb::edit_data,      BodyKind::json, items::update, at<ItemId>, nullptr, nullptr, items::may_move_folder},
    {delete_, "/items/{id}",                                  Lane::slow,  Verb::edit_data,      BodyKind::none, items::remove},
    {post,    "/items/{id}/clone",                            Lane::slow,  Verb::edit_data,      BodyKind::json, clones::of_item},
    {get,     "/items/{id}/items",                            Lane::slow,  Verb::see_data,       BodyKind::none, many_items::list_below},
    {get,     "/items/{id}/stream",                           Lane::read,  Verb::see_data,       BodyKind::none, items::stream},
    {get,     "/items/{id}/thumbnail",                        Lane::read,  Verb::see_data,       BodyKind::none, items::thumbnail},
    {get,     "/datasets/{dataset}/items/{id}",               Lane::read,  Verb::see_data,       BodyKind::none, items::get},
    {patch,   "/datasets/{dataset}/items/{id}",               Lane::write, Verb::edit_data,      BodyKind::json, items::update, at<ItemId>, nullptr, nullptr, items::may_move_folder},
    {put,     "/datasets/{dataset}/items/{id}",               Lane::slow,  Verb::edit_data,      BodyKind::id_list, many_items::move_into},
    {delete_, "/datasets/{dataset}/items/{id}",               Lane::slow,  Verb::edit_data,      BodyKind::none, items::remove},
    {get,     "/datasets/{dataset}/items/{id}/items",         Lane::slow,  Verb::see_data,       BodyKind::none, many_items::list_below},
    {get,     "/datasets/{dataset}/items/{id}/stream",        Lane::read,  Verb::see_data,       BodyKind::none, items::stream},

    // --- annotations
    {post,    "/items/{id}/annotations",                      Lane::slow,  Verb::annotate,       BodyKind::annotations, annotations::create},
    {get,     "/items/{id}/annotations",                      Lane::slow,  Verb::see_data,       BodyKind::none, annotations::list},
    {post,    "/datasets/{dataset}/items/{id}/annotations",   Lane::slow,  Verb::annotate,       BodyKind::annotations, annotations::create},
    {get,     "/datasets/{dataset}/items/{id}/annotations",   Lane::slow,  Verb::see_data,       BodyKind::none, annotations::list},
    {get,     "/items/{id}/annotations-log",                  Lane::slow,  Verb::see_data,       BodyKind::none, annotations::log},
    {get,     "/datasets/{dataset}/items/{id}/annotations-log", Lane::slow, Verb::see_data,      BodyKind::none, annotations::log},
    {get,     "/annotations/{id}",                            Lane::read,  Verb::see_data,       BodyKind::none, annotations::get},
    {put,     "/annotations/{id}",                            Lane::write, Verb::annotate,       BodyKind::annotation, annotations::update, at<AnnotationId>},
    {delete_, "/annotations/{id}",                            Lane::write, Verb::annotate,       BodyKind::json, annotations::remove, at<AnnotationId>},
    {put,     "/annotations/{id}/issue",                      Lane::write, Verb::open_issue,     BodyKind::none, annotations::open_issue, at<AnnotationId>},
    {put,     "/items/{item}/annotations/{id}/issue",         Lane::write, Verb::open_issue,     BodyKind::none, annotations::open_issue, at<AnnotationId>},
    {put,     "/datasets/{dataset}/items/{item}/annotations/{id}/issue", Lane::write, Verb::open_issue, BodyKind::none, annotations::open_issue, at<AnnotationId>},

    // --- the SDK's own set-up calls
    {post,    "/sdk/check",           Lane::here,  Verb::public_,     BodyKind::json, health::sdk_check},

    // --- what all of this is
    {get,     "/openapi.json",        Lane::here,  Verb::public_,     BodyKind::none, description::document},
};

constexpr Route root_table[] = {
    {get, "/healthz", Lane::here, Verb::public_, BodyKind::none, health::alive},
    {get, "/readyz",  Lane::read, Verb::public_, BodyKind::none, health::ready},
    {get, "/metrics", Lane::slow, Verb::public_, BodyKind::none, metrics::show},  // looks at the token itself

    // --- the gate
    {get,  "/login",     Lane::read,  Verb::public_, BodyKind::none, gate::login_page},
    {post, "/login",     Lane::password, Verb::public_, BodyKind::form, gate::login, nullptr, gate::hold_login},
    {post, "/logout",    Lane::write, Verb::public_, BodyKind::form, gate::logout, nowhere},
    {post, "/token",     Lane::password, Verb::public_, BodyKind::form, gate::token, nullptr, gate::hold_token, gate::is_renewal},
    {get,  "/welcome",   Lane::read,  Verb::public_, BodyKind::none, gate::welcome_page},
    {post, "/welcome",   Lane::password, Verb::public_, BodyKind::form, gate::welcome},
    {get,  "/style.css", Lane::here,  Verb::public_, BodyKind::none, gate::style},

    // --- the API, to be read
    {get, "/api/docs",        Lane::here, Verb::public_, BodyKind::none, description::start},
    {get, "/api/docs/{page}", Lane::here, Verb::public_, BodyKind::none, description::page},

    // --- the console's fixed addresses; they look at the cookie themselves
    {get, "/",                                               Lane::read, Verb::public_, BodyKind::none, console::start},
    {get, "/projects",                                       Lane::slow, Verb::public_, BodyKind::none, console::projects},
    {get, "/projects/{project}",                             Lane::slow, Verb::public_, BodyKind::none, console::project},
    {get, "/projects/{project}/tasks",                       Lane::slow, Verb::public_, BodyKind::none, console::tasks},
    {get, "/projects/{project}/tasks/{task}",                Lane::slow, Verb::public_, BodyKind::none, console::task},
    {get, "/projects/{project}/tasks/{task}/assignments",    Lane::slow, Verb::public_, BodyKind::none, console::task},
    {get, "/projects/{project}/tasks/{task}/assignments/{assignment}", Lane::read, Verb::public_, BodyKind::none, console::assignment},
    {get, "/projects/{project}/assignments/{assignment}",    Lane::read, Verb::public_, BodyKind::none, console::assignment},
    {get, "/projects/{project}/datasets",                    Lane::slow, Verb::public_, BodyKind::none, console::datasets},
    {get, "/projects/{project}/datasets/{dataset}",          Lane::slow, Verb::public_, BodyKind::none, console::dataset},
    {get, "/projects/{project}/datasets/{dataset}/items",    Lane::slow, Verb::public_, BodyKind::none, console::dataset},
    {get, "/projects/{project}/datasets/{dataset}/items/{item}", Lane::read, Verb::public_, BodyKind::none, console::item},
    {get, "/projects/{project}/recipes",                     Lane::slow, Verb::public_, BodyKind::none, console::recipes},
    {get, "/projects/{project}/recipes/{recipe}",            Lane::read, Verb::public_, BodyKind::none, console::recipe},
    {get, "/iam/{org}/members",                              Lane::slow, Verb::public_, BodyKind::none, console::organization_members},
};
// clang-format on

}  // namespace

std::span<const Route> api_routes() {
  return api_table;
}

std::span<const Route> root_routes() {
  return root_table;
}

namespace {

[[maybe_unused]] constexpr bool have_handlers(std::span<const Route> routes) {
  for (const auto& route : routes) {
    if (route.handler == nullptr) return false;
  }
  return true;
}

/// What a row leaves out is 0, which as a verb is `public_`: so a row without its verb is found
/// too.
constexpr bool need_an_account(std::span<const Route> routes) {
  for (const auto& route : routes) {
    const bool is_open = route.pattern == "/sdk/check" || route.pattern == "/openapi.json";
    if (route.verb == Verb::public_ && !is_open) return false;
  }
  return true;
}

/// The lane `write`, and it alone, is posted with its scope.
[[maybe_unused]] constexpr bool have_places(std::span<const Route> routes) {
  for (const auto& route : routes) {
    if ((route.place != nullptr) != (route.lane == Lane::write)) return false;
  }
  return true;
}

#ifndef __SANITIZE_ADDRESS__  // under -fsanitize=undefined no function address is constant
static_assert(have_handlers(api_table) && have_handlers(root_table), "a row without a handler");
static_assert(
    have_places(api_table) && have_places(root_table), "a row that writes without its place"
);
#endif
static_assert(
    need_an_account(api_table), "a row below /api/v1 without its verb, or open to anybody"
);

}  // namespace

}  // namespace allot::http
