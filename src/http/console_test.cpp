#include "http/console.h"

#include "http/browser_for_tests.h"
#include "usecases/projects/create.h"
#include "usecases/users/read.h"

namespace allot::http::test {
namespace {

using allot::test::World;

struct ConsoleTest : testing::Test {
  ConsoleTest() {
    task = world.task({{"ada", 3, 2}, {"ben", 4, 0}}, "Label <bridges>");
    project = "/projects/" + world.project().text;
    dataset = project + "/datasets/" + world.dataset().text + "/items";
  }

  std::vector<std::string> addresses() {
    const auto assignment = world.assignment_of(task.id, "ada")->id.text;
    const auto item = read(world.env().store, [&](const Transaction& tx) {
      return tx.items().at_path(world.dataset(), "/pictures/0001.png")->id.text;
    });
    const auto of_task = project + "/tasks/" + task.id.text;
    return {
        "/projects",
        project,
        project + "/tasks",
        of_task,
        of_task + "/assignments",
        of_task + "/assignments/" + assignment,
        project + "/assignments/" + assignment,
        project + "/datasets",
        dataset,
        dataset + "/" + item,
        project + "/recipes",
        project + "/recipes/" + world.recipe().text,
    };
  }

  World world;
  Browser browser{world.env()};
  Task task;
  std::string project;
  std::string dataset;
};

TEST_F(ConsoleTest, EveryFixedAddressShowsAPageToWhoeverMaySeeIt) {
  browser.sign_in("mia");
  for (const auto& address : addresses()) {
    const auto page = browser.get(address);
    EXPECT_EQ(page.status, 200) << address;
    EXPECT_TRUE(page.says("<h1>")) << address;
    EXPECT_TRUE(page.says("mia@example.org")) << address;
    EXPECT_FALSE(page.says("type=\"password\"")) << address;
    EXPECT_EQ(page.header("cache-control"), "no-store");
  }
}

TEST_F(ConsoleTest, WhoIsNotSignedInGetsTheFormAndComesBack) {
  for (const auto& address : addresses()) {
    const auto page = browser.get(address);
    EXPECT_EQ(page.status, 200) << address;
    EXPECT_TRUE(page.says("type=\"password\"")) << address;
    EXPECT_TRUE(page.says(R"(name="next" value=")" + address + "\"")) << address;
    EXPECT_FALSE(page.says("bridges")) << address;
  }
}

TEST_F(ConsoleTest, WhatSomebodyMayNotSeeReadsLikeWhatIsNotThere) {
  world.account("zoe");
  browser.sign_in("zoe");
  const auto unknown = browser.get("/projects/no-such-project");
  EXPECT_EQ(unknown.status, 404);
  for (const auto& address : addresses()) {
    if (address == "/projects") continue;
    const auto page = browser.get(address);
    EXPECT_EQ(page.status, 404) << address;
    EXPECT_EQ(page.body, unknown.body) << address;
  }
  EXPECT_FALSE(browser.get("/projects").says("City"));
}

TEST_F(ConsoleTest, ATaskShowsItsCountsAndItsNameAsText) {
  browser.sign_in("mia");
  const auto page = browser.get(project + "/tasks/" + task.id.text);
  EXPECT_TRUE(page.says("<h1>Label &lt;bridges&gt;</h1>"));
  EXPECT_FALSE(page.says("<bridges>"));
  EXPECT_TRUE(page.says("<dt>Items</dt><dd>9</dd>"));
  EXPECT_TRUE(page.says("<dt>Completed</dt><dd>2</dd>"));
  EXPECT_TRUE(page.says("<dt>Remaining</dt><dd>7</dd>"));
  EXPECT_TRUE(page.says("ada@example.org"));
  EXPECT_TRUE(page.says("ben@example.org"));
}

TEST_F(ConsoleTest, AThingOfAnotherProjectIsNotShownUnderThisOne) {
  const auto other = create_project(world.env(), world.manager(), {.name = "Other"});
  ASSERT_OK(other);
  browser.sign_in("mia");
  const auto elsewhere = "/projects/" + other->project.id.text;
  EXPECT_EQ(browser.get(elsewhere).status, 200);
  for (auto address : addresses()) {
    if (!address.starts_with(project + "/")) continue;
    const bool is_list = address.ends_with("/tasks") || address.ends_with("/datasets") ||
                         address.ends_with("/recipes");
    address.replace(0, project.size(), elsewhere);
    EXPECT_EQ(browser.get(address).status, is_list ? 200 : 404) << address;
  }
}

TEST_F(ConsoleTest, AnAnnotatorSeesTheTaskButTheirOwnAssignmentAlone) {
  world.join("ada", Role::annotator);
  world.account("ada");
  browser.sign_in("ada");
  const auto page = browser.get(project + "/tasks/" + task.id.text);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(page.says("ben@example.org"));
  const auto of_ben = world.assignment_of(task.id, "ben")->id.text;
  EXPECT_EQ(browser.get(project + "/assignments/" + of_ben).status, 404);
}

TEST_F(ConsoleTest, ADatasetIsShownAHundredItemsAtATime) {
  world.items(150, "more");
  browser.sign_in("mia");
  const auto first = browser.get(dataset);
  EXPECT_TRUE(first.says("/more/0010.png"));
  EXPECT_TRUE(first.says("?page=2"));
  EXPECT_FALSE(first.says("?page=0"));
  const auto second = browser.get(dataset + "?page=2");
  EXPECT_TRUE(second.says("/pictures/0001.png"));
  EXPECT_TRUE(second.says("?page=1"));
  EXPECT_FALSE(second.says("?page=3"));
  EXPECT_EQ(browser.get(dataset + "?page=x").body, first.body);
}

TEST_F(ConsoleTest, TheOrganisationIsShownToItsOwner) {
  browser.sign_in("mia");
  const auto organization = get_organization(world.env()).id.text;
  const auto page = browser.get("/iam/" + organization + "/members");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.says("mia@example.org"));
  world.account("ada");
  browser.sign_in("ada");
  EXPECT_EQ(browser.get("/iam/" + organization + "/members").status, 404);
}

TEST_F(ConsoleTest, TheRootLeadsToTheProjects) {
  const auto answer = browser.get("/");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.header("location"), "/projects");
}

TEST_F(ConsoleTest, TheStyleSheetIsServed) {
  const auto sheet = browser.get("/style.css");
  EXPECT_EQ(sheet.status, 200);
  EXPECT_EQ(sheet.header("content-type"), "text/css; charset=utf-8");
}

}  // namespace
}  // namespace allot::http::test
