#include "tests/fuzz/Checks.h"
#include "tests/fuzz/DispatchWorld.h"

#include <QCoreApplication>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    qputenv("QT_NO_GLIB", "1"); // whose event loop is the slower one
    static const QCoreApplication app(*argc, *argv);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static roster::test::DispatchWorld world;
    static_cast<void>(roster::test::checkDispatch(world, {data, static_cast<qsizetype>(size)}));
    return 0;
}
