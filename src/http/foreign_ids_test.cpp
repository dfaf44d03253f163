#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <set>

#include "http/tenants_for_tests.h"

// What belongs to another project does not exist: each request that names something of it is
// answered like one that names nothing at all, to the letter. The requests are the examples of the
// route table (one for each route that standing decides, see RouteTable), and those that name
// things in bodies and queries besides.

namespace allot::http::test {

/// What stands in a failure.
static void PrintTo(const Example& example, std::ostream* out) {
  *out << name_of(example.method) << ' ' << example.path << ' ' << example.body;
}

namespace {

using allot::test::World;

/// Requests that name things where the examples have none.
// clang-format off
constexpr Example more_examples[] = {
    // --- own things: keys, commands, people
    {get,     "/apikeys/{key}"},
    {delete_, "/apikeys/{key}"},
    {post,    "/apikeys", R"({"userId":"{owner}"})"},
    {post,    "/apikeys", R"({"userId":"{bot}"})"},
    {get,     "/commands/{command}"},
    {post,    "/commands/{command}/abort"},
    {get,     "/assignments/{assignment}/reassign"},
    {get,     "/users/{owner}"},
    {get,     "/users/{bot}"},

    // --- ids in bodies
    {post,    "/datasets", R"({"name":"New","projects":["{project}"]})"},
    {patch,   "/datasets/{dataset}?system=true", R"({"metadata":{"system":{"recipes":["{recipe}"]}}})"},
    {post,    "/datasets/{dataset}/clone", R"({"cloneDatasetParams":{"targetDatasetId":"{dataset}"}})"},
    {post,    "/datasets/merge", R"({"name":"New","datasetsIds":["{dataset}"],"projectIds":["{project}"]})"},
    {post,    "/items/{item}/clone", R"({"targetDatasetId":"{dataset}","remoteFileName":"/new.png"})"},
    {post,    "/recipes", R"({"projectIds":["{project}"],"title":"New","ontologyIds":["{ontology}"]})"},
    {patch,   "/recipes/{recipe}", R"({"ontologyIds":["{ontology}"]})"},
    {patch,   "/recipes/{recipe}", R"({"projectIds":["{project}"]})"},
    {post,    "/annotationtasks", R"({"name":"New","query":"{}","projectId":"{project}","datasetId":"{dataset}","recipeId":"{recipe}","taskOwner":"mia@example.org","spec":{"type":"qa","parentTaskId":"{task}"}})"},
    {post,    "/annotationtasks", R"({"name":"New","query":"{\"filter\":{\"id\":{\"$in\":[\"{free_item}\"]}}}","projectId":"{project}","datasetId":"{dataset}","recipeId":"{recipe}","taskOwner":"mia@example.org","spec":{"type":"annotation"}})"},
    {post,    "/annotationtasks", R"({"name":"New","query":"{}","projectId":"{project}","datasetId":"{dataset}","recipeId":"{recipe}","taskOwner":"mia@example.org","spec":{"type":"annotation"},"checkIfExist":{"query":{"filter":{"id":"{task}"}}}})"},
    {patch,   "/annotationtasks/{task}", R"({"recipeId":"{recipe}"})"},
    {post,    "/annotationtasks/{task}/addToTask", R"({"query":"{\"filter\":{\"id\":{\"$in\":[\"{free_item}\"]}}}","workload":[{"assigneeId":"ben@example.org","load":100}]})"},
    {post,    "/annotationtasks/{task}/addToTask", R"({"query":"{\"filter\":{}}","assignmentIds":["{assignment}"]})"},
    {post,    "/annotationtasks/{task}/removeFromTask", R"({"query":"{\"filter\":{\"id\":{\"$in\":[\"{item}\"]}}}"})"},
    {post,    "/assignments/{assignment}/redistribute", R"({"taskId":"{task}","workload":[{"assigneeId":"ben@example.org","load":100}]})"},
    {post,    "/assignments/{assignment}/redistribute", R"({"query":"{\"filter\":{\"id\":{\"$in\":[\"{item}\"]}}}","workload":[{"assigneeId":"ben@example.org","load":100}]})"},
    {post,    "/assignments/{assignment}/reassign", R"({"taskId":"{task}","annotator":"ben@example.org"})"},
    {put,     "/datasets/{dataset}/items/{folder}", R"(["{free_item}","{item}"])"},
    {post,    "/assignments/{assignment}/partial", R"({"fields":["name"],"relatedItemId":"{item}"})"},

    // --- filters, contexts and queries that name things
    {post,    "/datasets/{dataset}/query", R"({"filter":{"metadata.system.refs.id":"{task}"}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"filter":{"metadata.system.refs.id":"{assignment}"}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"filter":{"id":{"$in":["{item}","{free_item}"]}}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"filter":{"datasetId":"{dataset}"}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"filter":{},"context":{"datasets":["{locked_dataset}"],"projects":["{project}"]}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"filter":{"id":"{item}"},"update":{"metadata":{"user":{"x":1}}}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"filter":{"id":"{item}"},"delete":true})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"resource":"annotations","filter":{"itemId":"{item}"}})", Shape::within},
    {post,    "/datasets/{dataset}/query", R"({"resource":"annotations","filter":{"id":"{annotation}"},"delete":true})", Shape::within},
    {delete_, "/datasets/{dataset}/items", R"({"filter":{"id":"{item}"}})", Shape::within},
    {get,     "/datasets/{dataset}/annotations/labels?taskId={task}&assignmentId={assignment}", no_body, Shape::within},
    {post,    "/datasets/{dataset}/annotations/types", R"({"taskId":"{task}","assignmentId":"{assignment}"})", Shape::within},
    {post,    "/datasets/query", R"({"filter":{"id":"{dataset}"},"context":{"projects":["{project}"]}})", Shape::list},
    {post,    "/datasets/query", R"({"filter":{},"context":{"datasets":["{project}"]},"systemSpace":true})", Shape::list},
    {post,    "/annotationtasks/query", R"({"filter":{"id":"{task}"}})", Shape::list},
    {post,    "/annotationtasks/query", R"({"filter":{"datasetId":"{dataset}"},"context":{"projectIds":["{project}"]}})", Shape::list},
    {get,     "/annotationtasks?projects={project}&dataset={dataset}&recipe={recipe}", no_body, Shape::list},
    {get,     "/annotationtasks?assignments={assignment}", no_body, Shape::list},
    {get,     "/annotationtasks?parentTaskId={task}", no_body, Shape::list},
    {get,     "/annotationtasks?taskOwner={owner}", no_body, Shape::list},
    {get,     "/assignments?taskId={task}", no_body, Shape::list},
    {get,     "/assignments?annotator={guest}", no_body, Shape::list},
    {get,     "/ontologies?ids={ontology}", no_body, Shape::list},
    {get,     "/recipes?ontologies={ontology}", no_body, Shape::list},
};
// clang-format on

/// What names nothing has nothing to be refused for.
std::vector<Example> examples_with_names() {
  std::vector<Example> all(std::begin(examples), std::end(examples));
  all.insert(all.end(), std::begin(more_examples), std::end(more_examples));
  std::erase_if(all, [](const Example& example) {
    const auto text = std::string(example.path).append(example.body);
    const auto opens = [](char first, char second) { return first == '{' && std::islower(second); };
    return std::ranges::adjacent_find(text, opens) == text.end();
  });
  return all;
}

/// The placeholders that a request has.
std::set<std::string> placeholders(const Example& example, const Names& names) {
  const auto text = std::string(example.path).append(example.body);
  std::set<std::string> found;
  for (const auto& [name, value] : names) {
    if (text.find("{" + name + "}") != std::string::npos) found.insert(name);
  }
  return found;
}

/// An id like this one that nothing has.
std::string ghost_of(const std::string& id) {
  if (const auto at = id.find('@'); at != std::string::npos) {
    return std::string(at, 'x') + id.substr(at);
  }
  return "ffffff" + id.substr(6);
}

/// One house and what pat of Town gets in it.
struct House {
  World world;
  Tenant theirs{world, "mia", "Country"};
  Tenant own{world, "pat", "Town"};

  std::string state() { return theirs.state() + own.state(); }

  Answer send(const Example& example, const Names& names) {
    if (example.sends_file) return own.upload(filled(example.path, names), "/new.png");
    return own.client().call(
        example.method, filled(example.path, names), filled(example.body, names)
    );
  }
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// Two houses that are the same to the letter: the clock stands still, and chance has a seed.
struct Houses {
  House house;
  House other;
  std::string before = house.state();
  std::string theirs_before = house.theirs.state();

  [[nodiscard]] bool are_untouched() { return house.state() == before && other.state() == before; }
};

/// What the caller gets with these placeholders of the other project, and all others own.
struct Told {
  Answer of_theirs;
  Answer of_nothing;  // the same where nothing has these ids
  bool changed_theirs = false;
};

Told ask_in(Houses& houses, const Example& example, const std::set<std::string>& foreign) {
  Told told;
  auto& house = houses.house;
  auto names = house.own.names();
  auto ghosts = names;
  for (const auto& name : foreign) {
    names[name] = house.theirs.names().at(name);
    ghosts[name] = ghost_of(names[name]);
  }
  told.of_theirs = house.send(example, names);
  told.changed_theirs = house.theirs.state() != houses.theirs_before;
  told.of_nothing = houses.other.send(example, ghosts);
  for (const auto& name : foreign) {
    told.of_nothing.body = replaced(told.of_nothing.body, ghosts[name], names[name]);
  }
  return told;
}

std::unique_ptr<Houses>& kept_houses() {
  static std::unique_ptr<Houses> houses;
  if (!houses) houses = std::make_unique<Houses>();
  return houses;
}

/// Houses are used again where nothing happened in them: most requests are refused.
Told ask(const Example& example, const std::set<std::string>& foreign) {
  auto told = ask_in(*kept_houses(), example, foreign);
  if (kept_houses()->are_untouched()) return told;
  kept_houses().reset();
  Houses fresh;
  return ask_in(fresh, example, foreign);
}

/// These answer 403 for what may not be used, be it there or not (contract 30 and 60).
bool is_told_apart(const Example& example) {
  return example.method == post && (example.path == "/ontologies" || example.path == "/apikeys");
}

struct ForeignIds : testing::TestWithParam<Example> {
  // While their writers still run, what OpenSSL made for those threads would count as leaked.
  static void TearDownTestSuite() { kept_houses().reset(); }
};

// B-170, B-380
TEST_P(ForeignIds, AreNotFoundAndNothingOfThemIsToldOrChanged) {
  const auto& example = GetParam();
  const auto& house = kept_houses()->house;
  const auto foreign = placeholders(example, house.own.names());
  ASSERT_FALSE(foreign.empty());
  const auto told = ask(example, foreign);
  EXPECT_EQ(told.of_theirs.status, told.of_nothing.status);
  EXPECT_EQ(told.of_theirs.body, told.of_nothing.body);
  EXPECT_FALSE(told.changed_theirs);
  if (example.shape != Shape::list) {
    EXPECT_EQ(told.of_theirs.status, is_told_apart(example) ? 403 : 404);
  }
  for (const auto& [name, id] : kept_houses()->house.theirs.names()) {
    const bool was_asked = foreign.contains(name);
    if (was_asked) continue;
    EXPECT_EQ(told.of_theirs.body.find(id), std::string::npos) << name;
  }
}

// B-170, B-380
TEST_P(ForeignIds, AmongOwnOnesAreLikeIdsOfNothing) {
  const auto& example = GetParam();
  const auto all = placeholders(example, kept_houses()->house.own.names());
  if (all.size() < 2) return;
  for (const auto& name : all) {
    // Whoever adds an address is shown the person, so for people there is nothing to compare.
    const bool is_person = name == "owner" || name == "bot" || name.starts_with("guest");
    if (is_person && example.method == post) continue;
    SCOPED_TRACE("with the other project's " + name);
    const auto told = ask(example, {name});
    EXPECT_EQ(told.of_theirs.status, told.of_nothing.status);
    EXPECT_EQ(told.of_theirs.body, told.of_nothing.body);
    EXPECT_FALSE(told.changed_theirs);
    // An own item is not to be had below the address of a dataset that it is not in.
    const bool names_both = example.path.starts_with("/datasets/{dataset}/items/{item}");
    EXPECT_TRUE(!names_both || told.of_theirs.status == 404) << told.of_theirs.status;
  }
}

std::string name_of_param(const testing::TestParamInfo<Example>& info) {
  auto name = std::string(name_of(info.param.method)).append(info.param.path);
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name.append("_").append(std::to_string(info.index));
}

INSTANTIATE_TEST_SUITE_P(Api, ForeignIds, testing::ValuesIn(examples_with_names()), name_of_param);

}  // namespace
}  // namespace allot::http::test
