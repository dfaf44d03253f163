#pragma once

#include <string_view>

namespace allot {

enum class LogLevel { debug, info, warning, error };

/// One line to standard error: time, level, `event`, then `detail` (already `key=value …`).
/// Thread-safe. Never give it a token, password, query string with credentials, or body.
void log(LogLevel level, std::string_view event, std::string_view detail = {});

/// Lines below `level` are dropped. Thread-safe. Default: info.
void set_log_level(LogLevel level);

}  // namespace allot
