#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <span>
#include <stdexcept>

#include "auth/secrets.h"
#include "demo_clock.h"
#include "demo_picture.h"
#include "demo_seed.h"
#include "installation/installation.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/datasets/read.h"
#include "usecases/projects/read.h"
#include "usecases/tasks/list_items.h"
#include "usecases/tasks/pace.h"
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
      "Demo project: Streets 300 files; Review streets 6/50 of 2; Label streets 119/200 of 5; "
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

/// The log of a task, oldest first, and the pace of its people.
struct WorkInDemo {
  std::vector<Time> set;
  TaskPace told;
};

WorkInDemo work_in(Env& env, const Caller& owner, std::string_view name) {
  WorkInDemo work;
  const auto project = list_projects(env, owner).front().project.id;
  for (const auto& view : list_tasks(env, owner, std::span(&project, 1))) {
    if (view.task.name != name) continue;
    const AskTaskItems all{.task = view.task.id, .assignees = {}, .assignment = {}, .word = {}};
    const auto page = list_task_items(env, owner, all, {.offset = 0, .size = 300});
    for (const auto& item : page->items) {
      if (item.status) work.set.push_back(item.status->at);
    }
    work.told = *read_task_pace(env, owner, view.task.id, {.count = 5});
  }
  std::ranges::sort(work.set);
  return work;
}

TEST(Demo, ItsPeopleHaveWorkedForDaysSoThatTheirPaceIsTold) {
  House house;
  auto& env = house.installation.env();
  const auto& folder = house.installation.folder().path();
  const auto before = env.clock.now();
  const Caller mia{
      .user = {seed_demo(env, folder).front().address}, .org_role = OrgRole::owner, .session = {}
  };
  const auto work = work_in(env, mia, "Label streets");
  ASSERT_EQ(work.set.size(), 119U);
  EXPECT_GE(work.set.front(), before - demo_span);
  EXPECT_LT(work.set.front(), before - std::chrono::days{3});
  EXPECT_LT(work.set.back(), before);
  const auto& pace = work.told.pace;
  ASSERT_EQ(pace.people.size(), 5U);
  for (const auto& person : pace.people) {
    EXPECT_TRUE(person.speed.items_per_hour) << person.person.text;
    EXPECT_EQ(person.done_by.has_value(), person.open > 0) << person.person.text;
  }
  EXPECT_TRUE(pace.done_by);
  EXPECT_TRUE(work.told.late);
  EXPECT_GE(pace.left.size(), 4U);

  std::filesystem::rename(demo_sign_ins_file(folder), folder / "demo-sign-ins.draft");
  (void)seed_demo(env, folder);  // as if the first had been interrupted: in its time
  EXPECT_EQ(work_in(env, mia, "Label streets").set, work.set);
}

TEST(Demo, WhatIsDoneWasDoneInTheOrderOfItsTimes) {
  House house;
  auto& env = house.installation.env();
  (void)seed_demo(env, house.installation.folder().path());
  std::vector<Time> times;
  const auto page =
      read(env.store, [](const Transaction& tx) { return tx.outbox().after(0, 10'000); });
  for (const auto& event : page.events) {
    if (!event.actor.empty()) times.push_back(event.at);
  }
  EXPECT_GT(times.size(), 400U);
  EXPECT_TRUE(std::ranges::is_sorted(times));
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
