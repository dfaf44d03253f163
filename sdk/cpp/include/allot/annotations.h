#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/states.h"
#include "allot/times.h"

namespace allot::inline v1 {

class Session;

/// A mark on an item. Texts named `…_json` are JSON.
struct Annotation {
  std::string id;
  std::string item_id;
  std::string dataset_id;
  std::string type;  // "box", "class", "segment", …
  std::string label;
  std::string coordinates_json;  // "" for type "class"
  std::string attributes_json;   // "" when there are none
  std::string metadata_json;
  std::optional<Word<AnnotationStatus>> status;  // nothing: nobody reviewed it
  std::string creator;
  Time created_at{};
  Time updated_at{};
  std::string raw_json;  // all of it, as the server told it

  /// Made by the library.
  Annotation(std::shared_ptr<Session> session, const std::string& json);

  /// Another label, coordinates, attributes or metadata: changes what was given, keeps the rest;
  /// where a member is an object, and what is given is one, too, they merge. Returns the annotation
  /// after it.
  struct Changes {
    std::string label;
    std::string coordinates_json;
    std::string attributes_json;
    std::string metadata_json;
  };

  Annotation update(const Changes& changes) const;
  /// Source: docs/spec/annotations.md.
  Annotation set_status(const Word<AnnotationStatus>& status) const;
  Annotation clear_status() const;
  /// Opens an issue on it, again where that was answered or closed, and of a note too. One that is
  /// an issue stays as it is. Source: docs/spec/annotations.md.
  Annotation open_issue() const;
  /// As it is now.
  [[nodiscard]] Annotation reload() const;
  void remove() const;

 private:
  std::shared_ptr<Session> session_;
};

/// A new mark.
struct NewAnnotation {
  std::string type = "box";
  std::string label;
  std::string
      coordinates_json;  // for a box `[{"x":1,"y":2},{"x":30,"y":40}]`: left top, right bottom
  std::string attributes_json;
  std::string metadata_json;

  /// A box from its left top to its right bottom corner, in pixels.
  [[nodiscard]] static NewAnnotation box(
      std::string label, double left, double top, double right, double bottom
  );
  /// A label for the whole item.
  [[nodiscard]] static NewAnnotation classification(std::string label);
};

/// Something that was done to an annotation: it was made (a member `id` that was null), changed, or
/// deleted (an `id` that became null).
struct AnnotationChange {
  /// A member that changed.
  struct Member {
    std::string name;                      // "label", "coordinates", "metadata.system.status", …
    std::optional<std::string> from_json;  // "null" where there was none; nothing: it is not kept
    std::optional<std::string> to_json;
  };

  std::string id;
  std::string annotation_id;
  std::string user;
  Time at{};
  std::vector<Member> members;
};

/// The annotations of one item.
class Annotations {
 public:
  Annotations(std::shared_ptr<Session> session, std::string item_id)
      : session_(std::move(session)), item_id_(std::move(item_id)) {}

  /// In the order in which they were made.
  [[nodiscard]] std::vector<Annotation> list() const;
  /// What was done to them, also to those that are gone, as long as it is kept: one annotation
  /// after the other, of each oldest first. Source: docs/spec/annotations.md.
  [[nodiscard]] std::vector<AnnotationChange> log() const;
  /// Atomic: all or none. Returns them in the given order.
  std::vector<Annotation> upload(const std::vector<NewAnnotation>& annotations) const;

 private:
  std::shared_ptr<Session> session_;
  std::string item_id_;
};

}  // namespace allot::inline v1
