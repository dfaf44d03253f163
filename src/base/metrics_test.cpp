#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace allot {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MetricsPage, ShowsAMetricWithItsHelpAndType) {
  MetricsPage page;
  page.counter("allot_commits_total", "Commits.", 12);
  EXPECT_EQ(
      page.take(),
      "# HELP allot_commits_total Commits.\n"
      "# TYPE allot_commits_total counter\n"
      "allot_commits_total 12\n"
  );
}

TEST(MetricsPage, WritesLargeNumbersWithAllTheirDigits) {
  MetricsPage page;
  page.gauge("bytes", "Bytes.", 123'456'789'012);
  EXPECT_THAT(page.take(), HasSubstr("\nbytes 123456789012\n"));
}

TEST(MetricsPage, EscapesLabels) {
  MetricsPage page;
  page.begin("n", "gauge", "N.");
  page.sample({{"a", "x\"y\\z\n"}, {"b", "plain"}}, 1);
  EXPECT_THAT(page.take(), HasSubstr(R"(n{a="x\"y\\z\n",b="plain"} 1)"));
}

TEST(Histogram, CountsAValueInTheFirstBucketThatHoldsIt) {
  Latencies latencies;
  latencies.observe(100);  // an end belongs to its bucket
  latencies.observe(101);
  latencies.observe(60'000'000);  // above all ends
  const auto counts = latencies.counts();
  EXPECT_EQ(counts.counts[0], 1u);
  EXPECT_EQ(counts.counts[1], 1u);
  EXPECT_EQ(counts.counts.back(), 1u);
  EXPECT_EQ(counts.total(), 3u);
  EXPECT_DOUBLE_EQ(counts.sum, 60.000201);
}

TEST(Histogram, IsShownWithBucketsThatAddUp) {
  Latencies latencies;
  for (const auto micros : {50u, 200u, 2'000u, 20'000'000u}) latencies.observe(micros);
  MetricsPage page;
  page.histogram("seconds", "Time.", latencies.counts());
  const auto text = page.take();
  EXPECT_THAT(text, HasSubstr("# TYPE seconds histogram\nseconds_bucket{le=\"0.0001\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("seconds_bucket{le=\"0.00025\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("seconds_bucket{le=\"0.0025\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("seconds_bucket{le=\"10\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("seconds_bucket{le=\"+Inf\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("seconds_count 4\n"));
}

TEST(Counter, LosesNothingBetweenThreads) {
  Counter counter;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 10'000; ++n) counter.add();
      });
    }
  }
  EXPECT_EQ(counter.value(), 40'000u);
}

TEST(MetricsReports, AreToldForAsLongAsTheyAreRegistered) {
  MetricsReports reports;
  std::optional<MetricsReports::Registration> registration;
  registration.emplace(reports, [](MetricsPage& page) { page.gauge("here", "Here.", 1); });
  MetricsPage with;
  reports.write(with);
  registration.reset();
  MetricsPage without;
  reports.write(without);
  EXPECT_THAT(with.take(), HasSubstr("here 1"));
  EXPECT_EQ(without.take(), "");
}

}  // namespace
}  // namespace allot
