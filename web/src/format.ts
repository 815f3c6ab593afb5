/** Numbers and times as people read them. */

export const metres = (value: number | undefined | null): string => (value == null ? "–" : `${value.toFixed(value < 10 ? 1 : 0)} m`);

export const percent = (share: number | undefined): string => (share === undefined ? "–" : `${Math.round(100 * share)} %`);

export const moment = (time: string | number): string => new Date(time).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

export const clock = (time: string | number): string => new Date(time).toLocaleTimeString();

/** How long ago, in one short word. */
export function ago(time: string | number, now = Date.now()): string {
  const seconds = Math.max(0, (now - new Date(time).getTime()) / 1000);
  if (seconds < 2) return "now";
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} days ago`;
}

/** A floor's name with its building's. */
export const floorName = (building?: string, floor?: string): string =>
  [building, floor].filter(Boolean).join(" · ") || "the floor";

/** A colour of its own for every name, of equal lightness. */
export function hue(name: string): number {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) % 360;
  return hash;
}
