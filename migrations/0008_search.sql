-- One search for every number that a person is told: an order's, a sale's, a payment's reference, and what a bank or an
-- acquirer quotes of a payment. Exact numbers are found by their key already. These indexes find one as it is typed in a
-- hurry, `48281` for `V-48281`, and by its beginning. The payments of a day are found by when they were paid.
--
-- Only additions: a version of the Worker from before this file works on with it. A new order costs a row more for each
-- number that it has; a payment costs one for its reference, and when it is paid one for that, one for its EndToEndId and
-- one for its Tid. A body in quarantine that names a reference costs one. None of them costs a further event anything.
CREATE INDEX orders_by_bare_number
  ON orders (ltrim(upper(replace(replace(order_number, '-', ''), ' ', '')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#/._'))
  WHERE order_number IS NOT NULL;
CREATE INDEX orders_by_bare_sale
  ON orders (ltrim(upper(replace(replace(sale_number, '-', ''), ' ', '')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#/._'))
  WHERE sale_number IS NOT NULL;
CREATE INDEX transactions_by_bare_reference
  ON transactions (ltrim(upper(replace(replace(reference, '-', ''), ' ', '')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#/._'))
  WHERE reference IS NOT NULL;
CREATE INDEX quarantine_by_bare_reference
  ON quarantine (ltrim(upper(replace(replace(reference, '-', ''), ' ', '')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#/._'))
  WHERE reference IS NOT NULL;
CREATE INDEX transactions_by_end_to_end_id ON transactions (end_to_end_id COLLATE NOCASE)
  WHERE end_to_end_id IS NOT NULL;
CREATE INDEX transactions_by_tid ON transactions (tid COLLATE NOCASE) WHERE tid IS NOT NULL;
CREATE INDEX transactions_by_payment ON transactions (paid_at, transaction_id) WHERE paid_at IS NOT NULL;
