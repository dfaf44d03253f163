#pragma once

// Labels on their way out: items of a dataset, written to a file.

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/id.h"

namespace allot {

enum class ExportForm {
  json,         // one array of items
  zip,          // a document for each item
  zipped_json,  // that array, as the one document of an archive
};

/// How the documents of an archive are called.
struct ExportNames {
  bool in_folder = true;       // in the folder `json`
  bool with_extension = true;  // `/a/b.jpg` is `a/b.jpg.json`; else `a/b.json`
  bool operator==(const ExportNames&) const = default;
};

/// What an export is to hold, as it was asked for.
struct ExportOrder {
  ExportForm form = ExportForm::json;
  ExportNames names;
  bool with_annotations = true;
  std::string items_query = "{}";  // a query object, checked
  std::string annotations_query;   // likewise; "": all annotations
  bool operator==(const ExportOrder&) const = default;
};

/// An export. Its command tells how far it is.
struct Export {
  CommandId id;  // of its command, too
  ProjectId project;
  DatasetId dataset;
  UserId creator;
  ExportOrder order;
  bool locks = false;              // the dataset is locked as long as it is under way …
  std::optional<Time> lock_until;  // … up to this moment
  ItemId output;                   // empty: there is none
  Time created_at;
  std::optional<Time> ended_at;  // nullopt: it waits, or is being written
  bool operator==(const Export&) const = default;
};

}  // namespace allot
