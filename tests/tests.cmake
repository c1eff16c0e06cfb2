# The tests: one Check executable per room of tests/unit, and the suites that bring their own build file.
#
# Every file tests/unit/<room>/test_<name>.c defines `Suite *suite_<name>(void)`; a file dropped into the folder is built and run.
# Other .c files of the folder are its helpers. tests/unit/<room>/room.cmake, where it exists, may say more about unit_<room>.
pkg_check_modules(check REQUIRED IMPORTED_TARGET check)
add_custom_target(units)

# add_unit_room(<room> <libraries...>): unit_<room> of all files in tests/unit/<room>.
function(add_unit_room room)
	set(folder ${CMAKE_SOURCE_DIR}/tests/unit/${room})
	file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
	file(GLOB suites CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/test_*.c)
	if(NOT suites)
		return()
	endif()
	set(SUITE_PROTOTYPES "")
	set(SUITE_ROWS "")
	foreach(suite ${suites})
		string(REGEX REPLACE "^test_(.*)\\.c$" "\\1" name ${suite})
		string(APPEND SUITE_PROTOTYPES "Suite *suite_${name}(void);\n")
		string(APPEND SUITE_ROWS "\tsuite_${name},\n")
	endforeach()
	set(SUITE_ROOM ${room})
	configure_file(${CMAKE_SOURCE_DIR}/tests/unit/main.c.in ${CMAKE_BINARY_DIR}/generated/tests/unit_${room}.c @ONLY)
	add_executable(unit_${room} ${sources} ${CMAKE_BINARY_DIR}/generated/tests/unit_${room}.c)
	target_include_directories(unit_${room} PRIVATE ${folder})
	target_compile_definitions(unit_${room} PRIVATE WAYMARK_SOURCE_DIR="${CMAKE_SOURCE_DIR}" WAYMARK_BINARY_DIR="${CMAKE_BINARY_DIR}")
	target_link_libraries(unit_${room} PRIVATE ${ARGN} PkgConfig::check)
	# A suite is declared in the main that is made for its room, and nowhere else.
	target_compile_options(unit_${room} PRIVATE -Wno-missing-prototypes)
	add_dependencies(units unit_${room})
	add_test(NAME unit_${room} COMMAND unit_${room})
	if(EXISTS ${folder}/room.cmake)
		include(${folder}/room.cmake)
	endif()
endfunction()

# A unit room links the library of its own name.
file(GLOB unit_rooms CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/tests/unit ${CMAKE_SOURCE_DIR}/tests/unit/*)
foreach(room ${unit_rooms})
	if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/tests/unit/${room})
		set(libraries "")
		foreach(candidate ${room})
			if(TARGET ${candidate})
				list(APPEND libraries ${candidate})
			endif()
		endforeach()
		add_unit_room(${room} ${libraries})
	endif()
endforeach()

foreach(suite fuzz simulation stories system bench)
	include(${CMAKE_SOURCE_DIR}/tests/${suite}/${suite}.cmake OPTIONAL)
endforeach()
