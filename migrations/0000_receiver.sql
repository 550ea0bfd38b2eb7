-- The read model of the receiver: one row per order, per transaction, per event, and per body that no event was made of.
--
-- STRICT, so that a value of the wrong type is an error and not a surprise in a query. WITHOUT ROWID, because a table
-- with a text key would otherwise cost two written rows per insert; transactions has an integer key, which is its rowid.

CREATE TABLE orders (
  order_id TEXT PRIMARY KEY NOT NULL,
  order_number TEXT,
  sale_number TEXT,
  status TEXT NOT NULL,
  status_since TEXT,
  validation_agent_id TEXT,
  validation_agent_name TEXT,
  confirmation_agent_id TEXT,
  confirmation_agent_name TEXT,
  gaps INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  first_received_at TEXT NOT NULL,
  last_received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id TEXT PRIMARY KEY NOT NULL,
  provider TEXT NOT NULL,
  reason TEXT NOT NULL,
  issues TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  resolved_at TEXT,
  resolution TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE transactions (
  transaction_id INTEGER PRIMARY KEY NOT NULL,
  status INTEGER NOT NULL,
  status_name TEXT NOT NULL,
  status_since TEXT NOT NULL,
  payment_method INTEGER,
  payment_method_name TEXT,
  reference TEXT,
  application TEXT,
  vendor TEXT,
  amount_cents INTEGER,
  paid_cents INTEGER,
  net_cents INTEGER,
  tax_cents INTEGER,
  discount_cents INTEGER,
  addition_cents INTEGER,
  installments INTEGER,
  created_at TEXT,
  paid_at TEXT,
  end_to_end_id TEXT,
  tid TEXT,
  authorization_code TEXT,
  details TEXT NOT NULL,
  refused INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  first_received_at TEXT NOT NULL,
  last_received_at TEXT NOT NULL
) STRICT;

CREATE TABLE transitions (
  provider TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  effective INTEGER NOT NULL,
  status TEXT NOT NULL,
  previous_status TEXT,
  occurred_at TEXT,
  received_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  notice TEXT,
  rules_version TEXT NOT NULL,
  revision INTEGER NOT NULL,
  projected_at TEXT NOT NULL,
  PRIMARY KEY(provider, entity_id, seq)
) STRICT, WITHOUT ROWID;
