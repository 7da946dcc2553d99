#include "gui-client/app/DesktopKeyRing.h"

#include <qt6keychain/keychain.h>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using QKeychain::Job;

constexpr QLatin1StringView service = "roster"_L1;
/// Names no entry: those have a port and a slash.
constexpr QLatin1StringView probeKey = "probe of the key ring"_L1;

/// Jobs delete themselves when they are done; they belong to nobody, so that what was begun is
/// finished although its window is gone.
template <typename OneJob> OneJob *newJob(const QString &key)
{
    auto *job = new OneJob(service);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setKey(key);
    return job;
}

bool isDone(const Job &job)
{
    return job.error() == QKeychain::NoError;
}

bool isDoneOrAbsent(const Job &job)
{
    return isDone(job) || job.error() == QKeychain::EntryNotFound;
}

} // namespace

void DesktopKeyRing::probe(QObject *context, Answer answer)
{
    auto *job = newJob<QKeychain::ReadPasswordJob>(probeKey);
    QObject::connect(job, &Job::finished, context,
        [answer = std::move(answer)](const Job *done) { answer(isDoneOrAbsent(*done)); });
    job->start();
}

void DesktopKeyRing::read(
    const ServerAddress &server, const QString &username, QObject *context, TokenAnswer answer)
{
    auto *job = newJob<QKeychain::ReadPasswordJob>(keyRingKey(server, username));
    QObject::connect(job, &Job::finished, context, [job, answer = std::move(answer)] {
        QByteArray bytes = job->binaryData();
        std::optional<SecretBytes> token;
        if (isDone(*job) && !bytes.isEmpty())
            token = SecretBytes::copyOf(QByteArrayView(bytes));
        wipe(bytes);
        answer(std::move(token));
    });
    job->start();
}

void DesktopKeyRing::write(const ServerAddress &server, const QString &username,
    const SecretBytes &token, QObject *context, Answer answer)
{
    auto *job = newJob<QKeychain::WritePasswordJob>(keyRingKey(server, username));
    job->setBinaryData(token.view().toByteArray());
    QObject::connect(job, &Job::finished, context,
        [answer = std::move(answer)](const Job *done) { answer(isDone(*done)); });
    job->start();
}

void DesktopKeyRing::remove(
    const ServerAddress &server, const QString &username, QObject *context, Answer answer)
{
    auto *job = newJob<QKeychain::DeletePasswordJob>(keyRingKey(server, username));
    QObject::connect(job, &Job::finished, context,
        [answer = std::move(answer)](const Job *done) { answer(isDoneOrAbsent(*done)); });
    job->start();
}

QString keyRingKey(const ServerAddress &server, const QString &username)
{
    return toString(server) + u'/' + username;
}

} // namespace roster::gui
