#include "cli-client/commands/CommandLine.h"

namespace roster::cli {

QString helpText()
{
    return QStringLiteral(
        R"(Usage: roster-cli --server HOST[:PORT] --user NAME [OPTION]... [COMMAND]

Works on the employee records of a Roster server. Without COMMAND it is a menu.

  --server HOST[:PORT]  the server; port 7433 by default; [::1]:7433 for IPv6
  --user NAME           who logs in
  --ca FILE             trust the authorities in this PEM file, and no others;
                        without it, the servers that are known (below), the
                        authorities of this system, and whom you accept
  --password-file FILE  the password is the first line of FILE; - is standard
                        input. Without it you are asked. It is never an argument
  --output FORMAT       table (default), json or csv
  -h, --help            this text
  -v, --version         the version

ROSTER_SERVER, ROSTER_USER and ROSTER_CA stand for the first three options.

Commands:
  get ID                one record
  list                  all records that match, ordered by ID
    --filter CONDITION  may be repeated; all of them must hold:
                          FIELD=VALUE    the whole value; empty: no value
                          FIELD='A|B'    one of these (\| is a bar itself)
                          FIELD=A..B     id, dates, salary; one side may lack
                          FIELD~PART     text that contains PART
                          FIELD^=START   text that begins with START
    --text WORDS        each word begins a word of the name, the department,
                        the job title or the e-mail address
    --sort FIELD[:desc] may be repeated, the weightiest first
    --limit N           at most N records
    --deleted           the deleted records instead

  known-servers list    the servers that you have accepted (--output as above)
  known-servers forget HOST[:PORT]
  known-servers add HOST[:PORT] --fingerprint FINGERPRINT
                        accepts a server without a question, if it shows this
                        fingerprint, or these six words, of its key

Fields: id, first_name, last_name, ssn, date_of_birth, salary, department,
job_title, email, hired_on, left_on. Dates are mm-dd-yyyy or yyyy-mm-dd.

Output:
  json  get: the record as the server gave it; list: an array of records.
        Errors go to standard error as one object:
        {"error": {"reason", "message", "exit_code"}}
  csv   RFC 4180, UTF-8. A cell that begins with = + - @, tab or CR, which
        a spreadsheet might take for a formula, gets an apostrophe before it;
        so does one with apostrophes before such a character. To read it back,
        drop one apostrophe there.

Exit codes:
  0  ok                              5  permission denied
  1  internal error, output failed   6  invalid data
  2  usage                           7  not found
  3  no connection, or not trusted   8  conflict, or exists already
  4  credentials: wrong password,    9  try later: throttled, storage
     session ended, password must       unavailable, outcome unknown
     be changed first              130  interrupted by Ctrl-C
)");
}

} // namespace roster::cli
