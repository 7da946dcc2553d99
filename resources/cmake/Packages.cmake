# Debian packages by CPack: `cmake --workflow --preset package` makes roster-server, roster-cli and
# roster-gui in build/package/packages.
set(packaging ${PROJECT_SOURCE_DIR}/resources/packaging)
set(made ${PROJECT_BINARY_DIR}/packaging)
set(ROSTER_MAINTAINER "The Roster team <roster@localhost>" CACHE STRING
    "Who answers for the packages: Name <address>")
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC) # SOURCE_DATE_EPOCH, when it is set

set(components server cli)
if(ROSTER_GUI)
    list(APPEND components gui)
endif()
foreach(component ${components})
    install(FILES ${packaging}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/roster-${component}
        COMPONENT ${component})
    install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/roster-${component}
        COMPONENT ${component})
    # What Debian's tools read: which version of the package this is.
    set(package roster-${component})
    configure_file(${packaging}/changelog.in ${made}/${package}/changelog @ONLY)
    roster_install_compressed(${made}/${package}/changelog ${CMAKE_INSTALL_DATADIR}/doc/${package}
        ${component})
endforeach()
# The configuration and README speak of these.
install(FILES server/KEYS.md server/SECURITY.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/roster-server
    COMPONENT server)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME roster)
set(CPACK_PACKAGE_VENDOR Roster)
set(CPACK_PACKAGE_CONTACT "${ROSTER_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each component has a line of its own
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL ${components})
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_SERVER_PACKAGE_NAME roster-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION database)
# The driver is a plugin, which no library names; the other makes the user.
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "libqt6sql6-sqlite, systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_SERVER_DESCRIPTION "server for employee records over TLS
Keeps a company's employee records and lets the people who may see them work
on them, with permissions for each field, edits that merge and a history that
can be verified.")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
    "${packaging}/server/postinst;${packaging}/server/prerm;${packaging}/server/postrm")

set(CPACK_DEBIAN_CLI_PACKAGE_NAME roster-cli)
set(CPACK_DEBIAN_CLI_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_CLI_PACKAGE_RECOMMENDS less)
set(CPACK_DEBIAN_CLI_DESCRIPTION "console client of the Roster employee-records server
A text menu for people, and sub-commands with JSON, CSV and exit codes for
scripts.")

set(CPACK_DEBIAN_GUI_PACKAGE_NAME roster-gui)
set(CPACK_DEBIAN_GUI_PACKAGE_SECTION database)
# Plugins and files, which no library names: the display, Qt's own texts, the icons' place.
set(CPACK_DEBIAN_GUI_PACKAGE_DEPENDS "hicolor-icon-theme, qt6-qpa-plugins")
set(CPACK_DEBIAN_GUI_PACKAGE_RECOMMENDS "qt6-translations-l10n, qt6-wayland")
set(CPACK_DEBIAN_GUI_PACKAGE_SUGGESTS "gnome-keyring | kwalletmanager")
set(CPACK_DEBIAN_GUI_DESCRIPTION "desktop client of the Roster employee-records server
A window with the employees in a table that is sorted, filtered and edited
like a spreadsheet, over a secure connection.")

include(CPack)
