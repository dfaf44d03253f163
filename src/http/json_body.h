#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/id.h"
#include "base/result.h"
#include "domain/apportionment.h"
#include "http/request.h"

namespace allot::http {

/// Bytes of a text that is kept: descriptions and the like. Names have bounds of their own.
inline constexpr std::size_t text_bytes_max = 100'000;
/// For JSON that is sent as text: a query may name as many items as the body can.
inline constexpr std::size_t any_length = std::size_t(-1);

/// In one workload.
inline constexpr std::size_t people_max = 1'000;

/// "`path` has more than … bytes."
[[nodiscard]] Unexpected too_long(std::string path, std::size_t bytes_max);

/// May the body have a member of this name, at any depth? Quick, without reading it.
[[nodiscard]] bool may_mention(const Request& request, std::string_view name);

/// An object of a request body, read member by member; every error is `invalid` and names the
/// member and the reason. A member that is null counts as absent unless said otherwise. Cheap to
/// copy; immutable.
class JsonBody {
 public:
  /// The body as object: JSON, or a form (`name=value`, all texts) when the content type says so.
  /// An empty body is {}.
  static Result<JsonBody> of(const Request& request);
  static Result<JsonBody> parse(std::string_view json, std::string_view path = {});
  /// A body that is an array of objects, or one object (contract: annotations): each in turn, read
  /// and let go before the next. Ends with the first error of `use`, or of the text. One object
  /// has at most 32 MB (too_large).
  static Result<Done> for_each(
      const Request& request, FunctionRef<Result<Done>(const JsonBody&)> use
  );

  [[nodiscard]] bool has(std::string_view name) const;       // present and not null
  [[nodiscard]] bool mentions(std::string_view name) const;  // present, maybe null

  // A text has at most `bytes_max` bytes, each of a list `text_bytes_max`.
  [[nodiscard]] Result<std::string> text(
      std::string_view name, std::size_t bytes_max = text_bytes_max
  ) const;  // required
  [[nodiscard]] Result<std::string> text_or(std::string_view name, std::string otherwise) const;
  [[nodiscard]] Result<std::optional<std::string>> optional_text(
      std::string_view name, std::size_t bytes_max = text_bytes_max
  ) const;
  /// Also "true"/"false" as text.
  [[nodiscard]] Result<bool> flag_or(std::string_view name, bool otherwise) const;
  [[nodiscard]] Result<double> number(std::string_view name) const;
  [[nodiscard]] Result<std::optional<std::int64_t>> optional_integer(std::string_view name) const;
  /// A whole number that is not negative.
  [[nodiscard]] Result<std::optional<std::uint64_t>> optional_count(std::string_view name) const;
  /// The number's shortest text.
  [[nodiscard]] Result<std::optional<std::string>> optional_number(std::string_view name) const;
  // A text of digits is taken as number (B-130).
  [[nodiscard]] Result<std::optional<std::int64_t>> optional_integer_or_digits(std::string_view name
  ) const;
  [[nodiscard]] Result<std::optional<std::string>> optional_number_or_digits(std::string_view name
  ) const;
  /// Required array of texts; a single text counts as one, since clients hand on what they are
  /// given.
  [[nodiscard]] Result<std::vector<std::string>> texts(std::string_view name) const;
  [[nodiscard]] Result<std::vector<std::string>> texts_or_empty(std::string_view name) const;
  [[nodiscard]] Result<JsonBody> object(std::string_view name) const;  // required
  [[nodiscard]] Result<std::optional<JsonBody>> optional_object(std::string_view name) const;
  [[nodiscard]] Result<std::vector<JsonBody>> objects(std::string_view name
  ) const;  // required array
  /// The compact JSON text of an array; nullopt when absent. Clients hand on what they are given,
  /// so a text that holds an array in JSON is read as that array, and any other text is its only
  /// element.
  [[nodiscard]] Result<std::optional<std::string>> optional_array(std::string_view name) const;
  [[nodiscard]] Result<std::string> array(std::string_view name) const;  // required
  /// `[{assigneeId, load}]`, at most a thousand, not yet checked_loads.
  [[nodiscard]] Result<std::vector<Load>> workload(std::string_view name) const;
  [[nodiscard]] Result<UserId> email(std::string_view name) const;  // required

  // Well-formed ids (B-150). `noun` names the thing in the error.
  template <class AnId>
  [[nodiscard]] Result<AnId> id(std::string_view name, std::string_view noun) const {
    return parse_id<AnId>(TRY(text(name)), noun, path_of(name));
  }

  template <class AnId>
  [[nodiscard]] Result<std::optional<AnId>> optional_id(
      std::string_view name, std::string_view noun
  ) const {
    const auto given = TRY(optional_text(name));
    if (!given) return std::optional<AnId>{};
    return std::optional(TRY(parse_id<AnId>(*given, noun, path_of(name))));
  }

  template <class AnId>
  [[nodiscard]] Result<std::vector<AnId>> ids_or_empty(std::string_view name, std::string_view noun)
      const {
    std::vector<AnId> ids;
    for (const auto& each : TRY(texts_or_empty(name))) {
      ids.push_back(TRY(parse_id<AnId>(each, noun, path_of(name))));
    }
    return ids;
  }

  /// The member's compact JSON text, whatever its kind, null included; "" when absent.
  [[nodiscard]] std::string raw(std::string_view name) const;
  /// The whole object as compact JSON text.
  [[nodiscard]] std::string raw() const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  struct Value;
  JsonBody(std::shared_ptr<const Value> value, std::string path);
  [[nodiscard]] std::string path_of(std::string_view name) const;
  [[nodiscard]] Result<std::optional<std::int64_t>> whole(
      std::string_view name, const std::optional<std::string>& number
  ) const;

  std::shared_ptr<const Value> value_;
  std::string path_;  // "" at the root, e.g. "statusPayload." below
};

}  // namespace allot::http
