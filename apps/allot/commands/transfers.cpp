#include <fmt/format.h>
#include <openssl/evp.h>

#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "commands/find.h"
#include "commands/item_choice.h"
#include "commands/letters.h"
#include "commands/transfer.h"

namespace allot::cli {

namespace {

namespace fs = std::filesystem;

struct ItemUpload {
  Named dataset;
  fs::path from;  // a file or a folder, with everything below it
  std::string to = "/";
  bool overwrite = false;
};

struct ItemDownload {
  ItemChoice choice;
  fs::path to;
  bool overwrite = false;
};

std::string sha256_of(const fs::path& file) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(
      EVP_MD_CTX_new(), EVP_MD_CTX_free
  );
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("The file cannot be read.");
  std::vector<char> piece(256 * 1024);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    EVP_DigestUpdate(hash.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw std::runtime_error("The file cannot be read to its end.");
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_DigestFinal_ex(hash.get(), bytes, &length);
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

/// The folder in the dataset: "" for its root, else "/day/night". Throws UsageError: no item can be
/// there.
std::string remote_folder(const std::string& to) {
  constexpr std::size_t longest = 255;  // bytes, as the server takes them
  std::string folder;
  std::istringstream parts(to);
  for (std::string part; std::getline(parts, part, '/');) {
    if (part.empty()) continue;
    if (part == "." || part == ".." || part.size() > longest || without_controls(part) != part) {
      throw UsageError(fmt::format(
          "`--to {}` is no folder of a dataset: `{}` cannot be a name in it; write it like "
          "/day/july.",
          without_controls(to),
          without_controls(part)
      ));
    }
    folder += "/" + part;
  }
  return folder;
}

/// Throws UsageError: the folder, or one above it, is an item of the dataset.
void require_folder(const Dataset& dataset, const std::string& folder) {
  std::vector<std::string> paths;
  for (auto end = folder.size(); end > 0; end = folder.rfind('/', end - 1)) {
    paths.push_back(folder.substr(0, end));
  }
  if (paths.empty()) return;
  Filters filters;
  filters.add("type", "file").add("filename", Filters::Operator::in, paths);
  for (const auto& item : dataset.items.list(filters)) {
    throw UsageError(fmt::format(
        "`--to {}` is no folder of {}: {} is a file there.", folder, dataset.name, item.filename
    ));
  }
}

/// Files by their paths in the dataset, in order. What cannot be looked into stays in `failed`.
struct Files {
  std::map<std::string, fs::path> found;
  std::map<std::string, std::string> failed;  // path → why
};

void add_entry(Files& files, const fs::directory_entry& entry, const std::string& path) {
  std::error_code broken;
  const auto status = entry.status(broken);
  if (fs::is_regular_file(status)) {
    files.found[path] = entry.path();
  } else if (fs::is_directory(status)) {
    files.failed[path] = "A link to a folder is not followed; upload that folder by itself.";
  } else {
    files.failed[path] = entry.is_symlink(broken) ? "The link leads nowhere." : "This is no file.";
  }
}

void add_folder(Files& files, const fs::path& folder, const std::string& path) {
  std::error_code broken;
  for (const auto& entry : fs::directory_iterator(folder, broken)) {
    const auto below = path + "/" + entry.path().filename().string();
    if (entry.is_directory(broken) && !entry.is_symlink(broken)) {
      add_folder(files, entry.path(), below);
    } else {
      add_entry(files, entry, below);
    }
  }
  if (broken) files.failed[path.empty() ? "/" : path] = "The folder cannot be read.";
}

Files files_of(const ItemUpload& upload, const std::string& to) {
  Files files;
  if (fs::is_directory(upload.from)) {
    add_folder(files, upload.from, to);
  } else if (fs::is_regular_file(upload.from)) {
    files.found[to + "/" + upload.from.filename().string()] = upload.from;
  } else {
    throw UsageError(fmt::format(
        "There is no file or folder {}; give the path of one that is here.", upload.from.string()
    ));
  }
  return files;
}

/// What is in the dataset below the upload's folder already, hidden files too: path → item.
std::map<std::string, Item> present_items(const Dataset& dataset, const std::string& folder) {
  std::map<std::string, Item> present;
  Filters filters;
  filters.add("type", "file");
  if (!folder.empty()) {
    filters.add("filename", Filters::Operator::glob, folder + "/*");
  }
  for (const auto& item : dataset.items.list(filters)) present.emplace(item.filename, item);
  return present;
}

bool is_the_same(const fs::path& file, const Item& item) {
  return fs::file_size(file) == item.size && sha256_of(file) == item.sha256();
}

/// Where an item goes below a folder. Throws BadRequest: its path, or a link, would lead out of it.
fs::path place_below(const fs::path& folder, const Item& item) {
  const auto below = fs::path(item.filename).relative_path().lexically_normal();
  const bool is_name = !below.empty() && below.has_filename() && below != ".";
  if (!is_name || *below.begin() == ".." || item.filename.find('\0') != std::string::npos) {
    throw BadRequest(0, "invalid", "The path leads out of the folder.");
  }
  const auto place = folder / below;
  // A link that somebody left there would lead out of it, too.
  auto at = folder;
  for (const auto& part : below.parent_path()) {
    at /= part;
    if (fs::is_symlink(at)) throw BadRequest(0, "invalid", "A link in the folder is in the way.");
  }
  if (fs::is_directory(place)) throw BadRequest(0, "invalid", "A folder is in the way.");
  return place;
}

/// What keeps a file from being moved is told, and the others go on. What would keep all of them
/// from it stops: a sign-in that ended, a right that is missing, a server that is gone.
template <class Move>
void try_one(Transfer& transfer, const std::string& name, const Move& move) {
  transfer.begin(name);
  try {
    move();
  } catch (const Unauthorized&) {
    throw;
  } catch (const Forbidden&) {
    throw;
  } catch (const ConnectionFailed&) {
    throw;
  } catch (const fs::filesystem_error& error) {
    transfer.failed(name, error.code().message() + ".");
  } catch (const std::exception& error) {
    transfer.failed(name, error.what());
  }
}

Item send(
    const Dataset& dataset,
    const std::string& path,
    const fs::path& file,
    bool overwrite,
    Transfer& transfer
) {
  const auto slash = path.rfind('/');
  return dataset.items.upload(
      {.file = file,
       .remote_path = path.substr(0, slash + 1),
       .remote_name = path.substr(slash + 1),
       .metadata_json = {},
       .when_taken = overwrite ? WhenTaken::overwrite : WhenTaken::skip,
       .progress = [&](const Progress& progress) { transfer.moved(progress.done); },
       .stop = {}}
  );
}

/// Files that are there with equal content are left out. False when some failed.
bool upload_items(Console& console, const Client& client, const ItemUpload& upload) {
  const auto folder = remote_folder(upload.to);
  const auto files = files_of(upload, folder);
  const auto dataset = find_dataset(client, upload.dataset.project, upload.dataset.name);
  require_folder(dataset, folder);
  const auto present = present_items(dataset, folder);
  Transfer transfer(console, files.found.size() + files.failed.size());
  for (const auto& [path, why] : files.failed) transfer.failed(path, why);
  for (const auto& entry : files.found) {
    const auto& path = entry.first;
    const auto& file = entry.second;
    try_one(transfer, path, [&] {
      const auto there = present.find(path);
      if (there != present.end()) {
        if (is_the_same(file, there->second)) return transfer.skipped();
        if (!upload.overwrite)
          throw std::runtime_error("Another file is there; --overwrite replaces it.");
      }
      const auto item = send(dataset, path, file, upload.overwrite, transfer);
      transfer.done(item.size, item.id, item.raw_json);
    });
  }
  return transfer.finish("uploaded");
}

bool download_items(Console& console, const Client& client, const ItemDownload& input) {
  const auto pages = items_of(client, input.choice);
  Transfer transfer(console, pages.count());
  for (const auto& item : pages) {
    try_one(transfer, item.filename, [&] {
      const auto file = place_below(input.to, item);
      if (fs::exists(file)) {
        if (is_the_same(file, item)) return transfer.skipped();
        if (!input.overwrite)
          throw std::runtime_error("Another file is there; --overwrite replaces it.");
      }
      fs::create_directories(file.parent_path());
      item.download(file, [&](const Progress& progress) { transfer.moved(progress.done); });
      transfer.done(item.size, item.id, item.raw_json);
    });
  }
  return transfer.finish("downloaded");
}

}  // namespace

void add_transfer_verbs(Verbs& verbs) {
  const auto take_upload = [](Words& words, ItemUpload& input) {
    words.needs("FROM", input.from, "A file or a folder")
        .needs("--dataset,-d", input.dataset.name, "The dataset's name or id")
        .takes_project(input.dataset.project)
        .takes("--to", input.to, "The folder in the dataset (default: /)")
        .takes("--overwrite", input.overwrite, "Replace what differs");
  };
  verbs.add<ItemUpload>(
      "upload",
      "Upload a file, or a folder with all below it; again, only what is new",
      take_upload,
      upload_items
  );
  const auto take_download = [](Words& words, ItemDownload& input) {
    words.needs("TO", input.to, "The folder; made when absent");
    take_choice(words, input.choice);
    words.takes("--overwrite", input.overwrite, "Replace what differs");
  };
  verbs.add<ItemDownload>(
      "download",
      "Download items into a folder; again, only what is new",
      take_download,
      download_items
  );
}

}  // namespace allot::cli
