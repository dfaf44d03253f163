#pragma once

#include "command_line.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace allot::app {

/// What `app` prints when it was asked for help or its version. Throws UsageError, with one
/// sentence that names the command and the nearest word, for words that it does not understand.
/// (CLI11 would print by itself, in more than a sentence.)
[[nodiscard]] Information information_of(const CLI::App& app, const CLI::ParseError& error);

}  // namespace allot::app
