#include <thread>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PaceOfATask : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(12);
  const Task task = task_of(dataset, loads({{"ada", 75}, {"ben", 25}}));

  [[nodiscard]] static std::vector<std::string> ids(const Assignment& of) {
    return ids_of(of.get_items());
  }

  /// One that does not end in the middle of a test: shortly before midnight it waits for the next.
  [[nodiscard]] static std::chrono::year_month_day today() {
    using std::chrono::days;
    using std::chrono::system_clock;
    constexpr auto room = 20s;
    const auto soon = system_clock::now() + room;
    const auto day = std::chrono::floor<days>(soon);
    if (day > system_clock::now()) std::this_thread::sleep_until(day);
    return day;
  }
};

// B-310 B-311
TEST_P(PaceOfATask, TellsWhoDidWhatAndWhatIsLeft) {
  const auto day = today();
  const auto adas = ids(assignment_of(task, "ada"));
  house.client("ada").tasks.get({.task_id = task.id, .task_name = {}}
  ).set_status("completed", {adas[0], adas[1]});
  const auto pace = task.pace({.count = 3});
  ASSERT_EQ(pace.people.size(), 2u);
  const auto& ada = pace.people[0];
  EXPECT_EQ(ada.assignee_id, address_of("ada"));
  EXPECT_EQ(ada.assignment_id, assignment_of(task, "ada").id);
  EXPECT_EQ(ada.open, 7u);
  EXPECT_EQ(ada.handled, 2u);
  EXPECT_EQ(ada.active, 0s);
  EXPECT_EQ(ada.items_per_hour, std::nullopt);
  EXPECT_EQ(ada.done_by, std::nullopt);
  ASSERT_TRUE(ada.last_active);
  EXPECT_LT(std::chrono::system_clock::now() - *ada.last_active, 1h);
  ASSERT_EQ(ada.per_day.size(), 3u);
  EXPECT_EQ(ada.per_day[2].day, day);
  EXPECT_EQ(ada.per_day[2].items, 2u);
  EXPECT_EQ(ada.per_day[1].items, 0u);
  EXPECT_EQ(pace.people[1].last_active, std::nullopt);
  ASSERT_EQ(pace.per_day.size(), 3u);
  EXPECT_EQ(pace.per_day[2].day, day);
  EXPECT_EQ(pace.per_day[2].items, 2u);
  ASSERT_EQ(pace.left.size(), 1u);
  EXPECT_EQ(pace.left[0].day, day);
  EXPECT_EQ(pace.left[0].items, 10u);
  EXPECT_EQ(pace.due_date, task.due_date);
  EXPECT_FALSE(pace.late);
  ASSERT_EQ(pace.balanced.units().size(), 2u);
  EXPECT_EQ(pace.balanced.units()[1].assignee_id, address_of("ben"));
  EXPECT_EQ(pace.balanced.units()[1].load, 50);
  EXPECT_EQ(pace.balanced.total(), 100);
}

// B-312
TEST_P(PaceOfATask, ShowsAnAnnotatorTheOwnRowAlone) {
  const auto ben = house.client("ben");
  const auto own = ben.tasks.get({.task_id = task.id, .task_name = {}}).pace();
  ASSERT_EQ(own.people.size(), 1u);
  EXPECT_EQ(own.people[0].assignee_id, address_of("ben"));
  EXPECT_THAT(own.left, IsEmpty());
  EXPECT_THAT(own.per_day, IsEmpty());
  EXPECT_TRUE(own.balanced.empty());
}

// B-312
TEST_P(PaceOfATask, OfAProjectIsThatOfItsOpenTasks) {
  const auto more = task_of(dataset, loads({{"ben", 100}}));
  const auto pace = project.pace({.count = 1, .time_zone = "Asia/Kathmandu"});
  std::vector<std::pair<std::string, std::uint64_t>> open;
  for (const auto& person : pace.people) open.emplace_back(person.assignee_id, person.open);
  EXPECT_THAT(
      open, ElementsAre(std::pair(address_of("ada"), 9u), std::pair(address_of("ben"), 15u))
  );
  EXPECT_EQ(pace.people[1].tasks, 2u);
  EXPECT_EQ(pace.people[1].assignment_id, "");
  EXPECT_EQ(pace.left.at(0).items, 24u);
}

TEST_P(PaceOfATask, OfNoTimeZoneIsABadRequest) {
  EXPECT_THROW((void)task.pace({.time_zone = "Mars/Olympus"}), BadRequest);
  EXPECT_THROW((void)task.pace({.count = 91}), BadRequest);
  EXPECT_THROW((void)project.pace({.count = 0}), BadRequest);
}

IN_BOTH_MODES(PaceOfATask);

}  // namespace
}  // namespace allot::sdk_tests
