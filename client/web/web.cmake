# The landing page. Target web puts client/web/pages into web/, beside bin/ (so the release's is build/web), with a .br and a .gz
# beside each file, as the gateway serves them.
find_program(BROTLI brotli REQUIRED)
find_program(GZIP gzip REQUIRED)
cmake_path(GET CMAKE_RUNTIME_OUTPUT_DIRECTORY PARENT_PATH web)
string(APPEND web /web)
set(pages ${CMAKE_SOURCE_DIR}/client/web/pages)
file(GLOB names CONFIGURE_DEPENDS RELATIVE ${pages} ${pages}/*)
set(made "")
foreach(name ${names})
	set(page ${web}/${name})
	add_custom_command(OUTPUT ${page} ${page}.br ${page}.gz
		COMMAND ${CMAKE_COMMAND} -E make_directory ${web}
		COMMAND ${CMAKE_COMMAND} -E copy ${pages}/${name} ${page}
		COMMAND ${BROTLI} --force --keep --quality=11 --output=${page}.br ${page}
		COMMAND ${GZIP} --force --keep --no-name --best ${page}
		DEPENDS ${pages}/${name} VERBATIM)
	list(APPEND made ${page})
endforeach()
add_custom_target(web ALL DEPENDS ${made})
install(DIRECTORY ${web}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/waymark/web COMPONENT daemon)
