#include "configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string_view>
#include <variant>
#include <vector>

#include "command_line.h"

namespace allot::app {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

std::variant<CommandLine, Information, cli::Work> parse(std::vector<std::string> words) {
  words.insert(words.begin(), "allot");
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  return parse_command_line(static_cast<int>(pointers.size()), pointers.data());
}

Configuration configuration_of(std::vector<std::string> words) {
  return std::get<CommandLine>(parse(std::move(words))).configuration;
}

std::string usage_error_of(std::vector<std::string> words) {
  try {
    const auto parsed = parse(std::move(words));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

std::string file_error_of(std::string_view toml) {
  Configuration configuration;
  try {
    add_settings_text(configuration, toml, "allot.toml");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

/// Whoever runs the tests may have settings of their own in the environment: none of them counts.
class NobodysSettings : public ::testing::Environment {
 public:
  void SetUp() override {
    std::vector<std::string> names;
    for (char** each = environ; *each != nullptr; ++each) {
      const std::string_view variable(*each);
      if (variable.starts_with("ALLOT_"))
        names.emplace_back(variable.substr(0, variable.find('=')));
    }
    for (const auto& name : names) ::unsetenv(name.c_str());
  }
};

const auto* const nobodys_settings = ::testing::AddGlobalTestEnvironment(new NobodysSettings);

/// A variable of the environment for as long as a test needs it.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }

  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

  ~Variable() { ::unsetenv(name_); }

 private:
  const char* name_;
};

TEST(CommandLine, ServeTakesItsOptionsFromFlags) {
  const auto configuration = configuration_of(
      {"serve",
       "--data",
       "d",
       "--listen",
       "127.0.0.1:0",
       "--public-url",
       "https://label.example.org",
       "--callback-origin",
       "https://a.example.org",
       "--callback-origin",
       "https://b.example.org",
       "--io-threads",
       "3",
       "--log-level",
       "debug"}
  );
  EXPECT_THAT(configuration.data, Optional(std::string("d")));
  EXPECT_THAT(configuration.listen, Optional(std::string("127.0.0.1:0")));
  EXPECT_THAT(configuration.public_url, Optional(std::string("https://label.example.org")));
  EXPECT_THAT(
      *configuration.callback_origins, ElementsAre("https://a.example.org", "https://b.example.org")
  );
  EXPECT_THAT(configuration.io_threads, Optional(std::size_t{3}));
  EXPECT_EQ(log_level_of(configuration), LogLevel::debug);
}

TEST(CommandLine, FlagsAreStrongerThanTheEnvironmentAndItThanTheFile) {
  const Variable data("ALLOT_DATA", "from-environment");
  const Variable listen("ALLOT_LISTEN", "127.0.0.1:1");
  const Variable origins("ALLOT_CALLBACK_ORIGINS", "https://a.example.org,https://b.example.org");
  const Variable unknown("ALLOT_UNHEARD_OF", "ignored");
  auto configuration = configuration_of({"serve", "--data", "from-flag"});
  add_settings_text(
      configuration,
      "data = 'from-file'\nlisten = '127.0.0.1:2'\npublic_url = 'http://file.example.org'\n"
      "callback_origins = []\nio_threads = 4\nlog_level = 'error'\n",
      "allot.toml"
  );
  EXPECT_THAT(configuration.data, Optional(std::string("from-flag")));
  EXPECT_THAT(configuration.listen, Optional(std::string("127.0.0.1:1")));
  EXPECT_THAT(configuration.public_url, Optional(std::string("http://file.example.org")));
  EXPECT_THAT(
      *configuration.callback_origins, ElementsAre("https://a.example.org", "https://b.example.org")
  );
  EXPECT_THAT(configuration.io_threads, Optional(std::size_t{4}));
  EXPECT_EQ(log_level_of(configuration), LogLevel::error);
}

TEST(CommandLine, TheLogsFormatIsTextOrJson) {
  EXPECT_EQ(log_format_of({}), LogFormat::text);
  EXPECT_EQ(log_format_of(configuration_of({"serve", "--log-format", "json"})), LogFormat::json);
  EXPECT_THROW((void)log_format_of({.log_format = "xml"}), UsageError);
}

TEST(CommandLine, TheMetricsTokenIsTheFirstLineOfItsFile) {
  const auto file =
      std::filesystem::temp_directory_path() / ("allot-token-" + std::to_string(::getpid()));
  const auto named = configuration_of({"serve", "--metrics-token-file", file.string()});
  EXPECT_EQ(metrics_token_of({}), "");
  EXPECT_THROW((void)metrics_token_of(named), UsageError);
  std::ofstream(file) << "a token that is long enough\nmore\n";
  EXPECT_EQ(metrics_token_of(named), "a token that is long enough");
  std::ofstream(file) << "short\n";
  EXPECT_THROW((void)metrics_token_of(named), UsageError);
  std::filesystem::remove(file);
}

TEST(CommandLine, TheAddressToListenOnIsCheckedWhereverItComesFrom) {
  EXPECT_EQ(configuration_of({"serve"}).listen_address(), "127.0.0.1:8080");
  const auto listens = [](const Configuration& configuration) {
    (void)configuration.listen_address();
  };
  for (const auto* const address :
       {"127.0.0.1:65536", "127.0.0.1:80800", "127.0.0.1:-1", "8080", "127.0.0.1:http"}) {
    EXPECT_THROW(listens(configuration_of({"serve", "--listen", address})), UsageError) << address;
    const Variable listen("ALLOT_LISTEN", address);
    EXPECT_THROW(listens(configuration_of({"serve"})), UsageError) << address;
  }
  EXPECT_EQ(configuration_of({"serve", "--listen", "[::1]:65535"}).listen_address(), "[::1]:65535");
}

TEST(CommandLine, ANumberInTheEnvironmentIsChecked) {
  for (const auto* const text : {"0", "many", "1025", "2x"}) {
    const Variable threads("ALLOT_IO_THREADS", text);
    EXPECT_THAT(usage_error_of({"serve"}), HasSubstr(text));
  }
  const Variable threads("ALLOT_IO_THREADS", "2");
  EXPECT_THAT(configuration_of({"serve"}).io_threads, Optional(std::size_t{2}));
}

TEST(CommandLine, WhatQueriesHistoryAndLedgersMayTakeIsSetLikeTheRest) {
  const auto given = configuration_of(
      {"serve", "--query-seconds-max", "5", "--history-days", "90", "--ledger-megabytes-max", "64"}
  );
  EXPECT_THAT(given.query_seconds_max, Optional(std::size_t{5}));
  EXPECT_THAT(given.history_days, Optional(std::size_t{90}));
  EXPECT_THAT(given.ledger_megabytes_max, Optional(std::size_t{64}));
  const Variable seconds("ALLOT_QUERY_SECONDS_MAX", "7");
  EXPECT_THAT(configuration_of({"serve"}).query_seconds_max, Optional(std::size_t{7}));
  {
    const Variable days("ALLOT_HISTORY_DAYS", "1");
    EXPECT_THAT(usage_error_of({"serve"}), HasSubstr("`1` is no number of days"));
  }
  EXPECT_THAT(usage_error_of({"serve", "--query-seconds-max", "0"}), HasSubstr("0"));
  EXPECT_EQ(
      file_error_of("history_days = 1"),
      "allot.toml, line 1: `history_days` must be a number from 2 to 36500."
  );
  EXPECT_EQ(file_error_of("query_seconds_max = 60"), "none");
  EXPECT_EQ(
      file_error_of("ledger_megabytes_max = 3"),
      "allot.toml, line 1: `ledger_megabytes_max` must be a number from 16 to 1048576."
  );
}

TEST(CommandLine, UserCommandsNameTheirAccount) {
  const auto line =
      std::get<CommandLine>(parse({"user", "link", "ada@example.org", "--data", "d"}));
  const auto& command = std::get<UserCommand>(line.command);
  EXPECT_EQ(command.verb, UserCommand::Verb::link);
  EXPECT_EQ(command.address, "ada@example.org");
  EXPECT_EQ(line.configuration.data, "d");
}

TEST(CommandLine, WrongUseIsToldInOneSentence) {
  EXPECT_THAT(usage_error_of({"sing"}), HasSubstr("sing"));
  EXPECT_THAT(usage_error_of({"serve", "--loud"}), HasSubstr("--loud"));
  EXPECT_THAT(usage_error_of({"serve", "--io-threads", "many"}), HasSubstr("many"));
  EXPECT_THAT(usage_error_of({"user", "add", "ada@example.org"}), HasSubstr("--password-stdin"));
  EXPECT_THAT(usage_error_of({"user", "link"}), HasSubstr("EMAIL"));
  for (const auto& words : std::vector<std::vector<std::string>>{{}, {"serve", "--loud"}}) {
    EXPECT_EQ(usage_error_of(words).find('\n'), std::string::npos);
  }
}

TEST(CommandLine, HelpAndVersionAreAnswersNotErrors) {
  EXPECT_THAT(std::get<Information>(parse({"--help"})).text, HasSubstr("serve"));
  EXPECT_THAT(
      std::get<Information>(parse({"serve", "--help"})).text, HasSubstr("ALLOT_PUBLIC_URL")
  );
  EXPECT_THAT(std::get<Information>(parse({"--version"})).text, ::testing::StartsWith("allot "));
}

TEST(SettingsFile, AnUnknownKeyIsNamedWithItsLineTheNearestAndAllThatThereAre) {
  EXPECT_THAT(
      file_error_of("# ours\nlisen = 'x'"),
      ::testing::StartsWith(
          "allot.toml, line 2: there is no setting `lisen`; do you mean `listen`? "
          "Settings: data, listen, "
      )
  );
  EXPECT_THAT(file_error_of("[net]\nx = 1"), HasSubstr("line 1: there is no setting `net`. "));
}

TEST(SettingsFile, AValueOfTheWrongKindIsNamedWithItsLine) {
  EXPECT_EQ(file_error_of("\n\nlisten = 8080"), "allot.toml, line 3: `listen` must be a text.");
  for (const auto* const value : {"'x'", "[1]"}) {
    EXPECT_EQ(
        file_error_of(std::string("callback_origins = ") + value),
        "allot.toml, line 1: `callback_origins` must be a list of texts."
    );
  }
  EXPECT_EQ(
      file_error_of("io_threads = 0"),
      "allot.toml, line 1: `io_threads` must be a number from 1 to 1024."
  );
}

TEST(SettingsFile, AValueThatIsNoneIsNamedWithItsLine) {
  for (const auto* const setting :
       {"listen = '8080'",
        "listen = 'host:'",
        "listen = ':80'",
        "listen = 'host:http'",
        "public_url = 'allot'",
        "log_level = 'loud'",
        "log_format = 'xml'",
        "trusted_proxies = ['10.0.0.0/8', 'all']"}) {
    const std::string text(setting);
    const auto beginning = "allot.toml, line 2: `" + text.substr(0, text.find(' ')) + "`: `";
    EXPECT_THAT(file_error_of("\n" + text), ::testing::StartsWith(beginning));
  }
}

TEST(SettingsFile, ThatIsNoTomlIsRefusedWithItsLine) {
  EXPECT_THAT(
      file_error_of("listen = '127.0.0.1:1'\n?"), HasSubstr("allot.toml, line 2: this is no TOML")
  );
}

TEST(SettingsFile, OfTheDataFolderIsReadWhenThereIsOne) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("allot-settings-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  Configuration configuration{.data = folder.string()};
  EXPECT_NO_THROW(add_settings_file(configuration));
  std::ofstream(folder / "allot.toml") << "listen = '127.0.0.1:3'\n";
  add_settings_file(configuration);
  EXPECT_EQ(configuration.listen_address(), "127.0.0.1:3");
  std::filesystem::remove_all(folder);

  Configuration named{.config = "/nowhere/allot.toml"};
  EXPECT_THROW(add_settings_file(named), UsageError);
}

TEST(PublicUrl, IsAnOriginWithoutFinalSlash) {
  EXPECT_EQ(checked_public_url("https://label.example.org/"), "https://label.example.org");
  EXPECT_EQ(checked_public_url("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
  for (const auto* const url :
       {"",
        "label.example.org",
        "ftp://x",
        "https://",
        "https://x/path",
        "https://a@x",
        "https://x?y"}) {
    EXPECT_THROW((void)checked_public_url(url), UsageError) << url;
  }
}

TEST(DataFolder, MustBeNamed) {
  EXPECT_THROW((void)data_folder_of({}), UsageError);
  EXPECT_TRUE(data_folder_of({.data = "x/../y"}).is_absolute());
}

}  // namespace

}  // namespace allot::app
