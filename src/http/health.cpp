#include "http/health.h"

namespace allot::http::health {

Result<Response> alive(Env&, const Request&) {
  return json_response(R"({"status":"ok"})");
}

Result<Response> ready(Env& env, const Request&) {
  const bool has_users = read(env.store, [](const Transaction& tx) { return !tx.users().none(); });
  return json_response(has_users ? R"({"status":"ready"})" : R"({"status":"ready","setup":true})");
}

Result<Response> sdk_check(Env&, const Request&) {
  return json_response(R"({"level":"debug","msg":"No message for this version."})");
}

}  // namespace allot::http::health
