import { get, send, sitePath } from "./api";
import { attempt, button, fill, h, toast } from "./dom";
import { metres, moment } from "./format";
import { jobsView, train } from "./jobs";
import type { Page } from "./main";
import type { Model, ModelDescription } from "./types";

/** A site's models: what each is made of, which answers, and the way back. */
export const models: Page = async (place, site) => {
  const table = h("tbody", {});
  const comparison = h("section", { class: "stack" });
  const picked = new Set<number>();
  let versions: Model[] = [];
  const back = button("Roll back", () => void attempt(async () => {
    const now = await send<Model>("POST", `${sitePath(site)}/models/rollback`);
    toast(`Version ${now.version} answers again.`);
    await load();
  }));
  const jobs = jobsView(site, () => void attempt(load));
  const promotes = h("input", { type: "checkbox", checked: true });
  fill(place, h("div", { class: "column wide" },
    h("div", { class: "row" }, h("h1", {}, "Models"), h("span", { class: "space" }),
      h("label", { class: "row" }, promotes, "let it answer when done"),
      button("Train anew", () => void attempt(async () => {
        await train(site, promotes.checked);
        jobs.refresh();
      }), "primary"), back),
    jobs.element,
    h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Compare", "Version", "Made", "By", "Scans", "Error on scans kept out", ""].map(name => h("th", { scope: "col" }, name)))),
      table)),
    comparison));

  async function load(): Promise<void> {
    versions = await get<Model[]>(`${sitePath(site)}/models`);
    back.disabled = versions.length < 2;
    fill(table, versions.length === 0
      ? h("tr", {}, h("td", { colSpan: 7, class: "muted" }, "None yet. Survey the site, then train."))
      : versions.map(row));
    if (picked.size === 0) for (const version of versions.slice(0, 2)) picked.add(version.version);
    await compare();
  }

  function row(model: Model): HTMLElement {
    const box = h("input", {
      type: "checkbox", checked: picked.has(model.version), aria: { label: `Compare version ${model.version}` }, on: {
        change: () => {
          if (box.checked) picked.add(model.version);
          else picked.delete(model.version);
          void attempt(compare);
        },
      },
    });
    if (versions.slice(0, 2).includes(model) && picked.size === 0) box.checked = true;
    return h("tr", { data: { version: String(model.version) }, class: model.active ? "active" : "" },
      h("td", {}, box),
      h("td", {}, h("strong", {}, String(model.version)), " ", model.active && h("span", { class: "tag good" }, "answers")),
      h("td", {}, moment(model.created)),
      h("td", {}, model.kind === "train" ? "training" : model.kind),
      h("td", { class: "number" }, model.scans.toLocaleString()),
      h("td", { class: "number" }, metres(model.validationError)),
      h("td", {}, !model.active && button("Let it answer", () => void attempt(async () => {
        await send("POST", `${sitePath(site)}/models/${model.version}/promote`);
        toast(`Version ${model.version} answers now.`);
        await load();
      }))));
  }

  async function compare(): Promise<void> {
    const two = versions.filter(model => picked.has(model.version)).slice(0, 2);
    const told = await Promise.all(two.map(model => get<ModelDescription>(`${sitePath(site)}/models/${model.version}/description`)));
    const known = told.map(one => new Set(one.accessPoints.filter(isBelieved).map(ap => ap.name)));
    fill(comparison,
      two.length > 0 && h("h2", {}, two.length === 2 ? `Versions ${two[1]!.version} and ${two[0]!.version}` : `Version ${two[0]!.version}`),
      h("div", { class: "pair" }, told.map((one, i) => card(two[i]!, one, known[i]!, known[1 - i]))));
  }

  await load();
  return jobs.close;
};

const isBelieved = (ap: { reason: string }): boolean => !ap.reason.includes("no longer believed");

function card(model: Model, one: ModelDescription, known: Set<string>, others: Set<string> | undefined): HTMLElement {
  const only = others ? [...known].filter(name => !others.has(name)) : [];
  return h("article", { class: "card stack" },
    h("h3", {}, `Version ${model.version}`, model.active && " · answers"),
    h("dl", { class: "facts" },
      h("dt", {}, "Error on scans kept out"), h("dd", {}, metres(model.validationError)),
      h("dt", {}, "Phones of its survey"), h("dd", {}, one.devices.join(", ") || "–"),
      h("dt", {}, "Access points"), h("dd", {}, `${one.accessPoints.length}: ${one.accessPoints.filter(ap => ap.isUsed).length} in images, ${known.size} believed`),
      others && h("dt", {}, "Only this one believes in"), others && h("dd", {}, only.length === 0 ? "none" : `${only.length} access points`)),
    h("h4", {}, "What became of it"),
    h("ol", { class: "history" }, one.history.map(line => h("li", {}, line))),
    only.length > 0 && h("details", {}, h("summary", {}, "Access points that only this one believes in"),
      h("ul", { class: "plain" }, only.slice(0, 60).map(name => h("li", {}, h("code", {}, name))))));
}
