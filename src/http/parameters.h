#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "http/request.h"

namespace allot::http {

/// A name as an address brings it: the SDK sends a `+` as it stands, forms write a space as `+`.
struct AskedName {
  std::string as_it_stands;
  std::string with_spaces;

  /// Whole and with its case; each `+` in either reading.
  [[nodiscard]] bool is(std::string_view name) const;
};

/// What a whole number may be, both ends included.
struct Bounds {
  std::uint64_t least = 0;
  std::uint64_t most = 1'000'000'000;
};

/// The query parameters of one request, each read as its kind: the only way to them. An empty value
/// counts as not given (but for flags and names); a value that cannot be read as its kind, and two
/// values where one belongs, are `invalid` and name the parameter (B-255). What `+` means depends
/// on the kind: a plus in e-mails and in what is taken as it stands, either in names, a space
/// elsewhere save in the offset of a date. Refers to the request.
class Parameters {
 public:
  explicit Parameters(const Request& request) : request_(request) {}

  /// The first value as it stands, for tokens and addresses; "" when absent.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// `true`, `1`, the name alone, without a `=`; `false`, `0`; in any letter case. False when
  /// absent.
  [[nodiscard]] Result<bool> flag(std::string_view name) const;
  [[nodiscard]] Result<std::optional<bool>> optional_flag(std::string_view name) const;
  [[nodiscard]] Result<std::uint64_t> count(
      std::string_view name, std::uint64_t otherwise, Bounds bounds = {}
  ) const;
  /// Epoch ms, of ISO 8601 or of a number.
  [[nodiscard]] Result<std::optional<double>> date(std::string_view name) const;
  [[nodiscard]] Result<std::optional<AskedName>> name(std::string_view name) const;
  /// People, by comma or repeated; none when absent.
  [[nodiscard]] Result<std::vector<UserId>> emails(std::string_view name) const;
  /// Some of a closed list of words, by comma or repeated; none when absent.
  [[nodiscard]] Result<std::vector<std::string>> words(
      std::string_view name, std::span<const std::string_view> known
  ) const;
  /// One of a closed list of words; nullopt when absent.
  [[nodiscard]] Result<std::optional<std::string>> word(
      std::string_view name, std::span<const std::string_view> known
  ) const;
  /// The same where one must be given.
  [[nodiscard]] Result<std::string> needed_word(
      std::string_view name, std::span<const std::string_view> known
  ) const;
  /// Ids of whatever form (of projects and datasets a malformed one is an unknown one, B-150), in
  /// lower case, by comma or repeated.
  [[nodiscard]] std::vector<std::string> any_ids(std::string_view name) const;

  /// Well-formed ids, in lower case. `noun` names the thing in the error.
  template <class AnId>
  [[nodiscard]] Result<std::vector<AnId>> ids(std::string_view name, std::string_view noun) const {
    std::vector<AnId> ids;
    for (const auto& text : any_ids(name)) {
      ids.push_back(TRY(parse_id<AnId>(text, noun, name)));
    }
    return ids;
  }

 private:
  /// Nothing when absent. Errors: invalid (two different values).
  [[nodiscard]] Result<const QueryParameter*> single(std::string_view name) const;

  const Request& request_;
};

/// Is there no choice, or is this one of it?
template <class Choice, class Value>
[[nodiscard]] bool is_among(const std::vector<Choice>& asked, const Value& value) {
  return asked.empty() || std::find(asked.begin(), asked.end(), value) != asked.end();
}

}  // namespace allot::http
