#include "server_options.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace allot::app {

void add_server_options(CLI::App& command, Configuration& configuration, Lists& lists) {
  command
      .add_option(
          "--listen",
          configuration.listen,
          "Where to listen (default: 127.0.0.1:8080); port 0 picks a free one; ALLOT_LISTEN"
      )
      ->type_name("HOST:PORT")
      ->group("Serving");
  command
      .add_option(
          "--callback-origin",
          lists.origins,
          "Where else than to this machine signing in may send tokens, e.g. "
          "https://tool.example.org; repeatable; "
          "ALLOT_CALLBACK_ORIGINS, separated by commas"
      )
      ->type_name("ORIGIN")
      ->group("Serving");
  command
      .add_option(
          "--tls-cert",
          configuration.tls_cert,
          "Serve HTTPS with this certificate (PEM, its issuers behind it); read again on SIGHUP; "
          "ALLOT_TLS_CERT"
      )
      ->type_name("FILE")
      ->group("Serving");
  command
      .add_option(
          "--tls-key",
          configuration.tls_key,
          "The certificate's key (PEM, no password); ALLOT_TLS_KEY"
      )
      ->type_name("FILE")
      ->group("Serving");
  command
      .add_option(
          "--trusted-proxy",
          lists.proxies,
          "Whom to believe for whom they ask (X-Forwarded-For), e.g. 127.0.0.1 or 10.0.0.0/8; "
          "repeatable; ALLOT_TRUSTED_PROXIES, separated by commas"
      )
      ->type_name("ADDRESS[/BITS]")
      ->group("Serving");
  command
      .add_option(
          "--io-threads",
          configuration.io_threads,
          "Threads that answer (default: one for each core); ALLOT_IO_THREADS"
      )
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("COUNT")
      ->group("Serving");
  command
      .add_option(
          "--query-seconds-max",
          configuration.query_seconds_max,
          "After so long a query is given up, with 408 (default: 30); ALLOT_QUERY_SECONDS_MAX"
      )
      ->check(CLI::Range(query_seconds_range.least, query_seconds_range.most).description(""))
      ->type_name("SECONDS")
      ->group("Serving");
  command
      .add_option(
          "--history-days",
          configuration.history_days,
          "So long events and commands are kept (default: 30, at least 2); ALLOT_HISTORY_DAYS"
      )
      ->check(CLI::Range(history_days_range.least, history_days_range.most).description(""))
      ->type_name("DAYS")
      ->group("Serving");
  command
      .add_option(
          "--ledger-megabytes-max",
          configuration.ledger_megabytes_max,
          "So much memory may the work of tasks take, about (default: 512); "
          "ALLOT_LEDGER_MEGABYTES_MAX"
      )
      ->check(CLI::Range(ledger_megabytes_range.least, ledger_megabytes_range.most).description(""))
      ->type_name("MEGABYTES")
      ->group("Serving");
  command
      .add_option(
          "--metrics-token-file",
          configuration.metrics_token_file,
          "Whose first line, shown as bearer token, lets read /metrics (without it, admins alone); "
          "ALLOT_METRICS_TOKEN_FILE"
      )
      ->type_name("FILE")
      ->group("Serving");
}

}  // namespace allot::app
