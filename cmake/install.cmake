# What `cmake --install` takes: the program (component `server`), and the two libraries with their
# headers, for find_package(allot) and for pkg-config (component `dev`).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS allot RUNTIME COMPONENT server)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/allot)
foreach(library sdk embedded)
  set_target_properties(allot_${library} PROPERTIES EXPORT_NAME ${library})
  install(TARGETS allot_${library} EXPORT allot_${library} ARCHIVE COMPONENT dev)
  install(EXPORT allot_${library} NAMESPACE allot:: FILE allot-${library}-targets.cmake
    DESTINATION ${package_folder} COMPONENT dev)
endforeach()
install(DIRECTORY sdk/cpp/include/allot sdk/embedded/include/allot
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev FILES_MATCHING PATTERN *.h)

configure_package_config_file(cmake/allotConfig.cmake.in ${PROJECT_BINARY_DIR}/allotConfig.cmake
  INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/allotConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/allotConfig.cmake ${PROJECT_BINARY_DIR}/allotConfigVersion.cmake
  DESTINATION ${package_folder} COMPONENT dev)

# From the .pc files to the prefix, so that an installed tree may be moved.
file(RELATIVE_PATH prefix_from_pc /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
foreach(name allot allot-embedded)
  configure_file(cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
endforeach()
