import { get, send, sitePath } from "./api";
import { attempt, bar, button, fill, h, toast } from "./dom";
import { ago } from "./format";
import type { Job } from "./types";

const Every = 1000;
const Shown = 5;

/** A site's jobs, kept up to date; says so when one ends. */
export function jobsView(site: string, ended: () => void): { element: HTMLElement; refresh: () => void; close: () => void } {
  const element = h("div", { class: "stack jobs" });
  let running = new Set<number>();

  async function update(): Promise<void> {
    const jobs = await get<Job[]>(`${sitePath(site)}/jobs`);
    const now = new Set(jobs.filter(job => !job.finished).map(job => job.id));
    const done = jobs.filter(job => running.has(job.id) && job.finished);
    running = now;
    for (const job of done) toast(`${words(job)}: ${job.message ?? job.state}`, job.state === "failed");
    fill(element, jobs.slice(0, Shown).map(row));
    if (done.length > 0) ended();
  }

  function row(job: Job): HTMLElement {
    const left = job.secondsLeft === undefined ? "" : `, ${Math.ceil(job.secondsLeft)} s left`;
    return h("div", { class: "job", data: { state: job.state } },
      h("div", { class: "row" }, h("strong", {}, words(job)),
        h("span", { class: job.state === "done" ? "tag good" : job.state === "failed" ? "tag bad" : "tag" }, job.state),
        h("span", { class: "space" }),
        job.finished ? h("span", { class: "muted" }, ago(job.finished))
          : button("Stop", () => void attempt(() => send("DELETE", `${sitePath(site)}/jobs/${job.id}`)), "quiet")),
      !job.finished && bar(job.progress, `${Math.round(100 * job.progress)} %`),
      h("span", { class: "muted" }, `${job.message ?? ""}${left}`));
  }

  const refresh = (): void => void update().catch(() => undefined);
  const tick = setInterval(() => running.size > 0 && refresh(), Every);
  const slow = setInterval(refresh, 10 * Every);
  refresh();
  return {
    element,
    refresh,
    close: () => {
      clearInterval(tick);
      clearInterval(slow);
    },
  };
}

/** Asks for training. */
export async function train(site: string, promote: boolean): Promise<void> {
  await send("POST", `${sitePath(site)}/training`, { promote });
}

const words = (job: Job): string => (job.kind === "train" ? "Training" : job.kind === "update" ? "Update" : job.kind);
