#include "usecases/exports/file.h"

#include <utility>

namespace allot {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 16;
constexpr std::string_view name_of_array = "result.json";

/// As Python's os.path.splitext leaves it, which clients look for: dots at the beginning of a name
/// begin no extension.
std::string_view without_extension(std::string_view path) {
  const auto name = path.rfind('/') + 1;
  const auto first = path.find_first_not_of('.', name);
  const auto dot = path.rfind('.');
  const bool has_one =
      dot != std::string_view::npos && first != std::string_view::npos && dot > first;
  return has_one ? path.substr(0, dot) : path;
}

}  // namespace

std::string document_name(std::string_view path, const ExportNames& names) {
  std::string name = names.in_folder ? "json" : "";
  name += names.with_extension ? path : without_extension(path);
  return name + ".json";
}

ExportFile::ExportFile(FileStore& files, const ExportOrder& order, Time made)
    : form_(order.form), names_(order.names), spool_(files.spool()) {
  if (form_ == ExportForm::json) return;
  zip_ = std::make_unique<ZipWriter>([this](std::string_view bytes) { put(bytes); }, made);
  if (form_ == ExportForm::zipped_json) zip_->begin(name_of_array);
}

void ExportFile::begin(std::string_view path) {
  if (form_ == ExportForm::zip) {
    zip_->begin(document_name(path, names_));
  } else {
    write(is_empty_ ? "[" : ",");
  }
  is_empty_ = false;
}

void ExportFile::write(std::string_view json) {
  zip_ ? zip_->write(json) : put(json);
}

SpooledFile ExportFile::finish() {
  if (form_ != ExportForm::zip) write(is_empty_ ? "[]" : "]");
  if (zip_) zip_->finish();
  flush();
  return spool_->finish();
}

void ExportFile::put(std::string_view bytes) {
  waiting_ += bytes;
  if (waiting_.size() >= piece_bytes) flush();
}

void ExportFile::flush() {
  spool_->append(waiting_);
  waiting_.clear();
}

}  // namespace allot
