// npm run <command>: a command of the server, built first where it has to be.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, fail, install, requireNode, root } from './prepare.mjs';

const name = process.argv[2] ?? '';
requireNode();
install();
build();
const command = join(root, 'apps', 'api', 'dist', 'commands', `${name}.js`);
if (!/^[a-z-]+$/.test(name) || !existsSync(command)) fail(`There is no command "${name}".`);
process.setSourceMapsEnabled(true);
// As if the command had been run by itself.
process.argv.splice(1, 2, command);
await import(pathToFileURL(command).href);
