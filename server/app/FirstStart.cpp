#include "server/app/FirstStart.h"

#include "certs/SubjectNames.h"
#include "certs/TlsFolder.h"
#include "server/app/Console.h"
#include "server/app/OfflineAccounts.h"
#include "server/app/ServerConfiguration.h"
#include "server/crypto/KeyRing.h"
#include "server/original/TakeOver.h"

#include <QLoggingCategory>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(startLog, "roster.start", QtInfoMsg)

bool awaitsFirstLogin(const UserSummary &user)
{
    return user.role == "administrator"_L1 && user.mustChangePassword && !user.isDisabled;
}

/// Each file is taken over by itself, so those before the one that failed stay what they became.
Error unfinished(Error error, const OriginalFile &file, const QStringList &taken)
{
    if (databaseKind(file.path()) == DatabaseKind::Own)
        return error;
    error.message += taken.isEmpty()
        ? u" No database was changed."_s
        : u" %1 was taken over before that and stays so; %2 is as it was, and the next start goes "
          "on with it."_s.arg(taken.join(u", "_s), file.name());
    return error;
}

} // namespace

FirstStart::FirstStart(const ServerConfiguration &configuration, DataFolder folder)
    : m_configuration(configuration)
    , m_folder(std::move(folder))
{
}

Outcome FirstStart::run(const Announce &announce) const
{
    if (Outcome taken = takeOver(); !taken)
        return taken;
    if (Outcome prepared = m_folder.prepare(); !prepared)
        return prepared;
    if (Outcome issued = ensureCertificates(); !issued)
        return issued;
    OfflineAccounts accounts(m_folder, m_configuration.auth);
    if (Outcome started = accounts.start(); !started)
        return started;
    return ensureAdministrator(accounts.administration(), announce);
}

Outcome FirstStart::takeOver() const
{
    const OriginalFolder originals(m_folder.path());
    const auto files = originals.lockOriginals();
    if (!files)
        return files.error();
    if (files->empty())
        return Done{};
    if (Outcome isNew = checkNewToTakeOver(originals); !isNew)
        return isNew;
    if (Outcome begun = m_folder.beginTakeOver(); !begun)
        return begun;
    const Result<KeyRing> keys = KeyRing::load(m_folder.keyFile());
    if (!keys)
        return keys.error();
    SystemClock clock;
    const TakeOver work(originals, *keys, m_configuration.currency.digits, clock);
    QStringList taken;
    for (const auto &file : *files) {
        qCInfo(startLog).noquote() << "takes" << file->path() << "over";
        const Result<TakeOverReport> report = work.run(*file);
        if (!report)
            return unfinished(report.error(), *file, taken);
        taken.append(file->name());
        qCInfo(startLog).noquote() << report->summary() << "to look at:" << report->notes();
        static_cast<void>(console::print(u"%1, to look at: %2 (%3)\n"_s.arg(report->summary())
                                             .arg(report->notes())
                                             .arg(originals.report(file->name()))));
    }
    return Done{};
}

/// A folder that serves already, or had its originals taken over, is not filled once more.
Outcome FirstStart::checkNewToTakeOver(const OriginalFolder &originals) const
{
    if (m_folder.isSetupPending() || (!originals.hasOwn() && !originals.holdsSealed()))
        return Done{};
    return Error{ErrorCode::Conflict,
        u"%1 is the data folder of a server and holds a database of the original program as well. "
        "Nothing was changed; move that to an empty folder and start there."_s.arg(m_folder.path()),
        {}};
}

Outcome FirstStart::ensureCertificates() const
{
    if (!m_configuration.issuesCertificate())
        return Done{};
    const Result<QStringList> names = certs::localSubjectNames(m_configuration.names);
    if (!names)
        return names.error();
    return certs::TlsFolder(m_folder.tlsPath(), *names).ensure(QDateTime::currentDateTimeUtc());
}

Outcome FirstStart::ensureAdministrator(
    AccountAdministration &accounts, const Announce &announce) const
{
    using First = std::optional<IssuedPassword>;
    Result<First> issued
        = waitFor<First>([&](const Callback<First> &done) { accounts.initialise(done); });
    if (issued && !*issued && m_folder.isSetupPending())
        issued = issueAgain(accounts);
    if (!issued)
        return issued.error();
    if (*issued && !announce(**issued)) {
        return Error{ErrorCode::StorageUnavailable,
            u"The one-time password could not be written out; the next start makes a new one."_s,
            {}};
    }
    return m_folder.endSetup();
}

Result<std::optional<IssuedPassword>> FirstStart::issueAgain(AccountAdministration &accounts)
{
    using Users = QList<UserSummary>;
    const Result<Users> users
        = waitFor<Users>([&](const Callback<Users> &done) { accounts.listUsers(done); });
    if (!users)
        return users.error();
    const auto first = std::ranges::find_if(*users, awaitsFirstLogin);
    if (first == users->end())
        return std::optional<IssuedPassword>();
    Result<IssuedPassword> issued
        = waitFor<IssuedPassword>([&](const Callback<IssuedPassword> &done) {
              accounts.resetPassword(first->username, std::nullopt, {}, done);
          });
    if (!issued)
        return issued.error();
    return std::optional(*std::move(issued));
}

} // namespace roster::server
