#include "settings_file.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "allot/client.h"
#include "allot/errors.h"
#include "temporary_folder_for_tests.h"
#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

const std::string server = "http://127.0.0.1:8080/api/v1";
const std::string other = "https://gate.example.org/api/v1";

/// As dtlpy writes it (json.dump with indent=2), with members that are not ours.
const std::string written_by_dtlpy = R"({
  "login_parameters": {
    "https://gate.example.org/api/v1": {
      "alias": "prod",
      "audience": "https://gate.example.org/api/v1/userinfo",
      "gate_url": null,
      "token": "t-other",
      "url": "https://gate.example.org/",
      "verify_ssl": true
    },
    "http://127.0.0.1:8080/api/v1": {
      "alias": "here",
      "client_id": "",
      "gate_url": "http://127.0.0.1:8080",
      "refresh_token": "r-here",
      "token": "t-here",
      "url": "http://127.0.0.1:8080/",
      "verify_ssl": false
    }
  },
  "url": "http://127.0.0.1:8080/api/v1",
  "calls_counter": {"on": false, "number": 12},
  "verbose": null
}
)";

class SettingsFileTest : public ::testing::Test {
 protected:
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / ".dataloop" / "cookie.json";
  const SettingsFile file{path};

  [[nodiscard]] json::value content() const { return json::parse(read_file(path)); }

  [[nodiscard]] std::filesystem::perms mode() const {
    return std::filesystem::status(path).permissions();
  }
};

TEST_F(SettingsFileTest, HasWhatDtlpyWrote) {
  write_file(path, written_by_dtlpy);
  EXPECT_EQ(file.tokens(server).token, "t-here");
  EXPECT_EQ(file.tokens(server).refresh_token, "r-here");
  EXPECT_EQ(file.tokens(other).token, "t-other");
  EXPECT_EQ(file.tokens(other).refresh_token, "");
  EXPECT_EQ(file.tokens("http://elsewhere/api/v1").token, "");
  const auto here = file.environment(server);
  EXPECT_EQ(here.gate_url, "http://127.0.0.1:8080");
  EXPECT_FALSE(here.verify_tls);
  EXPECT_EQ(file.environment(other).gate_url, "");
  EXPECT_TRUE(file.environment(other).verify_tls);
}

TEST_F(SettingsFileTest, KnowsTheSelectedServer) {
  write_file(path, written_by_dtlpy);
  EXPECT_EQ(file.environment("").url, server);
  file.select({.url = other, .gate_url = {}});
  EXPECT_EQ(file.environment("").url, other);
  EXPECT_EQ(file.tokens(server).token, "t-here");
}

TEST_F(SettingsFileTest, KeepsWhatIsNotOurs) {
  write_file(path, written_by_dtlpy);
  file.save_tokens(file.environment(server), {.token = "t-new", .refresh_token = "r-new"});
  auto wanted = json::parse(written_by_dtlpy);
  auto& here = wanted.at("login_parameters").at(server).as_object();
  here["token"] = "t-new";
  here["refresh_token"] = "r-new";
  EXPECT_EQ(content(), wanted);
}

TEST_F(SettingsFileTest, ForgetsTokensAsDtlpyDoes) {
  write_file(path, written_by_dtlpy);
  file.save_tokens(file.environment(server), {});
  EXPECT_TRUE(content().at("login_parameters").at(server).at("token").is_null());
  EXPECT_EQ(file.tokens(server).token, "");
  EXPECT_EQ(file.tokens(other).token, "t-other");
}

TEST_F(SettingsFileTest, IsForItsOwnerAlone) {
  write_file(path, written_by_dtlpy);
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  file.save_tokens(file.environment(server), {.token = "t-new", .refresh_token = {}});
  EXPECT_EQ(mode(), std::filesystem::perms(0600));
}

TEST_F(SettingsFileTest, IsMadeWithItsFolder) {
  EXPECT_EQ(file.tokens(server).token, "");
  EXPECT_EQ(file.environment("").url, "");
  EXPECT_FALSE(std::filesystem::exists(path.parent_path()));  // reading makes nothing
  file.save_tokens(
      {.url = server, .gate_url = "http://127.0.0.1:8080"}, {.token = "t", .refresh_token = {}}
  );
  EXPECT_EQ(mode(), std::filesystem::perms(0600));
  EXPECT_EQ(file.tokens(server).token, "t");
  EXPECT_EQ(file.environment("").url, "");  // nobody chose it
  EXPECT_EQ(content().at("login_parameters").at(server).at("verify_ssl"), true);
}

TEST_F(SettingsFileTest, RemembersAServerAndLeavesDtlpysChoiceAlone) {
  write_file(path, written_by_dtlpy);
  file.remember({.url = other, .gate_url = {}});
  EXPECT_EQ(file.environment("").url, other);
  EXPECT_EQ(content().at("url").as_string(), server);
}

TEST_F(SettingsFileTest, IsAsBeforeOnceWhatWasMadeIsForgotten) {
  const Environment third{.url = "http://third:1/api/v1", .gate_url = "http://third:1"};
  for (const bool is_selected : {false, true}) {
    write_file(path, written_by_dtlpy);
    file.save_tokens(third, {.token = "t", .refresh_token = "r"});
    EXPECT_EQ(content().at("login_parameters").at(third.url).at("alias").as_string(), "third:1");
    file.remember(third);
    if (is_selected) file.select(third);
    EXPECT_EQ(content().at("url").as_string(), is_selected ? third.url : server);
    file.forget(third.url);
    auto wanted = json::parse(written_by_dtlpy).as_object();
    wanted["allot"] = {{"passed_over", server}};  // somebody is signed in to it
    EXPECT_EQ(content(), wanted);
  }
}

TEST_F(SettingsFileTest, SignsNobodyOverToTheServerThatDtlpyHasChosen) {
  const Environment third{.url = "http://third:1/api/v1", .gate_url = "http://third:1"};
  write_file(path, written_by_dtlpy);
  file.save_tokens(third, {.token = "t", .refresh_token = {}});
  file.remember(third);
  file.forget(third.url);
  EXPECT_EQ(file.environment("").url, "");
  EXPECT_THROW((void)connect({.url = {}, .gate_url = {}, .settings_file = path}), BadRequest);
  EXPECT_EQ(file.tokens(server).token, "t-here");  // who names it goes on there
  auto chosen = content();
  chosen.as_object()["url"] = other;  // dl.setenv
  write_file(path, json::serialize(chosen));
  EXPECT_EQ(file.environment("").url, other);
}

TEST_F(SettingsFileTest, TakesAServerThatWasPassedOverWhenItIsChosen) {
  const Environment third{.url = "http://third:1/api/v1", .gate_url = "http://third:1"};
  write_file(path, written_by_dtlpy);
  file.remember(third);
  file.forget(third.url);
  ASSERT_EQ(file.environment("").url, "");
  file.remember(file.environment(server));
  EXPECT_EQ(file.environment("").url, server);
  file.forget(server);
  EXPECT_EQ(file.environment("").url, server);  // dtlpy's choice, where nobody is signed in
  EXPECT_EQ(file.tokens(server).token, "");
}

TEST_F(SettingsFileTest, StaysWhereItIsWhenAnotherServerIsSignedOutOf) {
  write_file(path, written_by_dtlpy);
  file.forget(other);
  EXPECT_EQ(file.environment("").url, server);
}

TEST_F(SettingsFileTest, TellsWhereSomebodyIsSignedIn) {
  EXPECT_TRUE(known_sign_ins(path).empty());
  write_file(path, written_by_dtlpy);
  file.save_tokens(
      file.environment(server), {.token = token_that_ends_in(1h), .refresh_token = {}}
  );
  const auto known = known_sign_ins(path);
  ASSERT_EQ(known.size(), 2u);
  EXPECT_EQ(known[0].url, "http://127.0.0.1:8080");
  EXPECT_EQ(known[0].email, "mia@example.org");
  EXPECT_TRUE(known[0].is_default);
  EXPECT_EQ(known[1].url, "https://gate.example.org");
  EXPECT_FALSE(known[1].is_default);
  file.forget(server);
  EXPECT_EQ(known_sign_ins(path).size(), 1u);
}

TEST_F(SettingsFileTest, HoldsNothingWhenItHeldNothingBeforeSigningIn) {
  const Environment here{.url = server, .gate_url = "http://127.0.0.1:8080"};
  file.save_tokens(here, {.token = "t", .refresh_token = "r"});
  file.select(here);
  file.forget(server);
  EXPECT_EQ(content(), json::value(json::object()));
}

TEST_F(SettingsFileTest, KeepsTheServerThatDtlpyChoseItself) {
  const Environment third{.url = "http://third:1/api/v1", .gate_url = "http://third:1"};
  write_file(path, written_by_dtlpy);
  file.remember(third);
  auto chosen = content();
  chosen.as_object()["url"] = third.url;  // dl.setenv
  write_file(path, json::serialize(chosen));
  file.forget(third.url);
  EXPECT_EQ(content().at("url").as_string(), third.url);
  EXPECT_TRUE(content().at("login_parameters").at(third.url).at("token").is_null());
}

TEST_F(SettingsFileTest, MayBeEmptyButNotBroken) {
  write_file(path, "");
  EXPECT_EQ(file.environment("").url, "");
  for (const auto* const broken : {"{", "[]", "\"text\""}) {
    write_file(path, broken);
    EXPECT_THROW((void)file.environment(""), std::runtime_error);
    EXPECT_THROW((void)file.tokens(server), std::runtime_error);
    EXPECT_THROW(file.save_tokens({.url = server, .gate_url = {}}, {}), std::runtime_error);
    EXPECT_EQ(read_file(path), broken);
  }
}

TEST_F(SettingsFileTest, MayStandInTheWorkingFolder) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  EXPECT_NO_THROW(
      SettingsFile("cookie.json")
          .save_tokens({.url = server, .gate_url = {}}, {.token = "t", .refresh_token = {}})
  );
  std::filesystem::current_path(before);
  EXPECT_EQ(SettingsFile(folder.path() / "cookie.json").tokens(server).token, "t");
}

TEST_F(SettingsFileTest, StandsWhereDtlpyHasIt) {
  const auto* const before = std::getenv("DATALOOP_PATH");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("DATALOOP_PATH", "/some/folder", 1);
  EXPECT_EQ(Connect::default_settings_file(), "/some/folder/cookie.json");
  if (before == nullptr) {
    ::unsetenv("DATALOOP_PATH");
  } else {
    ::setenv("DATALOOP_PATH", kept.c_str(), 1);
  }
}

TEST_F(SettingsFileTest, SignsAClientIn) {
  const auto token = token_that_ends_in(1h);
  write_file(path, written_by_dtlpy);
  file.save_tokens(file.environment(server), {.token = token, .refresh_token = {}});
  const auto selected = connect({.url = {}, .gate_url = {}, .settings_file = path});
  EXPECT_EQ(selected.email(), "mia@example.org");
  EXPECT_FALSE(selected.token_expired());
  const auto elsewhere =
      connect({.url = "http://elsewhere", .gate_url = {}, .settings_file = path});
  EXPECT_TRUE(elsewhere.token_expired());
  selected.logout();
  EXPECT_EQ(file.tokens(server).token, "");
}

TEST_F(SettingsFileTest, KnowsAServerHoweverItsAddressIsWritten) {
  write_file(path, written_by_dtlpy);
  const auto here = file.environment(server);
  file.save_tokens(here, {.token = token_that_ends_in(1h), .refresh_token = {}});
  for (const std::string url :
       {"http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v1/"}) {
    const auto client = connect({.url = url, .gate_url = {}, .settings_file = path});
    EXPECT_EQ(client.email(), "mia@example.org") << url;
    client.logout();
    EXPECT_EQ(content().at("login_parameters").as_object().size(), 2u) << url;
    file.save_tokens(here, {.token = token_that_ends_in(1h), .refresh_token = {}});
  }
}

}  // namespace
}  // namespace allot::sdk_tests
