#include "process_numbers.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "version.h"

namespace allot::app {

namespace {

double seconds(const timeval& time) {
  return double(time.tv_sec) + double(time.tv_usec) * 1e-6;
}

/// When the process that asks first was about to serve.
double start_time() {
  static const auto start =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch());
  return start.count();
}

[[maybe_unused]] const double started = start_time();

void write_memory(MetricsPage& page) {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  if (!(file >> all >> resident)) return;
  const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  page.gauge("process_resident_memory_bytes", "Memory in use.", double(resident * page_bytes));
}

void write_files(MetricsPage& page) {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return;
  const auto count = std::distance(begin(files), end(files));
  page.gauge("process_open_fds", "Open files and sockets.", double(count));
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  page.gauge("process_max_fds", "Files and sockets that may be open.", double(limit.rlim_cur));
}

}  // namespace

void write_process_numbers(MetricsPage& page) {
  page.begin("allot_build_info", "gauge", "1, with the version.");
  page.sample({{"version", version}}, 1);
  page.gauge(
      "process_start_time_seconds", "Start of the process, in seconds since 1970.", start_time()
  );
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  page.counter(
      "process_cpu_seconds_total",
      "Processor time spent.",
      seconds(usage.ru_utime) + seconds(usage.ru_stime)
  );
  write_memory(page);
  write_files(page);
}

}  // namespace allot::app
