#include "usecases/exports/file.h"

#include <utility>

#include "base/patience.h"

namespace allot {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 16;
constexpr std::string_view name_of_array = "result.json";

}  // namespace

std::string document_name(
    EntryNames& taken, std::string_view path, const ItemId& id, const ExportNames& names
) {
  const EntryWish wish{
      .folder = names.in_folder ? "json" : "",
      .path = path,
      .keeps_extension = names.with_extension,
      .ending = ".json",
      .id = id.text
  };
  return taken.take(wish).name;
}

ExportFile::ExportFile(FileStore& files, const ExportOrder& order, Time made)
    : form_(order.form), names_(order.names), spool_(files.spool()) {
  if (form_ == ExportForm::json) return;
  zip_ = std::make_unique<ZipWriter>([this](std::string_view bytes) { put(bytes); }, made);
  if (form_ == ExportForm::zipped_json) zip_->begin(name_of_array);
}

void ExportFile::begin(std::string_view path, const ItemId& id) {
  if (form_ == ExportForm::zip) {
    zip_->begin(document_name(taken_, path, id, names_));
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
  while (zip_ && !zip_->finish()) Patience::require();
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
