#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/entry_names.h"
#include "base/zip_writer.h"
#include "domain/exports.h"
#include "store/files.h"

namespace allot {

/// What the document of an item is called in an archive, by the item's path; otherwise than `names`
/// say where that cannot be unpacked, or is the name of another (base/entry_names.h).
[[nodiscard]] std::string document_name(
    EntryNames& taken, std::string_view path, const ItemId& id, const ExportNames& names
);

/// The file that an export writes, a document after the other. What it holds in memory does not
/// grow with it, but for some 30 bytes for each file in an archive. Throws StoreFailure (disk
/// full), std::runtime_error.
class ExportFile {
 public:
  /// `made`: what an archive says of its documents.
  ExportFile(FileStore& files, const ExportOrder& order, Time made);

  /// The document of the item at this path comes next: what is written from now on.
  void begin(std::string_view path, const ItemId& id);
  void write(std::string_view json);
  /// Nothing may follow. Throws GivenUp, too (base/patience.h).
  [[nodiscard]] SpooledFile finish();

 private:
  void put(std::string_view bytes);
  void flush();

  const ExportForm form_;
  const ExportNames names_;
  std::unique_ptr<SpoolWriter> spool_;
  std::string waiting_;  // for the spool: small pieces are put together
  std::unique_ptr<ZipWriter> zip_;
  EntryNames taken_{EntryNames::Equal::to_the_letter};  // clients look for them
  bool is_empty_ = true;
};

}  // namespace allot
