#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <list>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace allot {

/// Counts up. Thread-safe without a lock: a few nanoseconds.
class Counter {
 public:
  void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }

  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

/// Where the buckets of a histogram end, ascending, as whole numbers; `unit` makes them what is
/// shown (1e-6: microseconds shown as seconds).
struct Scale {
  static constexpr std::size_t size_max = 20;
  std::array<std::uint64_t, size_max> bounds{};
  std::size_t size = 0;
  double unit = 1;

  constexpr Scale(std::initializer_list<std::uint64_t> ends, double shown_as) : unit(shown_as) {
    for (const auto end : ends) bounds[size++] = end;
  }
};

/// 100 µs to 10 s, of microseconds.
inline constexpr Scale latency_scale{
    {100,
     250,
     500,
     1'000,
     2'500,
     5'000,
     10'000,
     25'000,
     50'000,
     100'000,
     250'000,
     500'000,
     1'000'000,
     2'500'000,
     10'000'000},
    1e-6
};

/// 100 µs to 10 s, of microseconds; few, for what there are many of.
inline constexpr Scale job_scale{
    {100, 1'000, 5'000, 10'000, 25'000, 50'000, 100'000, 1'000'000, 10'000'000}, 1e-6
};

/// 1 to 2,000.
inline constexpr Scale group_scale{{1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000}, 1};

/// What a histogram has counted at a moment.
struct HistogramCounts {
  std::vector<double> bounds;  // upper ends, inclusive, in what is shown
  std::vector<std::uint64_t>
      counts;  // one for each bound, and one for what is above; not summed up
  double sum = 0;

  [[nodiscard]] std::uint64_t total() const;
};

/// Counts values by size. Thread-safe without a lock; a snapshot taken meanwhile may miss a value
/// in one place and not in another.
template <const Scale& scale>
class Histogram {
 public:
  void observe(std::uint64_t value) {
    const auto* const end = scale.bounds.begin() + scale.size;
    const auto* const bucket = std::lower_bound(scale.bounds.begin(), end, value);
    buckets_[static_cast<std::size_t>(bucket - scale.bounds.begin())].add();
    sum_.add(value);
  }

  [[nodiscard]] HistogramCounts counts() const {
    HistogramCounts counts{.bounds = {}, .counts = {}, .sum = scale.unit * double(sum_.value())};
    for (std::size_t i = 0; i < scale.size; ++i) {
      counts.bounds.push_back(double(scale.bounds[i]) * scale.unit);
    }
    for (const auto& bucket : buckets_) counts.counts.push_back(bucket.value());
    return counts;
  }

 private:
  std::array<Counter, scale.size + 1> buckets_;
  Counter sum_;
};

using Latencies = Histogram<latency_scale>;  // observe microseconds
using GroupSizes = Histogram<group_scale>;

/// Numbers as text, in the form that Prometheus reads (version 0.0.4). One thread.
class MetricsPage {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a metric; its samples follow. Each name once in a page.
  void begin(std::string_view name, std::string_view type, std::string_view help);
  void sample(Labels labels, double value);
  void sample(Labels labels, const HistogramCounts& counts);

  /// A metric of one sample without labels.
  void counter(std::string_view name, std::string_view help, double value);
  void gauge(std::string_view name, std::string_view help, double value);
  void histogram(std::string_view name, std::string_view help, const HistogramCounts& counts);

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void line(std::string_view suffix, Labels labels, std::string_view bound, double value);

  std::string text_;
  std::string name_;
};

/// The parts of a process that tell their own numbers, each for as long as it lives. Thread-safe.
class MetricsReports {
 public:
  using Report = std::function<void(MetricsPage&)>;

  /// The report is told until this goes.
  class Registration {
   public:
    Registration(MetricsReports& reports, Report report);
    ~Registration();
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

   private:
    MetricsReports& reports_;
    std::list<Report>::iterator place_;
  };

  /// All reports, in the order in which they were registered.
  void write(MetricsPage& page) const;

 private:
  mutable std::mutex mutex_;
  std::list<Report> reports_;
};

}  // namespace allot
