declare const canonical: unique symbol

/**
 * The id of an order or a payment in the one spelling by which its object and its rows are found. Only its provider makes it
 * from a text, by `Provider.entityId`; the ids in objects and D1 were made there.
 */
export type EntityId = string & { readonly [canonical]: true }
