#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

// Plain pages without scripts: the sign-in page, one-time links, and the console's addresses.
namespace allot::http {

/// Safe as text and inside quoted attributes.
[[nodiscard]] std::string escape_html(std::string_view text);

/// A piece of a page, already HTML.
struct Page {
  std::string title;  // plain text
  std::string body;   // HTML; what stands inside <main>
  int status = 200;
  std::string form_origin;  // where a form's answer may lead beside here; "" for nowhere
  bool is_narrow = false;   // a card in the middle, for forms
  std::string person;       // who is signed in, with a button to sign out; "" for nobody
};

/// The whole page under a policy that allows no script, no frame and no form to elsewhere. Nobody
/// stores it.
[[nodiscard]] Response page_answer(const Page& page);

/// A card that says one thing, e.g. why a link does not work.
[[nodiscard]] Response message_page(int status, std::string_view title, std::string_view sentence);

/// The style sheet that every page uses.
[[nodiscard]] Response style_answer();

/// What the sign-in form shows again, or at first.
struct SignInForm {
  std::string callback;     // as it came; "" for none
  std::string form_origin;  // of the checked callback
  std::string next;         // where to go afterwards when there is no callback; "" for the start
  std::string address;      // what was typed before
  std::string trouble;      // one sentence; "" when nothing went wrong
  std::string known_as;     // who this browser is signed in as; "" for nobody
  int status = 200;
};

[[nodiscard]] Response sign_in_page(const SignInForm& form);

/// What the form of a one-time link shows.
struct WelcomeForm {
  std::string token;
  std::string address;  // of the link's person; for the set-up link what was typed before
  bool is_setup = false;
  std::string trouble;
  int status = 200;
};

[[nodiscard]] Response welcome_page_of(const WelcomeForm& form);

}  // namespace allot::http
