#include "formats/archive_format.h"

#include <fmt/format.h>

#include <functional>

#include "formats/csv_line.h"

namespace allot::formats {

namespace {

/// It is kept until the end, so it has one.
constexpr std::uint64_t report_lines_max = 10'000;

/// A longer file goes on as it comes, and has its length behind it.
constexpr std::size_t whole_bytes_max = 1u << 20;

std::string_view without_ending(std::string_view path) {
  const auto slash = path.rfind('/');
  const auto dot = path.rfind('.');
  const bool has_ending = dot != std::string_view::npos && dot > slash + 1;
  return has_ending ? path.substr(0, dot) : path;
}

}  // namespace

ArchiveFormat::ArchiveFormat(const FormatStart& start)
    : zip_([this](std::string_view bytes) { put(bytes); }, start.made) {}

void ArchiveFormat::begin_file(std::string_view folder, const Item& item, std::string_view ending) {
  path_ = std::string(folder) + name_for(item, ending);
  text_.clear();
  is_long_ = false;
}

void ArchiveFormat::write(std::string_view text) {
  if (is_long_) return zip_.write(text);
  text_ += text;
  if (text_.size() < whole_bytes_max) return;
  is_long_ = true;
  zip_.begin(path_);
  zip_.write(text_);
  text_ = {};
}

void ArchiveFormat::end_file() {
  if (!is_long_) zip_.add(path_, text_);
}

std::string ArchiveFormat::name_for(const Item& item, std::string_view ending) {
  auto name = std::string(without_ending(item.path)).append(ending);
  if (is_new(name)) return name;
  name = item.path + std::string(ending);
  if (!is_new(name)) name = fmt::format("{}.{}{}", item.path, item.id.text, ending);
  report(
      item, "", "another item differs in its ending alone: the labels of this one are in " + name
  );
  return name;
}

bool ArchiveFormat::is_new(std::string_view name) {
  return names_.insert(std::hash<std::string_view>{}(name)).second;
}

void ArchiveFormat::report(const Item& item, std::string_view annotation, std::string_view reason) {
  if (++reported_ <= report_lines_max) append_csv_line(report_, {item.path, annotation, reason});
}

void ArchiveFormat::finish_archive() {
  if (reported_ > report_lines_max) {
    const auto rest = fmt::format("and {} more", reported_ - report_lines_max);
    append_csv_line(report_, {"", "", rest});
  }
  if (reported_ > 0) zip_.add("report.csv", "filename,annotation_id,reason\n" + report_);
  zip_.finish();
}

}  // namespace allot::formats
