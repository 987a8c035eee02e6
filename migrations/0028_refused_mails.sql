-- Mails of which nothing could be made, the newest first.
create index mail_refused on mail (inbox_id, id) where state = 'refused';
