#pragma once

#include <optional>
#include <string>

#include "usecases/items/view.h"

namespace allot {

struct UploadItem {
  DatasetId dataset;
  std::string path;
  bool overwrite = false;               // false: what is there stays (`skip`)
  std::optional<std::string> metadata;  // JSON object: `user`, `system`, …
  std::optional<std::string> description;
  std::string original_name;  // of the file that was sent
  std::string media_type;     // as the client says; "" or octet-stream: looked up in the bytes
};

enum class UploadEffect { created, overwritten, skipped };

struct Uploaded {
  ItemView view;
  UploadEffect effect = UploadEffect::created;
};

/// Keeps an uploaded file as an item; missing folders above it are made. With `overwrite` an item
/// at the same path keeps its id, tasks and annotations and gets the new bytes; sent metadata
/// replaces the user's (B-250). Without, it is left untouched (B-251). The bytes are durable before
/// the row names them. Concurrent uploads to one path: one creates. For the slow lane. Errors:
/// invalid (path, a place that is not free (items/place.h), metadata), not_found, forbidden (may
/// not edit the dataset).
[[nodiscard]] Result<Uploaded> upload_item(
    Env& env, const Caller& caller, const UploadItem& input, SpooledFile file
);

/// Makes a folder and those above it; an existing one is the answer. The root is always there, with
/// the id of its dataset (root_of). Errors: as above.
[[nodiscard]] Result<ItemView> make_folder(
    Env& env, const Caller& caller, const DatasetId& dataset, const std::string& path
);

}  // namespace allot
