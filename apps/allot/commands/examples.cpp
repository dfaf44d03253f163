#include <map>

#include "commands/help.h"

namespace allot::cli {

namespace {

using Examples = std::map<std::string, std::vector<std::string>>;

// As long as a line of help is, at most; each is parsed by a test.
const Examples of_the_server{
    {"serve", {"allot serve --data team --public-url https://allot.example.org"}},
    {"demo", {"allot demo --data demo"}},
    {"check", {"allot check --data team", "allot check --data team --content --repair"}},
    {"backup", {"allot backup /backups/team --data team"}},
    {"restore", {"allot restore /backups/team --data team"}},
    {"log-level", {"allot log-level debug --data team"}},
    {"user add", {"allot user add mia@example.org --admin --password-stdin < secret"}},
    {"user passwd", {"allot user passwd mia@example.org --password-stdin < secret"}},
    {"user disable", {"allot user disable ben@example.org --data team"}},
    {"user enable", {"allot user enable ben@example.org --data team"}},
    {"user list", {"allot user list --data team"}},
    {"user link", {"allot user link ben@example.org --data team"}},
};

const Examples of_signing_in{
    {"login",
     {"allot login https://allot.example.org",
      "allot login https://allot.example.org --email ada@example.org --select"}},
    {"logout", {"allot logout"}},
    {"use", {"allot use", "allot use https://allot.example.org"}},
    {"whoami", {"allot whoami"}},
    {"completion", {"source <(allot completion bash)"}},
    {"undo", {"allot undo 01a210ff7305658100000000 --dry-run", "allot undo --last Cars"}},
    {"help", {"allot help task create"}},
    {"version", {"allot version"}},
};

const Examples of_places{
    {"project list", {"allot project list"}},
    {"project create", {"allot project create Streets"}},
    {"project show", {"allot project show Streets"}},
    {"project summary", {"allot project summary Streets"}},
    {"project rename", {"allot project rename Streets Roads"}},
    {"project delete", {"allot project delete Streets"}},
    {"member list", {"allot member list -p Streets"}},
    {"member add",
     {"allot member add ben@example.org -p Streets",
      "allot member add dora@example.org -p Streets --role developer"}},
    {"member invite", {"allot member invite ben@example.org -p Streets"}},
    {"member update", {"allot member update ben -p Streets --role annotationManager"}},
    {"member remove", {"allot member remove ben -p Streets"}},
    {"member away",
     {"allot member away ada -p Streets --until 2027-01-06",
      "allot member away ada -p Streets --from 2026-12-24 --hours 3",
      "allot member away ada -p Streets --show"}},
    {"member back", {"allot member back ada -p Streets"}},
    {"dataset list", {"allot dataset list -p Streets"}},
    {"dataset create", {"allot dataset create day -p Streets -l car -l bus"}},
    {"dataset show", {"allot dataset show day"}},
    {"dataset update", {"allot dataset update day --name 'day, July'"}},
    {"dataset label", {"allot dataset label day", "allot dataset label day --add bus"}},
    {"dataset annotate", {"allot dataset annotate day --label rain -f dir=/july"}},
    {"dataset export",
     {"allot dataset export day --format coco -o day.json",
      "allot dataset export day --format ndjson -f dir=/july",
      "allot dataset export day --format dataloop --lock -o day.zip"}},
    {"dataset clone",
     {"allot dataset clone day 'day, again' -p Streets",
      "allot dataset clone day --into all --below /day -f dir=/july"}},
    {"dataset merge", {"allot dataset merge 'day and night' day night -p Streets"}},
    {"dataset delete", {"allot dataset delete day"}},
    {"item list",
     {"allot item list -d day -f 'dir!=/night'", "allot item list -t Cars --open --person ada"}},
    {"item show", {"allot item show /july/1.png -d day"}},
    {"item move",
     {"allot item move /july/1.png /august -d day --to /summer",
      "allot item move -d day -f 'name~*.txt' --to /texts --dry-run",
      "allot item move /july -d day --path /archive/july"}},
    {"item delete",
     {"allot item delete /july/1.png -d day", "allot item delete -d day -f dir=/night"}},
    {"item upload", {"allot item upload pictures -d day --to /july"}},
    {"item download", {"allot item download here -t Cars -f 'name~*.png'"}},
    {"item status",
     {"allot item status completed /july/1.png -t Cars",
      "allot item status completed /july/1.png -t Cars --clear"}},
    {"item holders", {"allot item holders /july/1.png -t Cars"}},
};

const Examples of_work{
    {"task list", {"allot task list -p Streets"}},
    {"task show", {"allot task show Cars"}},
    {"inbox", {"allot inbox", "allot inbox --read"}},
    {"task watch", {"allot task watch Cars --every 5"}},
    {"task items",
     {"allot task items Cars --person ada --status open",
      "allot task items Cars --latest --count 20"}},
    {"task pace", {"allot task pace Cars --days 7 --tz Europe/Berlin"}},
    {"task create",
     {"allot task create Cars -d day -f dir=/july --assign ada=60,ben=40",
      "allot task create Cars -d day --assign ada,ben --due 2026-12-24 --dry-run",
      "allot task create Cars -d day --batch 10 --max 15 --pull ada,ben"}},
    {"task update",
     {"allot task update Cars --due '2026-12-24 17:00' --priority 3",
      "allot task update Cars --status dismissed"}},
    {"task review", {"allot task review Cars --assign cleo"}},
    {"task log", {"allot task log Cars --count 5"}},
    {"task redistribute",
     {"allot task redistribute Cars ada=40 ben=60 --dry-run",
      "allot task redistribute Cars ada ben cleo -f dir=/july",
      "allot task redistribute Cars --by-pace --dry-run"}},
    {"task contributors",
     {"allot task contributors Cars", "allot task contributors Cars --add cleo --remove ben"}},
    {"task pull", {"allot task pull Cars"}},
    {"task export",
     {"allot task export Cars --format csv -o cars.csv",
      "allot task export Cars --format coco --status completed -o done.json"}},
    {"task history", {"allot task history Cars -o history.csv"}},
    {"task add", {"allot task add Cars -f dir=/august --assign cleo"}},
    {"task remove", {"allot task remove Cars -f dir=/august --dry-run"}},
    {"task delete", {"allot task delete Cars"}},
    {"assignment list", {"allot assignment list -t Cars"}},
    {"assignment show", {"allot assignment show 'Cars (ada@example.org)'"}},
    {"assignment export", {"allot assignment export 'Cars (ada@example.org)' --format ndjson"}},
    {"assignment mine", {"allot assignment mine"}},
    {"assignment next",
     {"allot assignment next 'Cars (ada@example.org)'",
      "allot assignment next 'Cars (ada@example.org)' --after /july/7.png -c 3"}},
    {"assignment redistribute",
     {"allot assignment redistribute 'Cars (ada@example.org)' ben cleo",
      "allot assignment redistribute 'Cars (ada@example.org)' ada=20 ben=80 -n"}},
    {"assignment reassign", {"allot assignment reassign 'Cars (ada@example.org)' cleo"}},
    {"assignment batch", {"allot assignment batch 'Cars (ada@example.org)'"}},
    {"assignment clear", {"allot assignment clear 'Cars (ada@example.org)' --dry-run"}},
    {"assignment rename", {"allot assignment rename 'Cars (ada@example.org)' Rest"}},
    {"assignment delete", {"allot assignment delete Rest --dry-run"}},
};

const std::map<std::string, std::string> explanations{
    {"task pace",
     "HANDLED: items that got their first status on that day, from anybody. PER DAY: what each "
     "handled on the last 14 days, a stroke a day, · for none. DONE: items with a status, whoever "
     "set it. AN HOUR: how many they do in an hour at work, – as long as too few are known. "
     "ACTIVE: "
     "their time at work, without breaks. DONE BY: when they will be done if it goes on like that"},
};

}  // namespace

std::string explanation_of(const std::string& command) {
  const auto found = explanations.find(command);
  return found == explanations.end() ? "" : found->second + ".";
}

std::vector<std::string> examples_of(const std::string& command) {
  for (const auto* const examples : {&of_the_server, &of_signing_in, &of_places, &of_work}) {
    if (const auto found = examples->find(command); found != examples->end()) return found->second;
  }
  return {};
}

}  // namespace allot::cli
