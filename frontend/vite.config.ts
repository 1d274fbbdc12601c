import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  base: './',
  resolve: {
    alias: { '@locale': here('../backend/locale'), '@': here('./src') },
  },
  build: {
    // What Debian 12 came out with: WebKitGTK 2.40, which reads as Safari 16.4 does.
    target: ['safari16.4', 'chrome111'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500, // the worker of pdf.js is one file
    rolldownOptions: { checks: { pluginTimings: false } }, // a busy computer is no fault of ours
  },
  server: {
    fs: { allow: [here('..')] },
    // `make dev`: the program serves the API, Vite the screens.
    proxy: { '/api': process.env.PADDOCK_API ?? 'http://127.0.0.1:8321' },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['./test/setup.ts'],
    testTimeout: 120_000, // ends what hangs; how fast this computer is, is no test's matter
  },
});
