#include "commands/completion.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

constexpr auto bash = R"sh(# Completes the words of allot: source <(allot completion bash)
_allot() {
  local rest=$COMP_LINE piece word candidate i
  local -a words=() found=()
  # Readline splits at = : @ too; what stands together is one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    [[ $i -eq 0 || $rest == [[:space:]]* ]] && words+=("")
    rest=${rest#"${rest%%[![:space:]]*}"}
    rest=${rest#"${COMP_WORDS[i]}"}
    words[-1]+=${COMP_WORDS[i]}
  done
  local typed=${words[-1]}
  for i in "${!words[@]}"; do
    word=${words[i]}
    case $word in
      \"*) word=${word#\"} && words[i]=${word%\"} ;;
      \'*) word=${word#\'} && words[i]=${word%\'} ;;
      *) words[i]=${word//\\/} ;;
    esac
  done
  # Only the piece behind the last = : @ is replaced.
  piece=${COMP_WORDS[COMP_CWORD]#[\"\']}
  piece=${piece//\\/}
  [[ $piece == [=:@]* ]] && piece=${piece#?}
  local head=${words[-1]%"$piece"}
  mapfile -t found < <("${words[0]/#\~/$HOME}" --complete -- "${words[@]:1}" 2>/dev/null)
  COMPREPLY=()
  for candidate in "${found[@]}"; do
    candidate=${candidate#"$head"}
    [[ $typed == [\"\']* ]] || printf -v candidate %q "$candidate"
    COMPREPLY+=("${candidate//\\,/,}")
  done
}
complete -o bashdefault -o default -F _allot allot)sh";

constexpr auto zsh = R"sh(#compdef allot
# Completes the words of allot: source <(allot completion zsh), or as _allot in a folder of $fpath
_allot() {
  local -a candidates
  candidates=("${(@f)$("${(Q)words[1]/#\~/$HOME}" --complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  if [[ -n $candidates[1] ]]; then
    compadd -- "${candidates[@]}"
  else
    _files
  fi
}
if [[ $funcstack[1] == _allot ]]; then
  _allot "$@"
else
  compdef _allot allot
fi)sh";

constexpr auto fish = R"sh(# Completes the words of allot: allot completion fish | source
function __allot_candidates
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l plain (string unescape -- "$typed"; or string replace -r '^["\']' '' -- "$typed")
    set -l candidates ($words[1] --complete -- $words[2..-1] "$plain" 2>/dev/null)
    if set -q candidates[1]
        printf '%s\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c allot -f -a '(__allot_candidates)')sh";

void print_script(Console& console, const std::string& shell) {
  const auto script = completion_script(shell);
  console.id(script, script);
  console.json(json_quoted(script));
}

}  // namespace

std::string completion_script(const std::string& shell) {
  return shell == "bash" ? bash : shell == "zsh" ? zsh : fish;
}

void add_completion(Verbs& top) {
  const auto take_shell = [](Words& words, std::string& shell) {
    words.needs_one_of("SHELL", shell, {"bash", "zsh", "fish"}, "For which shell");
  };
  top.add_alone<std::string>(
      "completion", "Print what completes these words in a shell", take_shell, print_script
  );
}

}  // namespace allot::cli
