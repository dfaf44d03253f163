#pragma once

#include <chrono>
#include <optional>

#include "domain/exports.h"
#include "usecases/env.h"

namespace allot {

struct BeginExport {
  DatasetId dataset;
  ExportOrder order;
  bool locks = false;
  /// The lock ends after this time at the latest; nullopt: with the export.
  std::optional<std::chrono::seconds> lock_time;
};

/// So many exports of one person wait at most: a client that takes a large dataset in parts of some
/// hundred items asks for all of them at once.
constexpr std::uint64_t waiting_exports_max = 20'000;

/// And their queries have so many bytes at most, which are kept until the exports have ended: some
/// 3,000 for each of as many as may wait.
constexpr std::uint64_t waiting_query_bytes_max = 64'000'000;

/// Has a dataset's items written to a file, later (run.h): the answer is the command that tells how
/// far it is. With `locks` the dataset is locked from now on (datasets/writable.h). For the slow
/// lane. Errors: invalid (a query is too long, cannot be understood, or asks for a change; the
/// files of exports go into the dataset that it would lock), not_found, forbidden (may not edit the
/// dataset), conflict (too many of the caller's exports, or too long ones, wait).
[[nodiscard]] Result<Command> begin_export(Env& env, const Caller& caller, BeginExport input);

}  // namespace allot
