#include "tests/fuzz/Checks.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    roster::test::checkFields({data, static_cast<qsizetype>(size)});
    return 0;
}
