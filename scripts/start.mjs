// npm start: from a fresh clone to a running server.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();
process.setSourceMapsEnabled(true);
// In this process: signals and the exit code are the server's own, and nothing is left behind when it is killed.
await import(pathToFileURL(join(root, 'apps', 'api', 'dist', 'main.js')).href);
