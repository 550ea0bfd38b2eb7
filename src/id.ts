declare const canonical: unique symbol

/**
 * The id of an order or a payment in the one spelling by which its object and its rows are found. Its provider makes it out
 * of any text, `Provider.entityId`, and nobody else does; what objects and D1 hold was made there.
 */
export type EntityId = string & { readonly [canonical]: true }
