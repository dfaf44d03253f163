# The standard library is read once and not in each file again: that is a third of what compiling costs here; in tests
# GoogleTest is too. Off where things are served or installed, so that each file still names what it uses.

# allot_precompiled(NAME [USES targets…] HEADERS <header>…)
function(allot_precompiled name)
  cmake_parse_arguments(ARG "" "" "USES;HEADERS" ${ARGN})
  file(WRITE ${PROJECT_BINARY_DIR}/${name}.cpp "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE allot_flags ${ARG_USES})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

set(standard
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <condition_variable> <deque> <functional> <iostream> <map>
  <memory> <mutex> <numeric> <optional> <random> <ranges> <set> <span> <string> <string_view> <thread> <unordered_map>
  <unordered_set> <variant> <vector>)
allot_precompiled(allot_precompiled HEADERS ${standard})
if(ALLOT_TESTS)
  allot_precompiled(allot_precompiled_tests USES GTest::gmock HEADERS ${standard} <gmock/gmock.h> <gtest/gtest.h>)
endif()

# allot_precompile(FOLDER): for each target of this folder and of those below it.
function(allot_precompile folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    get_target_property(uses ${target} LINK_LIBRARIES)
    if(type STREQUAL "EXECUTABLE" AND uses MATCHES "GTest::gmock")
      target_precompile_headers(${target} REUSE_FROM allot_precompiled_tests)
    elseif(type MATCHES "STATIC_LIBRARY|EXECUTABLE")
      target_precompile_headers(${target} REUSE_FROM allot_precompiled)
    endif()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(below ${folders})
    allot_precompile(${below})
  endforeach()
endfunction()

allot_precompile(${PROJECT_SOURCE_DIR})
