# What an installation of the daemon consists of: the program, its manual page, the unit file, its user and folders, and samples.
find_program(SCDOC scdoc)
if(SCDOC)
	set(deploy_manual ${CMAKE_BINARY_DIR}/waymarkd.8)
	add_custom_command(OUTPUT ${deploy_manual}
		COMMAND sh -c "$<TARGET_FILE:waymarkd> manual >waymarkd.8.scd && ${SCDOC} <waymarkd.8.scd >waymarkd.8"
		DEPENDS waymarkd WORKING_DIRECTORY ${CMAKE_BINARY_DIR} COMMENT "The manual page waymarkd(8)" VERBATIM)
	add_custom_target(waymarkd_manual ALL DEPENDS ${deploy_manual})
	install(FILES ${deploy_manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT daemon)
endif()
install(TARGETS waymarkd RUNTIME COMPONENT daemon)
install(FILES deploy/waymarkd.service DESTINATION lib/systemd/system COMPONENT daemon)
install(FILES deploy/sysusers.d/waymark.conf DESTINATION lib/sysusers.d COMPONENT daemon)
install(FILES deploy/tmpfiles.d/waymark.conf DESTINATION lib/tmpfiles.d COMPONENT daemon)
install(FILES deploy/waymark.conf.sample deploy/nginx.conf deploy/haproxy.cfg deploy/Caddyfile TYPE DOC COMPONENT daemon)
