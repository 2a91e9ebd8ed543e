#!/usr/bin/env node
/** The bin: the first word names the command, the rest is its own. */
import { commandOf, usage } from './cli/commands.js';

const [name, ...rest] = process.argv.slice(2);
const command = commandOf(name);
if (command === null) {
  process.stderr.write(`${usage(name)}\n`);
  process.exitCode = name === undefined || name === 'help' || name === '--help' ? 0 : 2;
} else {
  process.exitCode = await command(rest);
}
