#include "server/app/InitCommand.h"

#include "common/base/Clock.h"
#include "common/base/IsoText.h"
#include "server/app/Console.h"
#include "server/app/DemoData.h"
#include "server/app/FirstStart.h"
#include "server/app/ServerConfiguration.h"
#include "server/original/OriginalFolder.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

bool announce(const IssuedPassword &issued)
{
    QString text = u"Administrator: %1\nOne-time password: %2\n"_s.arg(
        issued.username, issued.oneTimePassword);
    if (issued.oneTimeUntil)
        text += u"Valid until: %1\n"_s.arg(isoUtc(*issued.oneTimeUntil));
    return console::print(text);
}

Result<DataLock> lockFolder(const DataFolder &folder)
{
    if (const Outcome writable = OriginalFolder(folder.path()).checkWritable(); !writable)
        return writable.error();
    if (const Outcome made = folder.ensure(); !made)
        return made.error();
    return DataLock::acquire(folder);
}

Outcome fillWithDemoData(const DemoData &demo, const QList<DemoUser> &users, EmployeeId employees)
{
    if (Outcome added = demo.addUsers(users); !added)
        return added;
    const auto progress
        = [employees](EmployeeId done) { console::showProgress(u"employees"_s, done, employees); };
    if (Outcome added = demo.addEmployees(employees, progress); !added)
        return added;
    QString text;
    for (const DemoUser &user : users) {
        text += u"Demo user: %1  role: %2  password: %3\n"_s.arg(
            user.name, user.role, user.password);
    }
    if (!console::print(text))
        return Error{ErrorCode::StorageUnavailable, u"Standard output cannot be written."_s, {}};
    return Done{};
}

Outcome initialise(const ServerConfiguration &configuration, EmployeeId demoEmployees)
{
    const DataFolder folder(configuration.dataPath, configuration.keyFile);
    const Result<DataLock> lock = lockFolder(folder);
    if (!lock)
        return lock.error();
    const DemoData demo(configuration, folder);
    QList<DemoUser> users;
    if (demoEmployees > 0) {
        Result<QList<DemoUser>> begun = demo.begin();
        if (!begun)
            return begun.error();
        users = *std::move(begun);
    }
    if (Outcome ready = FirstStart(configuration, folder).run(announce); !ready)
        return ready;
    if (demoEmployees > 0)
        return fillWithDemoData(demo, users, demoEmployees);
    return Done{};
}

} // namespace

Result<DataLock> takeDataFolder(const ServerConfiguration &configuration)
{
    const DataFolder folder(configuration.dataPath, configuration.keyFile);
    Result<DataLock> lock = lockFolder(folder);
    if (!lock)
        return lock;
    if (const Outcome ready = FirstStart(configuration, folder).run(announce); !ready)
        return ready.error();
    return lock;
}

ExitCode runInit(const ServerConfiguration &configuration, EmployeeId demoEmployees)
{
    if (const Outcome done = initialise(configuration, demoEmployees); !done) {
        console::complain(done.error().message);
        return ExitCode::Failure;
    }
    const DataFolder folder(configuration.dataPath, configuration.keyFile);
    QString text = u"Data folder: %1\n"_s.arg(folder.path());
    if (configuration.issuesCertificate())
        text += u"CA certificate for clients: %1/ca.pem\n"_s.arg(folder.tlsPath());
    return console::print(text) ? ExitCode::Ok : ExitCode::Failure;
}

} // namespace roster::server
