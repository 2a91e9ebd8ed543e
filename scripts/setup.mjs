/**
 * What `npm start` and `npm test` do first, in plain JavaScript over node: modules: install, generate the two database
 * clients, compile src to dist. Each step leaves a stamp of what it was made from, so that a second run takes a moment.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamps = path.join(root, 'node_modules', '.huifang');
process.chdir(root);

checkNode();
if (!isInstalled()) await report('install', install);
await step('generate', ['prisma/schema.prisma', 'node_modules/prisma/package.json'], generate, () =>
  ['sqlite', 'postgres'].every((kind) => existsSync(`src/store/generated/${kind}/client.ts`)),
);
await step('compile', [...sourceFiles('src'), 'tsconfig.json', 'tsconfig.build.json'], compile, () =>
  existsSync('dist/main.js'),
);
const policyFiles = readdirSync('templates/policies').map((name) => path.join('templates/policies', name));
await step('policies', [...policyFiles, ...sourceFiles('src')], compilePolicies, () =>
  existsSync('dist/policies.json'),
);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24) return;
  fail(`huifang needs Node 20.19+, 22.12+ or 24+; this is ${process.version}.`);
}

/** Runs `work` unless the same inputs were already worked and the result is still there. */
async function step(name, inputs, work, isThere) {
  const stampFile = path.join(stamps, name);
  const stamp = fingerprint(inputs);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && isThere()) return;
  await report(name, work);
  writeNew(stampFile, stamp);
}

/** A new file in the old one's place: a node_modules that was copied by hard links shares nothing that setup writes. */
function writeNew(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, text);
}

async function report(name, work) {
  const begun = Date.now();
  process.stderr.write(`setup: ${name} … `);
  await work();
  process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
}

/** Whether each package of the lock file that this machine takes is there, in its version, by npm's own list. */
function isInstalled() {
  const listed = 'node_modules/.package-lock.json';
  if (!existsSync(listed)) return false;
  const here = JSON.parse(readFileSync(listed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, { version, optional, peer }]) => name === '' || optional || peer || here[name]?.version === version,
  );
}

function fingerprint(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) if (existsSync(file)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function sourceFiles(folder, name = /\.(ts|mjs)$/) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Install scripts are not needed (nothing is downloaded or compiled beside npm's own packages), so none run. */
function install() {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    retryHint: 'npm could not install the packages listed in package-lock.json: check the network, then try again.',
  });
}

/** One schema, two clients: `provider` must be a literal, so PostgreSQL gets a twin of the file. */
function generate() {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const twin = path.join(stamps, 'schema.postgres.prisma');
  const output = path.join(root, 'src/store/generated/postgres').replaceAll('\\', '/');
  writeNew(
    twin,
    schema
      .replace('provider = "sqlite"', 'provider = "postgresql"')
      .replace('"../src/store/generated/sqlite"', JSON.stringify(output)),
  );
  for (const file of ['prisma/schema.prisma', twin]) {
    // Generating needs no engine, only the name of some executable where the engine would be.
    run(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--schema', file], {
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    });
  }
}

/** Only what changed is compiled again; what lost its source goes, and without dist nothing counts as compiled. */
function compile() {
  if (!existsSync('dist/main.js')) rmSync(path.join(stamps, 'build.tsbuildinfo'), { force: true });
  for (const file of existsSync('dist') ? sourceFiles('dist', /\.m?js(?:\.map)?$/) : []) {
    const source = path.join('src', path.relative('dist', file)).replace(/(?:\.map)$/, '');
    const known = [source, source.replace(/\.js$/, '.ts')].some((one) => existsSync(one));
    if (!known) rmSync(file);
  }
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {});
  if (existsSync('dist/main.js')) chmodSync('dist/main.js', 0o755);
}

/** Our own policy files, read and checked: a start does not do it again. */
async function compilePolicies() {
  const { compilePolicies: compiled } = await import(pathToFileURL(path.join(root, 'dist', 'policy-files.js')).href);
  writeFileSync('dist/policies.json', JSON.stringify(compiled()));
}

function run(command, args, { env = {}, retryHint = '' }) {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (done.status === 0) return;
  process.stderr.write(`failed\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}\n`);
  fail(retryHint || `${command} ${args.join(' ')} failed`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
