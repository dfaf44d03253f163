#include "http/parameters.h"

#include <gtest/gtest.h>

namespace allot::http {
namespace {

Request request_to(std::string_view target) {
  Request request;
  request.query = parse_target(target).value().query;
  return request;
}

void expect_invalid(const Error& error, std::string_view name) {
  EXPECT_EQ(error.code, ErrorCode::invalid);
  ASSERT_EQ(error.fields.size(), 1u);
  EXPECT_EQ(error.fields.front().path, name);
}

// B-255
TEST(Parameters, AFlagIsTrueOrFalseInAnyLetterCaseAndNothingElse) {
  const auto flag = [](std::string_view target) {
    return Parameters(request_to(target)).optional_flag("archive");
  };
  for (const auto* yes :
       {"/?archive", "/?archive&more=1", "/?archive=true", "/?archive=True", "/?archive=1"})
    EXPECT_EQ(flag(yes).value(), true) << yes;
  for (const auto* no : {"/?archive=false", "/?archive=False", "/?archive=0"})
    EXPECT_EQ(flag(no).value(), false) << no;
  for (const auto* absent : {"/", "/?archive=", "/?archive=&more=1"})
    EXPECT_EQ(flag(absent).value(), std::nullopt) << absent;
  for (const auto* neither :
       {"/?archive=maybe", "/?archive=None", "/?archive=2", "/?archive=tru+e"}) {
    ASSERT_FALSE(flag(neither).has_value()) << neither;
    expect_invalid(flag(neither).error(), "archive");
  }
}

// B-255
TEST(Parameters, ACountIsAWholeNumberFrom0) {
  const auto count = [](std::string_view target) {
    return Parameters(request_to(target)).count("pageSize", 7);
  };
  EXPECT_EQ(count("/?pageSize=0").value(), 0u);
  EXPECT_EQ(count("/?pageSize=500").value(), 500u);
  EXPECT_EQ(count("/").value(), 7u);
  EXPECT_EQ(count("/?pageSize=").value(), 7u);
  for (const auto* wrong :
       {"ten", "-1", "1.5", "+1", "%2B1", "1e3", "0x10", "5%20", "99999999999999999999"}) {
    const auto read = count("/?pageSize=" + std::string(wrong));
    ASSERT_FALSE(read.has_value()) << wrong;
    expect_invalid(read.error(), "pageSize");
    EXPECT_EQ(read.error().message, "`pageSize` must be a whole number from 0 to 1000000000.");
  }
}

// B-255
TEST(Parameters, ACountIsWithinItsBoundsAndARefusalNamesBoth) {
  const auto count = [](std::string_view target) {
    return Parameters(request_to(target)).count("days", 14, {.least = 1, .most = 90});
  };
  EXPECT_EQ(count("/?days=1").value(), 1u);
  EXPECT_EQ(count("/?days=90").value(), 90u);
  EXPECT_EQ(count("/").value(), 14u);
  for (const auto* wrong : {"0", "91", "-1", "99999999999"}) {
    const auto read = count("/?days=" + std::string(wrong));
    ASSERT_FALSE(read.has_value()) << wrong;
    EXPECT_EQ(read.error().message, "`days` must be a whole number from 1 to 90.");
  }
}

// B-151
TEST(Parameters, AMalformedIdIsNamedWithItsParameter) {
  const auto read = Parameters(request_to("/?taskId=x")).ids<TaskId>("taskId", "task");
  ASSERT_FALSE(read.has_value());
  expect_invalid(read.error(), "taskId");
}

// B-255
TEST(Parameters, ADateIsIsoOrEpochMsAndAPlusInItBelongsToTheOffset) {
  constexpr double noon = 1'704'196'800'000;  // 2024-01-02T12:00:00Z
  const auto date = [](std::string_view text) {
    return Parameters(request_to("/?minDate=" + std::string(text))).date("minDate");
  };
  for (const auto* form :
       {"1704196800000",
        "1704196800000.0",
        "2024-01-02T12:00:00Z",
        "2024-01-02T14:00:00+02:00",
        "2024-01-02T14:00:00%2B02:00",
        "20240102T140000+02",
        "2024-01-02+12:00:00",
        "2024-01-02+14:00:00+02:00",
        "2024-01-02%2012:00"}) {
    const auto read = date(form);
    ASSERT_TRUE(read.has_value()) << form;
    EXPECT_EQ(*read, noon) << form;
  }
  EXPECT_EQ(date("").value(), std::nullopt);
  for (const auto* wrong : {"abc", "01/01/2020", "2024-13-01", "20241301", "2024-01-*", "true"}) {
    const auto read = date(wrong);
    ASSERT_FALSE(read.has_value()) << wrong;
    expect_invalid(read.error(), "minDate");
  }
}

// B-255
TEST(Parameters, ANameThatIsEmptyIsNone) {
  for (const auto* target : {"/", "/?name", "/?name=", "/?name=&more=1"}) {
    EXPECT_FALSE(Parameters(request_to(target)).name("name").value().has_value()) << target;
  }
}

// Contract of addresses: the SDK sends a `+` as it stands, forms write a space so.
TEST(Parameters, ANameIsReadWithItsPlusAndWithSpaces) {
  const auto name = [](std::string_view target) {
    return *Parameters(request_to(target)).name("name").value();
  };
  EXPECT_TRUE(name("/?name=a+b").is("a+b"));
  EXPECT_TRUE(name("/?name=a+b").is("a b"));
  EXPECT_FALSE(name("/?name=a+b").is("A b"));
  EXPECT_TRUE(name("/?name=a%2Bb").is("a+b"));
  EXPECT_FALSE(name("/?name=a%2Bb").is("a b"));
  EXPECT_TRUE(name("/?name=a%2Bb+c").is("a+b c"));
  EXPECT_TRUE(name("/?name=a%20b").is("a b"));
  EXPECT_TRUE(name("/?name=a+b+c").is("a b+c"));  // each for itself
}

TEST(Parameters, AnAddressKeepsItsPlusAndLosesItsCapitals) {
  const auto request = request_to("/?annotator=Ada+1@Example.org&annotator=ben@example.org");
  EXPECT_EQ(
      Parameters(request).emails("annotator").value(),
      (std::vector<UserId>{{"ada+1@example.org"}, {"ben@example.org"}})
  );
  expect_invalid(
      Parameters(request_to("/?annotator=ada")).emails("annotator").error(), "annotator"
  );
}

// B-255
TEST(Parameters, WordsAreOfAClosedListAndAPlusInThemIsASpace) {
  constexpr std::string_view known[] = {"todo", "in progress"};
  const auto words = [&](std::string_view target) {
    return Parameters(request_to(target)).words("status", known);
  };
  for (const auto* form : {"in+progress", "in%20progress"}) {
    EXPECT_EQ(
        words("/?status=" + std::string(form)).value(), std::vector<std::string>{"in progress"}
    );
  }
  EXPECT_EQ(words("/?status=todo,in+progress").value().size(), 2u);
  EXPECT_TRUE(words("/?status=").value().empty());
  for (const auto* wrong : {"/?status=in%2Bprogress", "/?status=Todo", "/?status=todo,foo"}) {
    ASSERT_FALSE(words(wrong).has_value()) << wrong;
    expect_invalid(words(wrong).error(), "status");
  }
}

// B-255
TEST(Parameters, TwoValuesWhereOneBelongsAreRefused) {
  const auto request = request_to("/?archive=true&archive=false&pageSize=1&pageSize=1");
  expect_invalid(Parameters(request).flag("archive").error(), "archive");
  EXPECT_EQ(Parameters(request).count("pageSize", 7).value(), 1u);
}

// B-150
TEST(Parameters, AMalformedIdIsRefusedWhereItIsRefusedInAnAddress) {
  const auto request = request_to("/?ids=65000000000000000000000A,nonsense");
  EXPECT_FALSE(Parameters(request).ids<OntologyId>("ids", "ontology").has_value());
  EXPECT_EQ(
      Parameters(request_to("/?ids=65000000000000000000000A"))
          .ids<OntologyId>("ids", "ontology")
          .value(),
      std::vector<OntologyId>{{"65000000000000000000000a"}}
  );
}

}  // namespace
}  // namespace allot::http
