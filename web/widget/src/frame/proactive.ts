/** Tells the server of a rule; answers what to show, if anything. */
export async function askToSpeak(
  inboxKey: string,
  ruleId: string,
  told: "due" | "held_out" | "dismissed",
): Promise<{ text: string; brand: string } | null> {
  try {
    const url = `/webchat/v1/proactive/${encodeURIComponent(ruleId)}?inbox=${encodeURIComponent(inboxKey)}`;
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ told }),
    });
    if (!response.ok) return null;
    const { text, brand } = (await response.json()) as { text: string | null; brand: string };
    return text === null ? null : { text, brand };
  } catch {
    // Without the server the chat has nobody to offer.
    return null;
  }
}
