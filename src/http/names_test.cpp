#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

/// Where a name comes in; `%` stands for it.
struct Place {
  Method method;
  std::string path;
  std::string body;
  std::string field;
};

std::string with(std::string text, const std::string& name) {
  return text.replace(text.find('%'), 1, name);
}

std::vector<Place> places(World& world) {
  using enum Method;
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  const auto assignment = world.assignment_of(task.id, "ada");
  const auto project = world.project().text;
  return {
      {post, "/projects", R"({"name":"%"})", "name"},
      {patch, "/projects/" + project, R"({"name":"%"})", "name"},
      {post, "/datasets", R"({"name":"%","projects":[")" + project + R"("]})", "name"},
      {patch, "/datasets/" + world.dataset().text, R"({"name":"%"})", "name"},
      {patch, "/annotationtasks/" + task.id.text, R"({"name":"%"})", "name"},
      {patch,
       "/annotationtasks/" + task.id.text,
       R"({"availableActions":[{"action":"%"}]})",
       "availableActions[0].action"},
      {patch, "/assignments/" + assignment->id.text, R"({"name":"%"})", "name"},
      {post, "/recipes", R"({"title":"%","projectIds":[")" + project + R"("]})", "title"},
      {patch, "/recipes/" + world.recipe().text, R"({"title":"%"})", "title"},
      {post, "/projects/" + project + "/bots", R"({"name":"%"})", "name"},
      {post, "/users/me", R"({"firstName":"%"})", "firstName"},
      {post,
       "/datasets/" + world.dataset().text + "/items",
       R"({"type":"dir","path":"/a/%"})",
       "path"},
      {patch, "/items/" + world.items(1).front().text, R"({"filename":"/%"})", "filename"},
  };
}

TEST(Names, AreJudgedAlikeWhereverTheyComeIn) {  // B-151
  World world;
  Client mia(world, "mia");
  int number = 0;
  for (const auto& place : places(world)) {
    for (const auto* unfit :
         {R"(a\nb)",
          R"(\u0000)",
          R"(a\u0085)",
          R"(a\u2028b)",
          R"(\u200b)",
          R"(\u00a0)",
          R"(\ufeff)",
          R"(\u202e)"}) {
      const auto answer = mia.call(place.method, place.path, with(place.body, unfit));
      EXPECT_EQ(answer.status, 400) << place.path << " " << unfit << " " << answer.body;
      EXPECT_TRUE(answer.text("message").starts_with("`" + place.field + "` must")) << answer.body;
    }
    // A name may be taken where it was given before.
    const auto fit = fmt::format("字 Größe {}", ++number);
    const auto answer = mia.call(place.method, place.path, with(place.body, fit));
    EXPECT_EQ(answer.status, 200) << place.path << answer.body;
    EXPECT_NE(answer.body.find(fit), std::string::npos) << answer.body;
  }
}

TEST(Paths, NothingIsBelowAFileAndNoFileIsAFolder) {  // B-256
  World world;
  Client mia(world, "mia");
  const auto items = world.items(2);  // /pictures/0001.png, /pictures/0002.png
  const auto folder = [&](const std::string& path) {
    return mia.post(
        "/datasets/" + world.dataset().text + "/items", R"({"type":"dir","path":")" + path + R"("})"
    );
  };
  const auto move = [&](const std::string& path) {
    return mia.patch("/items/" + items[1].text, R"({"filename":")" + path + R"("})");
  };
  for (const auto* path :
       {"/pictures/0001.png", "/pictures/0001.png/a", "/pictures/0001.png/a/b"}) {
    const auto answer = folder(path);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.text("message").find("`/pictures/0001.png`"), std::string::npos)
        << answer.body;
  }
  for (const auto* path : {"/pictures/0001.png/a.png", "/pictures/0002.png/a.png", "/pictures"}) {
    const auto answer = move(path);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_TRUE(answer.text("message").starts_with("`filename` ")) << answer.body;
  }
  EXPECT_EQ(move("/pictures/new/a.png").status, 200);
  EXPECT_EQ(folder("/pictures/0002.png/a").status, 200);  // free by now
  EXPECT_EQ(move("/pictures/0002.png").status, 400);
}

}  // namespace
}  // namespace allot::http::test
