#include "base/metrics.h"

#include <fmt/format.h>

#include <iterator>
#include <numeric>

namespace allot {

namespace {

void append_label(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out += ',';
  out.append(name).append("=\"");
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::uint64_t HistogramCounts::total() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void MetricsPage::begin(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricsPage::line(
    std::string_view suffix, Labels labels, std::string_view bound, double value
) {
  text_.append(name_).append(suffix);
  if (labels.size() > 0 || !bound.empty()) {
    text_ += '{';
    for (const auto& [label, content] : labels) append_label(text_, label, content);
    if (!bound.empty()) append_label(text_, "le", bound);
    text_ += '}';
  }
  fmt::format_to(std::back_inserter(text_), " {}\n", value);
}

void MetricsPage::sample(Labels labels, double value) {
  line("", labels, "", value);
}

void MetricsPage::sample(Labels labels, const HistogramCounts& counts) {
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < counts.bounds.size(); ++i) {
    so_far += counts.counts[i];
    // Six digits: 2500 times 1e-6 is not quite 0.0025.
    line("_bucket", labels, fmt::format("{:.6g}", counts.bounds[i]), double(so_far));
  }
  const auto total = double(counts.total());
  line("_bucket", labels, "+Inf", total);
  line("_sum", labels, "", counts.sum);
  line("_count", labels, "", total);
}

void MetricsPage::counter(std::string_view name, std::string_view help, double value) {
  begin(name, "counter", help);
  sample({}, value);
}

void MetricsPage::gauge(std::string_view name, std::string_view help, double value) {
  begin(name, "gauge", help);
  sample({}, value);
}

void MetricsPage::histogram(
    std::string_view name, std::string_view help, const HistogramCounts& counts
) {
  begin(name, "histogram", help);
  sample({}, counts);
}

MetricsReports::Registration::Registration(MetricsReports& reports, Report report)
    : reports_(reports) {
  const std::scoped_lock lock(reports_.mutex_);
  place_ = reports_.reports_.insert(reports_.reports_.end(), std::move(report));
}

MetricsReports::Registration::~Registration() {
  const std::scoped_lock lock(reports_.mutex_);
  reports_.reports_.erase(place_);
}

void MetricsReports::write(MetricsPage& page) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& report : reports_) report(page);
}

}  // namespace allot
