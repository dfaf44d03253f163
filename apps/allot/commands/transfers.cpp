#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>

#include "commands/find.h"
#include "commands/item_choice.h"

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
};

/// Tells how far many files are: a bar, files, bytes a second.
class Transfer {
 public:
  Transfer(Console& console, std::size_t files) : console_(console), files_(files) {}

  void begin(const std::string& name) { name_ = name; }

  void moved(std::uint64_t bytes_of_this) {
    const auto now = std::chrono::steady_clock::now();
    if (now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    draw(bytes_ + bytes_of_this);
  }

  void done(std::uint64_t bytes) {
    ++at_;
    bytes_ += bytes;
    moved(0);
  }

  void skipped() {
    ++at_;
    ++skipped_;
  }

  void failed(const std::string& name, const std::string& why) {
    ++at_;
    ++failed_;
    console_.note(fmt::format("{}: {}", name, why));
  }

  /// Says what was done; true when nothing failed.
  bool finish(std::string_view verb) {
    console_.end_status();
    const auto moved = at_ - skipped_ - failed_;
    console_.line(fmt::format(
        "{} files {} ({}), {} were there already, {} failed",
        moved,
        verb,
        bytes_text(static_cast<double>(bytes_)),
        skipped_,
        failed_
    ));
    return failed_ == 0;
  }

 private:
  static std::string bytes_text(double bytes) {
    for (const auto* const unit : {"B", "KB", "MB", "GB"}) {
      if (bytes < 1000) return fmt::format("{:.{}f} {}", bytes, *unit == 'B' ? 0 : 1, unit);
      bytes /= 1000;
    }
    return fmt::format("{:.1f} TB", bytes);
  }

  void draw(std::uint64_t bytes) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun_;
    console_.status(fmt::format(
        "{}  {}/{}  {}/s  {}",
        console_.bar(at_, files_, 24),
        at_,
        files_,
        bytes_text(static_cast<double>(bytes) / std::max(taken.count(), 0.001)),
        name_.size() > 40 ? "…" + name_.substr(name_.size() - 39) : name_
    ));
  }

  Console& console_;
  const std::size_t files_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
  std::string name_;
  std::size_t at_ = 0;
  std::size_t skipped_ = 0;
  std::size_t failed_ = 0;
  std::uint64_t bytes_ = 0;
};

std::string sha256_of(const fs::path& file) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(
      EVP_MD_CTX_new(), EVP_MD_CTX_free
  );
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  std::ifstream in(file, std::ios::binary);
  std::vector<char> piece(256 * 1024);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    EVP_DigestUpdate(hash.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_DigestFinal_ex(hash.get(), bytes, &length);
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

/// Files to upload: what stands below the folder, in order, with their paths in the dataset.
std::map<std::string, fs::path> files_of(const ItemUpload& upload) {
  auto to = upload.to;
  if (!to.starts_with('/')) to.insert(0, "/");
  while (to.size() > 1 && to.ends_with('/')) to.pop_back();
  if (to == "/") to.clear();
  std::map<std::string, fs::path> files;
  if (fs::is_regular_file(upload.from)) {
    files[to + "/" + upload.from.filename().string()] = upload.from;
    return files;
  }
  if (!fs::is_directory(upload.from)) {
    throw UsageError(fmt::format("There is no file or folder {}.", upload.from.string()));
  }
  for (const auto& entry : fs::recursive_directory_iterator(upload.from)) {
    if (!entry.is_regular_file()) continue;
    files[to + "/" + fs::relative(entry.path(), upload.from).generic_string()] = entry.path();
  }
  return files;
}

/// What is in the dataset below the upload's folder already: path → item.
std::map<std::string, Item> present_items(const Dataset& dataset, const std::string& to) {
  std::map<std::string, Item> present;
  Filters filters;
  if (to != "/") {
    const auto below = to.ends_with('/') ? to + "*" : to + "/*";
    filters.add("filename", Filters::Operator::glob, below);
  }
  for (const auto& item : dataset.items.list(filters)) present.emplace(item.filename, item);
  return present;
}

bool is_the_same(const fs::path& file, const Item& item) {
  return fs::file_size(file) == item.size && sha256_of(file) == item.sha256();
}

/// Where an item goes below a folder. Throws BadRequest: its path would lead out of it.
fs::path place_below(const fs::path& folder, const Item& item) {
  const auto below = fs::path(item.filename).relative_path().lexically_normal();
  if (below.empty() || *below.begin() == "..") {
    throw BadRequest(0, "invalid", "The path leads out of the folder.");
  }
  return folder / below;
}

/// Files that are there with equal content are left out. False when some failed.
bool upload_items(Console& console, const Client& client, const ItemUpload& upload) {
  const auto dataset = find_dataset(client, upload.dataset.project, upload.dataset.name);
  const auto files = files_of(upload);
  const auto present = present_items(dataset, upload.to);
  Transfer transfer(console, files.size());
  for (const auto& [path, file] : files) {
    transfer.begin(path);
    try {
      const auto there = present.find(path);
      if (there != present.end() && is_the_same(file, there->second)) {
        transfer.skipped();
        continue;
      }
      if (there != present.end() && !upload.overwrite) {
        transfer.failed(path, "another file has this path; --overwrite replaces it");
        continue;
      }
      const auto slash = path.rfind('/');
      const auto item = dataset.items.upload(
          {.file = file,
           .remote_path = path.substr(0, slash + 1),
           .remote_name = path.substr(slash + 1),
           .metadata_json = {},
           .when_taken = upload.overwrite ? WhenTaken::overwrite : WhenTaken::skip,
           .progress = [&](const Progress& progress) { transfer.moved(progress.done); },
           .stop = {}}
      );
      transfer.done(item.size);
      if (console.is_quiet()) console.id(item.id, {});
      console.json(item.raw_json);
    } catch (const Unauthorized&) {
      throw;
    } catch (const std::exception& error) {
      transfer.failed(path, error.what());
    }
  }
  return transfer.finish("uploaded");
}

bool download_items(Console& console, const Client& client, const ItemDownload& input) {
  const auto pages = items_of(client, input.choice);
  Transfer transfer(console, pages.count());
  for (const auto& item : pages) {
    transfer.begin(item.filename);
    try {
      const auto file = place_below(input.to, item);
      if (fs::exists(file) && is_the_same(file, item)) {
        transfer.skipped();
        continue;
      }
      fs::create_directories(file.parent_path());
      item.download(file, [&](const Progress& progress) { transfer.moved(progress.done); });
      transfer.done(item.size);
    } catch (const Unauthorized&) {
      throw;
    } catch (const std::exception& error) {
      transfer.failed(item.filename, error.what());
    }
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
    words.needs("TO", input.to, "The folder");
    take_choice(words, input.choice);
  };
  verbs.add<ItemDownload>(
      "download",
      "Download items into a folder; again, only what is new",
      take_download,
      download_items
  );
}

}  // namespace allot::cli
