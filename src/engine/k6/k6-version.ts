/** `k6 v2.2.0 (commit/…, go1.26.1, linux/amd64)`, whatever the file is called → `2.2.0`, with a pre-release as it stands; null for anything else. */
export function parseK6Version(text: string): string | null {
  const match = /^\S+ v(\d+\.\d+\.\d+(?:-[\w.]+)?)\S* \((?:[^()]*, )?(?:devel, )?go1\.[^()]*\)/m.exec(text);
  return match?.[1] ?? null;
}
