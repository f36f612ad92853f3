import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/apps/dashboard',
    emptyOutDir: true,
    // For the budget of the first page; removed from what is served.
    manifest: true,
    // The Content-Security-Policy allows no data: URLs.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/v1': 'http://localhost:3000' } },
});
