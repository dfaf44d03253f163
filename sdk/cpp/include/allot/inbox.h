#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "allot/pages.h"
#include "allot/states.h"
#include "allot/times.h"

namespace allot::inline v1 {

class Session;

/// One line of what somebody is told. A value, as it was when it was read.
struct InboxLine {
  std::string id;
  Word<InboxKind> kind;
  std::string text;  // one sentence for a person
  std::string by;    // "" when nobody did it
  std::string project_id;
  std::string task_id;  // these may be ""
  std::string assignment_id;
  std::string item_id;
  std::uint64_t count = 1;  // how often it happened within an hour
  Time at{};                // the last time
  bool is_read = false;
  std::string raw_json;  // all of it, as the server told it
};

/// What whoever is signed in is told.
class Inbox {
 public:
  explicit Inbox(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  /// Newest first.
  [[nodiscard]] Pages<InboxLine> list(bool unread_only = false) const;
  /// Marks this line, and all that came before it, as read.
  void read_up_to(const std::string& line_id) const;
  /// Marks these as read; those that are gone are passed over.
  void read(const std::vector<std::string>& line_ids) const;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace allot::inline v1
