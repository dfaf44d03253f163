#pragma once

// Of trees, for .cpp files of json/ alone: they know the JSON library.

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot::json {

/// A text that was stored. Throws BrokenInvariant when it is no JSON.
[[nodiscard]] boost::json::value stored_tree(std::string_view text);

/// What a client sent as `field`. Errors: invalid (no array).
[[nodiscard]] Result<boost::json::array> sent_array(std::string_view text, const char* field);

/// The member, or null when it is absent or JSON null. Refers to the object.
[[nodiscard]] const boost::json::value* find_member(
    const boost::json::object& object, std::string_view name
);

/// Of a text.
[[nodiscard]] std::string text_of(const boost::json::value& value);

}  // namespace allot::json
