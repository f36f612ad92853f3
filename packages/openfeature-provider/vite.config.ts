import { defineConfig } from 'vite';

/** One file with all that it takes of libs/; what else it needs is installed beside it. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
    rollupOptions: {
      external: [/^node:/, 'eventsource-parser', 'quick-lru', 're2js', '@openfeature/server-sdk'],
      // Nothing does anything by being loaded, so what nobody calls is left away.
      treeshake: { moduleSideEffects: false },
    },
  },
});
