import { describe, expect, it } from 'vitest'
import { beyondAdding } from '../../scripts/deploy/additive.ts'

describe('a migration only adds, so that the version before it goes on working', () => {
  it.each([
    ['DROP TABLE orders', 'takes away'],
    ['drop table if exists "orders"', 'takes away'],
    ['DROP VIEW daily', 'takes away'],
    ['DROP INDEX orders_by_status; CREATE INDEX other ON orders (status)', 'takes away'],
    ['ALTER TABLE orders DROP COLUMN gaps', 'takes away'],
    ['ALTER TABLE orders RENAME TO requests', 'takes away'],
    ['ALTER TABLE `orders` RENAME COLUMN gaps TO holes', 'takes away'],
    ['DELETE FROM quarantine', 'takes away'],
    [
      'CREATE TRIGGER gone INSTEAD OF INSERT ON batches BEGIN SELECT 1; DELETE FROM orders; END;',
      'takes away',
    ],
    [
      'CREATE VIEW a AS SELECT 1; CREATE TRIGGER b INSTEAD OF INSERT ON a BEGIN SELECT 1; END; DELETE FROM orders',
      'takes away',
    ],
    ['-- why\nALTER TABLE orders ADD COLUMN note TEXT NOT NULL', 'requires a value'],
    ['CREATE UNIQUE INDEX one ON orders (order_number)', 'forbids what the old version writes'],
  ])('refuses %s', (sql, problem) => {
    expect(beyondAdding(sql)).toEqual([expect.stringContaining(problem)])
  })

  it.each([
    ['CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT'],
    ['CREATE TABLE notes (text TEXT); CREATE UNIQUE INDEX one ON notes (text)'],
    ['ALTER TABLE orders ADD COLUMN note TEXT'],
    ["ALTER TABLE orders ADD COLUMN note TEXT NOT NULL DEFAULT ''"],
    ['CREATE INDEX orders_by_gaps ON orders (gaps)'],
    ['DROP VIEW IF EXISTS daily; CREATE VIEW daily AS SELECT 1'],
    ['DROP INDEX orders_by_status; CREATE INDEX orders_by_status ON orders (status, status_since, gaps)'],
    ["UPDATE orders SET order_number = 'a; DROP TABLE orders; b' WHERE order_number = ''"],
    [
      'CREATE VIEW IF NOT EXISTS a AS SELECT 1; CREATE TRIGGER b INSTEAD OF INSERT ON a WHEN NEW.x IS NOT (SELECT 1) BEGIN DELETE FROM f WHERE x = CASE y WHEN 1 THEN 2 END; DELETE FROM g; END;',
    ],
    ["-- Amplia's orders; DROP TABLE is not said here\nCREATE INDEX a ON orders (gaps)"],
  ])('takes %s', (sql) => {
    expect(beyondAdding(sql)).toEqual([])
  })
})
