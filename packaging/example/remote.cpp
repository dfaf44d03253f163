// remote URL EMAIL PASSWORD: lists the projects of a server; URL ends in /api/v1.

#include <exception>
#include <iostream>

#include "allot/allot.h"

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "remote URL EMAIL PASSWORD\n";
    return 2;
  }
  try {
    allot::Connect where;
    where.url = words[1];
    where.settings_file.clear();  // an example leaves nothing behind
    const auto client = allot::connect(where);
    client.login_m2m(words[2], words[3]);
    for (const auto& project : client.projects.list()) std::cout << project.name << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
