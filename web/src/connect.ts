import { send, sitePath } from "./api";
import { attempt, button, field, fill, h } from "./dom";

/** Makes a key for a phone's app and says what to type into it. The key is shown once. */
export function connectPhone(site: string): HTMLElement {
  const name = h("input", { placeholder: "my phone", required: true, maxLength: 100, aria: { label: "Whose key" } });
  const result = h("div", { class: "stack" });
  return h("details", { class: "fold" }, h("summary", {}, "Connect a phone"), h("div", { class: "stack" },
    h("p", { class: "hint" }, "Any app of FIND3's sends scans here. Without a location in the app, this page says where you stand."),
    h("div", { class: "row" }, name, button("Make a key", () => void attempt(make))), result));

  async function make(): Promise<void> {
    const made = await send<{ key: string }>("POST", `${sitePath(site)}/keys`, {
      name: name.value || "a phone", scopes: ["ingest", "locate", "read"], inPath: true,
    });
    const line = (label: string, value: string): HTMLElement =>
      field(label, h("input", { value, readOnly: true, class: "copy", on: { focus: event => (event.target as HTMLInputElement).select() } }));
    fill(result,
      line("Server", `${location.origin}/k/${made.key}`),
      line("Family", site),
      h("p", { class: "hint" }, "Shown only now. The key can send and ask, not change anything; a phone elsewhere in the house "
        + "reaches this computer by its name or number in the network, not as 127.0.0.1."));
  }
}
