-- The conversation that a new one may be a part of, until an agent has said whether it is.
alter table conversation add column merge_suggestion_id uuid references conversation (id);
