#pragma once

// For .cpp files of query/ alone: they know the JSON library.

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace allot::query {

/// What a stored label tree holds. A client sends a whole tree back to change one label: what stood
/// there before is not looked at again, whatever today's rules say of it.
class KnownLabels {
 public:
  KnownLabels() = default;

  /// `roots`: an array; nodes of another form are passed over.
  explicit KnownLabels(const boost::json::value& roots);

  /// Is it the `value` of some label?
  [[nodiscard]] bool has_value(const boost::json::object& value) const;

  /// Is it the tag or the displayed name of some label?
  [[nodiscard]] bool has_name(std::string_view name) const { return names_.contains(name); }

  [[nodiscard]] std::size_t levels() const { return levels_; }

 private:
  void add(const boost::json::value& nodes, std::size_t level);

  std::set<std::string> values_;  // as JSON texts
  std::set<std::string, std::less<>> names_;
  std::size_t levels_ = 0;
};

}  // namespace allot::query
