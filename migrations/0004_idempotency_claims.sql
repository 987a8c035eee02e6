-- A key is claimed in the transaction of the change that its request makes: `status` is 0 until the
-- answer is kept, `seq` the first event of that transaction. The headers belong to the answer.
alter table idempotency add column seq bigint;
alter table idempotency add column etag text;
alter table idempotency add column location text;
