-- A change dirties as few pages of these tables as it can, because the log is written in whole pages.
-- The history of a record is a chain of links, from its last change to the one before and so on, instead of
-- an index. Salaries change too often for an index: their order is kept in memory (RankIndex).

ALTER TABLE employee ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE employee_change ADD COLUMN previous_seq INTEGER NOT NULL DEFAULT 0;

UPDATE employee_change SET previous_seq = coalesce((
    SELECT earlier.seq FROM employee_change AS earlier
    WHERE earlier.employee_id = employee_change.employee_id AND earlier.version = employee_change.version - 1
), 0) WHERE version > 1;
UPDATE employee SET last_change = coalesce((
    SELECT seq FROM employee_change WHERE employee_id = employee.id AND employee_change.version = employee.version
), 0);

DROP INDEX employee_change_employee;
DROP INDEX employee_salary;
