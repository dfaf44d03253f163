#include "formats/archive_format.h"

#include <fmt/format.h>

#include <utility>

#include "formats/csv_line.h"

namespace allot::formats {

namespace {

// It is kept until the end, so it has one.
constexpr std::uint64_t report_lines_max = 10'000;
constexpr std::size_t report_bytes_max = 1'000'000;

}  // namespace

ArchiveFormat::ArchiveFormat(const FormatStart& start)
    : zip_([this](std::string_view bytes) { put(bytes); }, start.made) {}

void ArchiveFormat::begin_file(
    std::string_view folder, std::string_view path, const Item& item, std::string_view ending
) {
  const auto name =
      names_.take({.folder = folder, .path = path, .ending = ending, .id = item.id.text});
  if (!name.is_plain) {
    report(item, "", "its file cannot be called as it is: its labels are in " + name.name);
  }
  zip_.begin(name.name);
}

void ArchiveFormat::report(const Item& item, std::string_view annotation, std::string_view reason) {
  if (reported_ >= report_lines_max || report_.size() >= report_bytes_max) {
    ++unreported_;
    return;
  }
  ++reported_;
  append_csv_line(report_, {item.path, annotation, reason});
}

bool ArchiveFormat::finish() {
  if (!std::exchange(is_ending_, true)) {
    end_files();
    add_report();
  }
  return zip_.finish();
}

/// When there is something to tell.
void ArchiveFormat::add_report() {
  if (unreported_ > 0) append_csv_line(report_, {"", "", fmt::format("and {} more", unreported_)});
  if (reported_ > 0) zip_.add("report.csv", "filename,annotation_id,reason\n" + report_);
}

}  // namespace allot::formats
