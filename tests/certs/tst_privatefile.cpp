#include "certs/PrivateFile.h"
#include "tests/certs/Fixtures.h"

#include <QDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace roster;
using namespace roster::certs;
using namespace roster::certs::test;

namespace {

constexpr mode_t notSeen = 07777;
mode_t modeAtFirst = notSeen;

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

/// Stands before libc's: notes the mode that a file had while it was written.
extern "C" int fchmod(int descriptor, mode_t mode) noexcept
{
    struct stat status = {};
    ::fstat(descriptor, &status);
    modeAtFirst = status.st_mode & 07777;
    return static_cast<int>(::syscall(SYS_fchmod, descriptor, mode));
}

class PrivateFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void modesHoldUnderAnyUmask_data();
    void modesHoldUnderAnyUmask();
    void replacesAndLeavesNothingBehind();
    void failedWriteKeepsTheOldFile();
    void failureNamesTheFile();
    void acceptsOnlyPrivateModes_data();
    void acceptsOnlyPrivateModes();
    void refusesAnotherUsersFile();
    void refusesWhatIsNoFile();
    void readsWhatWasWritten();
    void foldersArePrivate();
    void removingNothingIsFine();
};

void PrivateFileTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
}

void PrivateFileTest::modesHoldUnderAnyUmask_data()
{
    QTest::addColumn<uint>("mask");
    QTest::addColumn<uint>("mode");
    QTest::newRow("nothing masked, private") << 0U << 0600U;
    QTest::newRow("nothing masked, public") << 0U << 0644U;
    QTest::newRow("all masked, private") << 0777U << 0600U;
    QTest::newRow("all masked, public") << 0777U << 0644U;
}

void PrivateFileTest::modesHoldUnderAnyUmask()
{
    QFETCH(uint, mask);
    QFETCH(uint, mode);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    modeAtFirst = notSeen;
    const mode_t before = ::umask(mask);
    const Outcome written = writeFileAtomically(path, "secret", mode);
    ::umask(before);
    QVERIFY(written);
    QCOMPARE(modeOf(path), mode);
    QCOMPARE(modeAtFirst & ~mode_t{0600}, 0U);
}

void PrivateFileTest::replacesAndLeavesNothingBehind()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"file"_s);
    QVERIFY(writeFileAtomically(path, "a long first content", 0600));
    QVERIFY(writeFileAtomically(path, "second", 0600));
    QCOMPARE(contentOf(path), QByteArray("second"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"file"_s});
}

void PrivateFileTest::failedWriteKeepsTheOldFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"file"_s);
    QVERIFY(writeFileAtomically(path, "first", 0600));
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit tiny{4096, before.rlim_max};
    const auto onSignal = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &tiny);
    const Outcome written = writeFileAtomically(path, QByteArray(10'000, 'x'), 0600);
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, onSignal);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::StorageUnavailable);
    QCOMPARE(contentOf(path), QByteArray("first"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"file"_s});
}

void PrivateFileTest::failureNamesTheFile()
{
    const Outcome written = writeFileAtomically(u"/nowhere/at/all"_s, "x", 0600);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::NotFound);
    QVERIFY(written.error().message.contains(u"/nowhere/at/all"_s));
    QCOMPARE(checkPrivateFile(u"/nowhere/key"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(readPrivateFile(u"/nowhere/key"_s).error().code, ErrorCode::NotFound);
}

void PrivateFileTest::acceptsOnlyPrivateModes_data()
{
    QTest::addColumn<uint>("mode");
    QTest::addColumn<bool>("isAccepted");
    for (const uint mode : {0600U, 0400U})
        QTest::addRow("%04o accepted", mode) << mode << true;
    for (const uint mode : {0644U, 0640U, 0604U, 0620U, 0602U, 0440U, 0700U, 0610U, 01600U, 04600U})
        QTest::addRow("%04o refused", mode) << mode << false;
}

void PrivateFileTest::acceptsOnlyPrivateModes()
{
    QFETCH(uint, mode);
    QFETCH(bool, isAccepted);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QVERIFY(writeFileAtomically(path, "secret", 0600));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
    const Outcome checked = checkPrivateFile(path);
    QCOMPARE(checked.isOk(), isAccepted);
    QCOMPARE(readPrivateFile(path).isOk(), isAccepted);
    if (!isAccepted) {
        QCOMPARE(checked.error().code, ErrorCode::PermissionDenied);
        QVERIFY(checked.error().message.contains(path));
        QVERIFY(checked.error().message.contains(u"chmod 600"_s));
    }
}

void PrivateFileTest::refusesAnotherUsersFile()
{
    if (::geteuid() != 0)
        QSKIP("only root can give a file away");
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QVERIFY(writeFileAtomically(path, "secret", 0600));
    QCOMPARE(::chown(QFile::encodeName(path).constData(), 12345, 12345), 0);
    QCOMPARE(checkPrivateFile(path).error().code, ErrorCode::PermissionDenied);
    QCOMPARE(readPrivateFile(path).error().code, ErrorCode::PermissionDenied);
}

void PrivateFileTest::refusesWhatIsNoFile()
{
    const QTemporaryDir folder;
    QCOMPARE(readPrivateFile(folder.path()).error().code, ErrorCode::PermissionDenied);
    const QString fifo = folder.filePath(u"fifo"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    QCOMPARE(readPrivateFile(fifo).error().code, ErrorCode::PermissionDenied);
}

void PrivateFileTest::readsWhatWasWritten()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    const QByteArray bytes("\0binary\n\xff", 9);
    QVERIFY(writeFileAtomically(path, bytes, 0400));
    const auto read = readPrivateFile(path);
    QVERIFY(read);
    QCOMPARE(read->view().toByteArray(), bytes);
    QVERIFY(writeFileAtomically(path, {}, 0600));
    QVERIFY(readPrivateFile(path)->isEmpty());
}

void PrivateFileTest::foldersArePrivate()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"data/tls"_s);
    const mode_t before = ::umask(0);
    QVERIFY(ensurePrivateFolder(path));
    ::umask(before);
    QCOMPARE(modeOf(path), 0700U);
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0755), 0);
    QVERIFY(ensurePrivateFolder(path));
    QCOMPARE(modeOf(path), 0700U);
    const QString file = folder.filePath(u"file"_s);
    QVERIFY(writeFileAtomically(file, "x", 0600));
    QVERIFY(!ensurePrivateFolder(file));
}

void PrivateFileTest::removingNothingIsFine()
{
    const QTemporaryDir folder;
    QVERIFY(removeDurably(folder.filePath(u"nothing"_s)));
    QVERIFY(!renameDurably(folder.filePath(u"nothing"_s), folder.filePath(u"something"_s)));
}

QTEST_GUILESS_MAIN(PrivateFileTest)
#include "tst_privatefile.moc"
