#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "allot/annotations.h"
#include "allot/calls.h"
#include "allot/clones.h"
#include "allot/filters.h"
#include "allot/operations.h"
#include "allot/pages.h"
#include "allot/states.h"
#include "allot/statuses.h"
#include "allot/times.h"

namespace allot::inline v1 {

/// A file or a folder of a dataset. A value, as it was when it was read.
struct Item {
  std::string id;
  std::string dataset_id;
  std::string filename;  // the whole path: "/day/street-001.png"
  std::string name;      // its last part
  std::string dir;       // its folder
  Word<ItemType> type;
  std::string media_type;
  std::uint64_t size = 0;  // bytes
  bool hidden = false;
  bool annotated = false;
  std::uint64_t annotations_count = 0;
  std::string metadata_json;
  Time created_at{};
  std::string raw_json;  // all of it, as the server told it

  Annotations annotations;

  /// Made by the library.
  Item(std::shared_ptr<Session> session, const std::string& json);

  /// As it is now.
  [[nodiscard]] Item reload() const;

  /// Writes the content to `to`: a file, or an existing folder, where it keeps its name. It is
  /// written as OutputFile does, but a link is replaced. Returns the file.
  std::filesystem::path download(
      const std::filesystem::path& to, const OnProgress& progress = {}, Cancellation stop = {}
  ) const;
  /// The content, in memory.
  [[nodiscard]] std::string bytes() const;
  /// SHA-256 of the content, in lower-case hex; asks the server, without the content.
  [[nodiscard]] std::string sha256() const;

  /// The tasks and assignments that it is in, as it was when it was read.
  [[nodiscard]] std::vector<ItemReference> references() const;
  /// The word that was set in this task or assignment when the item was read; "" while it is open
  /// there, or not in it.
  [[nodiscard]] std::string status(const std::string& task_or_assignment_id) const;
  /// All words that were set and taken away, in any task, oldest first.
  [[nodiscard]] std::vector<StatusChange> status_log() const;
  /// Who held it in a task, and by which move: oldest first; gaps are times in the task's queue, or
  /// outside of it. Throws NotFound (no such task, or one of another dataset), Forbidden.
  [[nodiscard]] std::vector<Holding> holders(const std::string& task_id) const;

  /// Sets a status word ("completed", "discard", …) in a task, as the person who is signed in;
  /// without `task_id` in the one task that the item is in.
  void update_status(const std::string& status, const std::string& task_id = {}) const;
  /// Takes the status away.
  void clear_status(const std::string& status, const std::string& task_id = {}) const;

  /// Merges this JSON object into `metadata.user`; a null takes a key away. Returns the item after.
  Item update_metadata(const std::string& user_json) const;
  /// The file once more, with its annotations: in another dataset, or at another path. Throws
  /// FailedDependency: the path is taken.
  Item clone(const ItemClone& how) const;
  /// Another path in the dataset; a folder takes along all that is below it. Folders above are
  /// made. Throws BadRequest (the path is taken, or inside the folder).
  Item move(const std::string& filename) const;
  /// A folder goes with all that is below it.
  void remove() const;

 private:
  void change_status(const std::string& status, const std::string& task_id, bool clear) const;

  std::shared_ptr<Session> session_;
};

using ItemPages = Pages<Item>;

/// What happens to a file whose path is taken.
enum class WhenTaken {
  skip,       // the item that is there is the answer
  overwrite,  // its content is replaced; the id stays
};

struct Upload {
  std::filesystem::path file;
  std::string remote_path = "/";  // the folder in the dataset
  std::string remote_name;        // default: the file's own name
  std::string metadata_json;      // for `metadata.user`
  WhenTaken when_taken = WhenTaken::skip;
  OnProgress progress;  // bytes
  Cancellation stop;
};

/// A folder with every file below it.
struct FolderUpload {
  std::filesystem::path folder;
  std::string remote_path = "/";  // the folder in the dataset that gets what is in this one
  WhenTaken when_taken = WhenTaken::skip;
  OnProgress progress;  // files
  Cancellation stop;
};

/// What became of it.
struct UploadedFolder {
  struct Failure {
    std::filesystem::path file;
    std::string reason;  // one sentence
  };

  std::vector<Item> items;  // ordered by their paths
  std::vector<Failure> failures;
};

/// The items of one dataset; without one (`Client::items`) only `get` by id.
class Items {
 public:
  Items(std::shared_ptr<Session> session, std::string dataset_id)
      : session_(std::move(session)), dataset_id_(std::move(dataset_id)) {}

  struct Name {
    std::string item_id;   // either this
    std::string filepath;  // or the whole path
  };

  /// Throws NotFound. A path is meant to the letter: `*` is a star.
  [[nodiscard]] Item get(const Name& name) const;
  /// All items that match, oldest first unless the filters sort.
  [[nodiscard]] ItemPages list(const Filters& filters = {}) const;
  /// Uploads one file, read as it is sent. Repeatable.
  Item upload(const Upload& upload) const;
  /// Uploads what is below a folder, one file after the other, with the paths that they have there;
  /// links to folders are not followed. Repeatable, and then sends nothing twice. A file that
  /// cannot be read, or that the server does not take, is a failure, and the others go on; what
  /// would meet them all ends it: Forbidden, NotFound (no such dataset), ConnectionFailed,
  /// Canceled. Throws BadRequest: there is no such folder.
  [[nodiscard]] UploadedFolder upload_folder(const FolderUpload& upload) const;
  /// A folder, and those above it; one that is there is the answer. Throws BadRequest: a file is at
  /// the path, or above it.
  Item make_folder(const std::string& path) const;

  // Many at once, seen whole or not at all. They give how many were moved, changed or deleted.

  /// Brings files, and folders with all that is below them, into a folder, which is made when there
  /// is none; they keep their names, and what is there stays. Throws BadRequest: a path is taken,
  /// or two would have it; none has moved then.
  std::uint64_t move(const std::vector<std::string>& item_ids, const std::string& folder) const;
  /// The same for the files that match.
  std::uint64_t move(const Filters& which, const std::string& folder) const;
  /// Merges this JSON object into `metadata.user` of each; a null takes a key away.
  std::uint64_t update_metadata(const Filters& which, const std::string& user_json) const;
  /// Leaves alone what somebody works on meanwhile.
  std::uint64_t remove(const Filters& which) const;

 private:
  [[nodiscard]] std::uint64_t move_into(const std::string& folder, const std::string& which) const;

  std::shared_ptr<Session> session_;
  std::string dataset_id_;
};

}  // namespace allot::inline v1
