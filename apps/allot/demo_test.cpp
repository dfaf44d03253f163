#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <span>
#include <stdexcept>

#include "auth/secrets.h"
#include "demo_picture.h"
#include "demo_seed.h"
#include "installation/installation.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/datasets/read.h"
#include "usecases/projects/read.h"
#include "usecases/tasks/read.h"

namespace allot::app {

namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A data folder that is open, taken away at the end.
struct House {
  House() : installation(DataFolder::open(root / "data"), {.public_url = "http://allot.test"}) {}

  House(const House&) = delete;
  House& operator=(const House&) = delete;

  ~House() {
    installation.close();
    std::filesystem::remove_all(root);
  }

  static std::filesystem::path make_root() {
    auto pattern = (std::filesystem::temp_directory_path() / "allot-demo-XXXXXX").string();
    return ::mkdtemp(pattern.data());
  }

  std::filesystem::path root = make_root();
  Installation installation;
};

/// What a person finds in the demo, as text.
std::string tour(Env& env, const std::string& address) {
  const Caller caller{.user = {address}, .org_role = OrgRole::owner, .session = {}};
  std::string seen;
  for (const auto& project : list_projects(env, caller)) {
    seen += project.project.name + ": ";
    for (const auto& dataset : list_datasets(env, caller, {.projects = {project.project.id}})) {
      seen += dataset.dataset.name + " " + std::to_string(dataset.files) + " files; ";
    }
    for (const auto& task : list_tasks(env, caller, std::span(&project.project.id, 1))) {
      seen += task.task.name + " " + std::to_string(task.counts.completed) + "/" +
              std::to_string(task.counts.total) + " of " +
              std::to_string(task.assignments().size()) + "; ";
    }
  }
  return seen;
}

TEST(Demo, ItIsMadeOnceAndAnInterruptedStartIsTakenUp) {
  House house;
  auto& env = house.installation.env();
  const auto& folder = house.installation.folder().path();
  const auto sign_ins = seed_demo(env, folder);
  ASSERT_EQ(sign_ins.size(), 6U);
  EXPECT_EQ(sign_ins.front().role, "owner");
  for (const auto& person : sign_ins) {
    EXPECT_TRUE(
        sign_in(env, {.address = person.address, .password = person.password, .peer = "127.0.0.1"})
    ) << person.address;
  }
  const auto seen = tour(env, sign_ins.front().address);
  EXPECT_EQ(
      seen,
      "Demo project: Streets 300 files; Review streets 6/43 of 2; Label streets 110/200 of 5; "
  );
  const auto file = demo_sign_ins_file(folder);
  struct stat facts{};
  ASSERT_EQ(::stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600U);

  const auto passwords = [](const std::vector<DemoSignIn>& all) {
    std::string text;
    for (const auto& person : all) text += person.password + " ";
    return text;
  };
  EXPECT_EQ(passwords(seed_demo(env, folder)), passwords(sign_ins));
  std::filesystem::rename(file, folder / "demo-sign-ins.draft");  // as if it had ended before this
  EXPECT_EQ(passwords(seed_demo(env, folder)), passwords(sign_ins));
  EXPECT_EQ(tour(env, sign_ins.front().address), seen);
}

TEST(Demo, AFolderWithOtherAccountsIsLeftAlone) {
  House house;
  auto& env = house.installation.env();
  ASSERT_TRUE(add_user(env, {.address = "mia@example.org", .password = "correct horse"}));
  EXPECT_THAT(
      [&] { (void)seed_demo(env, house.installation.folder().path()); },
      ThrowsMessage<std::runtime_error>(HasSubstr("holds accounts"))
  );
  EXPECT_EQ(list_users(env).size(), 1U);
}

TEST(DemoPictures, ThingsLieInsideAndEachPictureIsAPngOfItsOwn) {
  std::set<std::string> pictures;
  for (std::uint32_t number = 1; number <= 30; ++number) {
    const auto scene = draw_street(number);
    EXPECT_EQ(scene.png.substr(1, 3), "PNG");
    EXPECT_EQ(scene.png.substr(scene.png.size() - 8, 4), "IEND");
    EXPECT_FALSE(scene.things.empty());
    for (const auto& thing : scene.things) {
      EXPECT_TRUE(0 <= thing.left && thing.left < thing.right && thing.right < 320);
      EXPECT_TRUE(0 <= thing.top && thing.top < thing.bottom && thing.bottom < 200);
    }
    pictures.insert(scene.png);
  }
  EXPECT_EQ(pictures.size(), 30U);
}

TEST(DemoPictures, ANumberGivesTheSamePictureEverywhere) {
  EXPECT_EQ(
      hash_secret(draw_street(7).png),
      "d85fb9fcc77662413db15e9283b4981d969b8a2b16613a4af725325574c6804a"
  );
}

}  // namespace

}  // namespace allot::app
