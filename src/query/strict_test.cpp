#include "query/strict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "query/query.h"

namespace allot::query {
namespace {

using testing::HasSubstr;

/// The member that the refusal names; "" when nothing was refused.
std::string refused_member(std::string_view text) {
  const auto query = parse_query(text);
  if (query) return {};
  EXPECT_EQ(query.error().code, ErrorCode::invalid) << text;
  return query.error().fields.empty() ? query.error().message : query.error().fields[0].path;
}

std::string refused_selection(std::string_view text) {
  const auto selection = parse_selection(text);
  if (selection) return {};
  EXPECT_EQ(selection.error().code, ErrorCode::invalid) << text;
  return selection.error().fields.empty() ? selection.error().message
                                          : selection.error().fields[0].path;
}

struct Refusal {
  std::string_view member;  // that is named
  std::string_view query;   // beside the change
};

constexpr Refusal refusals[] = {
    {"filter", R"({})"},
    {"filter", R"({"filter":null})"},
    {"filter", R"({"filter":[]})"},
    {"filter", R"({"filter":"*"})"},
    {"filter", R"({"join":{"filter":{"label":"cat"}}})"},
    {"filters", R"({"filters":{"name":"a"}})"},
    {"filters", R"({"filter":{},"filters":{"name":"a"}})"},
    {"Filter", R"({"filter":{},"Filter":{"name":"a"}})"},
    {"name", R"({"filter":{},"name":"a"})"},
    {"$and", R"({"filter":{},"$and":[]})"},
    {"joins", R"({"filter":{},"joins":{}})"},
    {"limits", R"({"filter":{},"limits":3})"},
    {"resource", R"({"filter":{},"resource":"annotation"})"},
    {"resource", R"({"filter":{},"resource":"item"})"},
    {"resource", R"({"filter":{},"resource":"Items"})"},
    {"resource", R"({"filter":{},"resource":"tasks"})"},
    {"resource", R"({"filter":{},"resource":""})"},
    {"resource", R"({"filter":{},"resource":null})"},
    {"resource", R"({"filter":{},"resource":["items"]})"},
    {"limit", R"({"filter":{},"limit":-1})"},
    {"limit", R"({"filter":{},"limit":1.5})"},
    {"limit", R"({"filter":{},"limit":"5"})"},
    {"limit", R"({"filter":{},"limit":true})"},
    {"limit", R"({"filter":{},"limit":[5]})"},
    {"page", R"({"filter":{},"page":"first"})"},
    {"page", R"({"filter":{},"page":-1})"},
    {"pageSize", R"({"filter":{},"pageSize":0.5})"},
    {"skip", R"({"filter":{},"skip":1})"},
    {"skip", R"({"filter":{},"skip":"1"})"},
    {"join", R"({"filter":{},"join":[]})"},
    {"join.filters", R"({"filter":{},"join":{"filters":{"label":"cat"}}})"},
    {"join.filter", R"({"filter":{},"join":{"filter":7}})"},
    {"join.on", R"({"filter":{},"join":{"on":"itemId","filter":{}}})"},
    {"join.on.key", R"({"filter":{},"join":{"on":{"key":"id"},"filter":{}}})"},
    {"join.on.local", R"({"filter":{},"join":{"on":{"local":1},"filter":{}}})"},
    {"join.on.resource", R"({"filter":{},"join":{"on":{"resource":"tasks"},"filter":{}}})"},
    {"context", R"({"filter":{},"context":"here"})"},
    {"context.dataset", R"({"filter":{},"context":{"dataset":["d"]}})"},
    {"context.datasets", R"({"filter":{},"context":{"datasets":[]}})"},
    {"context.projects", R"({"filter":{},"context":{"projects":[1]}})"},
    {"intersect", R"({"filter":{},"intersect":7})"},
    {"intersect.query", R"({"filter":{},"intersect":{}})"},
    {"intersect.filter", R"({"filter":{},"intersect":{"filter":{"name":"a"}}})"},
    {"intersect.query.filter", R"({"filter":{},"intersect":{"query":{}}})"},
    {"intersect.query.limit", R"({"filter":{},"intersect":{"query":{"filter":{},"limit":1}}})"},
    {"except.query.filters", R"({"filter":{},"except":[{"query":{"filters":{}}}]})"},
    {"except.query.resource",
     R"({"filter":{},"except":{"query":{"filter":{},"resource":"annotations"}}})"},
    {"filter", R"({"filter":{"name":"a"},"filter":{}})"},
    {"name", R"({"filter":{"name":"a","name":"b"}})"},
    {"sort", R"({"filter":{},"sort":"name"})"},
    {"systemSpace", R"({"filter":{},"systemSpace":"yes"})"},
};

/// The members of `query` with those of `change`.
std::string with_change(std::string_view query, std::string_view change) {
  std::string text(query);
  text.pop_back();
  if (text.size() > 1) text += ',';
  return text.append(change).append("}");
}

// B-253
TEST(CheckChange, RefusesWhatIsNotClearAndNamesTheMember) {
  for (const auto* change : {R"("delete":true)", R"("update":{"metadata":{"user":{"k":1}}})"}) {
    for (const auto& [member, query] : refusals) {
      const auto text = with_change(query, change);
      EXPECT_EQ(refused_member(text), member) << text;
    }
  }
}

// B-253
// B-253
TEST(CheckChange, RefusesAFilterThatAsksNothing) {
  for (const auto* filter :
       {R"({"$and":[]})",
        R"({"$or":[]})",
        R"({"$and":[{}]})",
        R"({"$or":[{"name":"a"},{}]})",
        R"({"name":{}})",
        R"({"metadata":{}})"}) {
    const auto query = std::string(R"({"delete":true,"filter":)") + filter + "}";
    EXPECT_EQ(refused_member(query), "filter") << filter;
  }
  EXPECT_EQ(refused_member(R"({"delete":true,"filter":{}})"), "");
  EXPECT_EQ(refused_member(R"({"delete":true,"filter":{"$and":[{},{"name":"a"}]}})"), "");
  EXPECT_EQ(refused_member(R"({"filter":{"$and":[]}})"), "");  // changes nothing
}

TEST(CheckChange, RefusesTheSameInAQueryThatPicksTheItemsOfATask) {
  for (const auto& [member, query] : refusals) {
    if (query == "{}") continue;  // everything, written out
    EXPECT_EQ(refused_selection(query), member) << query;
  }
  EXPECT_EQ(refused_selection("{}"), "");
  EXPECT_EQ(refused_selection(parse_selection("{}")->stored_text), "");
  EXPECT_EQ(refused_selection(R"({"filter":{},"resource":"annotations"})"), "resource");
  EXPECT_EQ(refused_selection(R"({"filter":{},"delete":true})"), "delete");
}

// B-253
TEST(CheckChange, RefusesAChangeOfTheWrongKindAndTwoAtOnce) {
  const std::pair<std::string_view, std::string_view> changes[] = {
      {"delete", R"("delete":"yes")"},
      {"delete", R"("delete":1)"},
      {"delete", R"("delete":{})"},
      {"update", R"("update":[])"},
      {"update", R"("update":true)"},
      {"update", R"("update":"")"},
      {"update.user", R"("update":{"user":{"k":1}})"},
      {"update.metadata", R"("update":{"metadata":null})"},
      {"update.metadata", R"("update":{"metadata":[]})"},
      {"update.metadata.user", R"("update":{"metadata":{"user":"k"}})"},
      {"update.metadata.system", R"("update":{"metadata":{"system":null}})"},
      {"references", R"("references":7)"},
      {"delete", R"("delete":true,"update":{})"},
      {"references", R"("delete":true,"references":{"operation":"create","refs":[]})"},
  };
  for (const auto& [member, change] : changes) {
    EXPECT_EQ(refused_member(with_change(R"({"filter":{}})", change)), member) << change;
  }
}

// B-253
TEST(CheckChange, RefusesUnknownOperatorsAtWhateverDepth) {
  for (const auto* query :
       {R"({"filter":{"name":{"$is":"a"}}})",
        R"({"filter":{},"join":{"filter":{"label":{"$is":"a"}}}})",
        R"({"filter":{},"except":{"query":{"filter":{"$nor":[]}}}})"}) {
    EXPECT_THAT(refused_member(with_change(query, R"("delete":true)")), HasSubstr("is unknown"));
  }
}

// B-253: what the SDK sends with its updates and deletions.
TEST(CheckChange, TakesEveryMemberThatNamesOrPagesMatches) {
  for (const auto* text : {
           R"({"filter":{"$and":[{"hidden":false},{"type":"file"}]},"sort":{"name":"ascending"},
               "page":0,"pageSize":1000,"resource":"items","update":{"metadata":{"user":{"k":1}}}})",
           R"({"filter":{},"resource":"items","join":{"on":{"resource":"annotations",
               "local":"itemId","forigen":"id"},"filter":{"$and":[{"label":"cat"}]}},"delete":true})",
           R"({"filter":{},"page":0,"pageSize":100,"resource":"annotations","join":{"on":{"resource":
               "items","local":"id","forigen":"itemId"},"filter":{"$and":[]}},"delete":true})",
           R"({"filter":{},"update":{"metadata":{"system":{"k":1}}},"systemSpace":true,
               "context":{"projects":["p"],"datasets":["d"]}})",
           R"({"filter":{},"update":{}})",
           R"({"filter":{},"limit":0,"skip":0,"user":"ada","sign":true,"countTotal":false,
               "pageCursor":"x","select":{"id":1},"delete":true})",
           R"({"filter":{},"intersect":{"query":{"filter":{"name":"a"},"page":0}},
               "except":[{"query":{"filter":{"name":"b"},"join":{"filter":{}}}}],"delete":true})",
       }) {
    EXPECT_EQ(refused_member(text), "") << text;
  }
}

// B-253
TEST(CheckChange, LeavesQueriesThatOnlyAskAlone) {
  for (const auto* text :
       {R"({"filters":{"name":"a"}})",
        R"({"delete":false})",
        R"({"resource":"annotation","update":null,"delete":null})",
        R"({"limit":"5","anything":7})"}) {
    EXPECT_EQ(refused_member(text), "") << text;
  }
}

// B-253
TEST(ParseQuery, FindsIdsInCapitals) {
  const auto folded = [](std::string_view capitals, std::string_view small) {
    EXPECT_EQ(*parse_filter(capitals), *parse_filter(small)) << capitals;
  };
  folded(R"({"id":"65A0"})", R"({"id":"65a0"})");
  folded(R"({"id":{"$in":["65A0","65B0"]}})", R"({"id":{"$in":["65a0","65b0"]}})");
  folded(R"({"id":{"$gt":"65A0"}})", R"({"id":{"$gt":"65a0"}})");
  folded(R"({"itemId":"65A0"})", R"({"itemId":"65a0"})");
  folded(R"({"metadata.system.refs.id":"65A0"})", R"({"metadata.system.refs.id":"65a0"})");
  folded(
      R"({"metadata":{"system":{"refs":{"$match":{"id":"65A0","type":"task"}}}}})",
      R"({"metadata":{"system":{"refs":{"$match":{"id":"65a0","type":"task"}}}}})"
  );
  folded(R"({"spec.parentTaskId":{"$ne":"65A0"}})", R"({"spec.parentTaskId":{"$ne":"65a0"}})");
  EXPECT_NE(
      *parse_filter(R"({"metadata.user.id":"A"})"), *parse_filter(R"({"metadata.user.id":"a"})")
  );
  EXPECT_EQ(
      parse_query(R"({"filter":{},"context":{"datasets":["65A0"]}})")->datasets,
      std::vector<std::string>{"65a0"}
  );
}

TEST(NamedIds, AreThoseThatStandUnderNoNegation) {
  const auto named = [](std::string_view filter) { return named_ids(*parse_filter(filter)); };
  EXPECT_EQ(
      named(R"({"$or":[{"id":{"$in":["b","a"]}},{"name":"x"}],"id":"a"})"),
      (std::vector<std::string>{"a", "b"})
  );
  EXPECT_EQ(named(R"({"id":{"$nin":["a"]},"dir":"/"})"), std::vector<std::string>{});
  EXPECT_EQ(named(R"({"id":"a*"})"), std::vector<std::string>{});
  EXPECT_EQ(named(R"({"metadata.system.refs.id":"a"})"), std::vector<std::string>{});
}

}  // namespace
}  // namespace allot::query
