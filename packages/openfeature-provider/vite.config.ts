import { defineConfig } from 'vite';

/** Bundles one file with the used parts of libs/; other dependencies are installed with the package. */
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
      // No module has side effects, so unused code is removed.
      treeshake: { moduleSideEffects: false },
    },
  },
});
