#pragma once

#include <memory>

#include "auth/passwords.h"
#include "auth/signing_keys.h"
#include "auth/throttle.h"
#include "auth/tokens.h"
#include "base/clock.h"
#include "base/random.h"
#include "installation/data_folder.h"
#include "store/files.h"
#include "store/store.h"
#include "usecases/env.h"

namespace allot {

/// Everything that use cases work with, on one data folder: the only place that names the drivers.
class Installation {
 public:
  /// Opens keys, files and database, making what is absent. Throws std::exception (one sentence).
  Installation(DataFolder folder, Settings settings);
  /// Closes.
  ~Installation();

  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  [[nodiscard]] Env& env() { return env_; }

  [[nodiscard]] const DataFolder& folder() const { return folder_; }

  /// Finishes what is queued and checkpoints the database. Repeatable. Nobody may use `env` any
  /// more.
  void close();

 private:
  DataFolder folder_;  // first, so that it is let go of last
  const Settings settings_;
  SystemClock clock_;
  SystemRandom random_;
  IdSource ids_;
  std::unique_ptr<SigningKeys> keys_;
  TokenAuthority tokens_;
  Throttle throttle_;
  PasswordCost password_cost_;
  Meters meters_;
  InUse in_use_{clock_};
  OpenStreams streams_;
  std::unique_ptr<FileStore> files_;
  std::unique_ptr<Store> store_;
  Env env_;
  bool is_closed_ = false;
};

}  // namespace allot
