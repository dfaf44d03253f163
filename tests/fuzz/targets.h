#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace allot::fuzz {

/// What a target does with any bytes: nothing that can be seen, or it ends the process (`require`).
/// The same bytes always do the same.
using Target = void (*)(std::string_view bytes);

/// Where bytes of a connection are first looked at: requests, multipart bodies, targets, forms,
/// ranges, callbacks. The first byte chooses; the second says in which pieces the rest arrives.
/// However it is cut, it must mean the same.
void edge(std::string_view bytes);

/// A query object, as a POST …/query carries it: its plan must find what `evaluate` finds.
void query(std::string_view bytes);

/// Requests to the API on an in-memory store: `POST /datasets/{dataset}/query` on a line, the body
/// on the next ones, `--` on a line between two; `{dataset}` stands for the id of one, and so on.
/// No answer is 500.
void routes(std::string_view bytes);

/// A bearer token: none but those that were signed here is good.
void tokens(std::string_view bytes);

/// Inputs from which a search begins; the corpus folder has what was found since.
[[nodiscard]] std::vector<std::string> seeds_of_routes();
[[nodiscard]] std::vector<std::string> seeds_of_tokens();

/// Ends the process, loudly, when it does not hold.
void require(bool holds, std::string_view what);

}  // namespace allot::fuzz
