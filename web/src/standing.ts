import { get, send, serviceNow, sitePath } from "./api";
import { attempt, button, field, fill, h, toast } from "./dom";
import type { Point } from "./plan";
import type { Floor, HeardDevice } from "./types";

const Every = 1000;
/** A phone heard this lately may be the one in the surveyor's hand. */
const LatelyMilliseconds = 5 * 60_000;
const Enough = 8;

/** Stands at a point: counts what the phone sends until it is enough, and makes it part of the survey. */
export function standing(
  site: string, floor: Floor, point: Point, region: string | undefined, replace: boolean, end: (isDone: boolean) => void,
): { element: HTMLElement; close: () => void } {
  const path = `${sitePath(site)}/standing`;
  const phone = h("select", { aria: { label: "Phone" } });
  const count = h("p", { class: "count", role: "status", aria: { live: "polite" } });
  const again = h("input", { type: "checkbox", checked: replace });
  const go = button("Start", () => (from ? void attempt(finish) : start()), "primary");
  let from: Date | null = null, phones: string[] = [];
  const element = h("div", { class: "card stack standing" },
    h("h3", {}, `Stand at ${point.x.toFixed(1)}, ${point.y.toFixed(1)} m`, region ? ` · ${region}` : ""),
    field("Phone", phone), count,
    h("label", { class: "row" }, again, "replaces what was heard at this point before"),
    h("div", { class: "row" }, go, button("Leave", () => leave(false), "quiet")));

  // Until it is known which phones there are.
  go.disabled = true;

  async function update(): Promise<void> {
    const query = new URLSearchParams({ since: (from ?? new Date(serviceNow() - LatelyMilliseconds)).toISOString(), ...(from ? { device: phone.value } : {}) });
    const heard = await get<HeardDevice[]>(`${path}?${query}`);
    const names = heard.map(one => one.device);
    // Once begun, the phone is chosen; it may not have sent anything yet.
    if (!from && names.join("\n") !== phones.join("\n")) {
      const before = phone.value;
      phones = names;
      fill(phone, names.map(name => h("option", { value: name, selected: name === before }, name)));
    }
    go.disabled = !from && phones.length === 0;
    const mine = from ? heard[0] : undefined;
    count.replaceChildren(...(from
      ? [h("strong", {}, `${mine?.scans ?? 0} scans`), ` · ${mine?.accessPoints ?? 0} access points`, (mine?.scans ?? 0) >= Enough ? " · enough" : ` · ${Enough} are good`]
      : [phones.length === 0 ? "No phone has sent anything in the last five minutes. Start its app, without a location." : "Hold the phone as usual; turn a little after each scan."]));
  }

  function start(): void {
    from = new Date(serviceNow());
    phone.disabled = true;
    go.textContent = "Done";
    void update().catch(() => undefined);
  }

  async function finish(): Promise<void> {
    const done = await send<{ stored: number; replaced: number }>("POST", path, {
      device: phone.value, from: from!.toISOString(), to: new Date(serviceNow() + 1000).toISOString(), x: point.x, y: point.y,
      ...(floor.building ? { building: floor.building } : {}), ...(floor.floor ? { floor: floor.floor } : {}),
      ...(region ? { region } : {}), replace: again.checked,
    });
    toast(`${done.stored} scans kept${done.replaced ? `, ${done.replaced} replaced` : ""}.`);
    leave(true);
  }

  function leave(isDone: boolean): void {
    clearInterval(tick);
    end(isDone);
  }

  const tick = setInterval(() => void update().catch(() => undefined), Every);
  void update().catch(() => undefined);
  return { element, close: () => clearInterval(tick) };
}
