-- What language the contact has, for routing to whoever speaks it (BCP 47).
alter table interaction add column language text;
