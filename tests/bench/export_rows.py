#!/usr/bin/env python3
"""Writes the employees of a server's database as lines for PostgreSQL's COPY (CSV)."""
import csv
import sqlite3
import sys
from urllib.parse import quote

COLUMNS = ("id, version, first_name, last_name, hex(ssn), date_of_birth, salary, department, job_title, "
           "email, hired_on, left_on, updated_at, updated_by")

database = sqlite3.connect("file:" + quote(sys.argv[1]) + "?mode=ro", uri=True)
rows = csv.writer(sys.stdout, lineterminator="\n")
for row in database.execute("SELECT " + COLUMNS + " FROM employee WHERE deleted_at IS NULL ORDER BY id"):
    row = list(row)
    row[4] = "\\x" + row[4]
    rows.writerow(row)
