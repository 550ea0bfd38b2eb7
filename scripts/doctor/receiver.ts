/** The receiver itself, by its address and an operator's key: how a test that it sends ends. */

/** Asks the receiver to send a test, and returns its answer. */
export async function test<Answer>(
  path: '/api/forward/test' | '/api/alerts/test',
  publicUrl: string,
  key: string,
): Promise<Answer> {
  const response = await fetch(new URL(path, publicUrl), {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`)
  return (await response.json()) as Answer
}
