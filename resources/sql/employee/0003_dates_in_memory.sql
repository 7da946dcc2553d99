-- The orders by date are kept in memory (RankIndex), as the one by salary is: in each of these indices a new
-- record is somewhere else, so that it cost a page to be read, changed and logged.

DROP INDEX employee_date_of_birth;
DROP INDEX employee_hired_on;
DROP INDEX employee_left_on;
