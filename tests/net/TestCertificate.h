#pragma once

#include "common/base/SecretBytes.h"

#include <QByteArray>

namespace roster::server {

/// A self-signed certificate for `localhost`, made anew for each test program.
struct TestCertificate
{
    QByteArray certificatePem;
    SecretBytes keyPem;

    static TestCertificate make();
};

} // namespace roster::server
