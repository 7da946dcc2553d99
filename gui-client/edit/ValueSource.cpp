#include "gui-client/edit/ValueSource.h"

#include "gui-client/session/ServerSession.h"

#include <QJsonArray>
#include <QJsonObject>

#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int mostValues = 50;

QStringList valuesOf(const CallOutcome &outcome)
{
    QStringList values;
    if (!outcome.isOk())
        return values;
    const QJsonArray array = outcome.result()->value("values"_L1).toArray();
    for (const QJsonValue &value : array)
        values.append(value.toString());
    return values;
}

} // namespace

ValueSource::ValueSource(ServerSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void ValueSource::ask(Field field, const QString &prefix, QObject *context, Callback callback)
{
    const QJsonObject params{{u"field"_s, QString(describe(field).name)}, {u"prefix"_s, prefix},
        {u"limit"_s, mostValues}};
    m_session.call(u"employee.values"_s, params, context,
        [callback = std::move(callback)](
            const CallOutcome &outcome) { callback(valuesOf(outcome)); });
}

} // namespace roster::gui
