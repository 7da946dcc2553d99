#pragma once

#include "common/model/EmployeeFields.h"

#include <QObject>
#include <QStringList>

#include <functional>

namespace roster::gui {

class ServerSession;

/// Asks the server for the values that a field has had so far, for completion. Owned by GuiApp, on
/// the GUI thread.
class ValueSource : public QObject
{
    Q_OBJECT

public:
    using Callback = std::function<void(const QStringList &)>;

    explicit ValueSource(ServerSession &session, QObject *parent = nullptr);

    /// @p callback comes once, later, unless @p context is gone by then; with nothing if the server
    /// cannot be asked. @p field is one that is completed.
    void ask(Field field, const QString &prefix, QObject *context, Callback callback);

private:
    ServerSession &m_session;
};

} // namespace roster::gui
