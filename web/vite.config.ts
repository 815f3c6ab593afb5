import { defineConfig } from "vite";

/** Everything as files of our own: the content-security-policy allows nothing inline. */
export default defineConfig({
  base: "./",
  build: {
    outDir: "../artifacts/web/dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8480" } },
});
