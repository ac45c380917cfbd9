import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { decoders } from './decoders';
import { icons } from './sprite';

const dkfds = fileURLToPath(new URL('./node_modules/dkfds/dist', import.meta.url));

const workspace = readFileSync(fileURLToPath(new URL('../Cargo.toml', import.meta.url)), 'utf8');
const version = /^version = "([^"]+)"/m.exec(workspace)?.[1];
if (!version) throw new Error('Cargo.toml has no version');

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), icons(), decoders()],
  base: './',
  define: { __FELTMAPPEN_VERSION__: JSON.stringify(version) },
  resolve: {
    alias: { '@dkfds': dkfds },
    ...(mode === 'test' && { conditions: ['browser'] }),
  },
  css: {
    preprocessorOptions: { scss: { loadPaths: [`${dkfds}/scss`], quietDeps: true } },
  },
  build: {
    target: ['chrome105', 'safari16'],
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: { port: 1420, strictPort: true },
  clearScreen: false,
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 20_000,
    maxWorkers: '100%',
  },
}));
