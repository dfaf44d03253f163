// Each line of the input, folded (B-007): so that Python can be held against it.
#include <iostream>
#include <string>

#include "base/unicode.h"

int main() {
  for (std::string line; std::getline(std::cin, line);) std::cout << allot::folded(line) << '\n';
}
