#pragma once

#include <string_view>

namespace allot::http {

/// One style sheet for every page: light or dark as the system says, contrast at least 4.5 for
/// text and 3 for controls on each surface.
inline constexpr std::string_view style_sheet = R"css(
:root {
  color-scheme: light dark;
  --page: #f4f6f8; --card: #ffffff; --surface: #ffffff; --border: #d8dde3; --control: #7b8591;
  --text: #16191d; --muted: #57616c; --accent-fill: #125fc0; --accent: #125fc0;
  --accent-soft: #eaf3ff; --open: #626c79; --completed: #1b7f4b; --late: #c02b2b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --card: #1d2126; --surface: #15181c; --border: #3a424b; --control: #78838f;
    --text: #e6e9ed; --muted: #a9b3be; --accent-fill: #1d6fd8; --accent: #71a7f1;
    --accent-soft: #16304f; --open: #9aa5b1; --completed: #4ec98a; --late: #ff8080;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--surface); color: var(--text);
  font: 400 0.875rem/1.25rem Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
body:has(> .card) { background: var(--page); }
h1 { font-size: 1.375rem; line-height: 1.75rem; font-weight: 600; margin: 0 0 1rem;
  overflow-wrap: anywhere; }
h2 { font-size: 1.0625rem; line-height: 1.5rem; font-weight: 600; margin: 2rem 0 0.5rem; }
p { margin: 0 0 1rem; }
a { color: var(--accent); text-underline-offset: 2px; }
.muted, .hint { color: var(--muted); }
.hint { font-size: 0.75rem; line-height: 1rem; margin: 0.25rem 0 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.mark { fill: var(--accent); flex: none; }

header {
  display: flex; align-items: center; justify-content: space-between; gap: 1rem; flex-wrap: wrap;
  min-height: 3rem; padding: 0.25rem 1.5rem; border-bottom: 1px solid var(--border);
}
.home, .brand { display: flex; align-items: center; gap: 0.5rem; font-weight: 600;
  color: var(--text); text-decoration: none; }
header form { display: flex; align-items: center; gap: 0.75rem; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem; }
main.card {
  max-width: 23.5rem; margin: 12vh auto 2rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--border); border-radius: 10px;
}
main.card > :last-child { margin-bottom: 0; }
.brand { margin: 0 0 1.5rem; }

label { display: block; font-weight: 600; margin: 0 0 0.25rem; }
input + label { margin-top: 1rem; }
input {
  width: 100%; height: 2.5rem; padding: 0 0.75rem; font: inherit; color: var(--text);
  background: transparent; border: 1px solid var(--control); border-radius: 5px;
}
input:focus-visible { outline-offset: -1px; border-color: var(--accent); }
button {
  height: 2.5rem; padding: 0 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--text); background: transparent; border: 1px solid var(--control);
  border-radius: 5px;
}
.card button { width: 100%; margin-top: 1.5rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
.card button[name="continue"] { margin-top: 0; }
button.main { color: #ffffff; background: var(--accent-fill); border-color: var(--accent-fill); }
button.quiet { height: 2rem; padding: 0 0.75rem; font-size: 0.8125rem; }
.trouble {
  margin: 0 0 1rem; padding: 0.5rem 0.75rem; color: var(--late);
  border: 1px solid var(--late); border-radius: 5px;
}
details { margin-top: 1.5rem; }
summary { color: var(--accent); cursor: pointer; min-height: 1.5rem; }
details form { margin-top: 1rem; }

nav { margin: 0 0 0.5rem; font-size: 0.8125rem; color: var(--muted); }
nav a + a::before { content: "/"; color: var(--muted); display: inline-block;
  margin: 0 0.5rem; text-decoration: none; }
.facts { display: flex; flex-wrap: wrap; gap: 1rem 2rem; margin: 0 0 1.5rem; }
.facts dt { font-size: 0.75rem; line-height: 1rem; color: var(--muted); }
.facts dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.tabs { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin: 0 0 1rem; padding: 0;
  list-style: none; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.8125rem; line-height: 1.125rem; }
th { text-align: left; font-weight: 600; color: var(--muted); }
th, td { padding: 0.4375rem 1rem 0.4375rem 0; border-bottom: 1px solid var(--border);
  vertical-align: top; overflow-wrap: break-word; }
th:first-child, td:first-child { min-width: 9rem; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { white-space: nowrap; color: var(--open); }
.state::before { content: ""; display: inline-block; width: 0.5rem; height: 0.5rem;
  margin-right: 0.375rem; border-radius: 50%; background: currentColor; }
.state.done { color: var(--completed); }
.state.issue { color: var(--late); }
progress { width: 100%; height: 0.5rem; margin: 0 0 0.5rem; accent-color: var(--completed); }
)css";

}  // namespace allot::http
