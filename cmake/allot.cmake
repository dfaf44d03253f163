# What every target of the project shares, and the two functions that make one target of one folder.

find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json url)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(roaring CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(jwt REQUIRED IMPORTED_TARGET libjwt)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(magic REQUIRED IMPORTED_TARGET libmagic)
find_package(spdlog CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(tomlplusplus CONFIG REQUIRED)
find_package(date CONFIG REQUIRED)
if(ALLOT_TESTS)
  find_package(GTest CONFIG REQUIRED)
  find_package(rapidcheck CONFIG REQUIRED)
  pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive)
  include(GoogleTest)
endif()

# How everything is compiled; `allot_options` adds the server's sources, which the SDK must not see.
add_library(allot_flags INTERFACE)
add_library(allot_options INTERFACE)
target_link_libraries(allot_options INTERFACE allot_flags)
target_include_directories(allot_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(allot_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${ALLOT_WERROR}>:-Werror>
  # Else ccache keeps nothing that includes a precompiled header.
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>"
  # A tenth of its time goes into collecting garbage: 50 MB more of memory, and it never does.
  $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=400000>
  # libstdc++ 12 uses what it calls deprecated.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  # Position independent code is else kept from inlining what another library might replace.
  $<$<BOOL:${ALLOT_INSTALL}>:-fno-semantic-interposition>
  # C++20 designated initializers leave members at their defaults on purpose.
  -Wno-missing-field-initializers)
if(ALLOT_SANITIZE)
  target_compile_options(allot_flags INTERFACE -fsanitize=${ALLOT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(allot_flags INTERFACE -fsanitize=${ALLOT_SANITIZE})
endif()
find_program(ALLOT_MOLD mold)
if(ALLOT_MOLD)
  target_link_options(allot_flags INTERFACE -fuse-ld=mold)
endif()
# A clone in another folder, and another build folder of this one, find what was compiled before. What was not is compiled
# at once, not preprocessed first to be looked for again, and a precompiled header is hashed once, not for each file.
find_program(ALLOT_CCACHE ccache)
if(ALLOT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 CCACHE_INODECACHE=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${ALLOT_CCACHE})
endif()

# allot_folder(NAME [USES targets…] [PRIVATELY targets…] [TEST_USES targets…])
# One library `allot_NAME` of the sources of this folder and below it (less those of folders that are
# targets themselves), and one test program `NAME_test` of its *_test.cpp. The global property
# ALLOT_FOLDERS names all that have sources.
function(allot_folder name)
  cmake_parse_arguments(ARG "" "" "USES;PRIVATELY;TEST_USES;EXCEPT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  foreach(folder IN LISTS ARG_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "/${folder}/")
  endforeach()
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(allot_${name} STATIC ${sources})
    target_link_libraries(allot_${name} PUBLIC allot_options ${ARG_USES} PRIVATE ${ARG_PRIVATELY})
    set_property(GLOBAL APPEND PROPERTY ALLOT_FOLDERS ${name})
  else()
    add_library(allot_${name} INTERFACE)
    target_link_libraries(allot_${name} INTERFACE allot_options ${ARG_USES})
  endif()
  if(ALLOT_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE allot_${name} ${ARG_TEST_USES} rapidcheck rapidcheck_gtest GTest::gtest_main GTest::gmock)
    target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
