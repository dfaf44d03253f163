#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "allot/errors.h"
#include "allot/items.h"

namespace allot::inline v1 {

namespace {

namespace fs = std::filesystem;

/// Files by their paths below the folder, and what is none.
struct Found {
  std::vector<fs::path> files;
  std::vector<UploadedFolder::Failure> failures;
};

void look_into(const fs::path& folder, Found& found) {
  std::error_code broken;
  for (const auto& entry : fs::directory_iterator(folder, broken)) {
    std::error_code unknown;
    const bool is_link = entry.is_symlink(unknown);
    if (entry.is_regular_file(unknown)) {
      found.files.push_back(entry.path());
    } else if (entry.is_directory(unknown) && !is_link) {
      look_into(entry.path(), found);
    } else {
      const auto* const reason = !is_link ? "This is no file."
                                 : entry.is_directory(unknown)
                                     ? "A link to a folder is not followed."
                                     : "The link leads nowhere.";
      found.failures.push_back({.file = entry.path(), .reason = reason});
    }
  }
  if (broken) found.failures.push_back({.file = folder, .reason = "The folder cannot be read."});
}

std::string remote_folder(const FolderUpload& upload, const fs::path& file) {
  const auto below = file.parent_path().lexically_relative(upload.folder);
  if (below == "." || below.empty()) return upload.remote_path;
  return upload.remote_path + "/" + below.generic_string();
}

}  // namespace

UploadedFolder Items::upload_folder(const FolderUpload& given) const {
  auto upload = given;
  upload.folder = fs::absolute(upload.folder).lexically_normal();
  if (!upload.folder.has_filename()) upload.folder = upload.folder.parent_path();
  while (upload.remote_path.ends_with('/')) upload.remote_path.pop_back();
  if (!fs::is_directory(upload.folder)) {
    throw BadRequest(0, "invalid", "There is no folder " + given.folder.string() + ".");
  }
  Found found;
  look_into(upload.folder, found);
  std::ranges::sort(found.files);
  UploadedFolder done{.items = {}, .failures = std::move(found.failures)};
  std::uint64_t at = 0;
  for (const auto& file : found.files) {
    try {
      done.items.push_back(this->upload(
          {.file = file,
           .remote_path = remote_folder(upload, file),
           .remote_name = {},
           .metadata_json = {},
           .when_taken = upload.when_taken,
           .progress = {},
           .stop = upload.stop}
      ));
    } catch (const BadRequest& error) {
      done.failures.push_back({.file = file, .reason = error.what()});
    } catch (const Conflict& error) {
      done.failures.push_back({.file = file, .reason = error.what()});
    }
    if (upload.progress) upload.progress({.done = ++at, .total = found.files.size()});
  }
  return done;
}

}  // namespace allot::inline v1
