#include "http/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "http/api_files.h"
#include "http/client_for_tests.h"
#include "http/route.h"

namespace allot::http::test {
namespace {

using allot::test::World;

struct Asker {
  World world;
  Dispatcher dispatcher{world.env()};

  Response get(std::string target, std::string if_none_match = {}) {
    return dispatcher.serve(
        {.method = Method::get,
         .target = std::move(target),
         .headers = {{"if-none-match", std::move(if_none_match)}},
         .peer = "192.0.2.7",
         .request_id = "test"},
        ""
    );
  }
};

std::string header(const Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, [](const auto& each) -> const auto& {
    return each.first;
  });
  return found == response.headers.end() ? "" : found->second;
}

/// "get /api/v1/annotationtasks/{id}" of a row of the table of routes.
std::string line_of(const Route& route, std::string_view base) {
  auto path = std::string(base).append(route.pattern);
  if (const auto rest = path.find("...}"); rest != std::string::npos) path.erase(rest, 3);
  return to_lower(name_of(route.method)) + " " + path;
}

std::set<std::string> served() {
  std::set<std::string> lines;
  for (const auto& route : api_routes()) lines.insert(line_of(route, "/api/v1"));
  for (const auto& route : root_routes()) lines.insert(line_of(route, ""));
  return lines;
}

std::set<std::string> described(std::string_view document) {
  std::set<std::string> lines;
  const auto paths = JsonBody::parse(document)->object("paths");
  for (const auto& path : paths->names()) {
    for (const auto& member : paths->object(path)->names()) {
      if (member != "parameters") lines.insert(member + " " + path);
    }
  }
  return lines;
}

// B-395
TEST(ApiDescription, IsOfEveryRouteAndOfNothingElse) {
  Asker asker;
  const auto answer = asker.get("/api/v1/openapi.json");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "content-type"), "application/json");
  const auto there = described(whole_text(answer));
  for (const auto& route : served()) {
    EXPECT_TRUE(there.contains(route)) << route << " is described nowhere in api/";
  }
  for (const auto& operation : there) {
    EXPECT_TRUE(served().contains(operation)) << operation << " is described, and no route";
  }
}

// B-395
TEST(ApiDescription, NamesEveryCodeOfAnError) {
  Asker asker;
  const auto document = JsonBody::parse(whole_text(asker.get("/api/v1/openapi.json")));
  const auto error = document->object("components")->object("schemas")->object("Error");
  const auto codes = error->object("properties")->object("error")->texts("enum");
  for (auto code = 0; code <= static_cast<int>(ErrorCode::unavailable); ++code) {
    EXPECT_THAT(*codes, testing::Contains(name_of(static_cast<ErrorCode>(code))));
  }
}

// B-398
TEST(ApiDescription, IsKeptByWhoeverAskedForIt) {
  Asker asker;
  for (const std::string target :
       {"/api/v1/openapi.json", "/api/docs", "/api/docs/tasks", "/api/docs/style.css"}) {
    SCOPED_TRACE(target);
    const auto first = asker.get(target);
    const auto tag = header(first, "etag");
    EXPECT_TRUE(tag.starts_with("W/\"")) << tag;
    EXPECT_EQ(header(first, "cache-control"), "public, max-age=300");
    for (const auto& known : {tag, tag.substr(2), "\"other\", " + tag, std::string("*")}) {
      const auto again = asker.get(target, known);
      EXPECT_EQ(again.status, 304) << known;
      EXPECT_EQ(whole_text(again), "");
      EXPECT_EQ(header(again, "etag"), tag);
    }
    EXPECT_EQ(asker.get(target, "\"other\"").status, 200);
  }
}

// B-398
TEST(ApiDescription, IsToBeReadOnPagesThatRunNothingAndAskNobodyElse) {
  Asker asker;
  std::size_t pages = 0;
  for (const auto& file : api_files()) {
    if (!file.media_type.starts_with("text/html")) continue;
    ++pages;
    const auto start = file.name == "index";
    const auto answer = asker.get(start ? "/api/docs" : "/api/docs/" + std::string(file.name));
    ASSERT_EQ(answer.status, 200) << file.name;
    EXPECT_TRUE(header(answer, "content-security-policy").starts_with("default-src 'none'"));
    const auto page = whole_text(answer);
    for (const auto* const word : {"<script", " src=", "@import", "url(", "href=\"http"}) {
      EXPECT_EQ(page.find(word), std::string::npos) << file.name << ": " << word;
    }
  }
  EXPECT_GT(pages, 20U);
}

TEST(ApiDescription, HasNoPageOfWhatItDoesNotKnow) {
  Asker asker;
  for (const auto* const name : {"nothing", "index", "openapi.json"}) {
    EXPECT_EQ(asker.get(std::string("/api/docs/") + name).status, 404) << name;
  }
}

}  // namespace
}  // namespace allot::http::test
