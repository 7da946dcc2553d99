#include "tests/bench/load/Crew.h"

#include "tests/bench/load/Failure.h"
#include "tests/bench/load/ReplyText.h"

namespace roster::bench {

Result<Crew> openCrew(Target &target, std::size_t count)
{
    Crew crew;
    while (crew.size() < count) {
        auto connection = std::make_unique<Connection>(target.context.get(), target.endpoint);
        if (const Outcome open = connection->open(); !open)
            return open.error();
        if (target.accounts) {
            const Result<std::string> resume
                = target.accounts->nextResume(target.context.get(), target.endpoint);
            if (!resume)
                return resume.error();
            const Result<std::string> reply = connection->ask(*resume);
            if (!reply)
                return reply.error();
            if (const auto problem = problemOf(*reply, 1))
                return failure("A session was not resumed: " + *problem);
        }
        crew.push_back(std::move(connection));
    }
    return crew;
}

Result<std::int64_t> highestId(Connection &connection)
{
    const Result<std::string> reply = connection.ask(
        std::string(R"({"jsonrpc":"2.0","id":"rows","method":"employee.list","params":{"limit":1,)"
                    R"("sort":[{"field":"id","descending":true}]}})"
                    "\n"));
    if (!reply)
        return reply.error();
    // The request's own id is no integer.
    if (const auto id = integerMember(*reply, "id"))
        return *id;
    return failure("The server has no records: " + *reply);
}

} // namespace roster::bench
