#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "http/tenants_for_tests.h"
#include "usecases/accounts/manage.h"

// A request changes what it may change, whatever else its body holds. Each request is sent twice,
// in two houses that are the same to the letter: as it is meant, and with every member beside that
// any noun shows or keeps. Afterwards the answers are the same, and so is everything of the
// project.

namespace allot::http::test {
namespace {

using allot::test::World;

/// A request as it is meant, and the members that it accepts beside.
struct Meant {
  Method method;
  std::string_view path;
  std::string_view body;
  std::set<std::string_view> accepted;
};

// clang-format off
const std::vector<Meant> requests = {
    {patch, "/projects/{project}", R"({"name":"New"})", {"name"}},
    {post,  "/projects", R"({"name":"New"})", {"name"}},
    {patch, "/datasets/{dataset}", R"({"name":"New"})", {"name", "metadata", "expirationOptions", "enableSyncWithCloned"}},
    {post,  "/datasets", R"({"name":"New","projects":["{project}"]})", {"name", "projects", "accessLevel", "driverId", "indexDriver", "expirationOptions", "createDefaultRecipe", "metadata", "attributes", "checkIfExist"}},
    {patch, "/items/{item}", R"({"description":"new"})", {"filename", "description", "metadata"}},
    {post,  "/datasets/{dataset}/items", R"({"type":"dir","path":"/new"})", {"type", "path"}},
    {post,  "/items/{item}/clone", R"({"remoteFileName":"/new.png"})", {"targetDatasetId", "remoteFileName", "metadata", "cloneDatasetParams", "allowMany"}},
    {put,   "/annotations/{annotation}", R"({"label":"van"})", {"type", "label", "coordinates", "attributes", "description", "metadata", "labelSuggestions", "source"}},
    {post,  "/items/{item}/annotations", R"({"type":"class","label":"van"})", {"type", "label", "coordinates", "attributes", "metadata", "labelSuggestions", "description", "source", "creator"}},
    {patch, "/annotationtasks/{task}", R"({"name":"New"})", {"name", "taskOwner", "priority", "dueDate", "recipeId", "availableActions", "description", "query", "metadata", "status"}},
    {patch, "/assignments/{assignment}", R"({"name":"New"})", {"name", "metadata"}},
    {post,  "/assignments/{assignment}/reassign", R"({"annotator":"ben@example.org"})", {"annotator", "taskId"}},
    {post,  "/assignments/{assignment}/redistribute", R"({"workload":[{"assigneeId":"ben@example.org","load":100}]})", {"workload", "taskId", "query"}},
    {post,  "/assignments/{assignment}/items/{item}/status", R"({"operation":"create","status":"completed"})", {"operation", "status"}},
    {patch, "/recipes/{recipe}", R"({"title":"New"})", {"title", "description", "metadata", "uiSettings", "instructions", "customActions", "projectIds", "ontologyIds", "examples"}},
    {post,  "/recipes", R"({"title":"New","projectIds":["{project}"]})", {"title", "description", "ontologyIds", "uiSettings", "metadata", "projectIds"}},
    {put,   "/ontologies/{ontology}", R"({"title":"New"})", {"title", "roots", "attributes", "metadata"}},
    {post,  "/ontologies", R"({"title":"New","projectIds":["{project}"]})", {"title", "roots", "attributes", "projectIds"}},
    {post,  "/users/me", R"({"firstName":"Pia"})", {"firstName", "lastName"}},
    {post,  "/projects/{project}/members/new@example.org", R"({"role":"annotator"})", {"role"}},
    {patch, "/projects/{project}/members/{guest}", R"({"role":"engineer"})", {"role"}},
    {post,  "/projects/{project}/members/{guest}/invite", "{}", {}},
    {post,  "/projects/{project}/bots", R"({"name":"new"})", {"name"}},
    {post,  "/apikeys", R"({"userId":"{owner}"})", {"userId", "description"}},
    {post,  "/commands/{command}/abort", "{}", {}},
    {post,  "/annotationtasks", R"({"name":"New","query":"{}","projectId":"{project}","datasetId":"{dataset}","recipeId":"{recipe}","taskOwner":"{owner}","spec":{"type":"annotation"}})",
     {"name", "query", "projectId", "datasetId", "recipeId", "taskOwner", "spec", "assignmentIds", "workload", "dueDate", "priority", "availableActions", "description", "metadata"}},
};

/// What is kept and shown nowhere, and other spellings.
constexpr std::string_view kept_names[] = {
    "_id", "ordinal", "hash", "content", "size", "hidden", "refs", "counters", "version", "archived",
    "org_role", "orgRole", "password", "passwordHash", "password_hash", "tokenEpoch", "token_epoch",
    "epoch", "state", "isBot", "is_bot", "made_by", "expires_at", "revokedAt", "created_at", "creator_id",
    "dismissed", "items", "share", "ledger", "members", "copies", "queue", "__proto__", "constructor",
};
// clang-format on

/// One house and a project in it.
/// Answers of two houses are compared with their ids, of which a rehearsal takes more for a small
/// body, which is answered by one change, than for a large one.
struct House {
  World world{false};
  Tenant own{world, "pat", "Town"};

  Answer send(const Meant& meant, const std::string& body) {
    return own.client().call(meant.method, filled(meant.path, own.names()), body);
  }
};

/// The members of every noun.
std::set<std::string> all_names() {
  House house;
  std::set<std::string> all(std::begin(kept_names), std::end(kept_names));
  for (const auto* path :
       {"/projects/{project}",
        "/datasets/{dataset}",
        "/items/{item}",
        "/annotations/{annotation}",
        "/annotationtasks/{task}",
        "/assignments/{assignment}",
        "/recipes/{recipe}",
        "/ontologies/{ontology}",
        "/users/me",
        "/projects/{project}/bots/{bot}",
        "/apikeys/{key}",
        "/commands/{command}"}) {
    all.merge(house.own.client().get(filled(path, house.own.names())).names());
  }
  return all;
}

/// The body with members of this value beside its own.
std::string swollen(const Meant& meant, const std::string& body, const std::string& value) {
  static const auto names = all_names();
  std::string members;
  for (const auto& name : names) {
    if (!meant.accepted.contains(name)) members += ",\"" + name + "\":" + value;
  }
  const auto head = body.substr(0, body.size() - 1);
  return head + (head == "{" ? members.substr(1) : members) + "}";
}

/// Without what must differ: the signature of a token, and the body that a new task repeats.
std::string shown(const Answer& answer) {
  if (answer.at("jwt") != "absent") return answer.at("key");
  const auto task = answer.at("spec.createdTaskId");
  return task == "absent" ? answer.body : task;
}

void PrintTo(const Meant& meant, std::ostream* out) {
  *out << name_of(meant.method) << " " << meant.path;
}

struct ReadOnlyMembers : testing::TestWithParam<Meant> {};

// B-381
TEST_P(ReadOnlyMembers, AreIgnored) {
  const auto& meant = GetParam();
  House plain;
  const auto body = filled(meant.body, plain.own.names());
  const auto expected = plain.send(meant, body);
  ASSERT_EQ(expected.status, 200) << expected.body;
  const auto state = plain.own.state();
  const auto mine = plain.own.client().get("/users/me").body;
  for (const std::string value : {R"("evil")", "999", R"({"evil":1})"}) {
    SCOPED_TRACE(value);
    House house;
    const auto answer = house.send(meant, swollen(meant, body, value));
    EXPECT_EQ(answer.status, expected.status) << answer.body;
    EXPECT_EQ(shown(answer), shown(expected));
    EXPECT_EQ(house.own.state(), state);
    EXPECT_EQ(house.own.client().get("/users/me").body, mine);
  }
}

INSTANTIATE_TEST_SUITE_P(Api, ReadOnlyMembers, testing::ValuesIn(requests));

// What the server keeps in an item's `metadata.system` is nobody else's to write.

constexpr std::string_view owned =
    R"("refs":[{"type":"task","id":"65a1b2c3d4e5f60718293a4b"}],"taskStatusLog":[{"status":"x"}],)"
    R"("annotationStatus":["issue"],"size":1,"mimetype":"text/html")";

// B-381
TEST(SystemMetadata, OfAnItemIsReadOnlyWhereTheServerOwnsIt) {
  const std::string own = R"("metadata":{"user":{"x":1})";
  for (const std::string query : {"", "?system=true"}) {
    House plain;
    House house;
    const Meant meant{patch, "/items/{item}", "", {}};
    const auto path = filled("/items/{item}", plain.own.names()) + query;
    const auto expected = plain.own.client().patch(path, "{" + own + "}}");
    ASSERT_EQ(expected.status, 200);
    const auto answer =
        house.own.client().patch(path, "{" + own + R"(,"system":{)" + std::string(owned) + "}}}");
    EXPECT_EQ(answer.body, expected.body) << query;
    EXPECT_EQ(house.own.state(), plain.own.state()) << query;
  }
}

/// An update of every item's metadata: of `user`, and what else.
std::string update_of_all(std::string_view space, std::string_view more) {
  return R"({"filter":{})" + std::string(space) + R"(,"update":{"metadata":{"user":{"x":1})" +
         std::string(more) + "}}}";
}

// B-381
TEST(SystemMetadata, OfManyItemsIsReadOnlyToo) {
  House plain;
  House house;
  const auto path = filled("/datasets/{dataset}/query", plain.own.names());
  const std::string space = R"(,"systemSpace":true)";
  ASSERT_EQ(plain.own.client().post(path, update_of_all(space, "")).status, 200);
  const auto more = R"(,"system":{)" + std::string(owned) + "}";
  ASSERT_EQ(house.own.client().post(path, update_of_all(space, more)).status, 200);
  EXPECT_EQ(house.own.state(), plain.own.state());
}

// B-253: an update that would do a part of what it says is refused.
TEST(SystemMetadata, OfManyItemsIsRefusedWhereItIsNotAskedFor) {
  House untouched;
  House house;
  const auto path = filled("/datasets/{dataset}/query", house.own.names());
  for (const std::string space : {"", R"(,"systemSpace":false)", R"(,"systemSpace":null)"}) {
    for (const std::string resource : {"items", "annotations"}) {
      const auto named = space + R"(,"resource":")" + resource + '"';
      const auto refused =
          house.own.client().post(path, update_of_all(named, R"(,"system":{"k":1})"));
      EXPECT_EQ(refused.status, 400) << named;
      EXPECT_NE(refused.body.find("`update.metadata.system`"), std::string::npos) << refused.body;
      EXPECT_NE(refused.body.find("`systemSpace: true`"), std::string::npos) << refused.body;
    }
  }
  EXPECT_EQ(house.own.state(), untouched.own.state());
  EXPECT_EQ(house.own.client().post(path, update_of_all("", R"(,"system":{})")).status, 200);
}

TEST(Creators, OfAnnotationsAreWhoeverMadeThemSaveForOwnersAndDevelopersWhoImport) {
  House house;
  const auto path = filled("/items/{item}/annotations", house.own.names());
  const std::string body = R"({"type":"class","label":"van","creator":"mia@example.org"})";
  const auto guest = house.own.names().at("guest");
  ASSERT_OK(add_user(house.world.env(), {.address = guest, .password = "correct horse"}));
  Client annotator(house.world, guest.substr(0, guest.rfind('@')));
  const auto made = annotator.post(path, body);
  EXPECT_EQ(made.text("creator"), guest) << made.body;
  EXPECT_EQ(house.own.client().post(path, body).text("creator"), "mia@example.org");
}

}  // namespace
}  // namespace allot::http::test
