#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "http/body.h"
#include "store/files.h"
#include "usecases/env.h"

namespace allot::http {

struct Run;  // http/repeats.h

enum class Method { get, head, post, put, patch, delete_, options };

[[nodiscard]] std::string_view name_of(Method method);
[[nodiscard]] std::optional<Method> parse_method(std::string_view text);

/// In the order of arrival; names in lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One part of a multipart body: a short field in memory, or a file that was spooled as it arrived.
struct Part {
  std::string name;
  std::string filename;            // "" for fields; as it came (http/file_name.h)
  bool filename_is_exact = false;  // nothing in it is encoded
  std::string content_type;
  std::string bytes;                        // of fields
  mutable std::optional<SpooledFile> file;  // taken by the handler that keeps it
};

/// What is known before the body is read.
struct RequestHead {
  Method method = Method::get;
  std::string target;  // as it came: path and query
  Headers headers;
  std::string peer;  // the address of the other side, without port
  std::string request_id;

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;  // "" when absent
};

/// One `name=value` of an address, percent-decoded; what a `+` means is the reader's to say.
struct QueryParameter {
  std::string name;
  std::string value;        // `+` as it stands
  std::string with_spaces;  // each `+` that was not percent-encoded as a space
  bool is_bare = false;     // the name stands alone, without a `=`
};

/// A whole request. A value without sockets; moved, not copied.
struct Request {
  RequestHead head;
  std::string path;                                        // percent-decoded, no final '/'
  std::map<std::string, std::string, std::less<>> params;  // of the route's `{…}`, decoded
  std::vector<QueryParameter> query;                       // repeats kept; read by `Parameters`
  Body body;                                               // when it is no multipart
  std::vector<Part> parts;                                 // multipart bodies
  Caller caller;

  // Of requests with a caller: which ones are equal, and follow each other (B-160, B-297).
  std::string fingerprint;   // of method, path with query, and body
  std::shared_ptr<Run> run;  // the same in equal requests of one caller with no other in between

  [[nodiscard]] std::string_view header(std::string_view name) const { return head.header(name); }

  [[nodiscard]] const std::string& param(std::string_view name
  ) const;  // CHECKs that the route has it
};

/// Path and query of a target. In a path `+` is a plus. Errors: invalid (broken percent-encoding,
/// no UTF-8, control characters).
struct Target {
  std::string path;
  std::vector<QueryParameter> query;
};

[[nodiscard]] Result<Target> parse_target(std::string_view target);
/// A form-encoded body (`+` is a space there).
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> parse_form(
    std::string_view body
);

}  // namespace allot::http
