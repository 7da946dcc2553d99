# Installs roster-server as a systemd service: unit, user, folders, and the configuration that is
# copied to /etc/roster-server when there is none.
set(service ${PROJECT_SOURCE_DIR}/resources/service)
set(made ${PROJECT_BINARY_DIR}/service)

configure_file(${service}/roster-server.service.in ${made}/roster-server.service @ONLY)
configure_file(${service}/roster-server.tmpfiles.in ${made}/roster-server.conf @ONLY)

file(READ ${PROJECT_SOURCE_DIR}/resources/roster-server.example.ini configuration)
string(REPLACE "\n#data = /var/lib/roster-server\n" "\ndata = /var/lib/roster-server\n"
    configuration "${configuration}")
string(REPLACE "\n#listen = 127.0.0.1:7433\n" "\nlisten = 0.0.0.0:7433\n" configuration "${configuration}")
file(CONFIGURE OUTPUT ${made}/roster-server.ini CONTENT "${configuration}" @ONLY)

install(FILES ${made}/roster-server.service DESTINATION lib/systemd/system COMPONENT server)
install(FILES ${made}/roster-server.conf DESTINATION lib/tmpfiles.d COMPONENT server)
install(FILES ${service}/roster-server.sysusers DESTINATION lib/sysusers.d RENAME roster-server.conf
    COMPONENT server)
install(FILES ${made}/roster-server.ini DESTINATION ${CMAKE_INSTALL_DATADIR}/roster-server COMPONENT server)
