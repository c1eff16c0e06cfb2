# The client: the room `library` (libwaymark's parts), the libraries that are installed from it, and the program `waymark`. They
# stand on the language only; nothing here includes anything of the daemon.
find_package(OpenSSL 3.0 REQUIRED COMPONENTS SSL Crypto)
find_library(WSLAY_LIBRARY wslay REQUIRED)
find_path(WSLAY_INCLUDE wslay/wslay.h REQUIRED)

# -- libwaymark -----------------------------------------------------------------------------------------------------------------
# The room with everything inside visible: the command line and the unit tests link this.
add_room(library client/library protocol OpenSSL::SSL OpenSSL::Crypto ${WSLAY_LIBRARY})
target_include_directories(library PUBLIC ${CMAKE_SOURCE_DIR}/client/library PRIVATE ${WSLAY_INCLUDE})
target_compile_definitions(library PRIVATE WAYMARK_VERSION="${PROJECT_VERSION}")

# The shared library: its interface is waymark.map, and nothing else can be seen.
set(library_map ${CMAKE_SOURCE_DIR}/client/library/waymark.map)
add_library(libwaymark SHARED $<TARGET_OBJECTS:library> $<TARGET_OBJECTS:protocol>)
target_link_libraries(libwaymark PRIVATE OpenSSL::SSL OpenSSL::Crypto ${WSLAY_LIBRARY} PkgConfig::jansson PkgConfig::msgpack)
target_link_options(libwaymark PRIVATE LINKER:--version-script=${library_map})
target_include_directories(libwaymark INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/client/library> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(libwaymark PROPERTIES OUTPUT_NAME waymark EXPORT_NAME waymark VERSION 1.0.0 SOVERSION 1 LINK_DEPENDS ${library_map})

# The static library: one object in which only the names of waymark.map can be seen, so that ours never meet a program's own.
set(library_archive ${CMAKE_BINARY_DIR}/libwaymark.a)
add_custom_command(OUTPUT ${library_archive}
	COMMAND ${CMAKE_LINKER} -r -o waymark.o $<TARGET_OBJECTS:library> $<TARGET_OBJECTS:protocol>
	COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=wm_* waymark.o
	COMMAND ${CMAKE_COMMAND} -E rm -f ${library_archive}
	COMMAND ${CMAKE_AR} rcs ${library_archive} waymark.o
	DEPENDS library protocol $<TARGET_OBJECTS:library> $<TARGET_OBJECTS:protocol>
	WORKING_DIRECTORY ${CMAKE_BINARY_DIR} COMMAND_EXPAND_LISTS COMMENT "The static library" VERBATIM)
add_custom_target(libwaymark_archive ALL DEPENDS ${library_archive})

# What another project finds it by: pkg-config and CMake.
include(CMakePackageConfigHelpers)
file(RELATIVE_PATH library_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /) # from the .pc file up to where all is installed
configure_file(client/library/waymark.pc.in ${CMAKE_BINARY_DIR}/waymark.pc @ONLY)
configure_package_config_file(client/library/waymark-config.cmake.in ${CMAKE_BINARY_DIR}/waymark-config.cmake
	INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/waymark)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/waymark-config-version.cmake VERSION ${PROJECT_VERSION} COMPATIBILITY SameMajorVersion)
install(TARGETS libwaymark EXPORT waymark LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(EXPORT waymark NAMESPACE waymark:: FILE waymark-targets.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/waymark COMPONENT library)
install(FILES ${library_archive} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(FILES ${CMAKE_BINARY_DIR}/waymark-config.cmake ${CMAKE_BINARY_DIR}/waymark-config-version.cmake
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/waymark COMPONENT library)
install(FILES ${CMAKE_BINARY_DIR}/waymark.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
install(FILES client/library/waymark.h client/library/waymark_poll.h client/library/waymark_uv.h TYPE INCLUDE COMPONENT library)

# -- the command line -----------------------------------------------------------------------------------------------------------
file(GLOB cli_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/cli/*.c)
add_executable(waymark ${cli_sources})
target_link_libraries(waymark PRIVATE library PkgConfig::inih)
target_compile_definitions(waymark PRIVATE WAYMARK_VERSION="${PROJECT_VERSION}")
install(TARGETS waymark RUNTIME COMPONENT client)

# -- manual pages, completion, examples -----------------------------------------------------------------------------------------
# add_manual(<page> <command...>): build/man/<page> from scdoc of what the command prints.
find_program(SCDOC scdoc)
function(add_manual page)
	set(output ${CMAKE_BINARY_DIR}/man/${page})
	add_custom_command(OUTPUT ${output}
		COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man
		COMMAND ${ARGN} | ${SCDOC} > ${output}
		DEPENDS waymark ${CMAKE_SOURCE_DIR}/client/library/libwaymark.3.scd ${CMAKE_SOURCE_DIR}/client/library/waymark-protocol.7.scd COMMENT "The manual: ${page}")
	string(REGEX REPLACE ".*\\." "" section ${page})
	install(FILES ${output} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT client)
	set_property(GLOBAL APPEND PROPERTY MANUAL_PAGES ${output})
endfunction()
if(SCDOC)
	add_manual(libwaymark.3 cat ${CMAKE_SOURCE_DIR}/client/library/libwaymark.3.scd)
	add_manual(waymark-protocol.7 cat ${CMAKE_SOURCE_DIR}/client/library/waymark-protocol.7.scd)
	add_manual(waymark.1 $<TARGET_FILE:waymark> manual)
	get_property(manual_pages GLOBAL PROPERTY MANUAL_PAGES)
	add_custom_target(manual ALL DEPENDS ${manual_pages})
endif()
foreach(shell bash zsh fish)
	set(output ${CMAKE_BINARY_DIR}/completion/waymark.${shell})
	add_custom_command(OUTPUT ${output}
		COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/completion
		COMMAND waymark completion ${shell} > ${output}
		DEPENDS waymark COMMENT "Completion: ${shell}")
	list(APPEND completions ${output})
endforeach()
add_custom_target(completion ALL DEPENDS ${completions})
install(FILES ${CMAKE_BINARY_DIR}/completion/waymark.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME waymark COMPONENT client)
install(FILES ${CMAKE_BINARY_DIR}/completion/waymark.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _waymark COMPONENT client)
install(FILES ${CMAKE_BINARY_DIR}/completion/waymark.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT client)
if(WAYMARK_TESTS)
	file(GLOB library_examples CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/library/examples/*.c)
	foreach(example ${library_examples})
		get_filename_component(name ${example} NAME_WE)
		add_executable(example_${name} ${example})
		target_link_libraries(example_${name} PRIVATE libwaymark PkgConfig::uv)
	endforeach()
endif()
