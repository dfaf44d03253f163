#pragma once

// One valid request, or more, for each route whose verb is decided by standing (routes_test.cpp).

#include <optional>
#include <string_view>

#include "http/route.h"

namespace allot::http::test {

/// How an answer tells who may from who may not.
enum class Shape {
  one,     // 2xx to whoever may, with `shows` in it; 403 or 404 to everybody else
  list,    // 200 to everybody; `shows` is in it for whoever may, and for nobody else
  within,  // a list inside a thing: as `list`, but whoever does not see the thing gets 404
};

/// The path names its parts: `/datasets/{dataset}` is a request for `/datasets/{id}`. What stands
/// for `{project}`, `{task}` … is made by Scene (route_scene_for_tests.h).
struct Example {
  Method method;
  std::string_view path;
  std::string_view body = {};
  Shape shape = Shape::one;
  std::string_view shows = {};
  std::optional<Verb> finer = {};  // the verb that this request needs when it is not the route's
  bool sends_file = false;         // as multipart, to `/new.png`
};

using enum Method;

inline constexpr std::string_view no_body;

// clang-format off
inline constexpr Example examples[] = {
    // --- projects
    {get,     "/projects/City/name"},
    {get,     "/projects/{project}"},
    {get,     "/projects/{project}/summary"},
    {get,     "/projects/{project}/pace"},
    {patch,   "/projects/{project}", R"({"name":"Town"})"},
    {delete_, "/projects/{project}"},

    // --- members
    {get,     "/projects/{project}/members", no_body, Shape::one, "mia@example.org"},
    {post,    "/projects/{project}/members", R"({"users":["new@example.org"],"role":"annotator"})"},
    {post,    "/projects/{project}/members/new@example.org", R"({"role":"annotator"})"},
    {post,    "/projects/{project}/members/{guest}/invite"},
    {patch,   "/projects/{project}/members/{guest}", R"({"role":"annotationManager"})"},
    {delete_, "/projects/{project}/members/{guest}"},
    // Annotation managers bring annotators alone, and change nobody's role; owners bring anybody.
    {post,    "/projects/{project}/members", R"({"users":["new@example.org"],"role":"engineer"})", Shape::one, {}, Verb::manage_members},
    {post,    "/projects/{project}/members/new@example.org", R"({"role":"owner"})", Shape::one, {}, Verb::manage_members},
    {post,    "/projects/{project}/members/{guest_engineer}", R"({"role":"annotator"})", Shape::one, {}, Verb::manage_members},
    {post,    "/projects/{project}/members/{guest_engineer}/invite", no_body, Shape::one, {}, Verb::manage_members},

    // When people are away: oneself; annotators; anybody.
    {get,     "/projects/{project}/members/pat@example.org/availability"},
    {put,     "/projects/{project}/members/pat@example.org/availability", R"({"from":0})"},
    {delete_, "/projects/{project}/members/pat@example.org/availability"},
    {get,     "/projects/{project}/members/{guest}/availability", no_body, Shape::one, {}, Verb::annotators_availability},
    {put,     "/projects/{project}/members/{guest}/availability", R"({"from":0})", Shape::one, {}, Verb::annotators_availability},
    {delete_, "/projects/{project}/members/{guest}/availability", no_body, Shape::one, {}, Verb::annotators_availability},
    {get,     "/projects/{project}/members/{guest_engineer}/availability", no_body, Shape::one, {}, Verb::members_availability},
    {put,     "/projects/{project}/members/{guest_engineer}/availability", R"({"from":0})", Shape::one, {}, Verb::members_availability},

    // --- bots
    {get,     "/projects/{project}/bots", no_body, Shape::one, "{bot}"},
    {post,    "/projects/{project}/bots", R"({"name":"robby"})"},
    {get,     "/projects/{project}/bots/{bot}"},
    {delete_, "/projects/{project}/bots/{bot}"},

    // --- datasets
    {get,     "/datasets?projects={project}", no_body, Shape::list, "{dataset}"},
    {post,    "/datasets", R"({"name":"New","projects":["{project}"]})"},
    {post,    "/datasets/query", R"({"filter":{},"context":{"projects":["{project}"]}})", Shape::list, "{dataset}"},
    {post,    "/datasets/count", R"({"projectIds":["{project}"]})", Shape::list, "{dataset}"},
    {get,     "/datasets/{dataset}"},
    {patch,   "/datasets/{dataset}", R"({"name":"New"})"},
    {delete_, "/datasets/{dataset}"},
    {patch,   "/datasets/{locked_dataset}/unlock"},
    {delete_, "/datasets/{dataset}/counters"},
    {post,    "/datasets/{dataset}/export", R"({"exportType":"json"})"},
    {post,    "/datasets/exports", R"({"projects":["{project}"]})", Shape::list, R"("total":1)"},
    {post,    "/datasets/{dataset}/clone", R"({"name":"New"})"},
    {post,    "/datasets/merge", R"({"name":"New","datasetsIds":["{dataset}"]})"},

    // --- ontologies and recipes
    {get,     "/ontologies?projects={project}", no_body, Shape::list, "{ontology}"},
    {post,    "/ontologies", R"({"projectIds":["{project}"],"title":"New"})"},
    {get,     "/ontologies/{ontology}"},
    {put,     "/ontologies/{ontology}", R"({"title":"New"})"},
    {delete_, "/ontologies/{ontology}"},
    {patch,   "/ontologies/{ontology}/labels", R"({"labelsNode":[{"tag":"car"}],"upsert":true})"},
    {patch,   "/ontologies/{ontology}/addLabels", R"({"labelsNode":[{"tag":"car"}]})"},
    {patch,   "/ontologies/{ontology}/attributes", R"({"items":[{"title":"Size","key":"1","type":"freeText"}],"upsert":true})"},
    {delete_, "/ontologies/{ontology}/attributes", R"({"keys":["1"]})"},
    {get,     "/recipes?projects={project}", no_body, Shape::list, "{recipe}"},
    {post,    "/recipes", R"({"projectIds":["{project}"],"title":"New"})"},
    {get,     "/recipes/{recipe}"},
    {patch,   "/recipes/{recipe}", R"({"title":"New"})"},
    {delete_, "/recipes/{recipe}?force=true"},
    {post,    "/recipes/{recipe}/clone", R"({"shallow":false})"},

    // --- items
    {post,    "/datasets/{dataset}/items", R"({"type":"dir","path":"/new"})"},
    {post,    "/datasets/{dataset}/items", no_body, Shape::one, {}, {}, true},
    {post,    "/datasets/{dataset}/query", R"({"filter":{}})", Shape::within, "{item}"},
    {get,     "/datasets/{dataset}/items", no_body, Shape::within, "{item}"},
    {delete_, "/datasets/{dataset}/items", R"({"filter":{}})"},
    {post,    "/datasets/{dataset}/items/bulk-update-metadata", R"({"query":{"filter":{}},"updateQuery":{"update":{"metadata":{"user":{"x":1}}}}})"},
    {post,    "/datasets/{dataset}/split", R"({"itemsQuery":{"filter":{}},"MLSplitList":{"train":80,"validation":10,"test":10}})"},
    {get,     "/datasets/{dataset}/export?format=ndjson", no_body, Shape::within, "{item}"},
    {post,    "/datasets/{dataset}/annotations", R"({"query":{"filter":{}},"annotation":{"label":"car"}})"},
    {get,     "/datasets/{dataset}/annotations/json?directory=/pictures", no_body, Shape::within, "{item}"},
    {get,     "/datasets/{dataset}/annotations/zip", no_body, Shape::within},
    {get,     "/datasets/{dataset}/annotations/labels", no_body, Shape::within, R"("label":"car")"},
    {post,    "/datasets/{dataset}/annotations/labels", R"({"creators":["mia@example.org"]})", Shape::within, R"("label":"car")"},
    {post,    "/datasets/{dataset}/annotations/types", no_body, Shape::within, R"("type":"box")"},
    {get,     "/datasets/{dataset}/directoryTree"},
    {get,     "/items/{item}"},
    {patch,   "/items/{item}", R"({"description":"new"})"},
    {delete_, "/items/{item}"},
    {post,    "/items/{item}/clone", R"({"remoteFileName":"/new.png"})"},
    {get,     "/items/{folder}/items", no_body, Shape::one, "{item}"},
    {get,     "/items/{item}/stream"},
    {get,     "/items/{item}/thumbnail"},
    {get,     "/datasets/{dataset}/items/{item}"},
    {patch,   "/datasets/{dataset}/items/{item}", R"({"filename":"/new.png"})"},
    {put,     "/datasets/{dataset}/items/{folder}", R"({"dqlQuery":{"filter":{"id":"{item}"}}})"},
    {delete_, "/datasets/{dataset}/items/{item}"},
    {get,     "/datasets/{dataset}/items/{folder}/items", no_body, Shape::one, "{item}"},
    {get,     "/datasets/{dataset}/items/{item}/stream"},
    // A query that changes or deletes what it finds is a change of data.
    {post,    "/datasets/{dataset}/query", R"({"filter":{},"update":{"metadata":{"user":{"x":1}}}})", Shape::one, {}, Verb::edit_data},
    {post,    "/datasets/{dataset}/query", R"({"filter":{},"delete":true})", Shape::one, {}, Verb::edit_data},

    // --- annotations
    {post,    "/items/{item}/annotations", R"([{"type":"class","label":"car"}])"},
    {get,     "/items/{item}/annotations", no_body, Shape::one, "{annotation}"},
    {post,    "/datasets/{dataset}/items/{item}/annotations", R"({"type":"class","label":"car"})"},
    {get,     "/datasets/{dataset}/items/{item}/annotations", no_body, Shape::one, "{annotation}"},
    {get,     "/items/{item}/annotations-log", no_body, Shape::one, "{annotation}"},
    {get,     "/datasets/{dataset}/items/{item}/annotations-log", no_body, Shape::one, "{annotation}"},
    {get,     "/annotations/{annotation}"},
    {put,     "/annotations/{annotation}", R"({"label":"van"})"},
    {delete_, "/annotations/{annotation}"},
    {put,     "/annotations/{annotation}/issue", no_body, Shape::one, R"("status":"issue")"},
    {put,     "/items/{item}/annotations/{annotation}/issue", no_body, Shape::one, R"("status":"issue")"},
    {put,     "/datasets/{dataset}/items/{item}/annotations/{annotation}/issue", no_body, Shape::one, R"("status":"issue")"},
    {post,    "/datasets/{dataset}/query", R"({"resource":"annotations","filter":{}})", Shape::within, "{annotation}"},
    {post,    "/datasets/{dataset}/query", R"({"resource":"annotations","filter":{},"delete":true})", Shape::one, {}, Verb::edit_data},
    // A word on an issue has verbs of its own, and needs no right to change the shape (B-262, B-263).
    {put,     "/annotations/{annotation}?system=true", R"({"metadata":{"system":{"status":"issue"}}})", Shape::one, {}, Verb::open_issue},
    {put,     "/annotations/{issue}?system=true", R"({"metadata":{"system":{"status":"review"}}})", Shape::one, {}, Verb::mark_for_review},
    {put,     "/annotations/{issue}?system=true", R"({"metadata":{"system":{"status":"approved"}}})", Shape::one, {}, Verb::resolve_issue},

    // --- tasks
    {get,     "/annotationtasks", no_body, Shape::list, "{task}"},
    {get,     "/annotationtasks?projects={project}", no_body, Shape::list, "{task}"},
    {post,    "/annotationtasks", R"({"name":"New","query":"{}","projectId":"{project}","datasetId":"{dataset}","recipeId":"{recipe}","taskOwner":"mia@example.org","spec":{"type":"annotation"}})"},
    {post,    "/annotationtasks/query", R"({"filter":{},"context":{"projectIds":["{project}"]}})", Shape::list, "{task}"},
    {post,    "/annotationtasks/count", R"({"projectIds":["{project}"]})", Shape::list, R"("tasksCount":1)"},
    {post,    "/annotationtasks/projects/{project}/counters"},
    {get,     "/annotationtasks/projects/{project}/datasets/{dataset}/actions"},
    {get,     "/annotationtasks/{task}"},
    {patch,   "/annotationtasks/{task}", R"({"name":"New"})"},
    {delete_, "/annotationtasks/{task}"},
    {get,     "/annotationtasks/{task}/relatives"},
    {get,     "/annotationtasks/{task}/items", no_body, Shape::one, "{item}"},
    {get,     "/annotationtasks/{task}/export?format=ndjson", no_body, Shape::one, "{item}"},
    {get,     "/annotationtasks/{task}/history?format=ndjson", no_body, Shape::one, "{item}"},
    {get,     "/annotationtasks/{task}/queue"},
    {get,     "/annotationtasks/{task}/pace", no_body, Shape::one, R"("people")"},
    {post,    "/annotationtasks/{task}/addToTask", R"({"query":"{}","workload":[{"assigneeId":"ben@example.org","load":100}]})"},
    {post,    "/annotationtasks/{task}/removeFromTask", R"({"query":"{}"})"},
    {post,    "/annotationtasks/{task}/redistribute", R"({"workload":[{"assigneeId":"ben@example.org","load":100}]})"},
    {post,    "/annotationtasks/{task}/contributors", R"({"action":"add","assignees":["ben@example.org"]})"},
    {get,     "/annotationtasks/{task}/operations", no_body, Shape::one, "{operation}"},

    // --- operations
    {get,     "/operations/{operation}"},
    {get,     "/operations/{operation}/items", no_body, Shape::one, "{added_item}"},
    {post,    "/operations/{operation}/undo"},
    {get,     "/items/{item}/holders?taskId={task}"},
    // Whoever sees the project may ask, and hears of the tasks that they see.
    {post,    "/annotationtasks/projects/{project}/counters", no_body, Shape::within, R"("tasksCount":1)", Verb::see_task},
    {get,     "/annotationtasks/projects/{project}/datasets/{dataset}/actions", no_body, Shape::within, R"("action":"blurry")", Verb::see_task},

    // --- assignments
    {get,     "/assignments", no_body, Shape::list, "{assignment}"},
    {get,     "/assignments?projects={project}&taskId={task}", no_body, Shape::list, "{assignment}"},
    {post,    "/assignments/items/tasks/{task}/status", R"({"itemIds":["{item}"],"statusPayload":{"operation":"create","status":"completed","returnLastStatus":true}})", Shape::one, "{item}"},
    {get,     "/assignments/{assignment}"},
    {get,     "/assignments/{assignment}/export?format=ndjson", no_body, Shape::one, "{item}"},
    {get,     "/assignments/{assignment}/next?count=10", no_body, Shape::one, "{item}"},
    {patch,   "/assignments/{assignment}", R"({"name":"New"})"},
    {delete_, "/assignments/{assignment}"},
    {post,    "/assignments/{assignment}/partial", R"({"fields":["name"]})"},
    {post,    "/assignments/{assignment}/redistribute", R"({"workload":[{"assigneeId":"ben@example.org","load":100}]})"},
    {post,    "/assignments/{assignment}/reassign", R"({"annotator":"ben@example.org"})"},
    {post,    "/assignments/{assignment}/items/status", R"({"itemIds":["{item}"],"statusPayload":{"operation":"create","status":"completed","returnLastStatus":true}})", Shape::one, "{item}"},
    {post,    "/assignments/{assignment}/items/{item}/status", R"({"operation":"create","status":"completed"})"},
    {post,    "/assignments/{assignment}/batch"},
    {post,    "/assignments/{assignment}/clear"},
    {put,     "/assignments/{assignment}/items/{item}/in-use"},
    {delete_, "/assignments/{assignment}/items/{item}/in-use"},
};
// clang-format on

}  // namespace allot::http::test
