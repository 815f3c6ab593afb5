import { session } from "./session";

const Base = "api/itoloc/v1";

let skew = 0;

/** What the service's clock shows; this computer's may be wrong. */
export const serviceNow = (): number => Date.now() + skew;

/** A refusal, in the service's own words. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** Whether a key is valid. */
export async function tryKey(key: string): Promise<boolean> {
  const response = await fetch(`${Base}/version`, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" })
    .catch(() => {
      throw new ApiError(0, "The service does not answer.");
    });
  if (response.status === 429) throw new ApiError(429, "Too many wrong keys; wait a minute.");
  return response.ok;
}

/** Asks the service, with the key in a header. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers), { key } = session;
  if (key) headers.set("Authorization", `Bearer ${key}`);
  let response: Response;
  try {
    response = await fetch(`${Base}${path}`, { ...init, headers, cache: "no-store" });
  } catch (failure) {
    if (init.signal?.aborted) throw failure;
    throw new ApiError(0, "The service does not answer.");
  }
  const date = Date.parse(response.headers.get("Date") ?? "");
  // The header is cut to whole seconds.
  if (!Number.isNaN(date) && Math.abs(date + 500 - serviceNow()) > 2000) skew = date + 500 - Date.now();
  if (response.ok) return response;
  if (response.status === 401 && key) {
    session.close();
    dispatchEvent(new Event("signed-out"));
  }
  const problem = await response.json().catch(() => ({})) as { detail?: string; title?: string };
  throw new ApiError(response.status, problem.detail ?? problem.title ?? `The service answered ${response.status}.`);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return await (await ask(path, signal ? { signal } : {})).json() as T;
}

/** Sends JSON; returns what is answered, or undefined where nothing is. */
export async function send<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  const text = await (await ask(path, init)).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const sitePath = (site: string): string => `/sites/${encodeURIComponent(site)}`;

/** A floor's path; a name that is none is written as a wave. */
export const floorPath = (site: string, building: string, floor: string): string =>
  `${sitePath(site)}/buildings/${encodeURIComponent(building || "~")}/floors/${encodeURIComponent(floor || "~")}`;

/** Reads server-sent events until it is told to stop, and comes back when the connection breaks. */
export async function watch<T>(
  path: string, signal: AbortSignal, take: (value: T) => void, setConnected: (is: boolean) => void,
): Promise<void> {
  for (let wait = 500; !signal.aborted; wait = Math.min(2 * wait, 10_000)) {
    try {
      const response = await ask(path, { signal });
      setConnected(true);
      wait = 500;
      let rest = "";
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop()!;
        for (const line of lines) if (line.startsWith("data: ")) take(JSON.parse(line.slice(6)) as T);
      }
    } catch (failure) {
      if (failure instanceof ApiError && failure.status >= 400 && failure.status < 500) return;
    }
    if (signal.aborted) return;
    setConnected(false);
    await new Promise(resolve => setTimeout(resolve, wait));
  }
}
