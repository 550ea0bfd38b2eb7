/** The names of the senders, as they write them. */
const NAMES: Readonly<Record<string, string>> = { amplia: 'Amplia Reg', safe2pay: 'Safe2Pay' }

export const senderName = (provider: string): string => NAMES[provider] ?? provider
