/** The senders as they write their own names. */
const NAMES: Readonly<Record<string, string>> = { amplia: 'Amplia Reg', safe2pay: 'Safe2Pay' }

export const senderName = (provider: string): string => NAMES[provider] ?? provider
