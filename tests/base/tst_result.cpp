#include "common/base/Result.h"

#include <QTest>

#include <memory>

using namespace roster;

class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAValue();
    void holdsAnError();
    void passesOnWhatCannotBeCopied();
    void outcomeIsSuccessWithoutAValue();
};

void ResultTest::holdsAValue()
{
    Result<QString> result(QStringLiteral("value"));
    QVERIFY(result.isOk());
    QVERIFY(static_cast<bool>(result));
    QCOMPARE(*result, QStringLiteral("value"));
    QCOMPARE(result->size(), 5);
    result.value() = QStringLiteral("other");
    QCOMPARE(std::move(result).value(), QStringLiteral("other"));
}

void ResultTest::holdsAnError()
{
    const Result<QString> result(Error{ErrorCode::NotFound, QStringLiteral("No such record."), {}});
    QVERIFY(!result.isOk());
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QCOMPARE(result.error().message, QStringLiteral("No such record."));
}

void ResultTest::passesOnWhatCannotBeCopied()
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(42));
    const std::unique_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 42);
}

void ResultTest::outcomeIsSuccessWithoutAValue()
{
    const Outcome good = Done{};
    const Outcome bad = Error{};
    QVERIFY(good.isOk());
    QVERIFY(!bad.isOk());
    QCOMPARE(bad.error().code, ErrorCode::InternalError);
}

QTEST_GUILESS_MAIN(ResultTest)
#include "tst_result.moc"
