# Floor 0, the language: the library `protocol`, with the tables that protocol/generate makes from protocol/schema and
# protocol/words; and the target `schema_sql`, the SQL functions of schema api, which sql/ embeds.
file(GLOB protocol_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/protocol/*.c)
file(GLOB protocol_schema CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/protocol/schema/*.toml)
file(GLOB protocol_generator CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/protocol/generate/*.py)
set(protocol_generated ${CMAKE_BINARY_DIR}/generated/protocol)
set(protocol_generate ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/protocol/generate/main.py)
set(protocol_welsh ${CMAKE_SOURCE_DIR}/protocol/words/cy.po)

# protocol_make(<generator's command> <output> <more inputs...>): one generated file.
function(protocol_make command output)
	add_custom_command(OUTPUT ${output}
		COMMAND ${protocol_generate} ${command} --output ${output}
		DEPENDS ${protocol_schema} ${protocol_generator} ${ARGN}
		COMMENT "The language: ${command}" VERBATIM)
endfunction()

protocol_make(tables ${protocol_generated}/schema_tables.c)
protocol_make(catalogue ${protocol_generated}/words_tables.c ${protocol_welsh})
protocol_make(sql ${CMAKE_BINARY_DIR}/generated/sql/operations_generated.sql)
add_custom_target(schema_sql DEPENDS ${CMAKE_BINARY_DIR}/generated/sql/operations_generated.sql)

add_library(protocol STATIC ${protocol_sources} ${protocol_generated}/schema_tables.c ${protocol_generated}/words_tables.c)
target_include_directories(protocol PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_link_libraries(protocol PUBLIC PkgConfig::msgpack PkgConfig::jansson)

# The catalogue as other programs read it (bindtextdomain), and as translators check it.
find_program(MSGFMT msgfmt)
if(MSGFMT)
	set(protocol_catalogue ${CMAKE_BINARY_DIR}/generated/locale/cy/LC_MESSAGES/waymark.mo)
	add_custom_command(OUTPUT ${protocol_catalogue}
		COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated/locale/cy/LC_MESSAGES
		COMMAND ${MSGFMT} --check-format --output-file=${protocol_catalogue} ${protocol_welsh}
		DEPENDS ${protocol_welsh} COMMENT "The language: Welsh" VERBATIM)
	add_custom_target(protocol_locale ALL DEPENDS ${protocol_catalogue})
	install(FILES ${protocol_catalogue} DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/cy/LC_MESSAGES)
endif()

# `words`: collects the words of the schema and the programs anew, and puts the new ones into cy.po to be translated.
find_program(MSGMERGE msgmerge)
if(MSGMERGE)
	set(protocol_template ${CMAKE_SOURCE_DIR}/protocol/words/waymark.pot)
	add_custom_target(words
		COMMAND ${protocol_generate} words --output ${protocol_template}
		COMMAND ${MSGMERGE} --quiet --update --backup=none --no-fuzzy-matching --no-wrap ${protocol_welsh} ${protocol_template}
		COMMENT "The language: words" VERBATIM)
endif()
