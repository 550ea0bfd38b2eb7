/** How hard the properties try: a few runs kill most mutants, and only what survives them is worth all. */
export const pace = { isThorough: true }
