# The library `sql`: every file of sql/ and the generated wrappers, as one C table (sql/embedded.h).
file(GLOB_RECURSE sql_texts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sql/*.sql)
set(sql_generated ${CMAKE_BINARY_DIR}/generated/sql/operations_generated.sql)
set(sql_embedded ${CMAKE_BINARY_DIR}/generated/sql/embedded.c)
add_custom_command(OUTPUT ${sql_embedded}
	COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/sql/embed.py --generated ${sql_generated} --output ${sql_embedded}
	DEPENDS ${sql_texts} ${sql_generated} ${CMAKE_SOURCE_DIR}/sql/embed.py
	COMMENT "The database: embed" VERBATIM)
add_library(sql STATIC ${sql_embedded})
target_include_directories(sql PUBLIC ${CMAKE_SOURCE_DIR})
