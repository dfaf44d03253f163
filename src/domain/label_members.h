#pragma once

#include <algorithm>
#include <compare>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace allot {

/// JSON of which no rule knows more: compact, its numbers as they were written.
struct RawJson {
  std::string text;
  auto operator<=>(const RawJson&) const = default;
};

/// Members in the order in which they are written. Those that rules know have a `Part` of their own
/// and hold one of `Known`, or JSON where another kind was stored; all others are `Part::further`,
/// JSON under a name.
template <class Part, class... Known>
class Members {
 public:
  using Content = std::variant<RawJson, Known...>;

  struct Member {
    Part part = Part::further;
    std::string name;  // of a further one alone
    Content content;
    auto operator<=>(const Member&) const = default;
  };

  /// Null where it is absent or holds another kind.
  template <class Kind>
  [[nodiscard]] const Kind* find(Part part) const {
    const auto found = std::ranges::find(members_, part, &Member::part);
    return found == members_.end() ? nullptr : std::get_if<Kind>(&found->content);
  }

  template <class Kind>
  [[nodiscard]] Kind* find(Part part) {
    return const_cast<Kind*>(std::as_const(*this).template find<Kind>(part));
  }

  /// In the place where it stands, else at the end.
  void set(Part part, Content content) {
    const auto found = std::ranges::find(members_, part, &Member::part);
    if (found == members_.end()) {
      append({.part = part, .name = {}, .content = std::move(content)});
    } else {
      found->content = std::move(content);
    }
  }

  /// One that is not there yet; nobody looks, since there may be very many.
  void append(Member member) { members_.push_back(std::move(member)); }

  [[nodiscard]] const std::vector<Member>& all() const { return members_; }

  auto operator<=>(const Members&) const = default;

 private:
  std::vector<Member> members_;
};

}  // namespace allot
