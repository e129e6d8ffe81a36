import react from '@vitejs/plugin-react';
import { constants } from 'node:zlib';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

const server = process.env.COUNTERSIGN_SERVER ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [
    react(),
    // Compressed once here, and not at every request by the server.
    compression({
      include: /\.(js|css|html|svg|webmanifest)$/,
      threshold: 1024,
      algorithms: [
        defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        defineAlgorithm('gzip', { level: 9 }),
      ],
    }),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    // What every page needs comes in one file: two dozen small ones cost a slow device more than they spare it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'frame', test: /node_modules\/(react|react-dom|scheduler|react-router|i18next|@tanstack\/(react-query|query-core))\// }],
        },
      },
    },
  },
  server: {
    // The server takes writes from its own pages alone: the proxy keeps the host that the browser knows.
    proxy: Object.fromEntries(['/api', '/verify', '/.well-known'].map((path) => [path, { target: server, changeOrigin: false }])),
  },
});
