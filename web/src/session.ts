/** The key, for as long as the tab is open; nowhere else, and never in an address. */
const Name = "itoloc-key";

export const session = {
  get key(): string | null {
    return sessionStorage.getItem(Name);
  },
  open(key: string): void {
    sessionStorage.setItem(Name, key);
  },
  close(): void {
    sessionStorage.removeItem(Name);
  },
};
