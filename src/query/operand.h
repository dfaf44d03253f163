#pragma once

// For the .cpp files of this folder: JSON values as operands, and how operands are read.

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "query/tree.h"

namespace allot::query {

/// Wide enough to hold every int64 and every double exactly, so that both compare without loss.
using Number = long double;

/// Of anything but an object. Integral doubles become integers, integers beyond int64 doubles.
[[nodiscard]] Value value_of(const boost::json::value& json);

/// See ArrayText.
[[nodiscard]] std::string canonical(const boost::json::value& json);

[[nodiscard]] std::string json_of(const Value& value);

/// Digits with sign, point and exponent, the whole text; nullopt for anything else ("inf", " 1").
[[nodiscard]] std::optional<Number> number_in(std::string_view text);

/// A number, or text that holds one.
[[nodiscard]] std::optional<Number> as_number(const Value& value);

/// An instant in epoch ms: ISO text, a number, or text that holds one. Eight digits are a day
/// (`20261224`), any other number of them epoch ms.
[[nodiscard]] std::optional<Number> as_time(const Value& value);

/// Epoch ms of ISO text; quick to say no.
[[nodiscard]] std::optional<Number> time_in(std::string_view text);

[[nodiscard]] bool is_pattern(std::string_view text);

/// The empty array, as an operand.
[[nodiscard]] bool is_empty_array(const Value& value);

/// The kind of the field at a path that starts at the document.
[[nodiscard]] FieldKind kind_of(const Path& absolute);

/// Does the field at a path that starts at the document hold ids of ours, which are in lower case?
[[nodiscard]] bool is_id(const Path& absolute);

/// metadata.system.refs and metadata.system.annotationStatus are derived: an item without entries
/// counts as having none, whether its JSON shows an empty array or nothing.
[[nodiscard]] bool is_derived_array(const Path& path);
[[nodiscard]] bool is_refs(const Path& path);

}  // namespace allot::query
