#pragma once

#include <optional>
#include <string>
#include <vector>

#include "allot/filters.h"

namespace allot::inline v1 {

/// Items of a dataset once more, as new ones with the same content.
struct DatasetClone {
  std::string name;                // of a new dataset of the same project …
  std::string dst_dataset_id;      // … or this one, which is there
  std::optional<Filters> filters;  // which items; nullopt: all, hidden ones and folders too
  std::string target_directory;    // a folder that everything is put below; default: none
  bool with_items_annotations = true;
  bool with_metadata = true;                 // what users put there
  bool with_task_annotations_status = true;  // the review statuses of annotations
};

/// Datasets as one new one: files of one origin, which are clones of one another, as one item with
/// the annotations of all.
struct DatasetMerge {
  std::string name;                      // of the new dataset
  std::vector<std::string> dataset_ids;  // what comes first says where an item is
  bool with_items_annotations = true;
  bool with_metadata = true;                 // what users put there
  bool with_task_annotations_status = true;  // the review statuses of annotations
};

/// The same of one file.
struct ItemClone {
  std::string dst_dataset_id;   // default: the item's own dataset
  std::string remote_filepath;  // default: where the item is
  std::string metadata_json;    // merged into `metadata.user` of the clone
  bool with_annotations = true;
  bool with_metadata = true;
  bool with_task_annotations_status = false;
  bool allow_many = false;  // "/a (2).png" where the path is taken
};

}  // namespace allot::inline v1
