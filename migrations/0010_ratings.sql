-- How the contact found it, as JSON: score from 1 to 5, comment, when.
alter table conversation add column rating text;
