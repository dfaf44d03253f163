#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/datasets.h"
#include "allot/pace.h"
#include "allot/states.h"
#include "allot/times.h"
#include "allot/work_lists.h"

namespace allot::inline v1 {

/// Somebody in a project.
struct Member {
  std::string email;
  Word<Role> role;
  Word<MemberStatus> status;
  /// What was said of their time, also when it is over; nothing: not a word, or whoever asks may
  /// not know. Source: docs/spec/operations.md#absence.
  std::optional<Availability> availability = {};
  std::string bot = {};  // its name; "": a person
};

/// A link by which one person chooses a password and is signed in. Whoever has it can be that
/// person: send it to nobody else.
struct Invitation {
  std::string url;
  Time expires_at{};
};

/// Work that is still open.
struct OpenWork {
  std::uint64_t tasks = 0;
  std::uint64_t assignments = 0;
  std::uint64_t issues = 0;   // items
  std::uint64_t reviews = 0;  // items
};

/// People with roles, and datasets. A value, as it was when it was read.
struct Project {
  std::string id;
  std::string name;
  std::string creator;
  Word<Role> role;  // of whoever asks; no word: none, sees it by another right
  Time created_at{};
  std::string raw_json;  // all of it, as the server told it

  Datasets datasets;
  Tasks tasks;
  Assignments assignments;

  /// Made by the library.
  Project(std::shared_ptr<Session> session, const std::string& json);

  [[nodiscard]] std::vector<Member> list_members() const;
  void add_member(const std::string& email, const Word<Role>& as = Role::annotator) const;
  void update_member(const std::string& email, const Word<Role>& as) const;
  void remove_member(const std::string& email) const;

  /// A way in for a member who is pending: a link that works once, for seven days. A
  /// later one makes the earlier void. Throws NotFound (no member), Conflict (has an account
  /// already, or is in projects that are not the caller's to manage), Forbidden.
  /// Source: docs/guides/people.md.
  [[nodiscard]] Invitation invite_member(const std::string& email) const;

  /// When a member is away; nothing: not a word was said. One's own, or who manages people may ask
  /// and say. Throws NotFound (no member), Forbidden. Source: docs/spec/operations.md#absence.
  [[nodiscard]] std::optional<Availability> availability(const std::string& email) const;
  /// Replaces what was said before. Throws BadRequest (ends before it begins; hours beyond a day).
  void set_availability(const std::string& email, const Availability& said) const;
  void clear_availability(const std::string& email) const;

  /// What needs a decision, as far as whoever is signed in sees.
  /// Source: docs/spec/operations.md#lists-of-work.
  [[nodiscard]] ProjectSummary summary() const;

  /// In the assignments of these people; of everybody without names.
  [[nodiscard]] OpenWork open_work(const std::vector<std::string>& contributors = {}) const;

  /// How people get on with the open tasks. Throws BadRequest: no such time zone, too many days.
  [[nodiscard]] Pace pace(const PaceDays& days = {}) const;

  Project rename(const std::string& name) const;
  /// As it is now.
  [[nodiscard]] Project reload() const;
  /// Deletes the project with everything in it.
  void remove() const;

 private:
  std::shared_ptr<Session> session_;
};

/// The projects that whoever is signed in can see.
class Projects {
 public:
  explicit Projects(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  struct Name {
    std::string project_id;    // either this
    std::string project_name;  // or the whole name, which must be one project's
  };

  /// Throws NotFound, Ambiguous (several of that name; give the id).
  [[nodiscard]] Project get(const Name& name) const;
  [[nodiscard]] std::vector<Project> list() const;
  Project create(const std::string& name) const;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace allot::inline v1
