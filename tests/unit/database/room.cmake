# The suite puts the real schema into a database of its own.
target_link_libraries(unit_database PRIVATE sql)
