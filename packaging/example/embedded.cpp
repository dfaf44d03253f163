// embedded DIR: makes a project in a data folder, and lists the projects there; no server runs.

#include "allot/embedded.h"

#include <exception>
#include <iostream>

#include "allot/allot.h"

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "embedded DIR\n";
    return 2;
  }
  try {
    const auto client = allot::open(words[1], {.as = "ada@example.org"});
    client.projects.create("street signs");
    for (const auto& project : client.projects.list()) std::cout << project.name << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
