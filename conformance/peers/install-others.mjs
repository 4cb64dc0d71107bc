// Installs the peers that are not of npm, where their tools are here: two environments of Python, one for each major version
// of its SDK, and the programs of the Go SDK. Run by the build.
//
//   node install-others.mjs FOLDER
//
// Leaves FOLDER/python-v1, FOLDER/python-v2 and FOLDER/go, each only when it is whole. Without python3 (3.10 or later) or go
// (1.25 or later) it says so and leaves them out; the tests then skip what needs them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const OLDEST = { python3: [3, 10], go: [1, 25] };

if (process.argv.length !== 3) {
  console.error('install-others: give the FOLDER that the peers go to');
  process.exit(2);
}
const target = resolve(process.argv[2]);
mkdirSync(target, { recursive: true });

if (isHere('python3', ['--version'])) {
  for (const version of ['v1', 'v2']) {
    install(`python-${version}`, [join(here, 'python', `requirements-${version}.txt`)], folder => {
      run('python3', ['-m', 'venv', '--clear', folder]);
      run(join(folder, 'bin', 'pip'), [
        ...['--disable-pip-version-check', '--quiet', 'install', '--require-hashes', '--no-deps'],
        ...['-r', join(here, 'python', `requirements-${version}.txt`)]
      ]);
    });
  }
}
if (isHere('go', ['version'])) {
  const sources = readdirSync(join(here, 'go'), { recursive: true }).filter(name => /\.(go|mod|sum)$/.test(name));
  install('go', sources.sort().map(name => join(here, 'go', name)), folder => {
    run('go', ['build', '-trimpath', '-mod=readonly', '-o', join(folder, 'bin') + '/', './client', './server'], join(here, 'go'));
  });
}

/** Does it unless it was done with the same files; a folder without the stamp is not whole. */
function install(name, files, make) {
  const folder = join(target, name);
  const stamp = join(folder, '.installed');
  const wanted = files.reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256').update(folder)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  make(folder);
  writeFileSync(stamp, wanted);
}

function isHere(program, question) {
  const { status, stdout } = spawnSync(program, question, { encoding: 'utf8', env: environment() });
  const [major, minor] = (stdout?.match(/(\d+)\.(\d+)/) ?? []).slice(1).map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[program];
  const enough = status === 0 && (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor));
  if (!enough) {
    console.error(`peers: no ${program} ${oldestMajor}.${oldestMinor} or later here; what needs it is left out`);
  }
  return enough;
}

function run(program, parameters, cwd = here) {
  const { status, error } = spawnSync(program, parameters, { cwd, stdio: ['ignore', 'inherit', 'inherit'], env: environment() });
  if (error || status !== 0) {
    console.error(`peers: "${program} ${parameters.join(' ')}" failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
}

/** Go must not fetch another toolchain than the one that is here. */
function environment() {
  return { ...process.env, GOTOOLCHAIN: 'local' };
}
