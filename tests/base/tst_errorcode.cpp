#include "common/base/ErrorCode.h"

#include <QSet>
#include <QTest>

using namespace roster;

class ErrorCodeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void speaksAsTheProtocolSays_data();
    void speaksAsTheProtocolSays();
    void everyCodeIsInTheTable();
    void unknownReasonHasNoCode_data();
    void unknownReasonHasNoCode();
};

void ErrorCodeTest::speaksAsTheProtocolSays_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("number");
    const auto row = [](const char *reason, ErrorCode code, int number) {
        QTest::newRow(reason) << code << number;
    };
    row("parse_error", ErrorCode::ParseError, -32700);
    row("invalid_request", ErrorCode::InvalidRequest, -32600);
    row("too_large", ErrorCode::TooLarge, -32600);
    row("unknown_method", ErrorCode::UnknownMethod, -32601);
    row("invalid_params", ErrorCode::InvalidParams, -32602);
    row("internal_error", ErrorCode::InternalError, -32603);
    row("login_required", ErrorCode::LoginRequired, -32000);
    row("session_expired", ErrorCode::SessionExpired, -32000);
    row("invalid_credentials", ErrorCode::InvalidCredentials, -32001);
    row("permission_denied", ErrorCode::PermissionDenied, -32002);
    row("validation_failed", ErrorCode::ValidationFailed, -32003);
    row("not_found", ErrorCode::NotFound, -32004);
    row("already_exists", ErrorCode::AlreadyExists, -32005);
    row("conflict", ErrorCode::Conflict, -32006);
    row("try_later", ErrorCode::TryLater, -32007);
    row("storage_unavailable", ErrorCode::StorageUnavailable, -32008);
    row("password_change_required", ErrorCode::PasswordChangeRequired, -32009);
    row("weak_password", ErrorCode::WeakPassword, -32009);
    row("outcome_unknown", ErrorCode::OutcomeUnknown, -32010);
}

void ErrorCodeTest::speaksAsTheProtocolSays()
{
    QFETCH(ErrorCode, code);
    const QLatin1StringView reason(QTest::currentDataTag());
    QCOMPARE(errorReason(code), reason);
    QTEST(errorNumber(code), "number");
    const auto back = errorCodeFromReason(QString(reason));
    QVERIFY(back.has_value());
    QCOMPARE(*back, code);
}

void ErrorCodeTest::everyCodeIsInTheTable()
{
    QSet<QString> reasons;
    for (int code = 0; code <= static_cast<int>(ErrorCode::OutcomeUnknown); ++code)
        reasons.insert(errorReason(static_cast<ErrorCode>(code)));
    QCOMPARE(reasons.size(), 19);
}

void ErrorCodeTest::unknownReasonHasNoCode_data()
{
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QString();
    QTest::newRow("of a later version") << QStringLiteral("too_many_cooks");
    QTest::newRow("other case") << QStringLiteral("Not_Found");
    QTest::newRow("prefix") << QStringLiteral("not_foun");
    QTest::newRow("trailing blank") << QStringLiteral("not_found ");
}

void ErrorCodeTest::unknownReasonHasNoCode()
{
    QFETCH(QString, reason);
    QVERIFY(!errorCodeFromReason(reason));
}

QTEST_GUILESS_MAIN(ErrorCodeTest)
#include "tst_errorcode.moc"
