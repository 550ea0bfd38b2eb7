-- What went back of a payment, beside what was paid: the amount columns keep what the paying event said.
--
-- Only an addition: a version of the Worker from before this file works on with it, and leaves the new column empty.
ALTER TABLE transactions ADD COLUMN refunded_cents INTEGER;
