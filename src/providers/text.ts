/**
 * Text of a sender as people read it in a column or a terminal: on one line, in the direction that it is written in.
 * What steers a screen is no part of a name. The body keeps all of it.
 */

/** Controls, line ends, what has no width or turns the direction, half characters and what takes their place. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u

/** As above, but for the two joiners without which some scripts are misspelled. */
const STEERING = /(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** Whether every character of a text is one that can be seen, or a space. */
export const isPlain = (text: string): boolean => !UNSEEN.test(text)

/** The text without what steers a screen; a space for controls and line ends. */
export const oneLine = (text: string): string => text.replace(STEERING, '').replace(BREAKS, ' ')
