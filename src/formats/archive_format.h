#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/entry_names.h"
#include "base/zip_writer.h"
#include "formats/formats.h"

namespace allot::formats {

/// A format that is a zip archive with a file for each item, which is called as the item is, with
/// another ending: `labels/street/a.txt` of `/street/a.jpg`; names that cannot be unpacked so are
/// others (base/entry_names.h). Those, and what could not go out, are told in `report.csv`.
class ArchiveFormat : public LabelFormat {
 public:
  [[nodiscard]] bool finish() final;

 protected:
  explicit ArchiveFormat(const FormatStart& start);

  /// The file of an item, `folder`/…`ending` of its path or another, and what is in it: in any
  /// number of pieces.
  void begin_file(std::string_view folder, const Item& item, std::string_view ending) {
    begin_file(folder, item.path, item, ending);
  }

  void begin_file(
      std::string_view folder, std::string_view path, const Item& item, std::string_view ending
  );

  void write(std::string_view text) { zip_.write(text); }

  /// A file of no item; what is in it as above.
  void begin_other(std::string_view path) { zip_.begin(path); }

  /// Notes for the report what did not go out as somebody may expect.
  void report(const Item& item, std::string_view annotation, std::string_view reason);

 private:
  /// What comes behind the files of the items.
  virtual void end_files() {}

  void add_report();

  ZipWriter zip_;
  EntryNames names_{EntryNames::Equal::anywhere};
  std::string report_;
  std::uint64_t reported_ = 0;
  std::uint64_t unreported_ = 0;  // that the report has no room for
  bool is_ending_ = false;
};

}  // namespace allot::formats
