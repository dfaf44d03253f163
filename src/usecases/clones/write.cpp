#include "usecases/clones/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/text.h"
#include "store/clones.h"
#include "usecases/clones/copies.h"
#include "usecases/clones/refusals.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"

namespace allot {

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
    written_.folder_at = writing.folder_at_;
    written_.item = writing.item_;
    written_.is_joined = writing.is_joined_;
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
      if (written_.is_joined) return gone_meanwhile();
      tx_.clones().give_up_item(writing_.wanted_.id, written_.item->ordinal);
      written_.item.reset();
      return Done{};
    }
    if (!part.folders.empty()) folders_ = part.folders;
    if (part.item && !join(*part.item, part.origin)) {
      TRY(write(*part.item));
      if (!part.origin.empty()) {
        tx_.clones().note_origin(writing_.wanted_.id, part.origin, written_.item->ordinal);
      }
    }
    for (const auto& annotation : part.annotations) write(annotation);
    return Done{};
  }

  /// What comes next is put on what a merge has made of another file of this origin. False: there
  /// is none.
  bool join(const Item& source, const ItemId& origin) {
    if (origin.empty()) return false;
    auto& clones = tx_.clones();
    const auto made = clones.of_origin(writing_.wanted_.id, origin);
    if (!made) return false;
    const auto metadata = metadata_with(made->metadata, source, order_);
    if (metadata != made->metadata) {
      clones.set_metadata(writing_.wanted_.id, made->item, metadata);
    }
    Item onto;
    onto.dataset = into_;
    onto.ordinal = made->item;
    onto.id = made->id;
    turn_to(std::move(onto));
    written_.is_joined = true;
    return true;
  }

  /// Annotations come to this item from now on.
  void turn_to(Item item) {
    written_.item = std::move(item);
    written_.is_joined = false;
    written_.is_other_item = true;
    written_.annotations.clear();
    written_.waiting.clear();
  }

  [[nodiscard]] bool is_merge() const { return writing_.wanted_.is_merge(); }

  [[nodiscard]] std::optional<Clones::AtPath> own_at(const std::string& path) const {
    return tx_.clones().at_path(into_, path, own_);
  }

  Result<Done> write(const Item& source) {
    const auto asked = TRY(path_of_clone(order_, source));
    auto path = TRY(make_folders(asked)) + asked.substr(asked.rfind('/'));
    if (source.type == ItemType::dir) {
      TRY(make_folder(path, &source));
      return Done{};
    }
    if (is_merge()) {
      path = TRY(free_path(path, [&](const std::string& at) { return !own_at(at); }));
    } else if (own_at(path)) {
      return moved_meanwhile(path);
    }
    if (!writing_.is_new_) path = TRY(place_among_others(path));
    auto clone = clone_of(writing_.env_, caller_, source, order_, into_, path);
    clone.ordinal = add(clone);
    files_.push_back(clone.ordinal);
    turn_to(std::move(clone));
    return Done{};
  }

  /// Where the file comes to among those that are there.
  Result<std::string> place_among_others(const std::string& path) {
    const auto is_free = [&](const std::string& at) {
      return !tx_.items().at_path(into_, at).has_value();
    };
    if (!order_.finds_another_path && !is_free(path)) {
      return fail(
          ErrorCode::invalid,
          fmt::format("There is an item at `{}` in the dataset already.", printable(path))
      );
    }
    auto free = TRY(free_path(path, is_free));
    // Those above it are folders: it was made sure of them.
    TRY(require_free(tx_, into_, free));
    return free;
  }

  /// Those above a path of the dataset, as copies of those of the source that are known. Gives
  /// where the last of them is; "": the root.
  Result<std::string> make_folders(const std::string& path) {
    const auto last = path.rfind('/');
    auto folder = path.substr(0, last);
    if (folder.empty()) return folder;
    if (folder == written_.folder) return written_.folder_at;
    std::string at;
    for (auto slash = path.find('/', 1); slash <= last; slash = path.find('/', slash + 1)) {
      const auto above = path.substr(0, slash);
      if (!is_merge() && is_below(written_.folder, above)) {
        at = above;
        continue;
      }
      const auto source = std::ranges::find_if(folders_, [&](const Item& it) {
        return order_.path.empty() && folder_of_clone(order_, it.path) == above;
      });
      const auto next = at + above.substr(above.rfind('/'));
      at = TRY(make_folder(next, source == folders_.end() ? nullptr : &*source));
    }
    written_.folder = std::move(folder);
    written_.folder_at = at;
    return at;
  }

  /// Unless it is there. Gives where it is. `source`: of which it is a clone; nullptr: of none.
  Result<std::string> make_folder(std::string path, const Item* source) {
    if (is_merge()) {
      path = TRY(free_path(path, [&](const std::string& at) {
        const auto own = own_at(at);
        return !own || own->type == ItemType::dir;
      }));
    }
    if (const auto own = own_at(path)) {
      return own->type == ItemType::dir ? Result<std::string>(path) : moved_meanwhile(path);
    }
    if (!writing_.is_new_) {
      if (const auto present = tx_.items().at_path(into_, path)) {
        if (present->type == ItemType::file) return goes_through_file(path);
        written_.relied_on.emplace_back(present->ordinal, path);
        return path;
      }
    }
    const bool is_copy = source != nullptr && source->type == ItemType::dir;
    add(is_copy ? clone_of(writing_.env_, caller_, *source, order_, into_, path)
                : make_item(writing_.env_, caller_, into_, path, ItemType::dir));
    return path;
  }

  Ordinal add(const Item& item) {
    const auto ordinal = tx_.clones().add_item(item);
    if (!writing_.is_new_) note_place(folder_of_path(item.path));
    own_.insert(ordinal);
    items_.push_back(ordinal);
    if (item.hidden) hidden_.push_back(ordinal);
    return ordinal;
  }

  void note_place(std::string_view folder) {
    auto& places = written_.places;
    if (places.empty() || places.back() != folder) places.emplace_back(folder);
  }

  void write(const Annotation& source) {
    const auto& onto = written_.item.value();
    auto clone = clone_of(writing_.env_, caller_, source, order_, onto);
    const auto parent = parent_of(clone);
    const auto known = parent.empty() ? std::nullopt : clone_of_annotation(parent);
    if (known) clone.metadata = with_parent(clone.metadata, *known);
    const auto number = tx_.clones().add_annotation(clone);
    annotation_numbers_.push_back(number);
    annotated_.push_back(onto.ordinal);
    if (clone.status == "issue") issue_.push_back(onto.ordinal);
    if (clone.status == "review") review_.push_back(onto.ordinal);
    written_.annotations.emplace_back(source.id, clone.id);
    if (!parent.empty() && !known) {
      written_.waiting[parent.text].push_back(
          {.number = number, .metadata = std::move(clone.metadata)}
      );
    }
    give_to_waiting(source.id, clone.id);
  }

  /// The parts that came before it find it.
  void give_to_waiting(const AnnotationId& source, const AnnotationId& clone) {
    const auto give = [&](const WaitingParts& waiting) {
      const auto parts = waiting.find(source.text);
      if (parts == waiting.end()) return;
      for (const auto& part : parts->second) {
        tx_.clones().set_annotation_metadata(
            writing_.wanted_.id, part.number, with_parent(part.metadata, clone)
        );
      }
    };
    give(written_.waiting);
    written_.waiting.erase(source.text);
    if (!written_.is_other_item) give(writing_.waiting_);
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
  ItemSet own_;                    // what the clone has written
  std::span<const Item> folders_;  // of the source, above the item at hand and what came before it
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

}  // namespace allot
