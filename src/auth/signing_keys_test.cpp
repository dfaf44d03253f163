#include "auth/signing_keys.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <sstream>
#include <system_error>
#include <thread>
#include <vector>

namespace allot {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for each test, removed afterwards.
class SigningKeysFile : public testing::Test {
 protected:
  SigningKeysFile() {
    std::string name = (fs::temp_directory_path() / "allot-keys-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }

  ~SigningKeysFile() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] fs::path file() const { return folder_ / "signing.keys"; }

  auto open() { return SigningKeys::open(file(), random_); }

  [[nodiscard]] SigningKeySet keys_in_file() {
    auto opened = open();
    return *(*opened)->keys();
  }

  [[nodiscard]] std::string content() const {
    std::ostringstream text;
    text << std::ifstream(file()).rdbuf();
    return text.str();
  }

  void write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(file(), std::ios::trunc) << text;
    ::chmod(file().c_str(), mode);
  }

  [[nodiscard]] mode_t mode() const {
    struct stat status{};
    ::stat(file().c_str(), &status);
    return status.st_mode & 07777;
  }

  [[nodiscard]] std::ptrdiff_t files_in_folder() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  fs::path folder_;
  SystemRandom random_;
};

TEST_F(SigningKeysFile, IsMadeWhenThereIsNoneAndOnlyItsOwnerMayReadIt) {
  const auto before = ::umask(0);
  const auto opened = open();
  ::umask(before);
  ASSERT_TRUE(opened);
  EXPECT_EQ(mode(), 0600u);
  EXPECT_EQ(files_in_folder(), 1) << "a draft was left behind";
  const auto keys = (*opened)->keys();
  EXPECT_EQ(keys->current.id.size(), 16u);
  EXPECT_NE(keys->current.secret, SigningKey{}.secret);
  EXPECT_FALSE(keys->previous.has_value());
}

TEST_F(SigningKeysFile, HasTheSameModeUnderAStrictUmask) {
  const auto before = ::umask(0777);
  const auto opened = open();
  ::umask(before);
  ASSERT_TRUE(opened);
  EXPECT_EQ(mode(), 0600u);
}

TEST_F(SigningKeysFile, GivesTheSameKeysAtTheNextStart) {
  const auto first = keys_in_file();
  EXPECT_EQ(keys_in_file(), first);
}

TEST_F(SigningKeysFile, RotationKeepsTheOldKeyBesideTheNewOne) {
  auto opened = open();
  const auto first = *(*opened)->keys();
  (*opened)->rotate(random_);
  const auto second = *(*opened)->keys();
  EXPECT_NE(second.current.id, first.current.id);
  EXPECT_NE(second.current.secret, first.current.secret);
  EXPECT_EQ(second.previous, first.current);
  EXPECT_EQ(keys_in_file(), second);
  EXPECT_EQ(mode(), 0600u);
  EXPECT_EQ(files_in_folder(), 1);

  (*opened)->rotate(random_);
  const auto third = keys_in_file();
  EXPECT_EQ(third.previous, second.current);
  EXPECT_EQ(third.find(first.current.id), nullptr);
  EXPECT_EQ(third.find(second.current.id), &*third.previous);
  EXPECT_EQ(third.find(third.current.id), &third.current);
}

TEST_F(SigningKeysFile, ThatOthersMayReadOrWriteIsRefused) {
  ASSERT_TRUE(open());
  for (const mode_t open_mode : {0640u, 0604u, 0660u, 0644u, 0620u, 0602u, 0610u, 0666u, 0777u}) {
    ::chmod(file().c_str(), open_mode);
    const auto opened = open();
    ASSERT_FALSE(opened) << open_mode;
    EXPECT_EQ(opened.error().code, ErrorCode::conflict);
    EXPECT_NE(opened.error().message.find("run `chmod 600` on it first."), std::string::npos)
        << opened.error().message;
    EXPECT_EQ(mode(), open_mode) << "the file was touched";
  }
  ::chmod(file().c_str(), 0600);
  EXPECT_TRUE(open());
  ::chmod(file().c_str(), 0400);
  EXPECT_TRUE(open());
}

TEST_F(SigningKeysFile, ThatIsDamagedIsRefusedAndStaysAsItIs) {
  const std::string id(16, 'a');
  const std::string secret(64, 'b');
  const auto head = std::string("allot signing keys 1\n");
  const auto current = "current " + id + " " + secret + "\n";
  const auto previous = "previous " + std::string(16, 'c') + " " + secret + "\n";
  write(head + current + previous);
  ASSERT_TRUE(open());
  const std::vector<std::string> damaged = {
      "",
      "\n",
      head,
      current,
      "allot signing keys 2\n" + current,
      head + previous,
      head + current + current,
      head + current + "previous " + id + " " + secret + "\n",
      head + current + previous + previous,
      head + current + "x\n",
      head + current + "x",
      head + current + previous.substr(0, previous.size() - 1),
      head + current + "\n",
      head + current.substr(0, current.size() - 1),
      head + current.substr(0, current.size() - 2) + "\n",
      head + "current " + id + " " + std::string(63, 'b') + "g\n",
      head + "current " + id + " " + std::string(64, 'B') + "\n",
      head + "current " + id + " " + std::string(62, 'b') + "+1\n",
      head + "current  " + secret + "\n",
      head + "current " + id + "\n",
      head + "current " + id + "\r\n",
      std::string(1000, '\0'),
  };
  for (const auto& text : damaged) {
    write(text);
    const auto opened = open();
    ASSERT_FALSE(opened) << text;
    EXPECT_EQ(opened.error().code, ErrorCode::invalid);
    EXPECT_EQ(content(), text);
  }
}

TEST_F(SigningKeysFile, IsNeitherAFolderNorAPipeNorHuge) {
  fs::create_directory(file());
  ::chmod(file().c_str(), 0700);
  ASSERT_FALSE(open());
  fs::remove(file());
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  ASSERT_FALSE(open());
  fs::remove(file());
  write(std::string(100'000, 'x'));
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::conflict);
}

TEST_F(SigningKeysFile, IsNotWrittenThroughADraftThatSomebodyPlanted) {
  class Zeros final : public Random {
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, std::uint8_t{0}); }
  } zeros;

  const auto victim = folder_ / "victim";
  std::ofstream(victim) << "untouched";
  fs::create_hard_link(victim, file().string() + ".AAAAAAAAAAAA.new");
  EXPECT_THROW(static_cast<void>(SigningKeys::open(file(), zeros)), std::system_error);
  EXPECT_EQ(fs::file_size(victim), 9u);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(SigningKeysFile, AFolderThatIsNotThereIsABreakdown) {
  EXPECT_THROW(
      static_cast<void>(SigningKeys::open(folder_ / "absent" / "signing.keys", random_)),
      std::system_error
  );
}

TEST_F(SigningKeysFile, ARotationThatCannotBeWrittenChangesNothing) {
  auto opened = open();
  const auto before = *(*opened)->keys();
  fs::remove_all(folder_);
  EXPECT_THROW((*opened)->rotate(random_), std::system_error);
  EXPECT_EQ(*(*opened)->keys(), before);
}

TEST_F(SigningKeysFile, TwoThatStartAtOnceAgreeOnTheKeys) {
  for (int round = 0; round < 20; ++round) {
    std::array<SigningKeySet, 4> seen;
    {
      std::vector<std::jthread> threads;
      for (auto& keys : seen) threads.emplace_back([&] { keys = keys_in_file(); });
    }
    for (const auto& keys : seen) EXPECT_EQ(keys, seen[0]);
    EXPECT_EQ(files_in_folder(), 1);
    fs::remove(file());
  }
}

TEST(SigningKeysInMemory, DifferFromEachOtherAndRotate) {
  SystemRandom random;
  const auto one = SigningKeys::in_memory(random);
  const auto other = SigningKeys::in_memory(random);
  EXPECT_NE(one->keys()->current, other->keys()->current);
  const auto before = one->keys();
  one->rotate(random);
  EXPECT_EQ(one->keys()->previous, before->current);
  EXPECT_FALSE(before->previous.has_value()) << "a set that somebody holds has changed";
}

}  // namespace
}  // namespace allot
