#include "usecases/clones/write.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "store/clones.h"
#include "usecases/clones/copies.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"

namespace allot {

namespace {

/// Of one item, so many parents are known by which their parts find them.
constexpr std::size_t parents_max = 10'000;

Unexpected goes_through_file(const std::string& path) {
  return fail(
      ErrorCode::invalid,
      fmt::format("`{}` is a file there: nothing can be below it.", printable(path))
  );
}

Unexpected moved_meanwhile(const std::string& path) {
  return fail(
      ErrorCode::conflict,
      fmt::format(
          "Two items came to `{}`, since some were moved while they were cloned; ask again.",
          printable(path)
      )
  );
}

}  // namespace

/// Writes one.
class CloneWriting::Slice {
 public:
  Slice(const CloneWriting& writing, Transaction& tx, const Caller& caller)
      : writing_(writing),
        tx_(tx),
        caller_(caller),
        order_(writing.wanted_.order),
        into_(writing.into_),
        own_(writing.flags_.live) {
    written_.folder = writing.folder_;
    written_.item = writing.item_;
  }

  Result<WrittenSlice> write(const CloneSlice& slice) {
    if (!has_all_files(slice)) return WrittenSlice{.is_stale = true};
    written_.moment = tx_.datasets().moment();
    for (const auto& part : slice.parts) TRY(write(part));
    tx_.clones().note_added(
        writing_.wanted_.id, ItemSet::of(items_), ItemSet::of(annotation_numbers_)
    );
    auto& flags = written_.flags;
    flags.live = ItemSet::of(items_);
    flags.file = ItemSet::of(files_);
    flags.hidden = ItemSet::of(hidden_);
    flags.annotated = ItemSet::of(annotated_);
    flags.issue = ItemSet::of(issue_);
    flags.for_review = ItemSet::of(review_);
    return std::move(written_);
  }

 private:
  /// Are the bytes of all of them there to stay, whatever became of the items since?
  bool has_all_files(const CloneSlice& slice) {
    return std::ranges::all_of(slice.parts, [&](const ClonedPart& part) {
      return !part.item || part.item->content.empty() ||
             tx_.clones().is_content_named(part.item->content);
    });
  }

  Result<Done> write(const ClonedPart& part) {
    if (part.is_gone) {
      CHECK(written_.item.has_value());
      tx_.clones().give_up_item(writing_.wanted_.id, written_.item->ordinal);
      written_.item.reset();
      return Done{};
    }
    if (part.item) TRY(write(*part.item, part.folders));
    for (const auto& annotation : part.annotations) write(annotation);
    return Done{};
  }

  Result<Done> write(const Item& source, const std::vector<Item>& folders) {
    auto path = TRY(path_of_clone(order_, source));
    TRY(make_folders(path, folders));
    if (source.type == ItemType::dir) return make_folder(path, &source);
    if (tx_.clones().at_path(into_, path, own_)) return moved_meanwhile(path);
    if (!writing_.is_new_) path = TRY(free_path(path));
    auto clone = clone_of(writing_.env_, caller_, source, order_, into_, path);
    clone.ordinal = add(clone);
    files_.push_back(clone.ordinal);
    written_.item = std::move(clone);
    written_.is_other_item = true;
    written_.annotations.clear();
    return Done{};
  }

  /// Where the file comes to among those that are there.
  Result<std::string> free_path(const std::string& path) {
    const auto is_taken = [&](const std::string& at) {
      return tx_.items().at_path(into_, at).has_value();
    };
    auto free = path;
    if (is_taken(path)) {
      if (!order_.finds_another_path) {
        return fail(
            ErrorCode::invalid,
            fmt::format("There is an item at `{}` in the dataset already.", printable(path))
        );
      }
      const auto number =
          free_number([&](std::uint64_t some) { return !is_taken(numbered_path(path, some)); });
      free = TRY(parse_item_path(numbered_path(path, number), "remoteFileName"));
    }
    // Those above it are folders: it was made sure of them.
    TRY(require_free(tx_, into_, free));
    return free;
  }

  /// A number that is free behind one that is taken, in few looks however many are taken.
  static std::uint64_t free_number(FunctionRef<bool(std::uint64_t)> is_free) {
    std::uint64_t taken = 1;
    std::uint64_t free = 2;
    while (!is_free(free)) {
      taken = free;
      free *= 2;
    }
    while (free - taken > 1) {
      const auto middle = taken + (free - taken) / 2;
      (is_free(middle) ? free : taken) = middle;
    }
    return free;
  }

  /// Those above a path of the dataset, as copies of those of the source that are known.
  Result<Done> make_folders(const std::string& path, const std::vector<Item>& folders) {
    const auto last = path.rfind('/');
    const auto folder = path.substr(0, last);
    if (folder.empty() || folder == written_.folder) return Done{};
    for (auto slash = path.find('/', 1); slash <= last; slash = path.find('/', slash + 1)) {
      const auto above = path.substr(0, slash);
      if (is_below(written_.folder, above)) continue;
      const auto source = std::ranges::find_if(folders, [&](const Item& it) {
        return order_.path.empty() && folder_of_clone(order_, it.path) == above;
      });
      TRY(make_folder(above, source == folders.end() ? nullptr : &*source));
    }
    written_.folder = folder;
    return Done{};
  }

  /// Unless it is there. `source`: of which it is a clone; nullptr: of none.
  Result<Done> make_folder(const std::string& path, const Item* source) {
    if (const auto own = tx_.clones().at_path(into_, path, own_)) {
      return own->type == ItemType::dir ? Result<Done>(Done{}) : moved_meanwhile(path);
    }
    if (!writing_.is_new_) {
      if (const auto present = tx_.items().at_path(into_, path)) {
        if (present->type == ItemType::file) return goes_through_file(path);
        written_.relied_on.emplace_back(present->ordinal, path);
        return Done{};
      }
    }
    const bool is_copy = source != nullptr && source->type == ItemType::dir;
    add(is_copy ? clone_of(writing_.env_, caller_, *source, order_, into_, path)
                : make_item(writing_.env_, caller_, into_, path, ItemType::dir));
    return Done{};
  }

  Ordinal add(const Item& item) {
    const auto ordinal = tx_.clones().add_item(item);
    auto& places = written_.places;
    const auto place = folder_of_path(item.path);
    if (places.empty() || places.back() != place) places.emplace_back(place);
    own_.insert(ordinal);
    items_.push_back(ordinal);
    if (item.hidden) hidden_.push_back(ordinal);
    return ordinal;
  }

  void write(const Annotation& source) {
    const auto& onto = written_.item.value();
    auto clone = clone_of(writing_.env_, caller_, source, order_, onto);
    if (const auto parent = parent_of(clone); !parent.empty()) {
      if (const auto found = clone_of_annotation(parent)) set_parent(clone, *found);
    }
    annotation_numbers_.push_back(tx_.clones().add_annotation(clone));
    annotated_.push_back(onto.ordinal);
    if (clone.status == "issue") issue_.push_back(onto.ordinal);
    if (clone.status == "review") review_.push_back(onto.ordinal);
    written_.annotations.emplace_back(source.id, clone.id);
  }

  /// Of the same item.
  [[nodiscard]] std::optional<AnnotationId> clone_of_annotation(const AnnotationId& source) const {
    for (const auto& [of, clone] : written_.annotations) {
      if (of == source) return clone;
    }
    if (written_.is_other_item) return std::nullopt;
    const auto found = writing_.annotations_.find(source.text);
    return found == writing_.annotations_.end() ? std::nullopt : std::optional(found->second);
  }

  const CloneWriting& writing_;
  Transaction& tx_;
  const Caller& caller_;
  const CloneOrder& order_;
  const DatasetId& into_;
  ItemSet own_;  // what the clone has written
  WrittenSlice written_;
  std::vector<Ordinal> items_;
  std::vector<Ordinal> files_;
  std::vector<Ordinal> hidden_;
  std::vector<Ordinal> annotation_numbers_;
  std::vector<Ordinal> annotated_;
  std::vector<Ordinal> issue_;
  std::vector<Ordinal> review_;
};

Result<WrittenSlice> CloneWriting::write(
    Transaction& tx, const Caller& caller, const CloneSlice& slice
) const {
  return Slice(*this, tx, caller).write(slice);
}

void CloneWriting::keep(WrittenSlice written) {
  if (!since_) since_ = written.moment;
  for (const auto& flag : dataset_flags) flags_.*flag.set |= written.flags.*flag.set;
  std::vector<Ordinal> folders;
  for (auto& [folder, path] : written.relied_on) {
    folders.push_back(folder);
    relied_on_.emplace(folder, std::move(path));
  }
  folders_of_others_ |= ItemSet::of(folders);
  for (auto& place : written.places) places_.insert(std::move(place));
  folder_ = std::move(written.folder);
  item_ = std::move(written.item);
  if (written.is_other_item) annotations_.clear();
  for (auto& [source, clone] : written.annotations) {
    if (annotations_.size() >= parents_max) break;
    annotations_.emplace(std::move(source.text), std::move(clone));
  }
}

}  // namespace allot
