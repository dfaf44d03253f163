#include "control_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "installation/data_folder.h"
#include "installation/installation.h"

namespace allot::app {

namespace {

using ::testing::HasSubstr;
using Verb = UserCommand::Verb;

/// An empty place for a data folder, taken away at the end.
class Place {
 public:
  explicit Place(std::size_t length = 0) {
    auto pattern = (std::filesystem::temp_directory_path() / "allot-data-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    path = root_ / ("data" + std::string(length, 'x'));
  }

  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  ~Place() { std::filesystem::remove_all(root_); }

  std::filesystem::path path;

 private:
  std::filesystem::path root_;
};

mode_t mode_of(const std::filesystem::path& file) {
  struct stat facts{};
  EXPECT_EQ(::stat(file.c_str(), &facts), 0) << file;
  return facts.st_mode & 0777;
}

Settings settings() {
  return {.public_url = "http://localhost:8080"};
}

Configuration configuration_of(const Place& place) {
  return {.data = place.path.string()};
}

const UserCommand add_ada{
    .verb = Verb::add, .address = "Ada@example.org", .password = "correct horse"
};

TEST(Message, ComesBackAsItWas) {
  const std::vector<std::string> fields{"user", "", "3:x", std::string("a\0b\n", 4)};
  EXPECT_EQ(decode_message(encode_message(fields)), fields);
  for (const auto* const broken : {"x", "3", "3:ab", "-1:a", "99999999999999999999:a"}) {
    EXPECT_EQ(decode_message(broken), std::nullopt) << broken;
  }
}

TEST(DataFolder, IsMadeForItsOwnerAloneAndHeldByOneProcess) {
  const Place place;
  {
    const auto held = DataFolder::open(place.path);
    EXPECT_EQ(mode_of(place.path), 0700u);
    EXPECT_FALSE(DataFolder::try_open(place.path));
    EXPECT_THAT(
        [&] { (void)DataFolder::open(place.path); },
        ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("in use by another process"))
    );
  }
  EXPECT_TRUE(DataFolder::try_open(place.path));
}

TEST(DataFolder, ThatCannotBeMadeIsToldInOneSentence) {
  EXPECT_THAT(
      [] { (void)DataFolder::open("/dev/null/data"); },
      ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("cannot be used"))
  );
}

TEST(UserCommands, WorkBeforeTheFirstStart) {
  const Place place;
  const auto added = user(configuration_of(place), add_ada);
  EXPECT_EQ(added.exit_code, 0) << added.err;
  EXPECT_EQ(added.out, "ada@example.org added\n");
  EXPECT_EQ(
      user(configuration_of(place), {.verb = Verb::list}).out,
      "ACCOUNT          STATE     ROLE\nada@example.org  active    owner\n"
  );
  const auto again = user(configuration_of(place), add_ada);
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_NE(again.err, "");
}

TEST(UserCommands, GoThroughTheServerThatHoldsTheFolder) {
  const Place place(120);  // longer than the path of a Unix socket may be
  Installation installation(DataFolder::open(place.path), settings());
  const auto before = std::filesystem::current_path();
  const ControlSocket control(place.path, installation.env());
  EXPECT_EQ(std::filesystem::current_path(), before);
  EXPECT_EQ(mode_of(place.path / "allot.sock"), 0600u);

  const auto configuration = configuration_of(place);
  const auto added = user(configuration, add_ada);
  EXPECT_EQ(added.out, "ada@example.org added\n") << added.err;
  EXPECT_EQ(
      user(configuration, {.verb = Verb::disable, .address = "ada@example.org"}).exit_code, 0
  );
  EXPECT_EQ(
      user(configuration, {.verb = Verb::list}).out,
      "ACCOUNT          STATE     ROLE\nada@example.org  disabled  owner\n"
  );
  EXPECT_EQ(user(configuration, {.verb = Verb::enable, .address = "ada@example.org"}).exit_code, 0);
  EXPECT_THAT(
      user(configuration, {.verb = Verb::link, .address = "ada@example.org"}).out,
      ::testing::StartsWith("http://localhost:8080/")
  );
  const auto unknown = user(configuration, {.verb = Verb::link, .address = "ben@example.org"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_NE(unknown.err, "");
}

// B-344
TEST(LogLevelCommand, ChangesHowMuchTheRunningServerLogs) {
  const Place place;
  Installation installation(DataFolder::open(place.path), settings());
  const ControlSocket control(place.path, installation.env());
  const auto configuration = configuration_of(place);
  EXPECT_EQ(log_level(configuration, {"debug"}).out, "The server logs debug and above.\n");
  EXPECT_TRUE(logs(LogLevel::debug));
  EXPECT_EQ(log_level(configuration, {"error"}).exit_code, 0);
  EXPECT_FALSE(logs(LogLevel::warning));
  EXPECT_THROW((void)log_level(configuration, {"loud"}), UsageError);
  EXPECT_FALSE(logs(LogLevel::warning));
  EXPECT_EQ(log_level(configuration, {"info"}).exit_code, 0);
}

TEST(LogLevelCommand, NeedsAServer) {
  const Place place;
  EXPECT_THAT(
      [&] { (void)log_level(configuration_of(place), {"debug"}); },
      ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("No server answers"))
  );
}

TEST(UserCommands, WorkAfterAServerThatEndedHard) {
  const Place place;
  {
    const auto folder = DataFolder::open(place.path);
  }
  // Its socket is left, nobody listens there.
  {
    std::filesystem::create_symlink("/nowhere", place.path / "allot.sock");
  }
  Installation installation(DataFolder::open(place.path), settings());
  const ControlSocket control(place.path, installation.env());
  EXPECT_EQ(user(configuration_of(place), add_ada).exit_code, 0);
}

TEST(Installation, KeepsItsSecretsFromOthers) {
  const Place place;
  {
    Installation installation(DataFolder::open(place.path), settings());
  }
  EXPECT_EQ(mode_of(place.path / "keys"), 0600u);
}

}  // namespace

}  // namespace allot::app
